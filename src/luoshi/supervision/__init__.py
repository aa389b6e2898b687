"""Leads (线索): what the surveys find across many cases, kept, superseded and looked into. No unit writes here."""
