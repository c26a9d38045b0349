"""What is wrong with a draft, the ways through it, and the examples that show it does what is meant."""
