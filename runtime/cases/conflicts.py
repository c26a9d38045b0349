"""Conflicts of interest: somebody on the staff knows the applicant or the address, says so, and works on it no more.

Said of one case, it is an event of that case. Said of a person or an address, it is kept, under marks that a stolen
database tells nobody, and becomes an event of each case of theirs: of the open ones, and of new ones as they come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from definitions.facts import SYSTEM, Actor, Case, Event, Step
from definitions.history import apply, conflicted, next_number
from definitions.items import every_answer
from definitions.questions import KINDS
from definitions.questions.typed import remarks
from definitions.service import Service
from runtime import crypto
from runtime.cases import loading, recording
from runtime.cases.acting import for_change
from runtime.cases.folding import fold_words
from runtime.cases.recording import Acted
from runtime.crypto import Keys
from runtime.db import Database
from runtime.errors import AssignmentRefused
from runtime.models.cases import cases
from runtime.models.staffing import acquaintances
from runtime.references import new_id

LONGEST_REASON = 2000
MOST_SPREAD = 200
"""Open cases among which those of the same person or address are looked for."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What somebody may know of a case: the applicant's name, or an address, as a ``question`` asks it. ``shown`` as
    people read it, ``words`` to find other cases by; the ``marks`` of two that mean the same have one in common."""

    kind: str
    question: str
    shown: str
    words: tuple[str, ...]
    marks: frozenset[bytes]


def traits(keys: Keys, service: Service, case: Case) -> tuple[Trait, ...]:
    """Names and addresses in the answers to a case's form."""
    return tuple(_traits(keys, service, case))


