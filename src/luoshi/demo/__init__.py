"""The sample city (样例城市): 春城市, nobody's. Bodies, items, people and eighteen months of approvals, all invented.

Everything is drawn from a seed, day by day, so that the same seed and day give the same city. What the units do
wrong is told in `truth` for those who test whether leads find it; nothing of the product reads it.
"""
