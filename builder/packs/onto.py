"""A newer pack over a service that was changed here: merged by element against what both grew from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from builder.merging import Conflict, merge
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


def onto(pack: Pack, here: Document, base: Document | None) -> Onto:
    """The service as it is here, with what the pack changed of what both grew from (None: of nothing known)."""
    same = pack.hash == document_hash(here)
    if base is None or same:
        return Onto(pack.document, (), base is not None, same)
    made = merge(base, here, pack.document)
    return Onto(made.document, made.conflicts, True, document_hash(made.document) == document_hash(here))
