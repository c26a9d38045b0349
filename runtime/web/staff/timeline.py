"""What has happened to a case, told in words: who did what, when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from definitions import assigned
from definitions.calendars import Moment
from definitions.errands.again import KINDS as TASK_KINDS
from definitions.facts import Case, Event
from definitions.links import KINDS as TIES
from definitions.questions import KINDS
from definitions.service import Service
from runtime.web.staff import relations, spoken, timeline_tasks
from runtime.web.staff.guarded import MASK, Guarded

Names = Mapping[UUID, str]

NOTHING = "Not answered"


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words. ``details`` are pairs of a label and what was given; ``body`` is a note's own text."""

    number: int
    kind: str
    words: str
    at: str
    iso: str
    details: tuple[tuple[str, str], ...] = ()
    body: str = ""


def tell(service: Service, case: Case, names: Names, scope: Guarded, moment: Moment) -> tuple[Told, ...]:
    """The whole history, the latest first."""
    return tuple(told(service, event, names, scope, moment) for event in reversed(case.history))


def told(service: Service, event: Event, names: Names, scope: Guarded, moment: Moment) -> Told:
    """One event. Answers that ``scope`` hides are masked."""
    words = _WORDS.get(event.kind, _other)(service, event, names, scope)
    details = [*_given(service, event, scope), *_put_right(service, event, scope), *_reason(event)]
    details += [*_moved_dates(service, event, scope, moment), *timeline_tasks.details(service, event, scope)]
    body = _body(event, scope)
    at, iso = spoken.when(event.at, moment), event.at.isoformat(timespec="seconds")
    return Told(event.number, event.kind, words, at, iso, tuple(details), body)


def _body(event: Event, scope: Guarded) -> str:
    """What a note or a letter says; not a letter that repeats what somebody may not read."""
    if event.kind == "wrote":
        hidden = not scope.hidden.isdisjoint(event.data.get("repeats", ()))
        return MASK if hidden else str(event.data.get("letter", {}).get("body", ""))
    return str(event.data.get("text", "")) if event.kind == "noted" else ""


def people_in(events: Sequence[Event]) -> set[UUID]:
    """Everybody whom these events name without saying what they are called."""
    named = {str(event.data.get(name) or "") for event in events for name in ("assignee", "holder")}
    named = {each.removeprefix("person:") for each in named if each.startswith("person:")}
    named |= {str(event.data["person"]) for event in events if "person" in event.data}
    named |= {person for event in events for person in event.data.get("mentions", ())}
    return {UUID(each) for each in named.union(*(assigned.people_in(event.data) for event in events))}


def holder(service: Service, assignee: str | None, names: Names, scope: Guarded) -> str:
    """Who has a case: a person's name, a role's label, or "" for nobody."""
    kind, _, of = (assignee or "").partition(":")
    if kind == "person":
        return names.get(UUID(of), "Somebody who has left")
    return role_label(service, of, scope) if kind == "role" else ""


def role_label(service: Service, role_id: str, scope: Guarded) -> str:
    return next((role.label.render(scope) for role in service.roles if role.id == role_id), role_id)


def state_label(service: Service, state_id: str | None, scope: Guarded) -> str:
    found = (state.label.render(scope) for state in service.workflow.states if state.id == state_id)
    return next(found, state_id or "")


def _who(event: Event) -> str:
    named = {"applicant": "The applicant", "system": "Townclerk", "timer": "Townclerk"}
    who = named.get(event.actor.kind) or event.actor.name or "Somebody"
    return f"{who} for {event.actor.behalf_name}" if event.actor.behalf else who


