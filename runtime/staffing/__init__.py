"""Staff as those who are given work: what they can do and where, when they are away, who stands in, whom they know."""
