"""A draft in somebody's hands: what pages show of it, each worked out once a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from builder import drafting
from builder.drafting import Opened
from definitions.problems import Problem
from definitions.read import checked
from definitions.reading.beside import taken_in
from definitions.reading.memory import Memory
from definitions.reading.parse import refers
from definitions.service import Service
from runtime.access import Viewer
from runtime.drafts import Present


@dataclass(frozen=True)
class Work:
    """A draft in somebody's hands. ``undo`` and ``redo`` say what these would do, and are empty where they do nothing.
    ``others``: who else is in it."""

    opened: Opened
    viewer: Viewer
    at: datetime
    undo: str = ""
    redo: str = ""
    others: tuple[Present, ...] = ()

    @property
    def id(self) -> str:
        return self.opened.service_id

    @property
    def document(self) -> dict[str, Any]:
        return self.opened.document

    @property
    def title(self) -> str:
        return str(self.document.get("title") or self.id)

    @property
    def text(self) -> str:
        return self.opened.text

    @property
    def revision(self) -> int:
        return self.opened.revision

    @property
    def live(self) -> Mapping[str, Any] | None:
        """The document that is published; None if nothing is."""
        return self.opened.live_document

    @property
    def changed(self) -> bool:
        """Whether the draft says anything else than what is published."""
        if self.live is None or self.document == self.live:
            return self.live is None
        return not refers(self.text) or taken_in(self.document) != self.live

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        return problems_of(self.text)

    @property
    def errors(self) -> int:
        return sum(one.severity == "error" for one in self.problems)

    @cached_property
    def service(self) -> Service | None:
        """The draft compiled; None while it has errors."""
        return service_of(self.text)


def problems_of(text: str) -> tuple[Problem, ...]:
    """Every error and warning of a document, found once for the same text."""
    return _checked(text)[0]


def service_of(text: str) -> Service | None:
    return _checked(text)[1]


@lru_cache(maxsize=64)
def _checked(text: str) -> tuple[tuple[Problem, ...], Service | None]:
    document = drafting.parsed(text)
    with _reading:
        if len(_memories) >= KEPT:
            _memories.clear()
        memory = _memories.setdefault(str(document.get("id")), Memory())
        return checked(document, memory=memory, bare=not refers(text))


_reading = Lock()
_memories: dict[str, Memory] = {}
KEPT = 8
"""Services of which it is remembered what was compiled."""
