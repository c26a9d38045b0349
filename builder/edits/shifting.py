"""Taking a part out of a list and putting one in: what that makes of the document, and where all else stands then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.references import Refused
from builder.references.addresses import steps, value_at
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
        raise Refused("shape", f"{wrong[0].problem.pointer}: {wrong[0].problem.message}")


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


def without(part: Any, path: Path) -> Any:
    """A copy without what stands at the path, an item or a property; the rest is shared."""
    step, *rest = path
    if isinstance(part, list):
        if not rest:
            return [value for n, value in enumerate(part) if n != step]
        return [without(value, tuple(rest)) if n == step else value for n, value in enumerate(part)]
    if not rest:
        return {key: value for key, value in part.items() if key != step}
    return {key: without(value, tuple(rest)) if key == step else value for key, value in part.items()}


def with_item(part: Any, path: Path, item: Any) -> Any:
    """A copy with an item put into the list above the last step of the path, which is made where there is none."""
    *above, place = path
    listed = list(value_at(part, tuple(above)) or ())
    listed.insert(int(place), item)
    return with_value(part, tuple(above), listed)


def with_value(part: Any, path: Path, value: Any) -> Any:
    """A copy in which ``value`` stands at the path. What is missing above it is made: objects.

    Raises:
        LookupError: an item of a list on the way is not there.
    """
    if not path:
        return value
    step, *rest = path
    if isinstance(part, list):
        if not isinstance(step, int) or step >= len(part):
            raise LookupError(step)
        return [with_value(one, tuple(rest), value) if n == step else one for n, one in enumerate(part)]
    if not isinstance(part, dict):
        raise LookupError(step)
    below = with_value(part.get(step, {}), tuple(rest), value)
    if step not in part:
        return {**part, step: below}
    return {key: below if key == step else one for key, one in part.items()}
