"""What compiling a document made of its parts, so that after an edit only what it touched is compiled again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

MOST = 2000
"""Parts that are remembered: more than a document has that is not very large."""
MOST_READ = 20_000
"""Things that are remembered of parts: those of several documents, for the parts of earlier ones stay until then."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a part, and all that was told meanwhile."""

    part: Mapping[str, Any]
    value: Any
    told: tuple[Any, ...]


@dataclass(slots=True)
class Memory:
    """Of one document as it is edited, and for one reader at a time. What is made of a part is known by its place and
    by being the same object; and only as long as every name means what it did: ``around``."""

    around: tuple[Any, ...] = ()
    made: dict[tuple[Any, ...], Made] = field(default_factory=dict)
    read: dict[tuple[str, int], tuple[Any, Any]] = field(default_factory=dict)

    def begin(self, around: tuple[Any, ...]) -> None:
        """A document is compiled in which names mean this."""
        if around != self.around or len(self.made) > MOST:
            self.made.clear()
        self.around = around

    def of(self, what: str, part: Mapping[str, Any], read: Callable[[Mapping[str, Any]], T]) -> T:
        """What can be read from a part alone, whatever stands around it: read once for the same object."""
        kept = self.read.get((what, id(part)))
        if kept is None or kept[0] is not part:
            if len(self.read) > MOST_READ:
                self.read.clear()
            kept = self.read[what, id(part)] = part, read(part)
        found: T = kept[1]
        return found
