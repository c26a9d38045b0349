"""Finding a case by its reference or by words."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from definitions.calendars import Moment, calendar
from runtime import queues, references
from runtime.access import Viewer
from runtime.cases.rows import Row
from runtime.queues import PAGE
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import answers_shown, emergencies, rows, signed_in, sought
from runtime.web.staff.painting import paint

pages = Blueprint("searching", __name__, url_prefix="/staff/search")


@pages.post("")
@access("staff")
def look_for() -> ResponseReturnValue:
    """What is looked for is sent, not written in an address: names would stand in logs and histories."""
    text = request.form.get("q", "")
    if references.parse(text) and (reference := _exactly(text)):
        return redirect(url_for("case_page.show", reference=reference), 303)
    sealed = sought.sealed(text, signed_in.viewer().person_id) if text.strip() else None
    return redirect(url_for("searching.show", q=sealed), 303)


@pages.get("")
@access("staff")
def show() -> ResponseReturnValue:
    viewer, at = signed_in.viewer(), now()
    text = sought.opened(request.args.get("q", ""), viewer.person_id)
    with current_site().database.read() as session:
        found = queues.search(session, viewer, text, at) if text else ()
    moment = Moment(at, calendar())
    listed = [_found(row, viewer, moment) for row in found]
    emergency = bool(text) and not found and emergencies.is_possible(viewer)
    return paint("staff/search.html", found_by=text, cases=listed, more=len(found) == PAGE, emergency=emergency)


def _exactly(text: str) -> str | None:
    """The reference of the one case that a whole reference names, as pages address it."""
    with current_site().database.read() as session:
        found = queues.search(session, signed_in.viewer(), text, now())
    return found[0].reference if len(found) == 1 else None


def _found(row: Row, viewer: Viewer, moment: Moment) -> rows.Line:
    return rows.line(row, viewer, moment, [row.applicant or "", answers_shown.named(row.service_id)])
