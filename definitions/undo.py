"""Undo: for a while, where the author allows it, whoever did the last thing may have it not have happened. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from definitions.calendars import Moment
from definitions.facts import Actor, Case, Event, Reason, Refusal, Step
from definitions.history import apply, next_number, since
from definitions.questions.kind import in_language
from definitions.refusals import reason
from definitions.service import Service
from definitions.standing import Standing, staff_language
from definitions.words.dates import moment_in_words

UNDO = "undo"
"""What a refusal to undo calls the action."""


def undo(service: Service, case: Case, actor: Actor, moment: Moment) -> Step | Refusal:
    """Undo the last thing done, or refuse with every reason.

    The ``undone`` event's data holds ``event``, the number of what somebody did, and ``action``, its transition. What
    the system did at once after it is undone with it. Nothing of what any of these promised may have been begun:
    whoever writes it down sees to that.
    """
    if reasons := tuple(_why_not(Standing(service, case, moment, actor))):
        return Refusal(UNDO, reasons)
    event = Event(next_number(case), "undone", moment.at, actor, data=_data(since(case)[0]))
    return Step(event, apply(case, event))


def _data(done: Event) -> dict[str, Any]:
    return {"event": done.number, "action": done.transition}


def until(service: Service, case: Case) -> datetime | None:
    """Until when the last thing done can be undone (aware); None when it never could, or something happened since.

    What it promised waits until then. Whether that time has passed is for whoever asks to see.
    """
    done = since(case)
    return _until(service, done[0]) if done else None


def told(service: Service, case: Case, moment: Moment) -> Case:
    """The case as its applicant is told of it: what can still be undone is not said yet, as its letters wait too."""
    end = until(service, case)
    return case.before if case.before is not None and end is not None and moment.at < end else case


def _until(service: Service, done: Event) -> datetime | None:
    transition = service.workflow.transition(done.transition or "")
    if transition is None or transition.undo is None:
        return None
    return service.calendar.add(done.at, transition.undo)


def _why_not(standing: Standing) -> Iterator[Reason]:
    service, case, actor = standing.service, standing.case, standing.actor
    done = since(case)
    end = _until(service, done[0]) if done else None
    if not done:
        yield _followed(standing)
    elif end is None:
        yield reason(UNDO, standing, "undo.never", action=action_label(service, done[0]))
    elif end <= standing.moment.at:
        at = moment_in_words(standing.moment.calendar.local(end), staff_language(service))
        yield reason("undo-late", standing, action=action_label(service, done[0]), at=at)
    if done and (actor is None or actor.kind != "staff" or actor.id is None or actor.id != done[0].actor.id):
        name = done[0].actor.name
        yield reason("undo-other", standing, action=action_label(service, done[0]), name=name)


def _followed(standing: Standing) -> Reason:
    """Something happened after the last thing that one of the staff did; or none of them has done anything."""
    moves = [event for event in standing.case.events if event.kind == "moved" and event.actor.kind == "staff"]
    if not moves:
        return reason(UNDO, standing, "undo.nothing")
    return reason(UNDO, standing, "undo.followed", action=action_label(standing.service, moves[-1]))


def action_label(service: Service, event: Event) -> str:
    """What staff call the action of a move."""
    transition = service.workflow.transition(event.transition or "")
    return in_language(transition.label, staff_language(service)) if transition else event.transition or ""