def _submitted(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"{_who(event)} sent it in"


def _moved(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    transition = service.workflow.transition(event.transition or "")
    chosen = transition.label.render(scope) if transition else event.transition or ""
    change = ""
    if event.target is not None and event.target != event.source:
        source, target = (state_label(service, each, scope) for each in (event.source, event.target))
        change = f"moved it from {source} to {target}"
    if event.actor.kind == "timer":
        return f"Time ran out: Townclerk {change or 'noted it'} ({chosen})"
    if event.actor.kind == "system":
        return f"Townclerk {change or 'acted'} by itself ({chosen})"
    return f"{_who(event)} {change} ({chosen})" if change else f"{_who(event)} did: {chosen}"


def _assigned(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    assignee = event.data.get("assignee")
    if "strategy" in event.data:
        called = {str(person): name for person, name in names.items()}
        why = assigned.reason(service, event.data, called)
        whose = holder(service, assignee, names, scope)
        return f"Given to {whose}: {why}" if whose else f"Put back in the queue: {why}"
    if assignee is None:
        return f"{_who(event)} put it back for anyone to take"
    if event.actor.id is not None and assignee == f"person:{event.actor.id}":
        return f"{_who(event)} took it"
    return f"{_who(event)} handed it to {holder(service, assignee, names, scope)}"


def _changed(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    priority = event.data.get("priority")
    return f"{_who(event)} made its priority {priority}" if priority else f"{_who(event)} changed it"


def _extended(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"{_who(event)} extended “{_clock(service, event, scope)}” by {event.data.get('by', 'some time')}"


def _noted(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    if copied := event.data.get("copied"):
        return f"{_who(event)} brought a note along that {copied.get('by')} wrote"
    return f"{_who(event)} wrote a note"


_DONE = {"pinned": "pinned a note", "unpinned": "unpinned a note", "reworded": "corrected a note"}


def _did(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"{_who(event)} {_DONE[event.kind]}"


def _wrote(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    subject = event.data.get("letter", {}).get("subject")
    hidden = not scope.hidden.isdisjoint(event.data.get("repeats", ()))
    return f"{_who(event)} wrote to the applicant" + (f": “{subject}”" if subject and not hidden else "")


def _tied(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"{_who(event)} {relations.said(event, names)}"


def _warned(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"“{_clock(service, event, scope)}” is due soon"


def _told(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"The applicant was told that “{_clock(service, event, scope)}” may not be met"


def _recounted(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"{_who(event)} counted its clocks again by a newer calendar"


def _breached(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"“{_clock(service, event, scope)}” was not met"


def _undone(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    transition = service.workflow.transition(str(event.data.get("action")))
    return f"{_who(event)} undid “{transition.label.render(scope)}”" if transition else f"{_who(event)} undid it"


def _declared(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    if event.actor.kind == "system":
        whom = holder(service, f"person:{event.data.get('person')}", names, scope)
        return f"{whom} knows the applicant or the address, and may not work on it"
    return f"{_who(event)} declared a conflict of interest"


def _lifted(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    whom = holder(service, f"person:{event.data.get('person')}", names, scope)
    return f"{_who(event)} found that {whom} has no conflict of interest"


def _task(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    given = holder(service, event.data.get("holder"), names, scope)
    return timeline_tasks.words(service, event, scope, _who(event), given)


def _other(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    return f"{_who(event)}: {event.kind}"


def _corrected(service: Service, event: Event, names: Names, scope: Guarded) -> str:
    labels = ", ".join(f"“{_label(service, name, scope)}”" for name in event.data.get("questions", ()))
    sections = ((service.form.section_of(list_id), number) for list_id, number in event.data.get("path", ()))
    of = ", ".join(f"{s.repeat.label.render(scope)} {number}" for s, number in sections if s and s.repeat)
    return f"{_who(event)} corrected the answer to {labels}{f' of {of}' if of else ''}"


_WORDS = {
    **dict.fromkeys((*TASK_KINDS, "task-assigned"), _task),
    "submitted": _submitted,
    "moved": _moved,
    "assigned": _assigned,
    "changed": _changed,
    "extended": _extended,
    "noted": _noted,
    **dict.fromkeys(_DONE, _did),
    "wrote": _wrote,
    **dict.fromkeys(TIES, _tied),
    "conflict-declared": _declared,
    "conflict-lifted": _lifted,
    "warned": _warned,
    "told": _told,
    "recounted": _recounted,
    "breached": _breached,
    "undone": _undone,
    "corrected": _corrected,
}


def _clock(service: Service, event: Event, scope: Guarded) -> str:
    return _clock_label(service, str(event.data.get("clock")), scope)


def _clock_label(service: Service, clock_id: str, scope: Guarded) -> str:
    return next((c.label.render(scope) for c in service.workflow.clocks if c.id == clock_id), clock_id)


def _put_right(service: Service, event: Event, scope: Guarded) -> Iterator[tuple[str, str]]:
    """Each answer that was corrected, as it was and as it is, and those that went with it."""
    if event.kind != "corrected":
        return
    old, new = event.data.get("old", {}), event.data.get("new", {})
    for name in event.data.get("questions", ()):
        label = f"{_label(service, name, scope)}: " if len(event.data["questions"]) > 1 else ""
        for word, part in (("Was", old), ("Now", new)):
            value = part.get(name)
            said = MASK if name in scope.hidden else NOTHING
            yield f"{label}{word}", said if value is None else _answer(service, name, value, scope)[1]
    if gone := [_label(service, name, scope) for name in event.data.get("dropped", ()) if name in service.questions]:
        yield "No longer asked", ", ".join(gone)


def _given(service: Service, event: Event, scope: Guarded) -> Sequence[tuple[str, str]]:
    inputs: Mapping[str, Any] = event.data.get("inputs") or {}
    return [_answer(service, name, value, scope) for name, value in inputs.items() if value is not None]


def _label(service: Service, name: str, scope: Guarded) -> str:
    question = service.questions.get(name)
    return question.label.render(scope) if question else name


def _answer(service: Service, name: str, value: Any, scope: Guarded) -> tuple[str, str]:
    question = service.questions.get(name)
    if question is None:
        return name, str(value)
    label = question.label.render(scope)
    return label, MASK if name in scope.hidden else KINDS[question.kind].show(question, value, scope.language)


def _moved_dates(service: Service, event: Event, scope: Guarded, moment: Moment) -> Iterator[tuple[str, str]]:
    """Which clocks a newer calendar has moved, from when to when."""

    def said(at: str | None) -> str:
        return spoken.day(moment.calendar.local(datetime.fromisoformat(at)).date()) if at else "not running"

    for one in event.data.get("moved", ()) if event.kind == "recounted" else ():
        yield _clock_label(service, one["clock"], scope), f"{said(one['was'])} → {said(one['due'])}"


def _reason(event: Event) -> Sequence[tuple[str, str]]:
    reason = event.data.get("reason")
    return [("Reason", str(reason))] if reason else []
