"""A paper as DOCX: the template, and filling it in."""
