"""What compiling a document made of its parts, so that after an edit only what it touched is compiled again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST = 2000
"""Parts that are remembered: more than a document has that is not very large."""


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

    def begin(self, around: tuple[Any, ...]) -> None:
        """A document is compiled in which names mean this."""
        if around != self.around or len(self.made) > MOST:
            self.made.clear()
        self.around = around
