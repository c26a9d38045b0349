"""The edits that there are: a small closed set, each plain data that can be kept, sent and done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from builder.edits.patch import Patch


@dataclass(frozen=True, slots=True)
class Add:
    """Puts a part into a list, before another part of it or at its end. Without an id it gets one made of its label."""

    do: ClassVar = "add"
    into: str
    part: Any
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """Gives a property its value, or replaces what stands at an address. Ids are not set: they are renamed."""

    do: ClassVar = "set"
    at: str
    to: Any


@dataclass(frozen=True, slots=True)
class Unset:
    do: ClassVar = "unset"
    at: str


@dataclass(frozen=True, slots=True)
class Move:
    """Takes a part out of its list and puts it into that or another, before another part of it or at its end."""

    do: ClassVar = "move"
    what: str
    into: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Puts a copy after a part, with ids of its own for all that is in it; what names these within it names the
    copies."""

    do: ClassVar = "duplicate"
    what: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Takes out what nothing names. ``instead`` is what all that names it shall name from then on; ``clear`` takes it
    out wherever it is named, with no more of what stands around it than the schema asks for."""

    do: ClassVar = "delete"
    what: str
    instead: str | None = None
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Rename:
    do: ClassVar = "rename"
    what: str
    id: str


@dataclass(frozen=True, slots=True)
class Split:
    """Puts a new state between the two of a transition: that leads to the new state, and a new one on from there."""

    do: ClassVar = "split"
    what: str
    label: str
    onward: str = "Go on"


@dataclass(frozen=True, slots=True)
class Several:
    """All of these in order, or none."""

    do: ClassVar = "several"
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Restore:
    """Exact changes, for undoing and doing again."""

    do: ClassVar = "restore"
    patch: Patch


Edit = Add | Set | Unset | Move | Duplicate | Delete | Rename | Split | Several | Restore
_KINDS: Mapping[str, type[Edit]] = {
    kind.do: kind for kind in (Add, Set, Unset, Move, Duplicate, Delete, Rename, Split, Several, Restore)
}


def as_json(edit: Edit) -> dict[str, Any]:
    """An edit as JSON."""
    if isinstance(edit, Several):
        return {"do": "several", "edits": [as_json(one) for one in edit.edits]}
    return {"do": edit.do} | {one.name: getattr(edit, one.name) for one in fields(edit)}


def from_json(written: Mapping[str, Any]) -> Edit:
    """The edit that was written.

    Raises:
        ValueError: it is none.
    """
    kind = _KINDS.get(written.get("do", ""))
    own = {name: value for name, value in written.items() if name != "do"}
    if kind is None or not own.keys() <= {one.name for one in fields(kind)}:
        raise ValueError(f"there is no such edit: {written.get('do')!r}")
    if kind is Several:
        return Several(tuple(from_json(one) for one in own["edits"]))
    try:
        return kind(**own)
    except TypeError as error:
        raise ValueError(str(error)) from None
