"""Inspections (督查): authorised, led, bounded in number; what they find is put right by a day, and somebody else looks."""
