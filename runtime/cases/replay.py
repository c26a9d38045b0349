"""The events of a case taken again through the engine: each must follow from those before, with the same promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from definitions import casework, correcting
from definitions.assigning import awaiting, wanted
from definitions.barriers import allowed
from definitions.calendars import Moment
from definitions.consequences import carry_out
from definitions.errands import again as errands
from definitions.facts import TIMER, Case, Event, Refusal, Step
from definitions.history import since
from definitions.links import INVERSE, KINDS
from definitions.machine import target
from definitions.service import Service
from definitions.standing import Standing
from definitions.step import begin, step
from definitions.timers import SAID, timers
from definitions.undo import undo
from runtime.cases.loading import Loaded
from runtime.effects import promise

Kinds = set[tuple[int, str]]
Wrong = tuple[str, str, int | None]
"""A code, what is wrong in words, and the number of the event."""


def check(
    loaded: Loaded, stages: Sequence[Case], written: Mapping[UUID, Kinds], armed: set[tuple[str, str]]
) -> Iterator[Wrong]:
    """What of the case's path the engine does not bear out.

    ``stages`` are the case after each event, ``written`` the effects' positions and kinds by event, ``armed`` its
    timers. A transition that the pinned version does not have, or that did not leave from where the case was, is always
    found. Guards and promises are only worked out again while nothing was erased, each by the calendar of its time.
    """
    for before, event in zip(stages, loaded.case.history[1:], strict=False):
        if event.kind == "moved":
            yield from ((code, words, event.number) for code, words in _path(loaded.service, before, event))
        if event.kind == "undone" and event.data.get("event") not in [done.number for done in since(before)[:1]]:
            yield "path", "this undoes what could not be undone", event.number
        if event.kind in KINDS and str(event.data.get("relation")) not in INVERSE:
            yield "path", f"there is no link of the kind {event.data.get('relation')}", event.number
        if event.kind == "moved" and before.merged:
            yield "path", "the case was merged into another, and could not move", event.number
        if event.kind == "assigned" and "strategy" in event.data:
            yield from (("path", words, event.number) for words in _given(loaded, before, event))
    erased = any(entry.commitments.keys() - entry.values.keys() for entry in loaded.entries)
    if erased or not loaded.counts_as_then:
        return
    promised = dict(_promised(loaded, stages))
    for entry in loaded.entries:
        number = entry.event.number
        expected, there = promised.get(number, set()), written.get(entry.id, set())
        if isinstance(expected, str):
            yield "path", f"this could not have happened: {expected}", number
        elif expected != there:
            yield "effect", f"promised are {sorted(expected)}, written are {sorted(there)}", number
    last = moment_of(loaded, loaded.case.events[-1].at)
    for timer in timers(loaded.service, loaded.case, last):
        if (timer.kind, timer.of) not in armed:
            yield "timer", f"the {timer.kind} of {timer.of} at {timer.due.isoformat()} is not set", None


def moment_of(loaded: Loaded, at: datetime, number: int | None = None) -> Moment:
    """A moment of the case, by the calendar that its event ``number`` was decided by; by the last, without."""
    return Moment(at, loaded.service.calendar if number is None else loaded.calendar_at(number))


def _path(service: Service, before: Case, event: Event) -> Iterator[tuple[str, str]]:
    transition = service.workflow.transition(event.transition or "")
    if transition is None:
        yield "path", f"the pinned version has no transition {event.transition}"
    elif event.source != before.state or target(service, before.state, transition.id) is None:
        yield "path", f"{event.transition} does not leave from {before.state}"
    elif event.target != transition.to:
        yield "path", f"{event.transition} does not lead to {event.target}"
    elif not allowed(transition, event.actor, before):
        yield "path", f"{event.actor.kind} may not {event.transition}"


def _given(loaded: Loaded, before: Case, event: Event) -> Iterator[str]:
    """Whether the queue's rules could give the case out then, and to that person."""
    queue, person = awaiting(loaded.service, before), str(event.data.get("assignee")).removeprefix("person:")
    rules = queue.assign if queue else None
    if queue is None or rules is None or event.actor.kind != "system":
        yield "no queue had this case to give"
    elif event.data["strategy"] not in (rules.strategy, rules.otherwise):
        yield f"{queue.id} does not give cases out by {event.data['strategy']}"
    elif event.data.get("assignee") is not None:
        asked = wanted(Standing(loaded.service, before, moment_of(loaded, event.at, event.number)), queue.role, rules)
        if person in asked.barred or person in asked.conflicted:
            yield f"{queue.id} may not give the case to whoever got it"


def _promised(loaded: Loaded, stages: Sequence[Case]) -> Iterator[tuple[int, Kinds | str]]:
    """What each event should have promised, or why the engine would not have let it happen. By number."""
    steps = _submission(loaded, stages[0])
    yield from ((one.event.number, _kinds(one)) for one in steps)
    for before, event in zip(stages, loaded.case.history[1:], strict=False):
        if event.number > len(steps):
            again = _again(loaded, before, stages[event.number - 1], event)
            if isinstance(again, Refusal):
                yield event.number, " ".join(reason.staff for reason in again.reasons)
            elif again is not None:
                yield event.number, _kinds(again)


def _submission(loaded: Loaded, first: Case) -> Sequence[Step]:
    steps = begin(
        loaded.service, first.answers, first.lookups, first.reference, moment_of(loaded, first.submitted_at, 1),
        language=first.language, actor=first.events[0].actor,
    )  # fmt: skip
    return promise.acknowledged(loaded.service, steps)


def _again(loaded: Loaded, before: Case, after: Case, event: Event) -> Step | Refusal | None:
    at = moment_of(loaded, event.at, event.number)
    if event.kind == "moved":
        inputs = {name: value for name, value in event.data.get("inputs", {}).items() if value is not None}
        return step(loaded.service, before, event.transition or "", inputs, event.actor, at)
    if event.kind in SAID.values():
        clock = next((c for c in loaded.service.workflow.clocks if c.id == event.data.get("clock")), None)
        bare = replace(event, data={name: event.data[name] for name in ("clock", "due")})
        if clock is None:
            return Refusal("", ())
        return carry_out(loaded.service, before, bare, clock.effects_of(event.kind), TIMER, at)
    if event.kind == "corrected":
        return correcting.taken(loaded.service, before, after, event, at)
    if event.kind == "undone":
        return undo(loaded.service, before, event.actor, at)
    if event.kind in casework.KINDS:
        return casework.taken(loaded.service, before, event)
    if event.kind in errands.KINDS:
        return errands.again(loaded.service, before, event, at)
    return None


def _kinds(one: Step) -> Kinds:
    return {(promised.position, promised.kind) for promised in one.promises}
