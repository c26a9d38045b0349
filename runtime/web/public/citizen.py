"""What citizens do: find a service, start it, answer its pages one at a time, leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import NotFound

from definitions.facts import Answers
from definitions.journey import Journey
from definitions.questions.present import Found
from definitions.visits import qualified
from runtime import documents
from runtime.errors import ApplicationMoved, ApplicationNotFound, ApplicationSent, Refused
from runtime.web import errors, held, htmx, limits, page_buttons, uploads
from runtime.web.access_rules import access
from runtime.web.asking import is_plain_page
from runtime.web.fetching import looked_up
from runtime.web.held import Held
from runtime.web.posted import Posted, filled, read_page, stored, typed_form
from runtime.web.public import attached, brought, form_pages, later, republished, sections, starting
from runtime.web.public.form_pages import Sending
from runtime.web.public.ways import ALL, after_change, is_open, onward, way_on
from runtime.web.shell import language
from runtime.web.site import current_site
from runtime.web.spots import Spot, find
from runtime.web.words import LANGUAGES, say

citizen = Blueprint("citizen", __name__)


@citizen.get("/")
@access("public")
def services() -> Response:
    """Every service that is online."""
    with current_site().database.read() as reading:
        listed = [starting.Listed.of(one.service, language()) for one in documents.catalogue(reading)]
    return htmx.render("public/services.html", block="content", services=listed, **starting.surroundings())


@citizen.get("/apply/<service_id>")
@access("applicant")
def start(service_id: str) -> Response:
    """What the service is, what it asks, how long it takes; and the way on for somebody who has begun."""
    return starting.start_page(held.held(service_id))


@citizen.post("/apply/<service_id>")
@access("applicant")
def begin(service_id: str) -> ResponseReturnValue:
    """Start, or go on; "discard" deletes what was saved, and starts again."""
    of = held.held(service_id)
    if "discard" in request.form or of.reference or of.ended:
        held.discard(service_id) if not of.reference else held.forget(service_id)
        of = held.held(service_id)
    if of.application is None:
        limits.spend_if_possible(limits.BEGUN, f"begun:{limits.address()}")
        of = starting.begun(of)
    return redirect(way_on(of, of.journey()), 303)


@citizen.get("/apply/<service_id>/<path:address>")
@access("applicant")
def page(service_id: str, address: str) -> ResponseReturnValue:
    """A page, section or item of the form, if the route leads there; else the place that it leads to."""
    of = held.held(service_id)
    if over := starting.over(of):
        return over
    spot = _spot_of(of, address)
    plain = spot.page is not None and is_plain_page(of.service, spot.page)
    journey = of.route() if plain else of.journey()
    if not is_open(journey, spot):
        return redirect(way_on(of, journey) if of.begun else f"/apply/{service_id}", 303)
    banner = held.banner(of)
    if spot.page is None:
        return sections.show(of, spot, journey, banner=banner)
    if again := _not_right_yet(of, spot) or _gone_bad(of, spot, journey):
        return form_pages.show(of, spot, journey, replace(again, banner=f"{banner} {again.banner}".strip()))
    return form_pages.show(of, spot, journey, banner=banner)


@citizen.post("/apply/<service_id>/<path:address>")
@access("applicant", takes_files=True)
def save(service_id: str, address: str) -> ResponseReturnValue:
    """Save a page's answers, and go on; or show it again with what is wrong. For a list: add, remove, put back."""
    of = held.held(service_id)
    if of.reference:
        return redirect(f"/apply/{service_id}/sent", 303)
    if republished.is_stale(of):
        return republished.again(of, address)
    spot, typed = _spot_of(of, address), typed_form()
    if spot.page is None:
        return sections.change(of, spot)
    if (chosen := request.form.get("language")) in LANGUAGES:
        session["language"] = chosen
        changes = held.held(service_id).changes if of.changes else ""
        return form_pages.show(of, spot, of.journey(), Sending(typed, banner=changes))
    if spot.page.kind == "stop" or not of.route().visit(spot.page, spot.path):
        return redirect(way_on(of, of.journey()), 303)
    of, taken = attached.take(of, spot, spot.page)
    if uploads.stays(spot.page.questions):
        return attached.page_again(of, spot, taken)
    scope = of.scope(of.journey().names_at(spot.path))
    typed = brought.overruled(of, spot.page, taken.typed)
    pressed = page_buttons.press(spot.page.questions, typed, of.answers_in(spot.path), scope)
    posted, journey = read_page(of, spot, pressed.typed)
    if pressed.again and "later" not in request.form:
        looking = Sending(pressed.typed, pressed.problems, found=pressed.found)
        return form_pages.show(of, spot, journey, looking, 422 if pressed.problems else 200)
    uploads.merge(posted, taken)
    if "later" in request.form:
        return _left_half_way(of, spot, posted, journey)
    if again := _again(of, spot, posted, journey, taken.status, pressed.found):
        return again
    return _saved(of, spot, posted, journey)


def _not_right_yet(of: Held, spot: Spot) -> Sending | None:
    """What was typed here when the form was left to come back to, and was no answer then."""
    typed = of.application.typed if of.application else {}
    if spot.page is None or not typed:
        return None
    found = [typed[name] for q in spot.page.questions if (name := qualified(spot.path, q.id)) in typed]
    if not found:
        return None
    inputs = {**filled(spot.page.questions, of.answers_in(spot.path))}
    return Sending(
        inputs | {name: each for one in found for name, each in one.items()}, banner=say(of.language, "typed-banner")
    )


