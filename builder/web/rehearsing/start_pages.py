"""Where a rehearsal begins: when, in which language, from nothing or from an example."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import redirect, request
from flask.typing import ResponseReturnValue

from builder import rehearsal
from builder.rehearsal import Rehearsal
from builder.web.drafts.drafted import opened
from builder.web.painting import paint
from builder.web.rehearsing.blueprint import pages
from builder.web.rehearsing.citizen_pages import onward
from builder.web.rehearsing.deed_pages import stage
from builder.web.rehearsing.steps import Step, keep, latest, lead, start_url, taken
from definitions.calendars import Moment
from definitions.service import Service
from runtime.web.access_rules import access
from runtime.web.site import now
from runtime.web.words import LANGUAGES


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    if work.service is None:
        return paint("build/try-cannot.html", work=work, tab="try")
    local = work.service.calendar.local(now())
    languages = [(code, LANGUAGES.get(code, code)) for code in work.service.languages]
    facts: dict[str, Any] = {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "latest": latest(work)}
    facts["spoken"] = languages
    return paint("build/try-start.html", work=work, tab="try", examples=work.service.examples, **facts)


@pages.post("")
@access("author")
def begin(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    service = work.service
    if service is None:
        return redirect(start_url(service_id), 303)
    story = _story(service)
    return lead(Step(work, keep(work, story), story, service))


@pages.get("/<uuid:step_id>")
@access("author")
def look(service_id: str, step_id: UUID) -> ResponseReturnValue:
    """Where a step leads: on with the form, or to whoever has the case before them."""
    step = taken(service_id, step_id)
    return redirect(onward(step), 303) if step.played.case is None else stage(step, request.args.get("seat", ""))


def _story(service: Service) -> Rehearsal:
    chosen = request.form.get("example", "")
    if chosen.isdecimal() and len(chosen) < 6 and int(chosen) < len(service.examples):
        return rehearsal.from_example(service, service.examples[int(chosen)])
    language = request.form.get("language", "")
    spoken = language if language in service.languages else service.languages[0]
    return Rehearsal.beginning(Moment(asked_for(service) or now(), service.calendar), spoken)


def asked_for(service: Service) -> datetime | None:
    """The date and time that a form asks for, on the council's clock; None where they are none."""
    try:
        at = datetime.fromisoformat(f"{request.form.get('date', '')}T{request.form.get('time') or '09:00'}")
    except ValueError:
        return None
    return at.replace(tzinfo=service.calendar.zone) if 1990 < at.year < 2150 else None
