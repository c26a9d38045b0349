"""What went wrong and needs a person, by cause: how often, whose, since when, what it means; and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment, calendar
from definitions.questions.typed import remarks
from definitions.service import Service
from runtime import cases, documents, incidents
from runtime.access import Viewer
from runtime.cases.giving import KIND as ASSIGNMENT
from runtime.errors import CaseNotFound
from runtime.incidents import GLASS, Filters, Group, Incident, IncidentNotFound
from runtime.references import show as shown_reference
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import incident_words, places, signed_in, spoken
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint

pages = Blueprint("incidents", __name__, url_prefix="/staff")

_TAKEN: Mapping[str, Literal["me", "nobody"]] = {"me": "me", "nobody": "nobody"}
GIVEN_UP = "It is given up, and why is kept with the case."
SEEN = "It is acknowledged, and what you said is kept with the case."


@pages.get("/incidents")
@access("staff")
def show() -> ResponseReturnValue:
    return _page()


@pages.get("/incidents/closed")
@access("staff")
def closed() -> ResponseReturnValue:
    """What was tried again, given up, or came right by itself."""
    viewer, moment = signed_in.viewer(), Moment(now(), calendar())
    before = places.read(request.args.get("before"))
    with current_site().database.read() as session:
        found = incidents.closed(session, viewer, before=before)
        services = services_of(session, viewer)
    full = len(found) == incidents.PAGE and found[-1].closed_at is not None
    older = url_for("incidents.closed", before=places.write(found[-1].closed_at, found[-1].id)) if full else ""
    ended = [_ended(each, services.get(each.service_id), moment) for each in found]
    return paint("staff/incidents-closed.html", here="incidents", incidents=ended, older=older, first=before is None)


@pages.post("/cases/<reference>/incidents/<uuid:incident_id>/retry")
@access("staff")
def retry(reference: str, incident_id: UUID) -> ResponseReturnValue:
    at = now()
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), at)
        kind = _theirs(session, of, incident_id).kind
        if kind == GLASS:
            raise CaseNotFound("There is nothing to try again.")
        if kind == ASSIGNMENT:
            given = cases.give_again(session, of.loaded.id, at=at)
            said = "Somebody has it now." if given else "Still nobody may have it."
        else:
            again = incidents.retry(session, incident_id, of.actor, at)
            said = "It is being tried again." if again else "Nothing was left to do: it is closed."
    flash(said, "done")
    return redirect(url_for("incidents.show"), 303)


@pages.post("/cases/<reference>/incidents/<uuid:incident_id>/give-up")
@access("staff")
def give_up(reference: str, incident_id: UUID) -> ResponseReturnValue:
    at, reason = now(), request.form.get("reason", "")
    if not remarks(reason):
        return _page(without_reason=incident_id)
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), at)
        glass = _theirs(session, of, incident_id).kind == GLASS
        incidents.give_up(session, incident_id, of.actor, reason, at)
    flash(SEEN if glass else GIVEN_UP, "done")
    return redirect(url_for("incidents.show"), 303)


@pages.post("/cases/<reference>/incidents/<uuid:incident_id>/take")
@access("staff")
def take(reference: str, incident_id: UUID) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        _theirs(session, of, incident_id)
        incidents.take(session, incident_id, of.actor)
    flash("It is yours to see to.", "done")
    return redirect(url_for("incidents.show"), 303)


@pages.errorhandler(IncidentNotFound)
def seen_to(error: IncidentNotFound) -> ResponseReturnValue:
    """Two see to one at once: whoever comes second is told."""
    flash("Somebody else has seen to it already.")
    return redirect(url_for("incidents.show"), 303)


def services_of(session: Session, viewer: Viewer) -> dict[str, Service]:
    return {each.service.id: each.service for each in documents.catalogue(session, viewer.organisation_id)}


def _page(*, without_reason: UUID | None = None) -> ResponseReturnValue:
    viewer, moment = signed_in.viewer(), Moment(now(), calendar())
    asked = {name: request.args[name] for name in ("service", "kind", "with") if request.args.get(name)}
    taken = _TAKEN.get(asked.get("with", ""))
    with current_site().database.read() as session:
        filters = Filters(asked.get("service"), asked.get("kind"), taken)
        found = incidents.groups(session, viewer, filters)
        everything = incidents.groups(session, viewer) if asked else found
        services = services_of(session, viewer) if everything else {}
    listed = [_group(each, services.get(each.service_id), moment, each.first == without_reason) for each in found]
    return paint(
        "staff/incidents.html", here="incidents", status=422 if without_reason else 200, groups=listed,
        filters=_filters(everything, services, asked), filtered=bool(asked),
    )  # fmt: skip


def _group(group: Group, service: Service | None, moment: Moment, without_reason: bool) -> dict[str, Any]:
    """A cause. One incident alone, on a case, is seen to right here."""
    shown: dict[str, Any] = {
        "id": str(group.first),
        "what": incident_words.what(group.kind),
        "about": incident_words.about(group, service),
        "reason": group.reason,
        "means": incident_words.means(group, service),
        "count": group.count,
        "since": spoken.when(group.since, moment),
        "latest": "" if (last := spoken.when(group.latest, moment)) == spoken.when(group.since, moment) else last,
        "owner": incident_words.owner(group, service),
        "taken": group.taken,
        "taken_name": group.taken_name,
        "service": incident_words.title(service, group.service_id),
        "glass": group.kind == GLASS,
        "reference": "",
        "case": "",
        "url": url_for("incident_group.show", service_id=group.service_id, cause=group.cause),
        "problem": ("Enter what you make of it" if group.kind == GLASS else "Enter why it is given up")
        if without_reason
        else "",
    }
    if group.count == 1 and group.reference:
        reference = shown_reference(group.reference)
        of = {"reference": reference, "incident_id": group.first}
        shown |= {"reference": reference, "case": url_for("case_page.show", reference=reference)}
        shown |= {name: url_for(f"incidents.{name}", **of) for name in ("retry", "give_up", "take")}  # type: ignore[arg-type]
    return shown


def _ended(incident: Incident, service: Service | None, moment: Moment) -> dict[str, str]:
    reference = shown_reference(incident.reference) if incident.reference else ""
    ending = incident.ending or "closed"
    return {
        "what": incident_words.what(incident.kind),
        "about": incident_words.about(incident, service),
        "reference": reference,
        "case": url_for("case_page.show", reference=reference) if reference else "",
        "ending": ending[:1].upper() + ending[1:],
        "who": incident.closed_by or "",
        "when": spoken.when(incident.closed_at or incident.opened_at, moment),
        "opened": spoken.when(incident.opened_at, moment),
    }


def _filters(
    found: tuple[Group, ...], services: Mapping[str, Service], asked: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Links that each change one thing; those with nothing to choose between are left out."""
    of_service = {
        each.service_id: incident_words.title(services.get(each.service_id), each.service_id) for each in found
    }
    of_kind = {each.kind: incident_words.what(each.kind) for each in found}
    choices = (("Service", "service", of_service), ("What", "kind", of_kind))
    shown = [_filter(label, name, {"": "All", **each}, asked) for label, name, each in choices if len(each) > 1]
    taken = {"": "Anyone", "nobody": "Nobody", "me": "Me"}
    return [*shown, _filter("With", "with", taken, asked)] if found or asked else []


def _filter(label: str, name: str, choices: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, Any]:
    links = []
    for value, words in choices.items():
        query = urlencode({key: each for key, each in {**asked, name: value}.items() if each})
        url = f"{url_for('incidents.show')}{'?' if query else ''}{query}"
        links.append({"label": words, "on": asked.get(name, "") == value, "url": url})
    return {"label": label, "links": links}


def _theirs(session: Session, of: Opened, incident_id: UUID) -> Incident:
    """
    Raises:
        CaseNotFound: it is no open incident of this case, or not one that this person must see to.
    """
    incident = incidents.owned(session, of.viewer, incident_id)
    if incident is None or incident.case_id != of.loaded.id:
        raise CaseNotFound("There is no such incident.")
    return incident
