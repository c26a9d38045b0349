"""Submission: an application becomes a case in one transaction, once, however often it is sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Step
from definitions.journey import Journey, walk
from definitions.step import begin_after
from definitions.timers import timers
from runtime import crypto, files, references
from runtime.applications import Application
from runtime.cases import conflicts, events, giving, likeness, projections, task_rows, writing
from runtime.cases.recording import entries
from runtime.effects import promise
from runtime.errors import ApplicationIncomplete, ApplicationNotFound, KeyReused
from runtime.failpoints import AFTER_COMMIT, reach
from runtime.models.cases import cases

TRIES = 5
"""New references to try. One in a hundred thousand is taken when there are ten million cases."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant is given: the reference as people see it, and the secret of the progress link."""

    reference: str
    case_id: UUID
    track_token: str


def submit(session: Session, application: Application, *, at: datetime, key: str | None = None) -> Receipt:
    """Make a case of an application. The caller commits.

    The same application, or the same ``key`` of a client for the same application, gives the first receipt again. Only
    answers on the route are kept. A lookup whose source was down, and that the service will not do without, holds the
    case: the system's transitions wait until :func:`runtime.cases.holding.look_up_again` has found it.

    Raises:
        ApplicationIncomplete: ``facts`` say which ``page`` to go to, and what ``problems`` and ``missing`` there are.
        ApplicationNotFound: it is gone.
        KeyReused: the key belongs to another application's submission.
    """
    if application.submitted_reference:
        return _first_receipt(session, application, key)
    service, moment = application.service, Moment(at, application.service.calendar)
    journey = _walk(application, moment)
    if not journey.complete:
        raise _incomplete(journey)
    for _ in range(TRIES):
        reference = references.new_reference()
        shown, language = references.show(reference), application.language
        steps = promise.acknowledged(service, begin_after(service, journey, shown, moment, language=language))
        case_id, last = references.new_id(), steps[-1].case
        marks = conflicts.marks(session, service, last)
        gift = giving.give(session, application.organisation_id, service, last, moment, case_id=None, marks=marks)
        steps = (*steps, *gift.steps)
        knowing = _write(session, application, case_id, reference, steps, moment, key, marks)
        if knowing is not None:
            giving.beside(session, application.organisation_id, service, case_id, gift, before=None, at=at)
            conflicts.note(session, case_id, knowing, at=at)
            token = crypto.keys(session).track_token(case_id)
            return Receipt(shown, case_id, token)
        if _is_sent_or_gone(session, application, key):
            return _first_receipt(session, application, key)
    raise RuntimeError("no free reference was found")


def _walk(application: Application, moment: Moment) -> Journey:
    """The journey as it is sent. A lookup that should have been made and was not is as good as one that was down."""
    service = application.service
    walked = partial(walk, service.form, application.nested, moment=moment, service=service)
    journey = walked(lookups=application.lookups, language=application.language)
    if not journey.lookups_wanted:
        return journey
    never = {
        lookup.id: {"key": key, "found": False, "facts": {}, "unavailable": True}
        for lookup, key in journey.lookups_wanted
    }
    return walked(lookups={**application.lookups, **never}, language=application.language)


def _write(
    session: Session,
    application: Application,
    case_id: UUID,
    reference: str,
    steps: tuple[Step, ...],
    moment: Moment,
    key: str | None,
    marks: Sequence[bytes],
) -> Sequence[UUID] | None:
    """Write the case, its events, effects, jobs and timers, all or nothing: who of the staff knows what ``marks`` are
    of. None when the guard said no."""
    service, case = application.service, steps[-1].case
    row = _row(application, case_id, reference, moment, key)
    chain = entries(session, service, case_id, events.bound(steps, row), events.GENESIS, None, key)
    row |= projections.of_case(service, case, moment)
    row |= {"revision": chain[-1].event.number, "head": f"\\x{chain[-1].hash.hex()}"}
    guard: dict[str, Any] = {
        "id": application.id, "at": moment.at, "reference": reference, "key": key,
        "organisation": application.organisation_id, "marks": marks,
    }  # fmt: skip
    due = timers(service, case, moment)
    guard["likenesses"] = json.dumps(likeness.rows(crypto.keys(session), service, case.answers, row))
    given: dict[str, Any] = guard | writing.parameters(row, chain, steps, due, application.organisation_id)
    try:
        written = session.execute(writing.SUBMIT, given).one()
    except sa.exc.IntegrityError as error:
        # Two applications with one key at the very same time; the transaction is spent either way.
        raise KeyReused("This key belongs to another submission.", key=key) from error
    if written.made == 0:
        return None
    files.keep(session, files.described(case.answers.values()), [application.id])
    task_rows.follow(session, application.organisation_id, service, case_id, {}, case, moment)
    reach("submit.before_commit")
    session.info[AFTER_COMMIT] = "submit.after_commit"
    return written.knowing or ()


def _row(application: Application, case_id: UUID, reference: str, moment: Moment, key: str | None) -> dict[str, Any]:
    """The columns of a case that never change."""
    return {
        "id": str(case_id),
        "organisation_id": str(application.organisation_id),
        "service_id": application.service.id,
        "version_id": str(application.version_id),
        "application_id": str(application.id),
        "submission_key": key,
        "reference": reference,
        "language": application.language,
        "submitted_at": moment.at.isoformat(),
    }


def _first_receipt(session: Session, application: Application, key: str | None) -> Receipt:
    row = session.execute(
        sa.select(cases.c.id, cases.c.reference, cases.c.submission_key).where(cases.c.application_id == application.id)
    ).one_or_none()
    if row is None:
        raise KeyReused("This key belongs to another submission.", key=key)
    return Receipt(references.show(row.reference), row.id, crypto.keys(session).track_token(row.id))


def _is_sent_or_gone(session: Session, application: Application, key: str | None) -> bool:
    """Why the guard said no: the application was sent (or its key used), or else only the reference was taken."""
    asked = {"id": application.id, "key": key, "organisation": application.organisation_id}
    row = session.execute(_WHY_NOT, asked).one()
    if row.gone:
        raise ApplicationNotFound("These answers are no longer kept here.")
    return bool(row.sent or row.used)


def _incomplete(journey: Journey) -> ApplicationIncomplete:
    page = journey.next_page or journey.stop
    return ApplicationIncomplete(
        "There are questions still to answer.",
        page=page.id if page else None, problems=journey.problems, missing=journey.missing,
    )  # fmt: skip


_WHY_NOT = sa.text(
    "SELECT NOT EXISTS (SELECT 1 FROM applications WHERE id = :id) AS gone,"
    " EXISTS (SELECT 1 FROM applications WHERE id = :id AND submitted_at IS NOT NULL) AS sent,"
    " EXISTS (SELECT 1 FROM cases WHERE organisation_id = :organisation AND submission_key = :key) AS used"
)
