"""What will happen to a case by itself, and when: timers' transitions, and clocks that warn and run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from definitions.barriers import timer_due
from definitions.calendars import Moment
from definitions.clocks import Due
from definitions.consequences import carry_out
from definitions.errands.passing import coming_of, pass_time
from definitions.facts import TIMER, Case, Event, Refusal, Step
from definitions.history import next_number
from definitions.names import in_utc
from definitions.service import Service
from definitions.standing import Standing
from definitions.step import settle, step

TimerKind = Literal["transition", "warn", "tell", "breach", "remind", "late"]

SAID: dict[TimerKind, str] = {"warn": "warned", "tell": "told", "breach": "breached"}
"""The event that each timer of a clock leaves."""


@dataclass(frozen=True, slots=True)
class Timer:
    """``of`` is the id of a transition or a clock, or a task's key; ``due`` is aware, in UTC, and may have passed. A
    clock warns staff, tells the applicant, and is breached; a task reminds, and is late."""

    kind: TimerKind
    of: str
    due: datetime


def timers(service: Service, case: Case, moment: Moment) -> tuple[Timer, ...]:
    """All that is to come for the case as it stands, the earliest first. To be worked out anew after every event.

    One whose time has passed and that has not happened is among them: it was missed, or its guard refused it then, and
    after this event it is to be tried again. A clock that stands still, has stopped, or has said so already has none.
    """
    if case.merged:
        return ()
    standing = Standing(service, case, moment, TIMER)
    found = []
    for transition in service.workflow.transitions:
        if "timer" in transition.by and case.state in transition.sources:
            at = timer_due(transition, standing)
            if at is not None:
                found.append(Timer("transition", transition.id, at))
    for one in standing.dues if service.workflow.clocks else ():
        if one.running:
            found += _of_clock(one, case)
    found += [Timer(*coming) for coming in coming_of(service, case, moment)] if case.tasks else ()
    return tuple(sorted(found, key=lambda timer: timer.due))


def fire(service: Service, case: Case, timer: Timer, moment: Moment) -> tuple[Step, ...]:
    """Let a timer happen, and then what the system does after it; nothing when it is not due (any more), or refused.

    A clock's ``warned``, ``told`` or ``breached`` event has ``clock`` and ``due`` in its data, and carries out what the
    clock says for it.
    """
    done: Step | Refusal
    if timer.kind == "transition":
        done = step(service, case, timer.of, {}, TIMER, moment)
    elif timer.kind in ("remind", "late"):
        done = pass_time(service, case, timer.kind, timer.of, moment)
    else:
        done = _run_out(service, case, timer, moment)
    return () if isinstance(done, Refusal) else (done, *settle(service, done.case, moment))


def _run_out(service: Service, case: Case, timer: Timer, moment: Moment) -> Step | Refusal:
    standing = Standing(service, case, moment, TIMER)
    one = next((due for due in standing.dues if due.clock.id == timer.of and due.running), None)
    now = [each for each in _of_clock(one, case) if each.kind == timer.kind] if one else []
    if one is None or not now or now[0].due > moment.at:
        return Refusal(timer.of, ())
    if timer.kind == "tell" and one.clock.tell and not standing.holds(one.clock.tell.when):
        return Refusal(timer.of, ())
    kind = SAID[timer.kind]
    event = Event(next_number(case), kind, moment.at, TIMER, data={"clock": timer.of, "due": in_utc(one.due)})
    return carry_out(service, case, event, one.clock.effects_of(kind), TIMER, moment)


def _of_clock(one: Due, case: Case) -> list[Timer]:
    """Its warning, its word to the applicant and its end, but for what has been said of this very due time. No warning
    once it ran out; but whoever was not told before (no worker ran, perhaps) is told then."""
    due = in_utc(one.due)
    said = {e.kind for e in case.events if e.data.get("clock") == one.clock.id and e.data.get("due") == due}
    found = []
    if one.warn_at and "warned" not in said and "breached" not in said and not one.breached:
        found.append(Timer("warn", one.clock.id, one.warn_at))
    if one.tell_at and "told" not in said and "breached" not in said:
        found.append(Timer("tell", one.clock.id, one.tell_at))
    if "breached" not in said:
        found.append(Timer("breach", one.clock.id, one.due))
    return found
