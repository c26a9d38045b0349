"""Three-way merging of documents by element: never the last write wins, and nothing that is named gets lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.edits.patch import same
from builder.merging.flat import Flat, Mark, flat, marks, tree
from builder.merging.renamed import following, renames
from builder.merging.three import Conflict, Merging
from builder.references import Index
from definitions.reading.shape import faults
from definitions.types import ABSENT

Document = Mapping[str, Any]
ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Merged:
    """``conflicts`` are for a person to settle. Where there are none, the document is as if both had worked in turn."""

    document: dict[str, Any]
    conflicts: tuple[Conflict, ...]


def merge(base: Document, ours: Document, theirs: Document) -> Merged:
    """Both changes of ``base`` in one document. All three have the right shape, and so has what is made; where the two
    would make a document together that the schema refuses, it is ours and the whole of it a conflict."""
    if same(base, theirs) or same(ours, theirs):
        return Merged(dict(ours), ())
    if same(base, ours):
        return Merged(dict(theirs), ())
    mine, yours = renames(base, ours), renames(base, theirs)
    apart = {one: yours.pop(one) for one in mine if one in yours and mine[one] != yours[one]}
    back = {one._replace(id=id): mine[one] for one, id in apart.items()}
    named = [Conflict(str(one._replace(id=mine[one])), ("id",), one.id, mine[one], id) for one, id in apart.items()]
    base = following(following(base, mine), yours)
    found = _merged(base, following(ours, yours), following(following(theirs, back), mine))
    return Merged(found.document, (*named, *found.conflicts))


def _merged(base: Document, ours: Document, theirs: Document) -> Merged:
    flats = flat(base), flat(ours), flat(theirs)
    kept: set[str] = set()
    for _ in range(ROUNDS):
        merging = Merging()
        made = _elements(merging, *flats, kept)
        document: dict[str, Any] = tree(made)
        if faults(document):
            break
        missing = _missing(document, base, ours, theirs) & (flats[0].keys() | flats[1].keys() | flats[2].keys())
        if not missing - kept:
            return Merged(document, tuple(merging.conflicts))
        kept |= missing
    return Merged(dict(ours), (Conflict("", (), dict(base), dict(ours), dict(theirs)),))


def _missing(document: Document, *grown: Document) -> set[str]:
    """Elements that one of the three has, the merged document has not, and something in it still names."""
    left = Index(document)
    found: set[str] = set()
    for one in grown:
        index = Index(document, Index(one).names)
        found |= {str(e) for e in index.uses if e not in left.names.elements}
    return found


def _elements(merging: Merging, base: Flat, ours: Flat, theirs: Flat, kept: set[str]) -> Flat:
    """Each element as both left it, and the lists that they stand in."""
    made: Flat = {}
    staying = _staying(merging, base, ours, theirs, kept)
    for address in (*ours, *(one for one in theirs if one not in ours)):
        if address not in staying:
            continue
        merging.address = address
        sides = [one.get(address, ABSENT) for one in (base, ours, theirs)]
        if ABSENT in sides[1:] and address in base:
            made[address] = sides[2] if sides[1] is ABSENT else sides[1]
        else:
            made[address] = merging.value(*sides)
    _seat(merging, made, base, ours, theirs)
    return made


def _staying(merging: Merging, base: Flat, ours: Flat, theirs: Flat, kept: set[str]) -> set[str]:
    """The elements of the merged document. One that somebody took out stays, with all that is in it, if the other
    changed it, or it or anything inside it is named; that is a conflict."""
    found = {one for one in (*ours, *theirs) if (one in ours and one in theirs) or one not in base}
    for address in (*ours, *theirs):
        if address in found:
            continue
        left = ours if address in ours else theirs
        inner = _below(left, left[address])
        changed = not same(tree(base, base[address]), tree(left, left[address]))
        if changed or address in kept or not kept.isdisjoint(inner):
            sides = (base[address], ours.get(address, ABSENT), theirs.get(address, ABSENT))
            merging.conflicts.append(Conflict(address, (), *sides))
            found |= {address, *inner}
    return found


def _below(whole: Flat, part: Any) -> list[str]:
    return [one for mark in marks(part) if mark in whole for one in (mark, *_below(whole, whole[mark]))]


Home = tuple[str, tuple[str, ...]]
"""The element that holds another, and the list of that which it stands in."""


def _seat(merging: Merging, made: Flat, base: Flat, ours: Flat, theirs: Flat) -> None:
    """Every element in one list and no more: where it was moved to, and where both moved it, where we did."""
    old, mine, yours = _homes(base), _homes(ours), _homes(theirs)
    home: dict[str, Home] = {}
    for address in filter(None, made):
        was, here, there = old.get(address), mine.get(address), yours.get(address)
        if here and there and here != there and was not in (here, there):
            merging.conflicts.append(Conflict(address, (), was, here, there))
        chosen = there if here is None or (here == was and there is not None) else here
        if chosen is not None:
            home[address] = chosen
    placed: set[str] = set()
    for owner, part in made.items():
        made[owner] = _seated(made, home, placed, owner, part, ())
    for address, (owner, at) in home.items():
        if address not in placed:
            _put(made.get(owner), at, Mark(address))


def _homes(whole: Flat) -> dict[str, Home]:
    found: dict[str, Home] = {}

    def look(owner: str, part: Any, at: tuple[str, ...]) -> None:
        for key, one in part.items() if isinstance(part, dict) else (("*", one) for one in part):
            if isinstance(one, Mark):
                found[one] = owner, at
            elif isinstance(one, dict | list):
                look(owner, one, (*at, key))

    for owner, part in whole.items():
        look(owner, part, ())
    return found


def _seated(made: Flat, home: Mapping[str, Home], placed: set[str], owner: str, part: Any, at: tuple[str, ...]) -> Any:
    """A copy of a part with the elements whose home it is, each once."""
    if isinstance(part, dict):
        return {key: _seated(made, home, placed, owner, one, (*at, key)) for key, one in part.items()}
    if not isinstance(part, list):
        return part
    found = []
    for one in part:
        if not isinstance(one, Mark):
            found.append(_seated(made, home, placed, owner, one, (*at, "*")))
        elif one in made and home.get(one) == (owner, at) and one not in placed:
            placed.add(one)
            found.append(one)
    return found


def _put(part: Any, at: tuple[str, ...], mark: Mark) -> None:
    """At the end of a list, which is made where the element has none."""
    for n, step in enumerate(at):
        if isinstance(part, dict):
            part = part.setdefault(step, [] if n == len(at) - 1 else {})
    if isinstance(part, list):
        part.append(mark)
