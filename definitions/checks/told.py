"""What compiling found wrong with expressions and texts, as checks of the registry."""

from __future__ import annotations

from functools import partial

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check

WHY = {
    "expression.syntax": "An expression that cannot be read can never be answered.",
    "expression.too-long": "Nobody can check an expression of this length by reading it.",
    "expression.too-deep": "Nobody can check an expression nested so deep by reading it.",
    "expression.too-costly": "It could hold up everybody else's work.",
    "expression.unknown-name": "A name that nothing has is never answered, so the condition is never met.",
    "expression.unknown-function": "Only the functions of the language can be used.",
    "expression.unknown-option": "Nobody can choose it, so the comparison is never true.",
    "expression.arguments": "A function needs what it works with.",
    "expression.type": "Comparing things of different kinds is a mistake that shows only when somebody is refused.",
    "expression.null": "What was not answered is absent, and no value is like it.",
    "expression.pattern": "A pattern that cannot be read can never be matched.",
    "text.unknown-name": "The reader would find a gap where the name stands.",
    "text.brace": "The reader would see the bracket, or find something missing.",
}
"""By code, why it matters."""


def find(code: str, facts: Facts) -> Found:
    return ((problem.pointer, problem.message) for problem in facts.compile_problems if problem.code == code)


for _code, _why in WHY.items():
    check(_code, "error", _why)(partial(find, _code))
