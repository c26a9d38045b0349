"""When I am away: one's own absences with who stands in, and whom one knows and so does not work for."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment, calendar
from runtime.cases import conflicts
from runtime.staffing import absences, stand_ins
from runtime.staffing.absences import UnfitAbsence
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import absence_form, signed_in
from runtime.web.staff.absence_form import Form
from runtime.web.staff.painting import paint

pages = Blueprint("away", __name__, url_prefix="/staff/away")


@pages.get("")
@access("staff")
def show() -> ResponseReturnValue:
    with current_site().database.read() as session:
        return _page(session, Form(_able(session)))


@pages.post("")
@access("staff")
def add() -> ResponseReturnValue:
    with current_site().database.begin() as session:
        form = Form(_able(session), request.form.to_dict(flat=False))
        me = signed_in.viewer()
        if not keep(session, form, me.person_id):
            return _page(session, form, status=422)
    flash("It is kept. While you are away you are given no new cases.", "done")
    return redirect(url_for("away.show"), 303)


@pages.post("/<uuid:absence_id>/end")
@access("staff")
def end(absence_id: UUID) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        if not absences.come_back(session, absence_id, signed_in.viewer().person_id, at=now()):
            abort(404)
    flash("That absence is ended.", "done")
    return redirect(url_for("away.show"), 303)


@pages.post("/known/<uuid:acquaintance_id>/forget")
@access("staff")
def forget(acquaintance_id: UUID) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        if not conflicts.forget(session, signed_in.viewer().person_id, acquaintance_id, at=now()):
            abort(404)
    flash("New cases of theirs may be given to you again.", "done")
    return redirect(url_for("away.show"), 303)


def keep(session: Session, form: Form, person_id: UUID) -> bool:
    """Keep the absence that the form asks for; False when something is wrong with it, which it then says."""
    me, moment = signed_in.viewer(), Moment(now(), calendar())
    wish = absence_form.read(form, moment)
    if wish is None:
        return False
    try:
        absences.go_away(
            session, person_id, wish, organisation_id=me.organisation_id, able=[one.id for one in form.able],
            by=me.person_id, today=moment.today, at=moment.at,
        )  # fmt: skip
    except UnfitAbsence as problem:
        absence_form.unfit(form, problem)
        return False
    return True


def _able(session: Session) -> tuple[stand_ins.Able, ...]:
    me = signed_in.viewer()
    return stand_ins.able(session, me.organisation_id, me.person_id)


def _page(session: Session, form: Form, *, status: int = 200) -> ResponseReturnValue:
    me, moment = signed_in.viewer(), Moment(now(), calendar())
    titles = {service_id: title for one in form.able for service_id, title in one.services}
    coming = absences.to_come(session, [me.person_id], moment.today)[me.person_id]
    return paint(
        "staff/away.html",
        status=status,
        form=form,
        action=url_for("away.add"),
        absences=[absence_form.line(one, moment, titles) for one in coming],
        known=[
            {"id": str(one), "kind": kind, "shown": shown}
            for one, kind, shown in conflicts.known_to(session, me.person_id)
        ],
    )
