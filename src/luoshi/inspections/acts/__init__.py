"""What can be done in inspections and about what they find, one file for each part of it."""
