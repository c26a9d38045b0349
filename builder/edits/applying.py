"""Doing an edit: the document after it, and what undoes it exactly. Pure; what would break the document is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.edits import operations
from builder.edits.edit import Delete, Edit, Rename, Restore, Several
from builder.edits.patch import Patch, difference, patched
from builder.edits.refusing import in_use
from builder.edits.shifting import sound
from builder.references import Element, Index, Refused, indexed
from builder.references.addresses import value_at
from builder.references.names import Names
from builder.references.shapes import Path, element_of, placed, walked

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """``inverse`` brings back the document from before, to the byte."""

    document: dict[str, Any]
    inverse: Restore


def apply(document: Document, edit: Edit) -> Done:
    """Do an edit to a document of the right shape.

    Raises:
        Refused: it means nothing here, the schema does not accept what it makes, or something would name what is gone.
    """
    after = _after(document, edit)
    sound(after)
    patch = difference(document, after)
    if not isinstance(edit, Restore | Rename | Delete):
        _check_references(document, after, patch)
    return Done(after, Restore(difference(after, document)))


def _after(document: Document, edit: Edit) -> dict[str, Any]:
    if isinstance(edit, Several):
        after = dict(document)
        for one in edit.edits:
            after = _after(after, one)
            sound(after)
        return after
    if isinstance(edit, Restore):
        try:
            return patched(document, edit.patch)
        except (LookupError, TypeError):
            raise Refused("another", "the document has changed since: this cannot be undone by itself") from None
    return operations.made(document, edit)


def _check_references(before: Document, after: Document, patch: Patch) -> None:
    """That nothing names an element which is gone. Renaming and deleting see to that themselves."""
    gone = lost(before, after, patch)
    if not gone:
        return
    index = Index(after, indexed(before).names)
    uses = [use for one in gone for use in index.of(one)]
    if uses:
        raise in_use(before, after, uses)


def lost(before: Document, after: Document, patch: Patch) -> set[Element]:
    """The elements that a patch takes out of a document, found where it changes something."""
    old, new = set[Element](), set[Element]()
    for change in patch:
        at: Path = tuple(change["at"])
        if "move" in change:
            continue
        if "from" in change:
            first = change["from"]
            old |= _in_items(before, at, first, change["out"])
            new |= _in_items(after, at, first, len(change["in"]))
        else:
            above = at[:-1] if at else at
            old |= set(_defined(before, above))
            new |= set(_defined(after, above))
    gone = old - new
    left = Names(after).elements if gone else {}
    return {one for one in gone if one not in left}


def _in_items(document: Document, at: Path, first: int, count: int) -> set[Element]:
    return {one for n in range(first, first + count) for one in _defined(document, (*at, n))}


def _defined(document: Document, path: Path) -> Iterator[Element]:
    own, of, task = placed(document, path)
    sites = walked(value_at(document, path), own, path, of, task)
    return (element_of(site) for site in sites if site.sort == "defines")
