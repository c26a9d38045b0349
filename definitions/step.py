"""One step of a case: what an action does, or every reason why it cannot be done. Pure and total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from definitions.barriers import allowed, barriers, judge
from definitions.calendars import Moment
from definitions.consequences import carry_out
from definitions.errands.tending import tend
from definitions.facts import APPLICANT, SYSTEM, Actor, Answers, Case, Event, Reason, Refusal, Step
from definitions.history import apply, next_number
from definitions.journey import Journey, walk
from definitions.known import Record
from definitions.refusals import WHO, unknown
from definitions.service import Service
from definitions.standing import Standing, case_names
from definitions.workflow import Transition

__all__ = ["MOST_IN_A_ROW", "Offer", "begin", "begin_after", "case_names", "offers", "settle", "step"]

MOST_IN_A_ROW = 50
"""System transitions after one event. A service that would go on for ever is refused when it is published."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as one actor sees it: ``open``, or every reason why not. ``here``: it leaves the state the case is
    in."""

    transition: Transition
    open: bool
    reasons: tuple[Reason, ...]
    here: bool


def begin(
    service: Service,
    answers: Answers,
    lookups: Mapping[str, Record],
    reference: str,
    moment: Moment,
    *,
    language: str = "en",
    actor: Actor = APPLICANT,
) -> tuple[Step, ...]:
    """Submit an application: the ``submitted`` event, then what the system does by itself.

    Only answers and lookups on the route are kept, and values are frozen, but for the live ones. The event's data:
    ``calendar`` (the version by which days were counted), ``calendars`` (those of clocks with one of their own, by
    name), ``language``, ``held`` (lookups whose source was down, for which the case waits for a person). Whether the
    application is complete is for the caller to ask first.
    """
    journey = walk(service.form, answers, lookups, moment, service=service, language=language)
    return begin_after(service, journey, reference, moment, language=language, actor=actor)


def begin_after(
    service: Service,
    journey: Journey,
    reference: str,
    moment: Moment,
    *,
    language: str = "en",
    actor: Actor = APPLICANT,
) -> tuple[Step, ...]:
    """As :func:`begin`, for a journey that was walked at this very moment to ask whether it is complete."""
    live = {item.id for item in service.form.derived if item.live}
    data: dict[str, Any] = {"calendar": moment.calendar.version, "language": language}
    if named := sorted({clock.calendar for clock in service.workflow.clocks if clock.calendar}):
        data["calendars"] = {name: moment.calendar.by_name(name).version for name in named}
    if held := [lookup.id for lookup in journey.unavailable if lookup.unavailable == "hold"]:
        data["held"] = held
    case = Case(
        reference=reference,
        state=service.workflow.initial,
        submitted_at=moment.at,
        entered_at=moment.at,
        answers=journey.answers,
        language=language,
        values={name: value for name, value in journey.values.items() if name not in live},
        lookups=journey.lookups,
    )
    event = Event(1, "submitted", moment.at, actor, target=case.state, data=data)
    first = Step(event, apply(case, event))
    return (first, *settle(service, first.case, moment))


def step(
    service: Service, case: Case, action: str, inputs: Mapping[str, Any], actor: Actor, moment: Moment
) -> Step | Refusal:
    """Do ``action``, or refuse with every reason. ``inputs`` are typed answers to what it asks; others are ignored.

    The ``moved`` event's data: ``inputs`` (None for one left blank), and what its effects changed (see
    :func:`definitions.consequences.carry_out`). What the system does next is :func:`settle`'s.
    """
    standing = Standing(service, case, moment, actor)
    transition = service.workflow.transition(action)
    if transition is None:
        return Refusal(action, (unknown(action, standing),))
    reasons, taken = barriers(transition, standing), dict[str, Any]()
    if not reasons:
        taken, reasons = judge(transition, standing, inputs)
    if reasons:
        return Refusal(action, tuple(reasons))
    event = Event(
        number=next_number(case),
        kind="moved",
        at=moment.at,
        actor=actor,
        transition=transition.id,
        source=case.state,
        target=transition.to,
        data={"inputs": taken} if taken else {},
    )
    return carry_out(service, case, event, transition.effects, actor, moment)


def settle(service: Service, case: Case, moment: Moment) -> tuple[Step, ...]:
    """What the system does by itself after an event: what there is to do about tasks, and then its transitions in
    order, from the first again after each taken."""
    ways = [transition for transition in service.workflow.transitions if "system" in transition.by]
    steps: list[Step] = []
    while len(steps) < MOST_IN_A_ROW:
        taken = tend(service, case, moment) or _first_open(service, case, ways, moment)
        if taken is None:
            break
        steps.append(taken)
        case = taken.case
    return tuple(steps)


def _first_open(service: Service, case: Case, ways: list[Transition], moment: Moment) -> Step | None:
    for transition in ways:
        if case.state in transition.sources:
            done = step(service, case, transition.id, {}, SYSTEM, moment)
            if isinstance(done, Step):
                return done
    return None


def offers(service: Service, case: Case, actor: Actor, moment: Moment) -> tuple[Offer, ...]:
    """Every action that somebody of the actor's kind can do in this service, in the document's order, open or not.

    Staff see those of all roles, so that "why not" has an answer; show those that are ``here`` first.
    """
    standing = Standing(service, case, moment, actor)
    found = []
    for transition in service.workflow.transitions:
        if _concerns(transition, actor, case):
            reasons = tuple(barriers(transition, standing))
            found.append(Offer(transition, not reasons, reasons, case.state in transition.sources))
    return tuple(found)


def _concerns(transition: Transition, actor: Actor, case: Case) -> bool:
    if actor.kind != "staff":
        return allowed(transition, actor, case)
    return "assignee" in transition.by or any(role not in WHO for role in transition.by)
