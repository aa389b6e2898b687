"""Official papers (公文): their content from the entries of a matter, their layout after GB/T 9704-2012."""
