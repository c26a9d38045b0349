"""Clocks: when a promise or a limit in law is due, from the events of a case, and how that was worked out."""

from definitions.clocks.due import Due
from definitions.clocks.explain import explain, length_in_words
from definitions.clocks.fold import calendar_of, due, dues, with_more
from definitions.clocks.lines import Line, lines

__all__ = ["Due", "Line", "calendar_of", "due", "dues", "explain", "length_in_words", "lines", "with_more"]
