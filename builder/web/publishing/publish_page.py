"""Publishing: what changes and for whom, what the service can do, what is in the way, and the button."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder.fixes import standing as standing_of
from builder.publishing import BadDay, compared, day_and_time
from builder.web.drafts.drafted import opened, sent_revision
from builder.web.painting import paint
from builder.web.painting.problems_shown import shown as shown_of
from builder.web.painting.work import Work
from builder.web.publishing.releasing import ZONE, asker, concerned, report_of, spoken
from runtime import releases
from runtime.errors import ApprovalNeeded, Refused, ReleaseRefused
from runtime.staffing.manned import manned
from runtime.web.access_rules import access
from runtime.web.site import current_site, now

pages = Blueprint("build_publish", __name__, url_prefix="/build/<service_id>")

TYPED = ("why", "when", "day-day", "day-month", "day-year", "time")
MOST = 10
"""The most errors that are listed: the page Check has them all."""
MOVED = "The draft has changed since you opened this page. Look at what changes below, then press again."


@pages.get("/publish")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _page(opened(service_id))


@pages.post("/publish")
@access("author")
def send(service_id: str) -> ResponseReturnValue:
    """Publish, ask for approval, or have it go live on a day: exactly what this author has seen, or nothing."""
    work = opened(service_id)
    if sent_revision() != work.revision:
        return _page(work, {"": MOVED}, 409)
    if work.service is None:
        return _page(work, {"": "This cannot be published while it has errors."}, 422)
    goes_live_at, wrong = _read(work)
    if wrong:
        return _page(work, wrong, 422)
    try:
        said = _do(work, goes_live_at)
    except Refused as refused:
        return _page(work, {"": refused.message}, refused.status)
    flash(said, "done")
    return redirect(url_for("build_publish.show", service_id=service_id), 303)


@pages.post("/publish/withdraw")
@access("author")
def withdraw(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    sent = request.form.get("request", "")
    try:
        with current_site().database.begin() as session:
            releases.withdraw(session, work.viewer.organisation_id, UUID(sent), by=asker(), at=now())
        flash("Taken back. Nothing goes live.", "done")
    except (Refused, ValueError) as refused:
        flash(refused.message if isinstance(refused, Refused) else "There is no such request.")
    return redirect(url_for("build_publish.show", service_id=service_id), 303)


def _do(work: Work, goes_live_at: datetime | None) -> str:
    """What was asked for, done: in words."""
    ours, why, at = work.viewer.organisation_id, request.form.get("why", ""), now()
    asks = request.form.get("do") == "ask"
    with current_site().database.begin() as session:
        if goes_live_at is None and not asks:
            version = releases.publish(session, work.document, by=asker(), why=why, at=at, organisation_id=ours)
            return f"Version {version.number} is live."
        if not asks and (reasons := releases.judged(session, work.document, ours).reasons):
            raise ApprovalNeeded(f"A second person must look at this first: {'; '.join(reasons)}.")
        asked = releases.ask(
            session, work.document, by=asker(), why=why, at=at, goes_live_at=goes_live_at, organisation_id=ours
        )
    if asked.state == "approved":
        return f"It goes live at {spoken(asked.goes_live_at, work)}."
    return "Asked. Another author can approve it now."


def _read(work: Work) -> tuple[datetime | None, dict[str, str]]:
    """The moment that was chosen, None for now; and all that is wrong with what was typed, by the inputs."""
    wrong: dict[str, str] = {}
    try:
        releases.reason_given(request.form.get("why", ""))
    except ReleaseRefused as refused:
        wrong["why"] = refused.message
    if request.form.get("when") != "later":
        return None, wrong
    zone = work.service.calendar.zone if work.service else ZONE
    day, month, year, time = (request.form.get(name, "") for name in ("day-day", "day-month", "day-year", "time"))
    try:
        at = day_and_time(day, month, year, time, zone)
    except BadDay as bad:
        return None, wrong | {"time" if "time" in str(bad) else "day-day": str(bad)}
    if at <= now():
        wrong["day-day"] = "The day on which it goes live must be in the future"
    return at, wrong


def _page(work: Work, wrong: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    ours = work.viewer.organisation_id
    with current_site().database.read() as session:
        standing = releases.standing(session, work.id, ours)
        asked = releases.latest(session, ours, work.id)
        always = releases.two_people(session, ours)
        held = manned(session, ours, work.id)
    unmanned = [one for one in work.document.get("roles", ()) if one["id"] not in held]
    shown: dict[str, Any] = {"wrong": wrong or {}, "spoken": lambda at: spoken(at, work)}
    shown["unmanned"] = [one["label"] for one in unmanned]
    shown |= {"typed": {name: request.form.get(name, "") for name in TYPED}, "asked": asked}
    moves = work.document.get("applications", {}).get("republished") == "move"
    errors = [one for one in work.problems if one.severity == "error"]
    placed = [shown_of(work, one, standing_of(work.document, one)) for one in errors[:MOST]]
    shown |= {"rooms": current_app.view_functions, "always": always, "errors": len(errors), "placed": placed}
    shown |= {"found": compared(work.live, work.document), "concerned": concerned(standing, moves=moves)}
    shown["report"] = report_of(work.service) if work.service is not None else None
    return paint("build/publish.html", work=work, tab="publish", status=status, **shown)
