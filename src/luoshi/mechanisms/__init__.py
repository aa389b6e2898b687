"""One folder per named mechanism (制度). Pure relations over facts; independent of one another."""
