"""Key tasks (督查督办): goals broken down to a unit, a person and a date, supervised, written off only with proof."""
