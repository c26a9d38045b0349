"""What is wrong with a document: every problem at once, each with a place, a stable code and words that help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

LONGEST = 1500
"""Characters of one message: a document may hold very long names, and many places that quote them."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a document.

    ``pointer`` is a JSON pointer (RFC 6901) into the document. ``line`` and ``column`` count from 1, and are
    there only when the document was read from text. An ``error`` blocks publishing; a ``warning`` says why it matters.
    """

    pointer: str
    code: str
    message: str
    severity: Literal["error", "warning"] = "error"
    line: int | None = None
    column: int | None = None

    def __post_init__(self) -> None:
        if len(self.message) > LONGEST:
            object.__setattr__(self, "message", f"{self.message[: LONGEST - 1]}…")

    def as_json(self) -> dict[str, Any]:
        place = {} if self.line is None else {"line": self.line, "column": self.column}
        return {
            "pointer": self.pointer,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
        } | place


class InvalidDefinition(Exception):
    """The document is not a service: ``problems`` holds every error found, and the warnings too."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.pointer or '/'}: {p.message}" for p in self.problems))


def pointer(*parts: str | int) -> str:
    """Join parts to a JSON pointer, escaping ``~`` and ``/`` as RFC 6901 says."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
