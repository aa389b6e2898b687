"""Small statistics for leads: numbers in, numbers out. Nothing here knows what the numbers are of.

Every probability is one-sided, towards what would be a lead, and errs on the side of finding nothing.
"""
