"""What is done to a rehearsal from outside: time passes, sources say something else, a step goes, it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from builder import rehearsal
from builder.edits import Add
from builder.rehearsal import Rehearsal
from builder.web.drafts.drafted import done
from builder.web.rehearsing.blueprint import pages
from builder.web.rehearsing.in_hand import in_language
from builder.web.rehearsing.start_pages import asked_for
from builder.web.rehearsing.steps import Step, lead, taken
from definitions.calendars import Moment
from definitions.durations import parse_duration
from definitions.form import Lookup
from runtime.web.access_rules import access

BY = ("1 day", "1 working day", "1 week")


@pages.post("/<uuid:step_id>/wind")
@access("author")
def wind(service_id: str, step_id: UUID) -> ResponseReturnValue:
    """Let time pass: by a length, to what comes next, or to a date. Before it is sent, it begins later."""
    step = taken(service_id, step_id)
    by, to = request.form.get("by", ""), request.form.get("to", "")
    calendar, here = step.service.calendar, step.played.story.moment
    seat = request.form.get("seat", "")
    at = asked_for(step.service)
    if step.played.case is None:
        later = calendar.add(here.at, parse_duration(by)) if by in BY else at or here.at
        begun = Rehearsal.beginning(Moment(later, calendar)).at
        return lead(step.on(replace(step.story, at=begun)))
    ahead = {one.wind for one in rehearsal.coming(step.played)}
    if by in BY:
        return lead(step.after({"wait": by}), seat=seat)
    if to in ahead:
        return lead(step.after({"at": to}), seat=seat)
    if at is None or at <= here.at:
        flash("Choose a date and time after this one: time only goes forward once it has been sent.")
        return lead(step, seat=seat)
    return lead(step.after({"at": f"{at:%Y-%m-%dT%H:%M}"}), seat=seat)


@pages.post("/<uuid:step_id>/source/<lookup_id>")
@access("author")
def source(service_id: str, step_id: UUID, lookup_id: str) -> ResponseReturnValue:
    """What a source says from now on, to all that follows from it."""
    step = taken(service_id, step_id)
    lookup = next((one for one in step.service.form.lookups if one.id == lookup_id), None)
    if lookup is None:
        return lead(step)
    how = request.form.get("said", "")
    said: Any = {"down": "unavailable", "found": _facts(lookup)}.get(how)
    return lead(step.on(step.story.finding(lookup_id, said)), seat=request.form.get("seat", ""))


@pages.post("/<uuid:step_id>/back")
@access("author")
def back(service_id: str, step_id: UUID) -> ResponseReturnValue:
    """Take back what was done last; with nothing done, the sending; or all of it, with the same answers."""
    step = taken(service_id, step_id)
    to = -1 if "all" in request.form else len(step.story.deeds) - 1
    return lead(step.on(step.story.back_to(to)), seat=request.form.get("seat", ""))


@pages.post("/<uuid:step_id>/language")
@access("author")
def language(service_id: str, step_id: UUID) -> ResponseReturnValue:
    step = taken(service_id, step_id)
    chosen = request.form.get("language", "")
    return lead(in_language(step, chosen) if chosen in step.service.languages else step)


@pages.post("/<uuid:step_id>/keep")
@access("author")
def keep(service_id: str, step_id: UUID) -> ResponseReturnValue:
    """Keep it as an example, which expects what has come about."""
    step = taken(service_id, step_id)
    name = " ".join(request.form.get("name", "").split())[:300] or _named(step)
    example = rehearsal.as_example(step.service, step.story, name)
    back_to = url_for("build_examples.show", service_id=service_id)
    return done(step.work, Add("/examples", example), back=back_to, words=f"Kept the example “{name}”"[:200])


def _named(step: Step) -> str:
    """What an example is called whose author had no name for it."""
    return f"Walked through {len(step.service.examples) + 1}"


def _facts(lookup: Lookup) -> dict[str, Any]:
    found = {}
    for name in lookup.gives:
        given = request.form.get(f"fact-{name}", "").strip()
        value = _read(lookup.kinds.get(name, "text"), given)
        if value is not None:
            found[name] = value
    return found


def _read(kind: str, given: str) -> Any:
    """A fact as its source would give it; None where nothing fit was written."""
    if not given:
        return None
    try:
        return _READ.get(kind, str)(given)
    except (ValueError, InvalidOperation):
        return None


_READ: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "money": int,
    "boolean": lambda given: given == "yes",
    "decimal": lambda given: str(Decimal(given)),
    "yes-no": lambda given: given == "yes",
}
