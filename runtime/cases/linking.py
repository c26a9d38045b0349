"""Cases that have to do with one another: linked, unlinked, and merged, each an event on both cases or on neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.casework import done as step_of
from definitions.clocks import dues
from definitions.facts import Actor
from definitions.history import conflicted
from definitions.links import CHOSEN, INVERSE
from definitions.questions.typed import remarks
from definitions.tasks import fold
from runtime.cases import loading, recording
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted
from runtime.errors import LinkRefused

By = Callable[[str], Actor]
"""Who does it, as an actor of the service of each case."""

LONGEST_REASON = 2000
DISTINCT, MERGED = "distinct", "merged-into"


def link(
    session: Session,
    case_id: UUID,
    other_id: UUID,
    relation: str,
    by: By,
    *,
    revision: int,
    reason: str = "",
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Say how the case has to do with another: one of :data:`definitions.links.CHOSEN`, or that it is ``distinct``.

    It takes the place of what was said before. Whether the actor may see both is for whoever calls to know.

    Raises:
        CaseNotFound: one of them is not there.
        StaleCase: the case has moved since ``revision``.
        LinkRefused: it is the same case, or they are merged, or of two organisations.
    """
    one, other = pair(session, case_id, other_id)
    if repeat := recording.repeated(one, key):
        return repeat
    _guard(one, revision)
    if relation not in (*CHOSEN, DISTINCT):
        raise LinkRefused("Select how the two are related.", question="relation")
    standing = one.case.links.get(str(other_id))
    if standing and standing.relation in (MERGED, INVERSE[MERGED]):
        raise LinkRefused("They are merged. Take them apart first.")
    if standing and standing.relation == relation:
        return Acted(one.id, one.reference, one.revision, one.case, (), repeated=True)
    data = _why(reason)
    return _both(session, (one, other), "linked", relation, by, at=at, key=key, data=(data, data))[0]


def unlink(
    session: Session,
    case_id: UUID,
    other_id: UUID,
    by: By,
    *,
    revision: int,
    reason: str = "",
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Take the link away. Cases that were merged stand by themselves again, as if they had never been: their clocks
    have run on.

    Raises:
        CaseNotFound, StaleCase: as :func:`link`.
        LinkRefused: they are not linked, or were merged and the actor has a conflict of interest in one of them.
    """
    one, other = pair(session, case_id, other_id)
    if repeat := recording.repeated(one, key):
        return repeat
    _guard(one, revision)
    standing = one.case.links.get(str(other_id))
    if standing is None:
        raise LinkRefused("They are not linked.")
    if standing.relation in (MERGED, INVERSE[MERGED]):
        unconflicted(by, one, other)
    data = _why(reason)
    return _both(session, (one, other), "unlinked", standing.relation, by, at=at, key=key, data=(data, data))[0]


def merge(
    session: Session,
    case_id: UUID,
    into_id: UUID,
    by: By,
    *,
    revision: int,
    shown: UUID | None = None,
    reason: str = "",
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Close the case into another, which keeps the earlier of their promises. Its applicant is told by letter.

    ``revision`` is that of the case ``shown``, the first unless it says otherwise; so is what is given back.

    Raises:
        CaseNotFound, StaleCase: as :func:`link`.
        LinkRefused: closed, merged already, of two services, with a task open, or known to the actor.
    """
    one, into = pair(session, case_id, into_id)
    page = into if shown == into_id else one
    if repeat := recording.repeated(page, key):
        return repeat
    _guard(page, revision)
    if one.service_id != into.service_id:
        raise LinkRefused("Only cases of one service can be merged. Link them instead.")
    for each in (one, into):
        if each.case.merged:
            raise LinkRefused(f"{each.reference} was merged already.")
        if each.closed_at is not None:
            raise LinkRefused(f"{each.reference} is finished. Link them instead.")
    unconflicted(by, one, into)
    if any(fold.out(one.case)):
        raise LinkRefused(f"Others are still asked to do something on {one.reference}. Wait for them, or link the two.")
    data = _why(reason)
    promised = promises(one, at)
    carried = data | ({"promised": promised} if promised else {})
    done = _both(session, (one, into), "merged", MERGED, by, at=at, key=key, data=(data, carried))
    return done[1] if page is into else done[0]


def pair(session: Session, one_id: UUID, other_id: UUID) -> tuple[Loaded, Loaded]:
    """Both cases, which nobody else can change until the unit of work ends. Everybody takes them in one order, so that
    two who want the same pair never wait for each other.

    Raises:
        CaseNotFound: one of them is not there.
        LinkRefused: it is one and the same, or they are of two organisations.
    """
    if one_id == other_id:
        raise LinkRefused("That is this case itself.")
    for case_id in sorted((one_id, other_id)):
        loading.take_turn(session, case_id)
    one, other = loading.load(session, one_id), loading.load(session, other_id)
    if one.organisation_id != other.organisation_id:
        raise LinkRefused("They are of two organisations.")
    return one, other


def unconflicted(by: By, *each: Loaded) -> None:
    """
    Raises:
        LinkRefused: whoever does it has a conflict of interest in one of these cases.
    """
    for loaded in each:
        if not by(loaded.service_id).people.isdisjoint(conflicted(loaded.case)):
            raise LinkRefused(f"You have a conflict of interest: what becomes of {loaded.reference}, others decide.")


def promises(loaded: Loaded, at: datetime) -> dict[str, str]:
    """What has been promised by when, by clock."""
    moment = Moment(at, loaded.service.calendar)
    return {one.clock.id: one.due.isoformat() for one in dues(loaded.service, loaded.case, moment) if not one.stopped}


def _both(
    session: Session,
    cases: tuple[Loaded, Loaded],
    kind: str,
    relation: str,
    by: By,
    *,
    at: datetime,
    key: str | None,
    data: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> tuple[Acted, Acted]:
    one, other = cases
    sides = ((one, other, relation, data[0]), (other, one, INVERSE[relation], data[1]))
    acted = []
    for mine, theirs, to, more in sides:
        facts = {"other": str(theirs.id), "relation": to, **more}
        step = step_of(mine.service, mine.case, kind, by(mine.service_id), at, **facts)
        acted.append(recording.append(session, mine, step, at=at, key=key))
    return acted[0], acted[1]


def _guard(loaded: Loaded, revision: int) -> None:
    if revision != loaded.revision:
        raise recording.stale(loaded, revision)


def _why(reason: str) -> dict[str, str]:
    why = remarks(reason)[:LONGEST_REASON]
    return {"reason": why} if why else {}
