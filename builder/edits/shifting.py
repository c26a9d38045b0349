"""Taking a part out of a list and putting one in: what that makes of the document, and where all else stands then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.edits.refusing import misshapen
from builder.references.addresses import steps
from builder.references.keys import moved_keys
from builder.references.shapes import Path
from definitions.problems import pointer
from definitions.reading.shape import faults

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shift:
    """``cut``: where a part was taken out; ``paste``: where it, or a new one, was put in afterwards."""

    cut: Path | None = None
    paste: Path | None = None

    def path(self, path: Path) -> Path | None:
        """Where what stood there stands now; None when it is gone."""
        if self.cut is not None and path[: len(self.cut)] == self.cut:
            return None if self.paste is None else (*self.paste, *path[len(self.cut) :])
        after = passed(path, self.cut, -1) if self.cut is not None else path
        return passed(after, self.paste, 1) if self.paste is not None else after

    def pointer(self, written: str, document: Document) -> str | None:
        moved = self.path(steps(written, document))
        return None if moved is None else pointer(*moved)


def keyed(before: Document, after: dict[str, Any], shift: Shift) -> dict[str, Any]:
    """``after`` with its translations where their texts now are.

    Raises:
        Refused: the schema does not accept it.
    """
    sound(after)
    return moved_keys(before, after, lambda written: shift.pointer(written, before))


def sound(document: Document) -> None:
    """That the schema accepts a document.

    Raises:
        Refused: it does not.
    """
    if wrong := faults(document):
        raise misshapen(document, wrong[0])


def passed(path: Path, at: Path, by: int) -> Path:
    """A path after an item at ``at`` was put in (1) or taken out (-1)."""
    *above, place = at
    n = len(above)
    if not isinstance(place, int) or len(path) <= n or path[:n] != tuple(above):
        return path
    here = path[n]
    if not isinstance(here, int) or here < place or (by < 0 and here == place):
        return path
    return (*above, here + by, *path[n + 1 :])
