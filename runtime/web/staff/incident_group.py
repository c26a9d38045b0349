"""All incidents of one cause: some of them tried again, given up or taken; or all tried again by the worker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment, calendar
from definitions.facts import Actor
from definitions.questions.typed import remarks
from runtime import incident_runs as runs
from runtime import incidents, retrying
from runtime.errors import CaseNotFound
from runtime.incident_runs import Run
from runtime.incidents import GLASS, Incident, IncidentNotFound
from runtime.references import show as shown_reference
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import incident_words, places, signed_in, spoken
from runtime.web.staff.incidents_page import services_of
from runtime.web.staff.painting import paint, paint_part

pages = Blueprint("incident_group", __name__, url_prefix="/staff/incidents")

ACTS = ("retry", "give-up", "take")


@pages.get("/<service_id>/<cause>")
@access("staff")
def show(service_id: str, cause: str) -> ResponseReturnValue:
    return _page(service_id, cause)


@pages.post("/<service_id>/<cause>")
@access("staff")
def do(service_id: str, cause: str) -> ResponseReturnValue:
    act, viewer, at = request.form.get("act", ""), signed_in.viewer(), now()
    chosen, reason = request.form.getlist("incident"), request.form.get("reason", "")
    with current_site().database.begin() as session:
        if not incidents.in_group(session, viewer, service_id, cause):
            raise CaseNotFound("There is no such incident.")
        if act == "all":
            run_id = runs.begin(session, viewer, service_id, cause, at=at)
            return redirect(url_for("incident_group.run", run_id=run_id), 303)
    if act not in ACTS or not chosen:
        return _page(service_id, cause, chosen=chosen, reason=reason, problem="Select at least one", status=422)
    if act == "give-up" and not remarks(reason):
        return _page(service_id, cause, chosen=chosen, unsaid="Enter why", status=422)
    done = sum(_do(service_id, cause, text, act, reason) for text in chosen[: incidents.PAGE])
    said = {"retry": "tried again", "give-up": "closed, and why is kept with each", "take": "yours to see to"}
    flash(f"{spoken.counted(done, 'incident')}: {said[act]}.", "done")
    with current_site().database.read() as session:
        left = incidents.in_group(session, viewer, service_id, cause)
    back = url_for("incident_group.show", service_id=service_id, cause=cause) if left else url_for("incidents.show")
    return redirect(back, 303)


@pages.get("/runs/<uuid:run_id>")
@access("staff")
def run(run_id: UUID) -> ResponseReturnValue:
    """How far the worker has come."""
    with current_site().database.read() as session:
        found = _run(session, run_id)
    return paint_part("staff/incident-run.html", block="progress", here="incidents", run=found)


@pages.post("/runs/<uuid:run_id>/stop")
@access("staff")
def stop(run_id: UUID) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        _run(session, run_id)
        runs.stop(session, signed_in.viewer(), run_id, at=now())
    return redirect(url_for("incident_group.run", run_id=run_id), 303)


def _run(session: Session, run_id: UUID) -> Run:
    found = runs.find(session, signed_in.viewer(), run_id)
    if found is None:
        raise CaseNotFound("There is no such run.")
    return found


def _do(service_id: str, cause: str, text: str, act: str, reason: str) -> bool:
    """Do it to one of the chosen, as a unit of work; False when it is not open any more, of this cause, or theirs."""
    viewer = signed_in.viewer()
    try:
        with current_site().database.begin() as session:
            incident = incidents.owned(session, viewer, UUID(text))
            if incident is None or (incident.service_id, incident.cause) != (service_id, cause):
                return False
            _one(session, incident, act, reason, viewer.actor(service_id))
    except (ValueError, IncidentNotFound):
        return False
    return True


def _one(session: Session, incident: Incident, act: str, reason: str, actor: Actor) -> None:
    if act == "take":
        incidents.take(session, incident.id, actor)
    elif act == "give-up":
        incidents.give_up(session, incident.id, actor, reason, now())
    elif incident.kind != GLASS:
        retrying.retry(session, incident, actor, now())


def _page(
    service_id: str, cause: str, *, chosen: list[str] | None = None, reason: str = "", problem: str = "",
    unsaid: str = "", status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    viewer, moment = signed_in.viewer(), Moment(now(), calendar())
    after = places.read(request.args.get("after"))
    with current_site().database.read() as session:
        found = incidents.in_group(session, viewer, service_id, cause, after=after)
        of = [
            each for each in incidents.groups(session, viewer) if (each.service_id, each.cause) == (service_id, cause)
        ]
        service = services_of(session, viewer).get(service_id)
    if not found or not of:
        raise CaseNotFound("There is no such incident.")
    here: dict[str, Any] = {"service_id": service_id, "cause": cause}
    full = len(found) == incidents.PAGE
    following = url_for("incident_group.show", **here, after=places.write(found[-1].opened_at, found[-1].id))
    group = of[0]
    return paint(
        "staff/incident-group.html", here="incidents", status=status,
        what=incident_words.what(group.kind), about=incident_words.about(group, service), reason=group.reason,
        means=incident_words.means(group, service), count=group.count, since=spoken.when(group.since, moment),
        owner=incident_words.owner(group, service), service=incident_words.title(service, service_id),
        glass=group.kind == GLASS, rows=[_row(each, moment, chosen or []) for each in found],
        url=url_for("incident_group.show", **here), following=following if full else "", first=after is None,
        problem=problem, unsaid=unsaid, said=reason,
    )  # fmt: skip


def _row(incident: Incident, moment: Moment, chosen: list[str]) -> dict[str, Any]:
    reference = shown_reference(incident.reference) if incident.reference else ""
    return {
        "id": str(incident.id),
        "reference": reference,
        "case": url_for("case_page.show", reference=reference) if reference else "",
        "since": spoken.when(incident.opened_at, moment),
        "with": incident.taken_name or "Nobody",
        "chosen": str(incident.id) in chosen,
    }
