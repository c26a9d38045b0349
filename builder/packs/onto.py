"""A newer pack over a service that was changed here: merged by element against what both grew from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from builder.edits import apply
from builder.merging import Conflict, merge, taking_theirs
from builder.packs.pack import Pack, document_hash

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Onto:
    """``known``: something that both grew from was found. Where nothing was, nobody can tell what was changed here from
    what was changed there, and ``document`` is the pack's."""

    document: Mapping[str, Any]
    conflicts: tuple[Conflict, ...]
    known: bool
    same: bool


def base_of(pack: Pack, known: Iterable[str], here: Document) -> str | None:
    """The hash of the newest content that the pack grew from, or holds itself, among those that are ``known`` here."""
    among = {*known, document_hash(here)}
    return next((one for one in (pack.hash, *pack.grew_from) if one in among), None)


def onto(theirs: Document, here: Document, base: Document | None) -> Onto:
    """The service as it is here, with what a pack's document changed of what both grew from (None: nothing known)."""
    same = document_hash(theirs) == document_hash(here)
    if base is None or same:
        return Onto(theirs, (), base is not None, same)
    made = merge(base, here, theirs)
    alike = not made.conflicts and document_hash(made.document) == document_hash(here)
    return Onto(made.document, made.conflicts, True, alike)


def can_take(conflict: Conflict) -> bool:
    """Whether the pack's side of a conflict can be taken: not the order of a list, which people put right by hand."""
    return _whole(conflict) or taking_theirs(conflict) is not None


def settled(made: Onto, theirs: Document, taken: Collection[int]) -> Document:
    """The merged document with the pack's side of those conflicts, by their places among all.

    Raises:
        Refused: the two sides cannot be had together.
    """
    document = made.document
    for n in taken:
        conflict = made.conflicts[n]
        if _whole(conflict):
            document = theirs
        elif (edit := taking_theirs(conflict)) is not None:
            document = apply(document, edit).document
    return document


def _whole(conflict: Conflict) -> bool:
    return (conflict.address, conflict.at) == ("", ())
