"""A case on one page for whoever takes it over: what it is, where it stands, what was promised, tried and said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.clocks import dues
from definitions.facts import APPLICANT, Event
from definitions.standing import Standing
from definitions.step import offers
from definitions.task_words import task_label, whose
from definitions.tasks import fold
from definitions.waiting import queue_of
from runtime.cases.projections import applicant, columns
from runtime.effects import progress
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import notes_shown, rows, signed_in, spoken, timeline
from runtime.web.staff.guarded import MASK
from runtime.web.staff.notes_shown import Shown
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint
from runtime.web.staff.related import Related, related

pages = Blueprint("summary", __name__, url_prefix="/staff/cases/<reference>/summary")

MOST = 8
CONTACTS = ("send", "acknowledge", "write", "joined")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Composed from the events and what follows from them. ``facts`` and ``standing`` are pairs of label and text, the
    others lines of words, each with when. ``waits`` says for whom or what it waits now."""

    title: str
    reference: str
    applicant: str
    facts: Pairs
    standing: Pairs
    promises: Pairs
    waits: tuple[str, ...]
    tried: Pairs
    failed: tuple[str, ...]
    contacts: Pairs
    pinned: tuple[Shown, ...]
    related: Related


@pages.get("")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        of.looked(session)
        return paint("staff/summary.html", case=of, summary=summary(session, of))


def summary(session: Session, of: Opened) -> Summary:
    effects = progress.of_case(session, of.loaded.id)
    failed = (f"{effect.kind}: {effect.outcome}" for effect in effects if effect.state == "parked")
    written = {effect.event_number for effect in effects if effect.kind in CONTACTS and effect.state == "done"}
    told = [event for event in of.case.events if _is_contact(event, written)]
    done = [event for event in of.case.events if event.kind in ("moved", "breached", "extended", "wrote")]
    return Summary(
        title=of.service.title.render(of.scope),
        reference=of.case.reference,
        applicant=applicant(of.service, of.case) or "",
        facts=tuple(_facts(of)),
        standing=tuple(_standing(of)),
        promises=tuple(_promises(of)),
        waits=tuple(_waits(of)),
        tried=_lines(of, done),
        failed=tuple(failed),
        contacts=_lines(of, told),
        pinned=tuple(notes_shown.pinned(of)),
        related=related(session, of),
    )


def handed(of: Opened) -> timeline.Told | None:
    """How the case came to whoever has it open, until they do anything with it."""
    for event in reversed(of.case.events):
        if event.actor.id == of.actor.id:
            return None
        if event.kind == "assigned":
            theirs = event.data.get("assignee") == of.viewer.assignee
            return of.told([event])[0] if theirs and event.actor.kind == "staff" else None
    return None


def _facts(of: Opened) -> Iterator[tuple[str, str]]:
    """What the service's queues show of it: that is what its author takes for the gist."""
    shown, seen = columns(of.service, of.scope), set[str]()
    for queue in of.service.queues:
        for heading, name in zip(rows.headings(of.service, queue), queue.columns, strict=True):
            text = MASK if name.partition(".")[0] in of.scope.hidden else shown.get(name, "")
            if text and name not in seen:
                yield heading, text
            seen.add(name)


def _standing(of: Opened) -> Iterator[tuple[str, str]]:
    state = of.service.workflow.state(of.case.state)
    yield "State", f"{state.label.render(of.scope)}, since {_when(of, of.case.entered_at)}"
    yield "With", of.holder or "Nobody"
    yield "Sent in", spoken.when(of.case.submitted_at, of.moment)
    if of.case.priority != "normal":
        yield "Priority", of.case.priority.capitalize()


def _promises(of: Opened) -> Iterator[tuple[str, str]]:
    for due in dues(of.service, of.case, of.moment):
        said = spoken.due(due.due, of.moment)
        if due.stopped:
            words = "Not met" if due.breached else "Met"
        else:
            words = f"{said.words} ({said.exact})" if due.running else "Paused"
        yield due.clock.label.render(of.scope), words


def _waits(of: Opened) -> Iterator[str]:
    standing = Standing(of.service, of.case, of.moment)
    if of.case.merged or of.service.workflow.state(of.case.state).final:
        return
    asked = [o.transition for o in offers(of.service, of.case, APPLICANT, of.moment) if o.open and o.transition.ask]
    yield from (f"The applicant may still do: {one.label.render(of.scope)}" for one in asked)
    tasks = {task.id: task for task in of.service.workflow.tasks}
    for errand in fold.out(of.case):
        task = tasks[errand.task]
        due = f", {spoken.due(errand.due, of.moment).words.lower()}" if errand.due else ""
        yield f"{task_label(task, standing, errand.key)}: {whose(task, standing)}{due}"
    queue = queue_of(of.service, of.case)
    if queue and not of.holder:
        yield f"Anybody in {queue.label.render(of.scope)}"


def _is_contact(event: Event, written: set[int]) -> bool:
    return event.kind in ("submitted", "wrote") or event.actor.kind == "applicant" or event.number in written


def _lines(of: Opened, events: list[Event]) -> Pairs:
    """The latest of these, in order, each with when it was."""
    return tuple((one.words, one.at) for one in of.told(events[-MOST:]))


def _when(of: Opened, at: datetime) -> str:
    words = spoken.when(at, of.moment)
    return words[:1].lower() + words[1:] if words.startswith(("Today", "Yesterday")) else words
