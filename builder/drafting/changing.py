"""A draft changed by an edit, on top of whatever others have done since its author looked: merged, or a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.orm import Session

from builder.drafting.following import follow
from builder.drafting.opening import grown, held, parsed
from builder.drafting.told import told
from builder.edits import Edit, apply
from builder.edits.patch import same
from builder.merging import Merged, merge
from builder.references import Refused
from builder.writing import rewritten, spliced
from definitions.problems import InvalidDefinition
from runtime import drafts
from runtime.drafts import Change, Draft, Splice


@dataclass(frozen=True, slots=True)
class Changed:
    """``words`` say what was done. ``merged``: others had changed the draft since it was looked at."""

    draft: Draft
    document: dict[str, Any]
    words: str
    merged: bool = False


class Conflicting(Exception):
    """What an author did and what others have done since cannot both be: ``conflicts`` are for a person to settle.
    ``merged`` is the draft with all else that the author did. ``theirs`` are the changes that came between, the newest
    first."""

    code: ClassVar = "draft-conflict"
    status: ClassVar = 409

    def __init__(self, merged: Merged, document: Mapping[str, Any], theirs: list[Change]) -> None:
        self.conflicts, self.merged, self.document, self.theirs = merged.conflicts, merged.document, document, theirs
        super().__init__("somebody else has changed the same")


def change(
    session: Session,
    organisation_id: UUID,
    service_id: str,
    edit: Edit,
    *,
    base: int | None,
    by: UUID | None,
    at: datetime,
    words: str = "",
) -> Changed:
    """Do an edit to a draft that its author saw at revision ``base``; None: to the draft as it is. ``by`` is nobody for
    whoever has no account here: then ``words`` name them.

    An edit that changes nothing is none: the revision stays.

    Raises:
        DraftNotFound: the organisation has no such service.
        Refused: the edit cannot be done to what its author saw.
        Conflicting: it can, but not beside what others have done since.
    """
    draft, document = held(session, organisation_id, service_id, by=by, at=at)
    seen = _seen(session, draft, base)
    after = apply(seen, edit).document
    said = words or told(seen, edit)
    stale = seen is not document
    if stale:
        merged = merge(seen, document, after)
        if merged.conflicts:
            since = drafts.changes(session, draft, many=draft.revision - max(base or 0, 1))
            raise Conflicting(merged, document, since)
        after = merged.document
    if after.get("id") != service_id:
        raise Refused("id", "the short name of a service stays: its address, its cases and its history go by it")
    if same(document, after):
        return Changed(draft, document, "", stale)
    text, new = _written(draft, document, after)
    draft = drafts.record(session, draft, Splice(*spliced(draft.text, text)), words=said, by=by, at=at)
    follow(session, organisation_id, service_id, document, new, edit)
    return Changed(draft, new, said, stale)


def _written(draft: Draft, document: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The text and the document that a draft becomes.

    Raises:
        Refused: no draft may hold it.
    """
    text = rewritten(draft.text, document, after)
    try:
        return text, grown(text, after)
    except InvalidDefinition as bad:
        raise Refused("document", bad.problems[0].message) from None


def _seen(session: Session, draft: Draft, base: int | None) -> dict[str, Any]:
    """What an author had before them. Who looked before anybody had begun saw what was begun with."""
    revision = draft.revision if base is None else max(base, 1)
    if revision > draft.revision:
        raise Refused("another", "the draft was thrown away and begun anew since you looked: look at it first")
    return parsed(draft.text if revision == draft.revision else drafts.at_revision(session, draft, revision))


def undo(
    session: Session, organisation_id: UUID, service_id: str, *, of: int | None, by: UUID, at: datetime
) -> Changed | None:
    """Take back the last edit; None when that is no longer the one made at revision ``of``, which its author meant.

    Raises:
        DraftNotFound, NothingToUndo
    """
    draft = drafts.hold(session, organisation_id, service_id)
    if of is not None and draft.undo != of:
        return None
    return _stepped(session, draft, drafts.undo(session, draft, by=by, at=at))


def redo(
    session: Session, organisation_id: UUID, service_id: str, *, of: int | None, by: UUID, at: datetime
) -> Changed | None:
    """Do again what was undone last; None when that is no longer the undoing at revision ``of``.

    Raises:
        DraftNotFound, NothingToUndo
    """
    draft = drafts.hold(session, organisation_id, service_id)
    if of is not None and draft.redo != of:
        return None
    return _stepped(session, draft, drafts.redo(session, draft, by=by, at=at))


def _stepped(session: Session, before: Draft, step: tuple[Draft, Change]) -> Changed:
    """What a step back or on comes to, with all that follows the document."""
    draft, change = step
    document = parsed(draft.text)
    follow(session, draft.organisation_id, draft.service_id, parsed(before.text), document)
    return Changed(draft, document, change.words)
