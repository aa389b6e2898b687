"""Supervision (监督): surveys that look across many matters for leads. A lead is 疑似, never a verdict."""
