"""The examples of a draft: run on every change, what they cover, and the same drawn on whatever they are about."""

from builder.examples.expecting import Expectation, Point, chosen, points
from builder.examples.marks import Mark, coverage_marks
from builder.examples.running import Result, Run, known, run
from builder.examples.telling import Teller
from builder.examples.tried import KINDS, Missed, Tried, tried

__all__ = [
    "KINDS", "Expectation", "Mark", "Missed", "Point", "Result", "Run", "Teller", "Tried", "chosen", "coverage_marks",
    "known", "points", "run", "tried",
]  # fmt: skip
