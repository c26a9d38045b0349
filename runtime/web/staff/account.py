"""One's own account: the roles one has and through which team, the places one is signed in, and the password."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from definitions.calendars import Moment, calendar
from definitions.questions.kind import in_language
from definitions.service import Service
from runtime import documents, people, sessions
from runtime.passwords import UnfitPassword
from runtime.sign_in import SignInRefused, TooManyAttempts, prove
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in, spoken
from runtime.web.staff.answers_shown import named
from runtime.web.staff.painting import paint
from runtime.web.staff.sign_in import attempt_of, too_often

pages = Blueprint("account", __name__, url_prefix="/staff/account")


@pages.get("")
@access("staff")
def show() -> ResponseReturnValue:
    return _page({})


@pages.post("/password")
@access("staff")
def password() -> ResponseReturnValue:
    """Change it, which ends every session of the account and begins a new one here."""
    me, at, form = signed_in.current(), now(), request.form
    typed, wanted, again = (form.get(f"password-{name}", "") for name in ("now", "new", "again"))
    database = current_site().database
    with database.read() as session:
        email = people.account(session, me.viewer.person_id).email
    try:
        prove(database, attempt_of(email, typed), at=at)
    except SignInRefused:
        return _page({"password-now": "Password is not the one you sign in with"})
    except TooManyAttempts as refused:
        return _page({"password-now": too_often(refused)}, status=429)
    if wanted != again:
        return _page({"password-again": "The two new passwords must be the same"})
    try:
        with database.begin() as session:
            people.set_password(session, me.viewer.person_id, wanted, at=at)
            token = sessions.renew(session, me, at=at)
    except UnfitPassword as unfit:
        return _page({"password-new": str(unfit)})
    flash("Your password is changed. You are signed out everywhere else.", "done")
    return signed_in.give(make_response(redirect(url_for("account.show"), 303)), token)


@pages.post("/mail")
@access("staff")
def mail() -> ResponseReturnValue:
    """Whether to be written to when a note mentions them."""
    wished = request.form.get("mentions") == "yes"
    with current_site().database.begin() as session:
        people.wish_mail(session, signed_in.viewer().person_id, mentions=wished)
    flash(
        "You will be written to." if wished else "You will not be written to. Mentions stand on your first page.",
        "done",
    )
    return redirect(url_for("account.show"), 303)


@pages.post("/sessions/<uuid:session_id>/end")
@access("staff")
def end(session_id: UUID) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        if not sessions.end_one(session, signed_in.viewer().person_id, session_id, at=now()):
            abort(404)
    flash("That session is ended.", "done")
    return redirect(url_for("account.show"), 303)


@pages.post("/sessions/end-others")
@access("staff")
def end_others() -> ResponseReturnValue:
    with current_site().database.begin() as session:
        sessions.end_others(session, signed_in.current(), at=now())
    flash("You are signed out everywhere else.", "done")
    return redirect(url_for("account.show"), 303)


def _page(problems: dict[str, str], *, status: int = 200) -> ResponseReturnValue:
    me, at = signed_in.current(), now()
    moment = Moment(at, calendar())
    with current_site().database.read() as session:
        person = people.account(session, me.viewer.person_id)
        services = {p.service.id: p.service for p in documents.catalogue(session, me.viewer.organisation_id)}
        open_ones = sessions.open_sessions(session, me.viewer.person_id, at=at)
    return paint(
        "staff/account.html",
        status=422 if problems and status == 200 else status,
        person=person,
        teams=[(team, [_role(services, *each) for each in held]) for team, held in person.teams.items()],
        sessions=[
            {
                "id": str(each.id),
                "device": each.device,
                "here": each.id == me.id,
                "signed_in": spoken.when(each.signed_in_at, moment),
                "seen": spoken.when(each.seen_at, moment),
            }
            for each in open_ones
        ],
        password_at=spoken.when(person.password_at, moment) if person.password_at else "",
        problems=problems,
    )


def _role(services: dict[str, Service], service_id: str, role_id: str) -> tuple[str, str]:
    service = services.get(service_id)
    if service is None:
        return named(service_id.rstrip(":")), named(role_id)
    language = service.languages[0]
    label = next((in_language(role.label, language) for role in service.roles if role.id == role_id), named(role_id))
    return in_language(service.title, language), label
