"""Leaving a form to come back later: what was typed is kept, and how to come back is told, by code and by mail."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from definitions.facts import Answers
from definitions.questions import KINDS
from definitions.visits import qualified
from definitions.words.dates import day_in_words
from runtime import references, returning
from runtime.errors import ApplicationNotFound, ApplicationSent
from runtime.mail import UnfitAddress
from runtime.web import held, limits
from runtime.web.access_rules import access
from runtime.web.asking import Mistake
from runtime.web.held import Held
from runtime.web.places import place
from runtime.web.posted import Posted
from runtime.web.public import form_pages, starting
from runtime.web.site import current_site
from runtime.web.spots import Spot
from runtime.web.words import say

later = Blueprint("later", __name__)


def good_part(before: Answers, posted: Posted) -> dict[str, Any]:
    """The answers of a page that may be kept although it is left half-way: blanks stay to be asked."""
    blank = {name for name, value in posted.answers.items() if value is None and name not in before}
    return {name: value for name, value in posted.answers.items() if name not in posted.problems and name not in blank}


def bad_part(of: Held, posted: Posted) -> list[str]:
    """Questions whose answer was given and cannot be kept."""
    questions = of.service.questions
    return [name for name in posted.problems if name in questions and _is_typed(of, name, posted)]


def typed_part(of: Held, spot: Spot, posted: Posted, names: list[str]) -> dict[str, dict[str, list[str]]]:
    """What was typed for these questions, by the name of their answer. A file that was refused cannot be kept."""
    questions = [of.service.questions[name] for name in names]
    inputs = {q.id: KINDS[q.kind].inputs(q) for q in questions if q.kind != "file"}
    return {
        qualified(spot.path, id): {name: [*posted.typed[name]] for name in each if name in posted.typed}
        for id, each in inputs.items()
    }


def kept(of: Held, unkept: list[str], typed: dict[str, dict[str, list[str]]]) -> ResponseReturnValue:
    """The answers are saved: now a code to come back with, and the page that tells it."""
    if of.application is None:
        of = held.save(of, {}, {})
    assert of.application is not None
    try:
        of = held.keep_code(of, of.application, typed)
    except (ApplicationSent, ApplicationNotFound):
        return redirect(f"/apply/{of.service.id}", 303)
    session["unkept"] = unkept
    return redirect(f"/apply/{of.service.id}/later", 303)


@later.post("/apply/<service_id>/later")
@access("applicant")
def keep(service_id: str) -> ResponseReturnValue:
    """From a page that asks nothing itself."""
    of = held.held(service_id)
    if of.reference:
        return redirect(f"/apply/{service_id}/sent", 303)
    return kept(of, [], {}) if of.begun and not of.ended else redirect(f"/apply/{service_id}", 303)


@later.get("/apply/<service_id>/later")
@access("applicant")
def ways(service_id: str) -> ResponseReturnValue:
    """How to come back, and until when."""
    of = held.held(service_id)
    if of.application is None or "code" not in of.application.ways:
        return redirect(f"/apply/{service_id}", 303)
    mailed = session.pop("mailed", False) if "mailed" in session else False
    return _page(of, of.application.ways["code"], mailed=mailed)


@later.post("/apply/<service_id>/later/link")
@access("applicant")
def mail_link(service_id: str) -> ResponseReturnValue:
    """Have the link mailed to the address that is typed."""
    of, typed = held.held(service_id), request.form.get("email", "")[:320].strip()
    if of.application is None or "code" not in of.application.ways:
        return redirect(f"/apply/{service_id}", 303)
    limits.spend(limits.MAILED, f"mailed:{limits.address()}")
    try:
        with current_site().database.begin() as writing:
            returning.ask_for_link(writing, of.application, typed, of.at)
    except UnfitAddress:
        mistakes = (Mistake("#email", say(of.language, "later-mail-wrong")),)
        return _page(of, of.application.ways["code"], typed=typed, mistakes=mistakes, status=422)
    except (ApplicationSent, ApplicationNotFound):
        return redirect(f"/apply/{service_id}", 303)
    session["mailed"] = True
    return redirect(f"/apply/{service_id}/later", 303)


def _page(
    of: Held,
    code: str,
    *,
    typed: str | None = None,
    mistakes: tuple[Mistake, ...] = (),
    mailed: bool = False,
    status: int = 200,
) -> Response:
    if of.application is None:
        raise NotFound
    address = of.application.ways.get("address", "")
    answer = of.answers.get(of.service.applicant.email or "")
    until = of.service.calendar.local(of.application.expires_at).date()
    context = starting.service_surroundings(of, back=f"/apply/{of.service.id}/check") | {
        "place": place(f"/apply/{of.service.id}/later"),
        "code": references.show_code(code),
        "until": day_in_words(until, of.language),
        "home": f"{current_site().settings.base_url.rstrip('/').partition('://')[2]}/return",
        "unkept": _labels(of),
        "email": typed if typed is not None else address or answer or "",
        "mailed": address if mailed else "",
        "mistakes": mistakes,
    }
    return form_pages.reply("public/later.html", None, status, **context)


def _labels(of: Held) -> tuple[str, ...]:
    names = session.get("unkept", ())
    if "unkept" in session:
        del session["unkept"]
    questions = [of.service.questions[name] for name in names if name in of.service.questions]
    return tuple(question.label.render(of.scope(of.journey().names)) for question in questions)


def _is_typed(of: Held, name: str, posted: Posted) -> bool:
    inputs = KINDS[of.service.questions[name].kind].inputs(of.service.questions[name])
    return any(text.strip() for each in (*inputs, name) for text in posted.typed.get(each, ()))
