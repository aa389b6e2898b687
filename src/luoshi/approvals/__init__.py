"""Administrative approvals: the present state of each matter."""
