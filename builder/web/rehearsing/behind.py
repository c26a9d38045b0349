"""What is behind the page in hand, in words: the clock, where the case stands, its emails, its history."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from builder import rehearsal
from builder.rehearsal import Mail, Played, Webhook
from builder.web.rehearsing.steps import Step
from definitions.calendars import Calendar
from definitions.questions.kind import in_language
from definitions.scope import Scope
from definitions.standing import staff_language
from definitions.step import case_names
from definitions.types import ABSENT
from runtime.web.staff import spoken
from runtime.web.staff.timeline import Told

STATES = {
    "running": "Due {due}", "paused": "Stands still. If it went on now, it would be due {due}",
    "stopped": "Stopped. It was due {due}", "passed": "Ran out {due}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """Something with a time: ``at`` says when. ``note`` is what there is to say besides."""

    words: str
    at: str
    note: str = ""
    lines: tuple[str, ...] = ()
    wind: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    at: str
    to: str
    subject: str
    paragraphs: tuple[str, ...]
    message: str
    fate: str
    goes: bool


@dataclass(frozen=True, slots=True)
class Entry:
    told: Told
    at: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What a look-up's source says in this rehearsal. ``said``: found, nothing or down."""

    id: str
    label: str
    said: str
    facts: tuple[tuple[str, str, str], ...]
    asked: bool


def behind(step: Step) -> dict[str, Any]:
    """All that the template needs of a step but the page in hand."""
    played, calendar = step.played, step.service.calendar
    return {
        "step": step,
        "now": in_full(played.story.moment.at, calendar),
        "date": f"{calendar.local(played.story.moment.at):%Y-%m-%d}",
        "clock_time": f"{calendar.local(played.story.moment.at):%H:%M}",
        "case": played.case is not None,
        "stands": tuple(_stands(played)),
        "clocks": tuple(_clocks(played)),
        "coming": tuple(_coming(played)),
        "letters": tuple(_letters(played)),
        "calls": tuple(_calls(played)),
        "history": tuple(_history(played)),
        "facts": tuple(_facts(played)),
        "sources": tuple(_sources(played)),
        "refusal": tuple(reason.staff for reason in played.refusal.reasons) if played.refusal else (),
        "trouble": played.trouble,
        "may_undo_step": step.story.sent,
    }


def in_full(at: datetime, calendar: Calendar) -> str:
    """ "9am on Thursday 26 March 2026"."""
    here = calendar.local(at)
    return f"{spoken.clock(here.time())} on {spoken.day(here.date())}"


def _stands(played: Played) -> Iterator[tuple[str, str]]:
    case, service, language = played.case, played.service, staff_language(played.service)
    if case is None:
        return
    state = service.workflow.state(case.state)
    yield "State", in_language(state.label, language)
    yield "The citizen reads", played.story.progress()
    yield "Queue", in_language(played.queue.label, language) if played.queue else "None"
    if case.assignee:
        yield "Assigned to", _holder(played, case.assignee)
    if case.priority != "normal":
        yield "Priority", case.priority.capitalize()


def _holder(played: Played, assignee: str) -> str:
    name = assignee.partition(":")[2]
    for seat in rehearsal.seats(played):
        if name in (seat.label, seat.label.partition(":")[2]):
            return seat.words
    return name


def _clocks(played: Played) -> Iterator[Line]:
    for one in rehearsal.clocks(played):
        due = in_full(one.due, played.service.calendar)
        note = "Only staff hear of it" if one.internal else ""
        yield Line(one.label, STATES[one.state].format(due=due), note, one.lines)


def _coming(played: Played) -> Iterator[Line]:
    for one in rehearsal.coming(played):
        note = "Its time has come, and its condition does not hold" if one.missed else ""
        yield Line(one.what, in_full(one.at, played.service.calendar), note, wind="" if one.missed else one.wind)


def _letters(played: Played) -> Iterator[Letter]:
    for one in reversed(rehearsal.mails(played)):
        at = in_full(one.at, played.service.calendar)
        paragraphs = tuple(part for part in one.body.split("\n\n") if part.strip())
        yield Letter(at, one.to, one.subject, paragraphs, one.message, _fate(one), not one.why_not)


def _calls(played: Played) -> Iterator[Line]:
    for one in reversed(rehearsal.webhooks(played)):
        data = json.dumps(one.data, ensure_ascii=False, indent=1, default=str)
        yield Line(one.url, in_full(one.at, played.service.calendar), _fate(one), tuple(data.split("\n")))


def _fate(one: Mail | Webhook) -> str:
    if one.why_not:
        return f"Not sent: {one.why_not}"
    return "Waits, because it can still be undone" if one.waits else ""


def _history(played: Played) -> Iterator[Entry]:
    for one in rehearsal.happened(played):
        yield Entry(one.told, in_full(one.at, played.service.calendar), one.undone)


def _facts(played: Played) -> Iterator[tuple[str, str]]:
    """What was worked out, by name in words."""
    service, story = played.service, played.story
    names: Mapping[str, Any] = (
        case_names(service, played.case, story.moment) if played.case else dict(played.journey.names)
    )
    scope = Scope(service, names, story.moment, staff_language(service))
    for item in service.form.derived:
        value = names.get(item.id, ABSENT)
        if isinstance(value, Mapping):
            shown = ", ".join(f"{_plain(part)}: {scope.shown(f'{item.id}.{part}')}" for part in value)
        else:
            shown = "" if value is ABSENT else scope.shown(item.id)
        yield _plain(item.id).capitalize(), shown or "Not worked out"


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _sources(played: Played) -> Iterator[Source]:
    said, form = played.rehearsal.lookups, played.service.form
    asked = set(played.journey.lookups) | set(played.story.records)
    for one in form.lookups:
        given = said.get(one.id)
        facts = given if isinstance(given, Mapping) else {}
        how = "down" if given == "unavailable" else "found" if isinstance(given, Mapping) else "nothing"
        values = tuple((name, one.kinds.get(name, "text"), _typed(facts.get(name))) for name in one.gives)
        yield Source(one.id, one.id.replace("_", " "), how, values, one.id in asked)


def _typed(value: Any) -> str:
    """A fact as its box holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
