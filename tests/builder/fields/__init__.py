"""The fields of elements' forms."""
