"""What went wrong and needs a person: what, whose it is and why; tried again, or given up with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment, calendar
from definitions.questions.kind import in_language
from definitions.questions.typed import remarks
from definitions.service import Service
from runtime import documents, incidents
from runtime.errors import CaseNotFound
from runtime.incidents import Incident, IncidentNotFound
from runtime.references import show as shown_reference
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in, spoken
from runtime.web.staff.answers_shown import named
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint

pages = Blueprint("incidents", __name__, url_prefix="/staff")

WHAT = {
    "send": "An e-mail was not sent",
    "acknowledge": "The e-mail that it was received was not sent",
    "webhook": "Another system was not told",
    "timer": "Something that should happen by itself did not",
    "lookup": "A fact could not be looked up",
    "infected": "A virus was found in a file",
    "assignment": "Nobody can be given this case",
    "unscannable": "A file could not be checked for viruses",
}


@pages.get("/incidents")
@access("staff")
def show() -> ResponseReturnValue:
    return _page()


@pages.post("/cases/<reference>/incidents/<uuid:incident_id>/retry")
@access("staff")
def retry(reference: str, incident_id: UUID) -> ResponseReturnValue:
    at = now()
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), at)
        _theirs(session, of, incident_id)
        again = incidents.retry(session, incident_id, of.actor, at)
    flash("It is being tried again." if again else "Nothing was left to do: it is closed.", "done")
    return redirect(url_for("incidents.show"), 303)


@pages.post("/cases/<reference>/incidents/<uuid:incident_id>/give-up")
@access("staff")
def give_up(reference: str, incident_id: UUID) -> ResponseReturnValue:
    at, reason = now(), request.form.get("reason", "")
    if not remarks(reason):
        return _page(without_reason=incident_id)
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), at)
        _theirs(session, of, incident_id)
        incidents.give_up(session, incident_id, of.actor, reason, at)
    flash("It is given up, and why is kept with the case.", "done")
    return redirect(url_for("incidents.show"), 303)


def _page(*, without_reason: UUID | None = None) -> ResponseReturnValue:
    viewer, moment = signed_in.viewer(), Moment(now(), calendar())
    with current_site().database.read() as session:
        found = incidents.for_viewer(session, viewer)
        live = documents.catalogue(session, viewer.organisation_id) if found else []
    services = {each.service.id: each.service for each in live}
    listed = [_incident(each, services.get(each.service_id), moment, each.id == without_reason) for each in found]
    status = 422 if without_reason else 200
    more = len(found) == incidents.PAGE
    return paint("staff/incidents.html", here="incidents", status=status, incidents=listed, more=more)


def _incident(incident: Incident, service: Service | None, moment: Moment, without_reason: bool) -> dict[str, Any]:
    reference = shown_reference(incident.reference)
    place = {"reference": reference, "incident_id": incident.id}
    return {
        "id": str(incident.id),
        "what": WHAT.get(incident.kind, named(incident.kind)),
        "about": _about(incident, service),
        "reason": incident.reason,
        "when": spoken.when(incident.opened_at, moment),
        "owner": _owner(incident, service),
        "service": in_language(service.title, service.languages[0]) if service else named(incident.service_id),
        "reference": reference,
        "case": url_for("case_page.show", reference=reference),
        "retry": url_for("incidents.retry", **place),  # type: ignore[arg-type]
        "give_up": url_for("incidents.give_up", **place),  # type: ignore[arg-type]
        "problem": "Enter why it is given up" if without_reason else "",
    }


def _about(incident: Incident, service: Service | None) -> str:
    """The subject of the mail, the label of the timer's transition, or what it is about as it stands."""
    if service and incident.kind == "send":
        subjects = (m.subject for m in service.messages if m.id == incident.about)
        return next((f"“{in_language(subject, service.languages[0])}”" for subject in subjects), incident.about)
    if service and incident.kind == "timer" and (transition := service.workflow.transition(incident.about)):
        return in_language(transition.label, service.languages[0])
    return "" if incident.kind in (incident.about, "infected", "unscannable") else incident.about


def _owner(incident: Incident, service: Service | None) -> str:
    labels = (role.label for role in service.roles if role.id == incident.owner) if service else iter(())
    return next((in_language(label, service.languages[0]) for label in labels if service), named(incident.owner))


def _theirs(session: Session, of: Opened, incident_id: UUID) -> None:
    """
    Raises:
        CaseNotFound: it is no open incident of this case, or not one that this person's roles must see to.
    """
    for incident in incidents.open_for(session, of.loaded.id):
        if incident.id == incident_id and incident.owner in of.actor.roles:
            return
    raise CaseNotFound("There is no such incident.") from IncidentNotFound(str(incident_id))