def _gone_bad(of: Held, spot: Spot, journey: Journey) -> Sending | None:
    """Answers that were good when they were given, and are not any more: a day that has passed, say."""
    if spot.page is None:
        return None
    problems = attached.gone_bad(of, journey, [visit] if (visit := journey.visit(spot.page, spot.path)) else [])
    if journey.problems:
        places = {place: qualified(spot.path, place) for place in (*(q.id for q in spot.page.questions), spot.page.id)}
        problems |= {place: journey.problems[name] for place, name in places.items() if name in journey.problems}
    return Sending(filled(spot.page.questions, of.answers_in(spot.path)), problems) if problems else None


def _again(
    of: Held, spot: Spot, posted: Posted, journey: Journey, status: int, found: Mapping[str, Found]
) -> Response | None:
    """The page again, when something on it is wrong or worth a second look; None when it may be saved."""
    if posted.problems:
        again = Sending(posted.typed, posted.problems, found=found)
        return uploads.told(form_pages.show(of, spot, journey, again, status))
    if posted.unanswered and "reminded" not in request.form:
        scope = of.scope(journey.names_at(spot.path))
        labels = ", ".join(q.label.render(scope) for q in posted.unanswered)
        words = say(of.language, "recommended-banner", labels=labels)
        return form_pages.show(of, spot, journey, Sending(posted.typed, banner=words, reminded=True, found=found))
    return None


def _saved(of: Held, spot: Spot, posted: Posted, journey: Journey) -> ResponseReturnValue:
    try:
        before, of = _stored(of, stored(spot, posted.answers), journey)
    except ApplicationSent:
        return redirect(f"/apply/{of.service.id}/sent", 303)
    journey = of.route()
    if before.application is None and not before.begun and spot.page and journey.next and not is_open(journey, spot):
        title = spot.page.title.render(of.scope(of.journey().names_at(spot.path)))
        session["banner"] = say(of.language, "kept-one-banner", page=title)
    # Whoever moves to a newer version is led to what is new there, past all that they have answered.
    change = request.args.get("change", "") or (ALL if before.changes else "")
    return redirect(after_change(of, journey, spot, change) if change else onward(of, journey, spot), 303)


def _left_half_way(of: Held, spot: Spot, posted: Posted, journey: Journey) -> ResponseReturnValue:
    """Keep what is good of a page that is left to come back to, and tell what is not."""
    unkept, good = later.bad_part(of, posted), later.good_part(of.answers_in(spot.path), posted)
    try:
        _, of = _stored(of, stored(spot, good), journey)
    except ApplicationSent:
        return redirect(f"/apply/{of.service.id}/sent", 303)
    return later.kept(of, unkept, later.typed_part(of, spot, posted, unkept))


def _stored(of: Held, answers: Answers, journey: Journey) -> tuple[Held, Held]:
    """The application before and after a page is saved: a new one, if the one that was held is gone meanwhile.

    Raises:
        ApplicationSent: it became a case meanwhile.
    """
    records = looked_up(of, answers, journey)
    try:
        return of, held.save(of, answers, records)
    except ApplicationNotFound:
        held.forget(of.service.id)
        before = held.held(of.service.id)
        return before, held.save(before, answers, records)


@citizen.post("/language/<code>")
@access("public")
def change_language(code: str) -> ResponseReturnValue:
    """The same page in another language; answers stay where they are."""
    return starting.in_language(code)


@citizen.post("/apply/<service_id>/leave")
@citizen.post("/leave", defaults={"service_id": None})
@access("applicant")
def leave(service_id: str | None) -> ResponseReturnValue:
    """Clear this device: whatever this browser held is forgotten, and what was not sent is deleted."""
    return starting.leave()


@citizen.get("/left")
@access("public")
def left() -> Response:
    return htmx.render("public/left.html", block="content", **starting.surroundings())


@citizen.errorhandler(CSRFError)
def open_too_long(error: CSRFError) -> ResponseReturnValue:
    """The page was open longer than its session: nothing is saved yet, and nothing that was typed is lost."""
    if request.endpoint != "citizen.save":
        return errors.answer(400, kind="error-csrf")
    try:
        of = held.held(str((request.view_args or {})["service_id"]))
        words = "kept-banner" if of.application else "ended-banner"
        return _typed_again(of, say(of.language, words), 400)
    except (NotFound, Refused):  # nobody catches what an error handler raises
        return errors.answer(404)
    except (DBAPIError, PoolTimeout) as lost:
        return unavailable(lost)


@citizen.errorhandler(ApplicationMoved)
def moved(error: ApplicationMoved) -> ResponseReturnValue:
    """Another tab has taken the answers over to a newer version of the form while this page was on its way."""
    given = request.view_args or {}
    return republished.again(held.held(str(given["service_id"])), str(given.get("address", "")))


@citizen.errorhandler(DBAPIError)
@citizen.errorhandler(PoolTimeout)
def unavailable(error: Exception) -> ResponseReturnValue:
    """The database is away: the page again, with all that was typed, and an honest word that it is not saved."""
    if not errors.is_unavailable(error):
        raise error
    of = held.from_memory(str((request.view_args or {}).get("service_id", "")))
    if request.endpoint != "citizen.save" or of is None:
        return errors.unavailable(error)
    response = _typed_again(of, say(of.language, "unsaved-banner"), 503)
    response.headers["Retry-After"] = "60"
    return response


def _typed_again(of: Held, words: str, status: int) -> Response:
    spot = _spot_of(of, str((request.view_args or {})["address"]))
    if spot.page is None:
        return errors.answer(status)
    return form_pages.show(of, spot, of.journey(), Sending(typed_form(), banner=words), status)


def _spot_of(of: Held, address: str) -> Spot:
    found = find(of.service.form, address)
    if found is None and of.changes:
        abort(redirect(way_on(of, of.journey()), 303))
    if found is None:
        raise NotFound
    return found
