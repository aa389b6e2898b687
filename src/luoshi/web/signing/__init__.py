"""Signing in by the office's identity provider and with a second step, on django-allauth.

What the library asks of a project stands in `adapters`; who is let in by which claim in `identities`; what happens
at a refusal in `journal`; how often one may try in `throttle`.
"""
