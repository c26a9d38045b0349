"""Whose case it is: taken, given and handed on, each an event."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Actor, Event, Step
from definitions.history import apply, conflicted, next_number
from definitions.questions.typed import remarks
from runtime.cases import giving, recording
from runtime.cases.acting import for_change
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted
from runtime.errors import AssignmentRefused

LONGEST_REASON = 2000


def assign(
    session: Session,
    case_id: UUID,
    to: str | None,
    actor: Actor,
    *,
    revision: int | None,
    reason: str | None = None,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Give the case to "person:<uuid>" or "role:<role id>", or to nobody (None). Whom it already has stays.

    Whether that person may work the case is for whoever calls to know. ``reason`` is kept as a personal value.

    Raises:
        CaseNotFound: there is no such case.
        StaleCase: it has moved since ``revision``.
        AssignmentRefused: it is closed, or there is no such role.
    """
    loaded = for_change(session, case_id, revision)
    if done := recording.repeated(loaded, key):
        return done
    if revision is not None and revision != loaded.revision:
        raise recording.stale(loaded, revision)
    check(loaded, to, actor)
    case = loaded.case
    if case.assignee == to:
        return Acted(loaded.id, loaded.reference, loaded.revision, case, (), repeated=True)
    why = remarks(reason or "")[:LONGEST_REASON]
    data = {"assignee": to} | ({"reason": why} if why else {})
    event = Event(next_number(case), "assigned", at, actor, data=data)
    return recording.append(session, loaded, Step(event, apply(case, event)), at=at, key=key)


def take(
    session: Session, case_id: UUID, actor: Actor, *, revision: int | None, key: str | None = None, at: datetime
) -> Acted:
    """Make the case the actor's own. Raises as :func:`assign`."""
    return assign(session, case_id, f"person:{actor.id}", actor, revision=revision, key=key, at=at)


def hand_on(
    session: Session,
    case_id: UUID,
    to: str | None,
    actor: Actor,
    *,
    revision: int | None,
    reason: str,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Give the case to someone else, saying why. Raises as :func:`assign`, and AssignmentRefused without a reason."""
    if not remarks(reason):
        raise AssignmentRefused("Say why you hand it on.", question="reason")
    return assign(session, case_id, to, actor, revision=revision, reason=reason, key=key, at=at)


def give_again(session: Session, case_id: UUID, *, at: datetime) -> bool:
    """Let the queue that could give the case to nobody try again: whether somebody has it now, or it waits no longer.

    Raises:
        CaseNotFound: there is no such case.
    """
    loaded = for_change(session, case_id, None)
    moment = Moment(at, loaded.service.calendar)
    gift = giving.give(session, loaded.organisation_id, loaded.service, loaded.case, moment, case_id=case_id)
    if gift.steps:
        recording.write(session, loaded, gift.steps, gift, at=at)
    else:
        giving.beside(session, loaded.organisation_id, loaded.service, case_id, gift, before=loaded.case, at=at)
    return gift.choice is None or gift.choice.why != "nobody"


def check(loaded: Loaded, to: str | None, actor: Actor) -> None:
    """Whether the case may be given to ``to`` by ``actor``.

    Raises:
        AssignmentRefused: it is closed, one of them knows the applicant, or there is nobody of that name.
    """
    if loaded.closed_at is not None:
        raise AssignmentRefused("The case is closed.")
    knowing = conflicted(loaded.case)
    if actor.kind == "staff" and not actor.people.isdisjoint(knowing):
        raise AssignmentRefused("You have a conflict of interest: whose case it is, others decide.")
    if to is not None and to.removeprefix("person:") in knowing:
        raise AssignmentRefused("They have a conflict of interest.")
    kind, _, name = (to or "").partition(":")
    if to is None or (kind == "role" and any(role.id == name for role in loaded.service.roles)):
        return
    try:
        if kind == "person" and str(UUID(name)) == name:
            return
    except ValueError:
        pass
    raise AssignmentRefused("There is nobody of that name to give it to.", to=to)
