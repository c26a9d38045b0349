"""Clocks: when a promise or a limit in law is due, from the events of a case, and how that was worked out."""

from definitions.clocks.due import Due, Line
from definitions.clocks.explain import explain, length_in_words
from definitions.clocks.fold import calendar_of, due, dues, with_more

__all__ = ["Due", "Line", "calendar_of", "due", "dues", "explain", "length_in_words", "with_more"]
