"""What will happen to a case by itself, and when: timers' transitions, and clocks that warn and run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from definitions.barriers import timer_due
from definitions.calendars import Moment
from definitions.clocks import Due
from definitions.consequences import carry_out
from definitions.facts import TIMER, Case, Event, Refusal, Step
from definitions.history import next_number
from definitions.names import in_utc
from definitions.service import Service
from definitions.standing import Standing
from definitions.step import settle, step


@dataclass(frozen=True, slots=True)
class Timer:
    """``of`` is the id of a transition or a clock; ``due`` is aware, in UTC, and may have passed."""

    kind: Literal["transition", "warn", "breach"]
    of: str
    due: datetime


def timers(service: Service, case: Case, moment: Moment) -> tuple[Timer, ...]:
    """All that is to come for the case as it stands, the earliest first. To be worked out anew after every event.

    One whose time has passed and that has not happened is among them: it was missed, or its guard refused it then, and
    after this event it is to be tried again. A clock that stands still, has stopped, or has said so already has none.
    """
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
    return tuple(sorted(found, key=lambda timer: timer.due))


def fire(service: Service, case: Case, timer: Timer, moment: Moment) -> tuple[Step, ...]:
    """Let a timer happen, and then what the system does after it; nothing when it is not due (any more), or refused.

    A clock's ``warned`` or ``breached`` event has ``clock`` and ``due`` in its data, and a breach carries out the
    clock's ``on_breach``.
    """
    if timer.kind == "transition":
        done = step(service, case, timer.of, {}, TIMER, moment)
    else:
        done = _run_out(service, case, timer, moment)
    return () if isinstance(done, Refusal) else (done, *settle(service, done.case, moment))


def _run_out(service: Service, case: Case, timer: Timer, moment: Moment) -> Step | Refusal:
    standing = Standing(service, case, moment, TIMER)
    one = next((due for due in standing.dues if due.clock.id == timer.of and due.running), None)
    now = [each for each in _of_clock(one, case) if each.kind == timer.kind] if one else []
    if one is None or not now or now[0].due > moment.at:
        return Refusal(timer.of, ())
    kind = "warned" if timer.kind == "warn" else "breached"
    event = Event(next_number(case), kind, moment.at, TIMER, data={"clock": timer.of, "due": in_utc(one.due)})
    return carry_out(service, case, event, one.clock.on_breach if kind == "breached" else (), TIMER, moment)


def _of_clock(one: Due, case: Case) -> list[Timer]:
    """Its warning and its end, but for what has been said of this very due time. No warning once it ran out."""
    due = in_utc(one.due)
    said = {e.kind for e in case.events if e.data.get("clock") == one.clock.id and e.data.get("due") == due}
    found = []
    if one.warn_at and "warned" not in said and "breached" not in said and not one.breached:
        found.append(Timer("warn", one.clock.id, one.warn_at))
    if "breached" not in said:
        found.append(Timer("breach", one.clock.id, one.due))
    return found
