"""What compiling found wrong with expressions and texts, as checks of the registry."""

from __future__ import annotations

from functools import partial

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check

WHY = {
    "expression.syntax": "An expression that cannot be read can never be answered.",
    "expression.unknown-name": "A name that nothing has is never answered, so the condition is never met.",
    "expression.unknown-function": "Only the functions of the language can be used.",
    "expression.type": "Comparing things of different kinds is a mistake that shows only when somebody is refused.",
}


def _find(code: str, facts: Facts) -> Found:
    return ((problem.pointer, problem.message) for problem in facts.compile_problems if problem.code == code)


for _code, _why in WHY.items():
    check(_code, "error", _why)(partial(_find, _code))
