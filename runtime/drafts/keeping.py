"""What drafts are kept as: a text, and a row for each change of it that says what was taken out and put in where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.errors import DraftExists, DraftNotFound, NothingToUndo
from runtime.models.drafts import draft_changes, drafts
from runtime.models.people import people
from runtime.references import new_id

Kind = Literal["edit", "undo", "redo"]


class Splice(NamedTuple):
    """``out`` taken out of a text at a character, and ``put`` in its place."""

    at: int
    out: str
    put: str

    @property
    def inverse(self) -> Splice:
        return Splice(self.at, self.put, self.out)

    def done(self, text: str) -> str:
        """
        Raises:
            ValueError: the text has something else there.
        """
        end = self.at + len(self.out)
        if text[self.at : end] != self.out:
            raise ValueError("the text is not the one that was changed")
        return text[: self.at] + self.put + text[end:]


@dataclass(frozen=True, slots=True)
class Draft:
    """``undo`` is the revision of the edit that undoing takes back, ``redo`` that of the undoing that redoing does.
    ``version_id``: what was live when it was begun or last published."""

    id: UUID
    organisation_id: UUID
    service_id: str
    text: str
    revision: int
    created_at: datetime
    changed_at: datetime
    undo: int | None = None
    redo: int | None = None
    version_id: UUID | None = None
    owner_id: UUID | None = None
    changed_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a draft. ``of``: the revision of the edit that was undone or done again."""

    revision: int
    kind: Kind
    splice: Splice
    words: str
    at: datetime
    by: str
    person_id: UUID | None
    of: int | None
    below: int | None


def begin(
    session: Session,
    service_id: str,
    text: str,
    *,
    organisation_id: UUID,
    by: UUID | None,
    at: datetime,
    version_id: UUID | None = None,
) -> Draft:
    """Keep a new draft.

    Raises:
        DraftExists: the organisation has one of that service.
    """
    draft = Draft(new_id(), organisation_id, service_id, text, 1, at, at, None, None, version_id, by, by)
    row = {name: getattr(draft, name) for name in Draft.__slots__}
    made = insert(drafts).values(row).on_conflict_do_nothing().returning(drafts.c.id)
    if session.execute(made).one_or_none() is None:
        raise DraftExists(f"There is a draft of {service_id} already.", service=service_id)
    return draft


def find(session: Session, organisation_id: UUID, service_id: str) -> Draft | None:
    return _one(session, _OF, organisation_id, service_id)


def hold(session: Session, organisation_id: UUID, service_id: str) -> Draft:
    """The draft, kept from everybody else's changes until the unit of work ends.

    Raises:
        DraftNotFound: there is none.
    """
    draft = _one(session, _OF.with_for_update(), organisation_id, service_id)
    if draft is None:
        raise DraftNotFound(f"There is no draft of {service_id}.", service=service_id)
    return draft


def listed(session: Session, organisation_id: UUID) -> list[Draft]:
    """The drafts of an organisation, those changed last first."""
    rows = session.execute(
        sa.select(drafts).where(drafts.c.organisation_id == organisation_id).order_by(drafts.c.changed_at.desc())
    )
    return [Draft(**row._mapping) for row in rows]


def ids(session: Session, organisation_id: UUID) -> frozenset[str]:
    """The id of every service of which there is a draft."""
    known = sa.select(drafts.c.service_id).where(drafts.c.organisation_id == organisation_id)
    return frozenset(session.execute(known).scalars())


def record(session: Session, draft: Draft, splice: Splice, *, words: str, by: UUID | None, at: datetime) -> Draft:
    """Do an edit to a draft that is held. What was undone before can no longer be done again."""
    after = _moved_on(draft, splice, by, at, undo=draft.revision + 1, redo=None)
    _keep(session, after, "edit", splice, words, below=draft.undo, of=None)
    return after


def undo(session: Session, draft: Draft, *, by: UUID | None, at: datetime) -> tuple[Draft, Change]:
    """Take back the last edit that stands, to the byte. Returns what was undone.

    Raises:
        NothingToUndo: nothing has been changed, or all is undone.
    """
    if draft.undo is None:
        raise NothingToUndo("There is nothing to undo.")
    edit = _change(session, draft, draft.undo)
    splice = edit.splice.inverse
    after = _moved_on(draft, splice, by, at, undo=edit.below, redo=draft.revision + 1)
    _keep(session, after, "undo", splice, edit.words, below=draft.redo, of=edit.of or edit.revision)
    return after, edit


