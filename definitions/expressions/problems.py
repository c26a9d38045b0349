"""What can be wrong with an expression: when it is read (problems for its author), and when it runs (a defect)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpressionProblem:
    """One thing wrong. ``offset`` counts characters into the source; ``name`` is the name that is not known, if any."""

    code: str
    message: str
    offset: int = 0
    name: str | None = None


class InvalidExpression(Exception):
    """The text is not an expression that can be used here: ``problems`` holds everything found."""

    def __init__(self, problems: Iterable[ExpressionProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


class ExpressionDefect(Exception):
    """A checked expression failed while running, and not because an answer is absent: a number divided by nought, say.

    The message holds the expression and the kind of failure, never an answer.
    """

    def __init__(self, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"{reason}, in: {source}")


def refuse(code: str, message: str, offset: int = 0) -> InvalidExpression:
    return InvalidExpression([ExpressionProblem(f"expression.{code}", message, offset)])
