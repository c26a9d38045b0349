"""The team of whoever looks after one: who is away, what each can do and has to do, and giving cases to others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment, calendar
from definitions.questions.kind import in_language
from definitions.questions.typed import remarks
from definitions.service import Service
from definitions.words.dates import day_in_words
from runtime import documents, workloads
from runtime.access import looked_after
from runtime.staffing import absences, stand_ins, team
from runtime.staffing.team import Member
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import absence_form, rows, signed_in, spoken
from runtime.web.staff.absence_form import Form
from runtime.web.staff.away import keep
from runtime.web.staff.painting import paint

pages = Blueprint("team", __name__, url_prefix="/staff/team")

Services = dict[str, Service]


@pages.get("")
@access("staff")
def show() -> ResponseReturnValue:
    with current_site().database.read() as session:
        services, members = _team(session)
    moment = Moment(now(), calendar())
    return paint("staff/team.html", here="team", members=[_line(one, services, moment) for one in members])


@pages.get("/<uuid:person_id>")
@access("staff")
def member(person_id: UUID) -> ResponseReturnValue:
    with current_site().database.read() as session:
        return _page(session, person_id)


@pages.post("/<uuid:person_id>/away")
@access("staff")
def away(person_id: UUID) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        _member(session, person_id)
        me = signed_in.viewer()
        form = Form(stand_ins.able(session, me.organisation_id, person_id), request.form.to_dict(flat=False))
        if not keep(session, form, person_id):
            return _page(session, person_id, form, status=422)
    flash("It is kept. While they are away they are given no new cases.", "done")
    return redirect(url_for("team.member", person_id=person_id), 303)


@pages.post("/<uuid:person_id>/away/<uuid:absence_id>/end")
@access("staff")
def back(person_id: UUID, absence_id: UUID) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        _member(session, person_id)
        if not absences.come_back(session, absence_id, person_id, at=now()):
            abort(404)
    flash("That absence is ended.", "done")
    return redirect(url_for("team.member", person_id=person_id), 303)


@pages.post("/<uuid:person_id>/give")
@access("staff")
def give(person_id: UUID) -> ResponseReturnValue:
    """Give the chosen cases to somebody else, each in a unit of work of its own."""
    chosen, to, reason = request.form.getlist("case"), request.form.get("to", ""), request.form.get("reason", "")
    database, viewer = current_site().database, signed_in.viewer()
    with database.read() as session:
        services, _ = _member(session, person_id)
        problems = _wrong(session, person_id, chosen, to, reason, services)
        if problems:
            return _page(session, person_id, problems=problems, chosen=chosen, to=to, reason=reason, status=422)
    given, refused = workloads.give(database, viewer, person_id, chosen, to, reason, at=now())
    if given:
        flash(f"{spoken.counted(given, 'case')} handed on.", "done")
    for reference, why in refused:
        flash(f"{reference} was not handed on. {why}")
    return redirect(url_for("team.member", person_id=person_id), 303)


def _team(session: Session) -> tuple[Services, tuple[Member, ...]]:
    """The services there are, and whoever is looked after.

    Raises:
        NotFound: this person looks after nobody.
    """
    viewer = signed_in.viewer()
    services = {one.service.id: one.service for one in documents.catalogue(session, viewer.organisation_id)}
    after = looked_after(viewer, services.values())
    if not after:
        abort(404)
    return services, team.members(session, viewer, after, Moment(now(), calendar()).today)


def _member(session: Session, person_id: UUID) -> tuple[Services, Member]:
    services, members = _team(session)
    found = next((one for one in members if one.id == person_id), None)
    return (services, found) if found else abort(404)


def _page(
    session: Session,
    person_id: UUID,
    form: Form | None = None,
    *,
    problems: dict[str, str] | None = None,
    chosen: Iterable[str] = (),
    to: str = "",
    reason: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    viewer, moment = signed_in.viewer(), Moment(now(), calendar())
    services, member = _member(session, person_id)
    able = stand_ins.able(session, viewer.organisation_id, person_id)
    titles = {service_id: _title(service) for service_id, service in services.items()}
    found = workloads.of(session, viewer, person_id)
    return paint(
        "staff/member.html",
        here="team",
        status=status,
        member=_line(member, services, moment),
        form=form or Form(able),
        action=url_for("team.away", person_id=person_id),
        absences=[absence_form.line(one, moment, titles) for one in member.absences],
        cases=[rows.line(row, viewer, moment, [titles.get(row.service_id, row.service_id)]) for row in found],
        chosen=frozenset(chosen),
        able=[(str(one.id), one.name) for one in able if one.id != viewer.person_id] + [(str(viewer.person_id), "You")],
        problems=problems or {},
        to=to,
        reason=reason,
    )


def _line(member: Member, services: Services, moment: Moment) -> dict[str, Any]:
    away = member.away(moment.today)
    until = f"Away until {day_in_words(away.last, 'en')}" if away and away.last else "Away" if away else ""
    coming = next((one for one in member.absences if one.first > moment.today), None)
    return {
        "id": str(member.id),
        "name": member.name,
        "url": url_for("team.member", person_id=member.id),
        "roles": [
            f"{_role(services[s], role)}, {_title(services[s])}"
            for s, held in member.roles.items()
            for role in sorted(held)
        ],
        "away": until,
        "substitute": away.substitute if away else "",
        "coming": f"Away from {day_in_words(coming.first, 'en')}" if coming and not away else "",
        "load": spoken.bounded(member.load),
        "skills": [skill.replace("-", " ") for skill in member.skills],
        "areas": member.areas,
    }


def _wrong(
    session: Session, person_id: UUID, chosen: list[str], to: str, reason: str, services: Services
) -> dict[str, str]:
    viewer = signed_in.viewer()
    able = {str(one.id) for one in stand_ins.able(session, viewer.organisation_id, person_id)} | {"nobody"}
    problems = {}
    if not chosen:
        problems["case-1"] = "Select the cases to hand on"
    if to not in able:
        problems["to"] = "Select who to hand them to"
    if not remarks(reason):
        problems["reason-given"] = "Enter why you are handing them on"
    return problems


def _title(service: Service) -> str:
    return in_language(service.title, service.languages[0])


def _role(service: Service, role_id: str) -> str:
    return next((in_language(one.label, service.languages[0]) for one in service.roles if one.id == role_id), role_id)
