"""Comments follow the elements that they are about when these are called otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from builder.edits import Edit, Rename, Several
from builder.merging.renamed import renames
from builder.references import Element
from builder.references.addresses import located
from builder.references.elements import element
from runtime.drafts import comments

Document = Mapping[str, Any]


def follow(
    session: Session,
    organisation_id: UUID,
    service_id: str,
    before: Document,
    after: Document,
    edit: Edit | None = None,
) -> None:
    """Have what was said of elements that an edit, or undoing it, renamed be said of what they are called now."""
    said = [element(one) for one in comments.addresses(session, organisation_id, service_id)]
    gone = [one for one in said if located(before, one) is not None and located(after, one) is None]
    if not gone:
        return
    names = dict(_renamed(edit)) or renames(before, after)
    moved = {str(one): str(now) for one in gone if (now := _now(one, names)) != one and located(after, now) is not None}
    comments.follow(session, organisation_id, service_id, moved)


def _renamed(edit: Edit | None) -> Iterator[tuple[Element, str]]:
    if isinstance(edit, Rename):
        yield element(edit.what), edit.id
    elif isinstance(edit, Several):
        for one in edit.edits:
            yield from _renamed(one)


def _now(one: Element, names: Mapping[Element, str]) -> Element:
    """What an element is called now: itself, and what it is a part of."""
    now = one._replace(id=names.get(one, one.id))
    for other, id in names.items():
        if now.of == other.id or now.of.startswith(f"{other.id}."):
            now = now._replace(of=id + now.of[len(other.id) :])
    return now
