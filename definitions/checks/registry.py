"""The registry of checks of meaning: each has a stable code, a severity and a reason why it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from definitions.checks.facts import Facts
from definitions.problems import Problem

Found = Iterable[tuple[str, str]]
"""JSON pointers, each with words for the author."""

Severity = Literal["error", "warning"]

MOST = 100
"""The most problems told of one kind: nobody reads on, and a hostile document has very many."""

CHECKS: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class Check:
    """``find`` yields the places. ``why`` says what would happen if nobody cared."""

    code: str
    severity: Severity
    why: str
    find: Callable[[Facts], Found]

    def problems(self, facts: Facts) -> Iterable[Problem]:
        """A warning's message says why it matters too."""
        reason = f". {self.why}" if self.severity == "warning" else ""
        found = islice(self.find(facts), MOST)
        return (Problem(at, self.code, message.rstrip(".") + reason, self.severity) for at, message in found)


def check(code: str, severity: Severity, why: str) -> Callable[[Callable[[Facts], Found]], Callable[[Facts], Found]]:
    """Put a function into the registry."""

    def register(find: Callable[[Facts], Found]) -> Callable[[Facts], Found]:
        if code in CHECKS:
            raise ValueError(f"two checks are called {code}")
        CHECKS[code] = Check(code, severity, why, find)
        return find

    return register
