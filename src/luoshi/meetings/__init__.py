"""Joint meetings (联席会议): issues come to the table, are decided or seen not to be, and decisions become tasks."""
