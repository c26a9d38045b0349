"""Every reason why an action cannot be done now, in a fixed order: all of them, not the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from definitions.clocks import Due, length_in_words, with_more
from definitions.durations import parse_duration
from definitions.expressions import ExpressionDefect
from definitions.facts import Actor, Case, Reason
from definitions.history import conflicted, last, same_person
from definitions.inputs import take
from definitions.known import roots
from definitions.machine import target
from definitions.names import as_moment
from definitions.questions.kind import in_language
from definitions.refusals import (
    WHO,
    guard_failed,
    knows_applicant,
    not_assigned,
    reason,
    same_as,
    wrong_role,
    wrong_state,
)
from definitions.standing import Standing, staff_language
from definitions.words.dates import moment_in_words
from definitions.workflow import Effect, Transition


def barriers(transition: Transition, standing: Standing) -> list[Reason]:
    """State, who acts, separation, guard and time. What is asked is judged by :func:`judge`, once nothing else is in
    the way: nobody fills in a form for an action that is not open. A case merged into another is worked there."""
    if standing.case.merged:
        return [reason("merged", standing)]
    found: list[Reason] = []
    if target(standing.service, standing.case.state, transition.id) is None:
        found.append(wrong_state(transition, standing))
    found += _who(transition, standing)
    found += _guard(transition, standing)
    if standing.actor and standing.actor.kind == "timer" and "timer" in transition.by:
        found += _time(transition, standing)
    if standing.actor and standing.actor.kind == "system" and (lookups := held(standing.case)):
        found.append(reason("held", standing, lookups=", ".join(lookups)))
    return found


def judge(transition: Transition, standing: Standing, inputs: Mapping[str, Any]) -> tuple[dict[str, Any], list[Reason]]:
    """What is taken of the inputs (None for a question left blank), and every reason against taking it.

    Inputs that the action does not ask for are left out. The guard is asked again where it reads an answer just given.
    """
    if not transition.ask and not _extends(transition):
        return {}, []
    asked = frozenset(question.id for question in transition.ask)
    names = {name: value for name, value in standing.names.items() if name not in asked}
    taken = take(transition.ask, inputs, names, standing)
    known, reasons = taken.known, taken.reasons
    if not reasons:
        if _reads(transition, asked) and not known.holds(transition.when):
            reasons.append(guard_failed(transition, standing, defect=bool(known.defects)))
        reasons += (r for e in _extends(transition) if known.holds(e.when) for r in _too_much(e, standing))
    return taken.answers, reasons


def held(case: Case) -> tuple[str, ...]:
    """The lookups for which a case must wait for a person: their source was down when it was sent, and the service says
    to hold then. A later event's ``held`` tells which are still wanting; once one of the staff moves the case, none."""
    for event in reversed(case.events):
        if event.kind == "moved" and event.actor.kind == "staff":
            return ()
        if "held" in event.data:
            return tuple(event.data["held"])
    return ()


def timer_due(transition: Transition, standing: Standing) -> datetime | None:
    """When a timer's transition happens, counted from the entry into the state; None when it has no time.

    It is spent once taken at or after that time: one that stays in its state happens once a stay, one that leads back
    to its state begins a new stay and happens again.
    """
    case, moment = standing.case, standing.moment
    due: datetime | None = None
    if transition.after is not None:
        due = moment.calendar.add(case.entered_at, transition.after)
    elif transition.at is not None:
        due = as_moment(standing.ask(transition.at, transition.at.evaluate), moment.calendar)
    taken = last(case, transition.id)
    return None if due is None or (taken is not None and taken.at >= due) else due


def _who(transition: Transition, standing: Standing) -> Iterator[Reason]:
    actor = standing.actor
    if actor is None:
        return
    if not allowed(transition, actor, standing.case):
        if actor.kind == "staff" and "assignee" in transition.by:
            yield not_assigned(transition, standing)
        else:
            yield wrong_role(transition, standing)
    for other in transition.not_by:
        event = last(standing.case, other)
        if event and same_person(actor, event.actor):
            yield same_as(other, transition, standing)
    if actor.kind == "staff" and not actor.people.isdisjoint(conflicted(standing.case)):
        yield knows_applicant(transition, standing)


def allowed(transition: Transition, actor: Actor, case: Case) -> bool:
    """Whether this is somebody who may do it at all."""
    if actor.kind != "staff":
        return actor.kind in transition.by
    if "assignee" in transition.by and case.assignee in {f"person:{person}" for person in actor.people}:
        return True
    return any(role in actor.roles for role in transition.by if role not in WHO)


def _guard(transition: Transition, standing: Standing) -> Iterator[Reason]:
    """A guard that reads what the action asks has nothing to say before that is answered."""
    if transition.when is None or _reads(transition, frozenset(q.id for q in transition.ask)):
        return
    said = standing.ask(transition.when, transition.when.holds)
    if said is not True:
        yield guard_failed(transition, standing, defect=isinstance(said, ExpressionDefect))


def _reads(transition: Transition, asked: frozenset[str]) -> bool:
    return transition.when is not None and bool(asked) and not asked.isdisjoint(roots(transition.when))


def _time(transition: Transition, standing: Standing) -> Iterator[Reason]:
    due = timer_due(transition, standing)
    language = staff_language(standing.service)
    label = in_language(transition.label, language)
    if due is None:
        yield reason("timer", standing, "timer.never", action=label)
    elif due > standing.moment.at:
        day = moment_in_words(standing.moment.calendar.local(due), language)
        yield reason("timer", standing, action=label, day=day)


def _extends(transition: Transition) -> list[Effect]:
    return [effect for effect in transition.effects if effect.kind == "extend"]


def _too_much(effect: Effect, standing: Standing) -> Iterator[Reason]:
    """Why a clock cannot have that much more time."""
    clock = next((c for c in standing.service.workflow.clocks if c.id == effect.what.get("clock")), None)
    one: Due | None = next((due for due in standing.dues if clock and due.clock is clock), None)
    language = staff_language(standing.service)
    label = in_language(clock.label, language) if clock else str(effect.what.get("clock"))
    if clock is None or clock.extension is None:
        yield reason("clock", standing, "clock.never", clock=label)
    elif one is None or not one.running:
        yield reason("clock", standing, "clock.off", clock=label)
    else:
        more = [given.by for given in one.extensions] + [parse_duration(effect.what["by"])]
        limit, within = clock.extension.limit, clock.extension.within
        if with_more(one, [clock.length, *more]) > with_more(one, [clock.length, limit]):
            yield reason("clock", standing, "clock.limit", clock=label, limit=length_in_words(limit, language))
        if within and standing.moment.at > (end := with_more(one, [within])):
            day = moment_in_words(standing.moment.calendar.local(end), language)
            yield reason("clock", standing, "clock.late", clock=label, day=day)
