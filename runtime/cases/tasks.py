"""What people do with the tasks of a case: answer, vote, take, hand on. Each is one unit of work, and none commits.

A task is guarded by itself and not by the revision of its case: others answer theirs meanwhile. Whoever comes second to
one task waits for the first, and is then told who did it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.errands.doing import asked, give
from definitions.errands.doing import do_task as done_step
from definitions.errands.doing import vote as vote_step
from definitions.facts import Actor, Errand, Refusal, Step
from definitions.questions.typed import remarks
from runtime.cases import recording
from runtime.cases.acting import for_change
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted
from runtime.errors import AssignmentRefused, refused

LONGEST_REASON = 2000


def do_task(
    session: Session,
    case_id: UUID,
    task: str,
    inputs: Mapping[str, Any],
    actor: Actor,
    *,
    choice: str | None = None,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Answer the task of this key; with a ``choice``, vote. The caller commits.

    Raises:
        CaseNotFound: there is no such case.
        ActionRefused: with ``.refusal``; NotYourRole or BadInputs when that is all. Somebody else has done it, it was
            withdrawn, the actor knows the applicant, and so on.
    """
    loaded = for_change(session, case_id, None)
    if done := recording.repeated(loaded, key):
        return done
    moment = Moment(at, loaded.service.calendar)
    answer: Step | Refusal
    if choice is None:
        answer = done_step(loaded.service, loaded.case, task, inputs, actor, moment)
    else:
        answer = vote_step(loaded.service, loaded.case, task, choice, inputs, actor, moment)
    if isinstance(answer, Refusal):
        raise refused(answer)
    return recording.append(session, loaded, answer, at=at, key=key)


def give_task(
    session: Session,
    case_id: UUID,
    task: str,
    holder: str | None,
    actor: Actor,
    *,
    reason: str = "",
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Say who has a task: "person:<uuid>", or None for anybody of the role. Whoever has it already stays.

    Whether that person may do it is for whoever calls to know. ``reason`` is kept as a personal value.

    Raises:
        CaseNotFound: there is no such case.
        AssignmentRefused: the task is not open, or is not the actor's to give.
    """
    loaded = for_change(session, case_id, None)
    if done := recording.repeated(loaded, key):
        return done
    errand = _open(loaded, task, actor, Moment(at, loaded.service.calendar))
    if errand.holder == holder:
        return Acted(loaded.id, loaded.reference, loaded.revision, loaded.case, (), repeated=True)
    why = remarks(reason)[:LONGEST_REASON]
    step = give(loaded.case, task, holder, actor, Moment(at, loaded.service.calendar), why)
    return recording.append(session, loaded, step, at=at, key=key)


def _open(loaded: Loaded, task: str, actor: Actor, moment: Moment) -> Errand:
    found = {one.errand.key: one for one in asked(loaded.service, loaded.case, actor, moment)}.get(task)
    if found is None:
        raise AssignmentRefused("There is no such task on this case.")
    if found.task.votes:
        raise AssignmentRefused("Every member votes: there is nothing to take or to hand on.")
    if found.reasons:
        raise AssignmentRefused(" ".join(f"{reason.staff}." for reason in found.reasons))
    return found.errand
