"""The pages of key tasks: the ledger in four forms, one task with its story, what waits for whom."""
