"""落实: every matter has an owner and a clock."""
