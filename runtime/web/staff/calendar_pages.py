"""The council's calendar, for whoever may keep it: closures, office hours, and counting cases again by a newer one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from definitions import council
from definitions.council import WEEKDAYS
from runtime import calendars, recounting
from runtime.access import Viewer, may_keep_calendar
from runtime.errors import CalendarRefused, StaleCalendar
from runtime.web.access_rules import access
from runtime.web.posted import whole_number
from runtime.web.site import current_site, now
from runtime.web.staff import calendar_shown, signed_in
from runtime.web.staff.painting import paint, paint_part

pages = Blueprint("calendar", __name__, url_prefix="/staff/calendar")

Document = Mapping[str, Any]


@pages.get("")
@access("staff")
def show() -> ResponseReturnValue:
    _keeper()
    return _page()


@pages.get("/holidays")
@access("staff")
def holidays() -> ResponseReturnValue:
    viewer = _keeper()
    with current_site().database.read() as session:
        return paint("staff/holidays.html", here="calendar", holidays=calendar_shown.holidays(session, viewer, now()))


@pages.post("/close")
@access("staff")
def close() -> ResponseReturnValue:
    """Close the council on a day, or on all days up to another."""
    form = request.form
    first, last = (calendar_shown.typed_day(form, name) for name in ("first", "last"))
    why = form.get("why", "").strip()

    def change(document: Document) -> Document:
        return council.closed(document, council.days_between(first, last or first), why)

    return _amend("close", change, why, said="Those days are closed.")


@pages.post("/open")
@access("staff")
def reopen() -> ResponseReturnValue:
    """Take a closure, or the hours of one day, out again."""
    day = request.form.get("day", "")[:10]
    return _amend(
        "open", lambda d: council.as_usual(d, [council.read_day(day)]), f"As usual on {day}", said="It is open."
    )


@pages.post("/hours")
@access("staff")
def hours() -> ResponseReturnValue:
    """The office hours of every weekday."""
    form = request.form

    def change(document: Document) -> Document:
        for weekday in WEEKDAYS:
            document = council.weekly(document, weekday, calendar_shown.spans(form.get(weekday, "")))
        return document

    return _amend("hours", change, form.get("reason", ""), said="The office hours are changed.")


@pages.post("/recount")
@access("staff")
def recount() -> ResponseReturnValue:
    """Have the worker look what would move."""
    viewer = _keeper()
    try:
        with current_site().database.begin() as session:
            recounting.ask(
                session, by=viewer.name, person_id=str(viewer.person_id), reason=request.form.get("reason", ""),
                at=now(), organisation_id=viewer.organisation_id,
            )  # fmt: skip
    except CalendarRefused as refused:
        return _page("recount", refused)
    return redirect(url_for("calendar.counting"), 303)


@pages.get("/recount")
@access("staff")
def counting() -> ResponseReturnValue:
    """How far it is: what would move, or has."""
    viewer = _keeper()
    with current_site().database.read() as session:
        found = calendar_shown.recount(session, viewer, now())
    if found is None:
        return redirect(url_for("calendar.show"), 303)
    return paint_part("staff/recount.html", block="run", here="calendar", run=found)


@pages.post("/recount/<uuid:recount_id>/<any(confirm,stop):deed>")
@access("staff")
def decide(recount_id: UUID, deed: str) -> ResponseReturnValue:
    """Count the cases again, or go no further."""
    viewer = _keeper()
    with current_site().database.begin() as session:
        if deed == "stop":
            recounting.stop(session, recount_id, at=now(), organisation_id=viewer.organisation_id)
        elif not recounting.confirm(session, recount_id, at=now(), organisation_id=viewer.organisation_id):
            flash("The calendar has changed since, or it was begun already: look again what would move.")
    return redirect(url_for("calendar.counting"), 303)


def _keeper() -> Viewer:
    """Who is signed in, if they may keep the calendar; to others there is no such page."""
    viewer = signed_in.viewer()
    if not may_keep_calendar(viewer):
        abort(404)
    return viewer


def _amend(form: str, change: Callable[[Document], Document], reason: str, *, said: str) -> ResponseReturnValue:
    viewer = _keeper()
    try:
        with current_site().database.begin() as session:
            calendars.amend(
                session, change, by=viewer.name, reason=reason, at=now(), organisation_id=viewer.organisation_id,
                seen=request.form.get("seen", type=whole_number()),
            )  # fmt: skip
    except (CalendarRefused, StaleCalendar) as refused:
        return _page(form, refused)
    flash(f"{said} New cases count by it from now on.", "done")
    return redirect(url_for("calendar.show"), 303)


def _page(form: str = "", refused: CalendarRefused | StaleCalendar | None = None) -> ResponseReturnValue:
    viewer = signed_in.viewer()
    with current_site().database.read() as session:
        shown = calendar_shown.calendar(session, viewer, now())
    problem = calendar_shown.Problem(form, refused.message, str(refused.facts.get("field", ""))) if refused else None
    status = refused.status if refused else 200
    return paint(
        "staff/calendar.html", here="calendar", status=status, calendar=shown, problem=problem, given=request.form
    )