def redo(session: Session, draft: Draft, *, by: UUID | None, at: datetime) -> tuple[Draft, Change]:
    """Do again what was undone last. Returns it.

    Raises:
        NothingToUndo: nothing was undone, or something else was changed since.
    """
    if draft.redo is None:
        raise NothingToUndo("There is nothing to do again.")
    undone = _change(session, draft, draft.redo)
    splice = undone.splice.inverse
    after = _moved_on(draft, splice, by, at, undo=draft.revision + 1, redo=undone.below)
    _keep(session, after, "redo", splice, undone.words, below=draft.undo, of=undone.of)
    return after, undone


def at_revision(session: Session, draft: Draft, revision: int) -> str:
    """The text as it was at a revision that the draft has had.

    Raises:
        DraftNotFound: it never had that revision.
    """
    if not 1 <= revision <= draft.revision:
        raise DraftNotFound(f"There is no revision {revision}.", service=draft.service_id)
    text = draft.text
    newer = _CHANGES.where(draft_changes.c.draft_id == draft.id, draft_changes.c.revision > revision)
    for row in session.execute(newer.order_by(draft_changes.c.revision.desc())):
        text = Splice(row.at_character, row.taken_out, row.put_in).inverse.done(text)
    return text


def changes(session: Session, draft: Draft, *, before: int | None = None, many: int = 50) -> list[Change]:
    """What was changed, the newest first, from below revision ``before``."""
    found = _CHANGES.where(draft_changes.c.draft_id == draft.id)
    if before is not None:
        found = found.where(draft_changes.c.revision < before)
    return [_of_row(row) for row in session.execute(found.order_by(draft_changes.c.revision.desc()).limit(many))]


def change_at(session: Session, draft: Draft, revision: int | None) -> Change | None:
    """The change that made a revision; None for the first, which was begun with."""
    return None if revision is None or revision < 2 else _change(session, draft, revision)


def own(session: Session, draft: Draft, person_id: UUID) -> None:
    """Have a draft be somebody else's to answer for. That is no change of it."""
    session.execute(drafts.update().where(drafts.c.id == draft.id).values(owner_id=person_id))


def discard(session: Session, draft: Draft) -> None:
    """Throw a draft away, and all that it was. What is published stays."""
    session.execute(drafts.delete().where(drafts.c.id == draft.id))


_OF = sa.select(drafts).where(
    drafts.c.organisation_id == sa.bindparam("organisation"), drafts.c.service_id == sa.bindparam("service")
)
_CHANGES = sa.select(draft_changes, people.c.name.label("by")).outerjoin(
    people, people.c.id == draft_changes.c.person_id
)


def _one(session: Session, asked: Any, organisation_id: UUID, service_id: str) -> Draft | None:
    row = session.execute(asked, {"organisation": organisation_id, "service": service_id}).one_or_none()
    return Draft(**row._mapping) if row else None


def _change(session: Session, draft: Draft, revision: int) -> Change:
    one = _CHANGES.where(draft_changes.c.draft_id == draft.id, draft_changes.c.revision == revision)
    return _of_row(session.execute(one).one())


def _of_row(row: Any) -> Change:
    splice = Splice(row.at_character, row.taken_out, row.put_in)
    return Change(row.revision, row.kind, splice, row.words, row.at, row.by or "", row.person_id, row.of, row.below)


def _moved_on(
    draft: Draft, splice: Splice, by: UUID | None, at: datetime, *, undo: int | None, redo: int | None
) -> Draft:
    text = splice.done(draft.text)
    return replace(draft, text=text, revision=draft.revision + 1, undo=undo, redo=redo, changed_at=at, changed_by=by)


def _keep(
    session: Session, after: Draft, kind: Kind, splice: Splice, words: str, *, below: int | None, of: int | None
) -> None:
    changed = {name: getattr(after, name) for name in ("text", "revision", "undo", "redo", "changed_at", "changed_by")}
    session.execute(drafts.update().where(drafts.c.id == after.id).values(changed))
    session.execute(
        draft_changes.insert().values(
            draft_id=after.id, revision=after.revision, kind=kind, at_character=splice.at, taken_out=splice.out,
            put_in=splice.put, below=below, of=of, words=words, person_id=after.changed_by, at=after.changed_at,
        )
    )  # fmt: skip
