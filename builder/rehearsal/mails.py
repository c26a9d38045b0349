"""The emails of a rehearsal, worded as they would be sent: to whom, when, what they say, and why one does not go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from builder.rehearsal.playing import Played
from definitions.facts import Case, Event, Promise, Step
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.standing import staff_language
from runtime import mail
from runtime.effects import letters
from runtime.effects.acknowledge import worded as acknowledgement
from runtime.effects.ask import WORDS
from runtime.effects.ask import worded as request_for
from runtime.effects.promise import acknowledged
from runtime.effects.send import worded as message_of
from runtime.outcomes import Promised

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Mail:
    """``event`` is the number of what caused it, ``message`` its id if the service words it. ``why_not`` is there where
    it does not go; ``waits`` where it goes only later, because what caused it can still be undone."""

    event: int
    at: datetime
    to: str
    subject: str
    body: str
    message: str = ""
    why_not: str = ""
    waits: bool = False


def mails(played: Played) -> tuple[Mail, ...]:
    """In the order in which they would go."""
    found = [one for unit in _units(played) for step in unit for one in _of(played, step, unit)]
    return tuple(sorted(found, key=lambda one: one.at))


def due(service: Service, unit: tuple[Step, ...]) -> datetime:
    """When what a unit of work promised is carried out: once it cannot be undone any more."""
    first = unit[0].event
    transition = service.workflow.transition(first.transition or "")
    lasting = transition and transition.undo and first.actor.kind == "staff"
    return service.calendar.add(first.at, transition.undo) if transition and transition.undo and lasting else first.at


def undone(played: Played, event: Event) -> bool:
    return played.case is not None and any(one.number == event.number for one in played.case.undone)


def units(played: Played) -> tuple[tuple[Step, ...], ...]:
    """The steps as they are written down together: what somebody did with what the system did at once after it."""
    return tuple(_units(played))


def _units(played: Played) -> Iterator[tuple[Step, ...]]:
    for turn in played.turns:
        steps = acknowledged(played.service, turn.steps) if turn.deed is None and turn.steps else turn.steps
        unit: list[Step] = []
        for step in steps:
            if unit and step.event.actor.kind != "system":
                yield tuple(unit)
                unit = []
            unit.append(step)
        if unit:
            yield tuple(unit)


def case_then(played: Played, at: datetime, unit: tuple[Step, ...]) -> Case:
    """The case as it stood when something promised was carried out."""
    later = [
        s.case
        for turn in played.turns
        for s in turn.steps
        if s.event.at <= at and s.event.number > unit[-1].event.number
    ]
    return later[-1] if later and at > unit[-1].event.at else unit[-1].case


def _of(played: Played, step: Step, unit: tuple[Step, ...]) -> Iterator[Mail]:
    service, at = played.service, due(played.service, unit)
    case = case_then(played, at, unit)
    for promise in step.promises:
        promised = Promised("rehearsal", promise.kind, promise.what, NOBODY, service, case, step.event, at)
        for one in _worded(promised, promise):
            gone = "undone before it went" if undone(played, step.event) else one.why_not
            waits = not gone and played.story.moment.at < at
            yield Mail(step.event.number, at, one.to, one.subject, one.body, one.message, gone, waits)


def _worded(promised: Promised, promise: Promise) -> Iterator[Mail]:
    service, number = promised.service, promised.cause.number
    if promise.kind == "send":
        message = service.message(promise.what["message"])
        to, why_not = _applicant(promised) if message.to == "applicant" else (message.address or "", "")
        if message.role is not None:
            to = f"everybody who is {_role(service, message.role)}"
        yield Mail(number, promised.at, to, *message_of(promised), message.id, why_not)
    elif promise.kind == "acknowledge":
        to, why_not = _applicant(promised)
        yield Mail(number, promised.at, to, *acknowledgement(promised), why_not=why_not)
    elif promise.kind in WORDS:
        yield from _asked(promised, promise)


def _asked(promised: Promised, promise: Promise) -> Iterator[Mail]:
    for key in promise.what["tasks"]:
        task, errand = promised.service.workflow.task(key), promised.case.tasks.get(key)
        if task is None or errand is None:
            continue
        subject, said, foot = request_for(promised, task, errand, WORDS[promise.kind])
        if task.partner:
            to = f"{in_language(task.partner.name, staff_language(promised.service))}, {task.partner.address}"
        else:
            to = errand.holder.removeprefix("person:") if errand.holder else ""
            to = to or f"everybody who is {_role(promised.service, task.role or '')}"
        why_not = "" if errand.open else "nobody is asked any more"
        yield Mail(promised.cause.number, promised.at, to, subject, "\n\n".join([said, *foot]), why_not=why_not)


def _applicant(promised: Promised) -> tuple[str, str]:
    """Where the applicant is written to, or why they are not."""
    given = letters.applicants_address(promised.service, promised.case)
    if not given:
        return "the applicant", "no address given"
    try:
        return f"the applicant, {mail.fit_address(given)}", ""
    except mail.UnfitAddress:
        return f"the applicant, {given}", "the address given cannot be written to"


def _role(service: Service, role_id: str) -> str:
    language = staff_language(service)
    return next((in_language(role.label, language) for role in service.roles if role.id == role_id), role_id)