def declare(
    session: Session,
    case_id: UUID,
    actor: Actor,
    *,
    knows: str = "case",
    reason: str,
    revision: int | None,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Say that the actor has a conflict of interest here; whoever stands in for another says it of themselves alone.

    ``knows`` is "case" for this case only, or "name" or "address" for every case of that applicant or there. If it was
    theirs, it is their queue's again.

    Raises:
        CaseNotFound: there is no such case.
        StaleCase: it has moved since ``revision``.
        AssignmentRefused: it is closed, was declared before, or there is no name or address to know.
    """
    loaded = for_change(session, case_id, revision)
    if done := recording.repeated(loaded, key):
        return done
    if revision is not None and revision != loaded.revision:
        raise recording.stale(loaded, revision)
    if loaded.closed_at is not None:
        raise AssignmentRefused("The case is closed.")
    if actor.id in conflicted(loaded.case):
        raise AssignmentRefused("You have said so already.")
    keys = crypto.keys(session)
    known = [trait for trait in traits(keys, loaded.service, loaded.case) if trait.kind == knows]
    if knows != "case" and not known:
        raise AssignmentRefused("There is none to know in this case.")
    _keep(session, loaded.organisation_id, actor, known, keys, at)
    event = _declared(loaded.case, str(actor.id), actor, at, reason=remarks(reason)[:LONGEST_REASON])
    return recording.append(session, loaded, Step(event, apply(loaded.case, event)), at=at, key=key)


def lift(
    session: Session, case_id: UUID, person_id: str, actor: Actor, *, reason: str, revision: int | None, at: datetime
) -> Acted:
    """Find that somebody has no conflict of interest in this case after all. Never oneself.

    Raises:
        AssignmentRefused: there is no such conflict, no reason is given, or it is one's own. Else as :func:`declare`.
    """
    loaded = for_change(session, case_id, revision)
    if revision is not None and revision != loaded.revision:
        raise recording.stale(loaded, revision)
    if person_id in actor.people or person_id not in conflicted(loaded.case) or not remarks(reason):
        raise AssignmentRefused("Somebody else must say, with a reason, that there is no conflict.")
    data = {"person": person_id, "reason": remarks(reason)[:LONGEST_REASON]}
    event = Event(next_number(loaded.case), "conflict-lifted", at, actor, data=data)
    return recording.append(session, loaded, Step(event, apply(loaded.case, event)), at=at)


def marks(session: Session, service: Service, case: Case) -> list[bytes]:
    """By which it is found who of the staff knows what a case is about."""
    return [mark for trait in traits(crypto.keys(session), service, case) for mark in trait.marks]


def note(session: Session, case_id: UUID, knowing: Iterable[UUID], *, at: datetime) -> None:
    """What follows, on a case that has just come in, from what these people have said of whom and what they know."""
    for person in sorted(map(str, knowing)):
        loaded = loading.load(session, case_id)
        event = _declared(loaded.case, person, SYSTEM, at)
        recording.append(session, loaded, Step(event, apply(loaded.case, event)), at=at)


def spread(database: Database, case_id: UUID, actor: Actor, knows: str, *, at: datetime) -> list[UUID]:
    """Declare the same on the other open cases of that applicant or address, each in a unit of work of its own; says on
    which. The actor may not see all of them."""
    with database.read() as session:
        loaded = loading.load(session, case_id)
        mine = [one for one in traits(crypto.keys(session), loaded.service, loaded.case) if one.kind == knows]
        ids = [found for trait in mine for found in _others(session, loaded.organisation_id, trait, case_id)]
    marks = frozenset(mark for trait in mine for mark in trait.marks)
    return [other for other in dict.fromkeys(ids) if _also(database, other, actor, marks, at)]


def known_to(session: Session, person_id: UUID) -> list[tuple[UUID, str, str]]:
    """Whom and what a person has said that they know: id, kind and words."""
    its = sa.and_(acquaintances.c.person_id == person_id, acquaintances.c.ended_at.is_(None))
    sealing, found = crypto.keys(session).for_acquaintances, dict[tuple[str, str], UUID]()
    for row in session.execute(sa.select(acquaintances).where(its).order_by(acquaintances.c.id)):
        found.setdefault((row.kind, crypto.unseal_json(sealing, row.sealed, row.id.bytes)), row.id)
    return [(acquaintance_id, kind, shown) for (kind, shown), acquaintance_id in found.items()]


def forget(session: Session, person_id: UUID, acquaintance_id: UUID, *, at: datetime) -> bool:
    """They know them no longer: cases to come are no conflict. False when there is no such acquaintance of theirs."""
    listed = {one: (kind, shown) for one, kind, shown in known_to(session, person_id)}
    if acquaintance_id not in listed:
        return False
    sealing = crypto.keys(session).for_acquaintances
    its = sa.and_(acquaintances.c.person_id == person_id, acquaintances.c.ended_at.is_(None))
    for row in session.execute(sa.select(acquaintances).where(its)).all():
        if (row.kind, crypto.unseal_json(sealing, row.sealed, row.id.bytes)) == listed[acquaintance_id]:
            session.execute(sa.update(acquaintances).where(acquaintances.c.id == row.id).values(ended_at=at))
    return True


def _traits(keys: Keys, service: Service, case: Case) -> Iterator[Trait]:
    language = service.languages[0]
    question = service.questions.get(service.applicant.name or "")
    if question and (value := case.answers.get(question.id)):
        shown = KINDS[question.kind].show(question, value, language)
        words = tuple(fold_words(shown))
        if words:
            yield Trait("name", question.id, shown, words, frozenset({keys.acquaintance_mark("name", " ".join(words))}))
    for _, name, value in every_answer(service.form, case.answers):
        if service.questions[name].kind == "address" and isinstance(value, dict):
            yield from _address(keys, name, value)


def _address(keys: Keys, question: str, value: dict[str, Any]) -> Iterator[Trait]:
    first, postcode = str(value.get("line_1") or ""), str(value.get("postcode") or "")
    if first and postcode:
        words = tuple(fold_words(f"{first} {postcode}"))
        marks = {keys.acquaintance_mark("address", " ".join(words))}
        if uprn := value.get("uprn"):
            marks.add(keys.acquaintance_mark("uprn", str(uprn)))
        yield Trait("address", question, f"{first}, {postcode}", tuple(fold_words(postcode)), frozenset(marks))


def _keep(session: Session, organisation_id: UUID, actor: Actor, known: list[Trait], keys: Keys, at: datetime) -> None:
    whose = {"organisation_id": organisation_id, "person_id": UUID(actor.id or ""), "declared_at": at}
    for trait in known:
        for mark in trait.marks:
            row_id = new_id()
            sealed = crypto.seal_json(keys.for_acquaintances, trait.shown, row_id.bytes)
            row = {"id": row_id, "kind": trait.kind, "mark": mark, "sealed": sealed}
            session.execute(sa.insert(acquaintances).values(whose | row))


def _declared(case: Case, person_id: str, actor: Actor, at: datetime, *, reason: str = "") -> Event:
    data: dict[str, Any] = {"person": person_id} | ({"reason": reason} if reason else {})
    if case.assignee == f"person:{person_id}":
        data["assignee"] = None
    return Event(next_number(case), "conflict-declared", at, actor, data=data)


def _others(session: Session, organisation_id: UUID, trait: Trait, case_id: UUID) -> list[UUID]:
    query = sa.cast(" & ".join(f"'{word}'" for word in trait.words), TSQUERY)
    same = (cases.c.organisation_id == organisation_id, cases.c.closed_at.is_(None), cases.c.id != case_id)
    found = sa.select(cases.c.id).where(*same, cases.c.search.op("@@")(query)).order_by(cases.c.id.desc())
    return list(session.execute(found.limit(MOST_SPREAD)).scalars())


def _also(database: Database, case_id: UUID, actor: Actor, marks: frozenset[bytes], at: datetime) -> bool:
    with database.begin() as session:
        loaded = for_change(session, case_id, None)
        theirs = {mark for one in traits(crypto.keys(session), loaded.service, loaded.case) for mark in one.marks}
        if loaded.closed_at is not None or theirs.isdisjoint(marks) or actor.id in conflicted(loaded.case):
            return False
        event = _declared(loaded.case, str(actor.id), actor, at)
        recording.append(session, loaded, Step(event, apply(loaded.case, event)), at=at)
        return True
