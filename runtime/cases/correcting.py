"""An answer of a case put right: judged by the engine, written in one transaction with the old value, or refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions import correcting
from definitions.calendars import Moment
from definitions.correcting import Correction
from definitions.facts import Actor, Refusal
from definitions.known import Record
from runtime.cases import recording
from runtime.cases.acting import for_change
from runtime.cases.recording import Acted
from runtime.errors import CorrectionRefused


def correct(
    session: Session,
    case_id: UUID,
    correction: Correction,
    actor: Actor,
    *,
    records: Mapping[str, Record],
    dropping: Collection[str] = (),
    revision: int | None,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Put answers right. The caller commits, and has looked up (by :func:`runtime.lookups.fetch`) what must be anew.

    Raises:
        CaseNotFound: there is no such case.
        StaleCase: it has moved since ``revision``.
        CorrectionRefused: with ``.refusal``, every reason why.
    """
    loaded = for_change(session, case_id, revision)
    if done := recording.repeated(loaded, key):
        return done
    if revision is not None and revision != loaded.revision:
        raise recording.stale(loaded, revision)
    moment = Moment(at, loaded.service.calendar)
    found: dict[str, Any] = {"records": records, "dropping": dropping}
    answer = correcting.correct(loaded.service, loaded.case, correction, actor, moment, **found)
    if isinstance(answer, Refusal):
        raise CorrectionRefused(" ".join(reason.staff for reason in answer.reasons), answer)
    return recording.append(session, loaded, answer, at=at, key=key)
