"""What happened to a task, taken again through the engine: whether it could have, and what it should have promised."""

from __future__ import annotations

from definitions.calendars import Moment
from definitions.errands.doing import do_task, vote
from definitions.errands.passing import LATE, REMINDED, pass_time
from definitions.errands.tending import tend
from definitions.facts import Case, Event, Refusal, Step
from definitions.service import Service

KINDS = frozenset({"task-opened", "task-done", "task-withdrawn", "voted", REMINDED, LATE})


def again(service: Service, before: Case, event: Event, moment: Moment) -> Step | Refusal:
    """The step that ``event`` was, from the case before it; a refusal when there could be none."""
    key, said = str(event.data.get("task", "")), event.data.get("said", {})
    if event.actor.kind == "system":
        done = tend(service, before, moment)
        return done if done and (done.event.kind, done.event.data) == (event.kind, event.data) else Refusal(key, ())
    if event.actor.kind == "timer":
        return pass_time(service, before, "remind" if event.kind == REMINDED else "late", key, moment)
    if event.kind == "voted":
        return vote(service, before, key, str(event.data.get("choice")), said, event.actor, moment)
    return do_task(service, before, key, said, event.actor, moment)
