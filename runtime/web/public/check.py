"""Check the answers, send them once however often the button is pressed, and say what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from definitions.calendars import Moment
from definitions.form import Question
from definitions.journey import Journey, walk
from definitions.questions import KINDS
from definitions.scope import Scope
from definitions.text import Text
from runtime import cases
from runtime.cases.loading import Loaded
from runtime.errors import ApplicationIncomplete, ApplicationNotFound, CaseNotFound, Refused
from runtime.web import asking, errors, held, limits
from runtime.web.access_rules import access
from runtime.web.fragments import slot
from runtime.web.held import Held
from runtime.web.public import acting, form_pages, starting, tracking
from runtime.web.public.citizen import way_on
from runtime.web.public.progress import Progress
from runtime.web.shell import language
from runtime.web.site import current_site, now
from runtime.web.words import say

check = Blueprint("check", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """An answer in a summary list: lines of plain text, and where it can be changed."""

    label: str
    lines: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    rows: tuple[Row, ...]


@check.get("/apply/<service_id>/check")
@access("applicant")
def answers(service_id: str) -> ResponseReturnValue:
    """Every answer on the route, each with a way to change it."""
    of = held.held(service_id)
    if of.reference:
        return redirect(f"/apply/{service_id}/sent", 303)
    if of.ended:
        held.forget(service_id)
        return starting.ended_page(of)
    if not of.begun:
        return redirect(f"/apply/{service_id}", 303)
    journey = of.journey()
    if journey.next_page or not of.application:
        return redirect(way_on(of, journey), 303)
    banner = session.pop("banner", "") if "banner" in session else ""
    return _page(of, journey, banner)


@check.post("/apply/<service_id>/check")
@access("applicant")
def send(service_id: str) -> ResponseReturnValue:
    """Send it: the first time makes the case, every other time finds it."""
    of = held.held(service_id)
    if of.application is None:
        return redirect(
            f"/apply/{service_id}/sent" if service_id in session.get("sent", {}) else f"/apply/{service_id}", 303
        )
    if not of.reference and request.form.get("key") != _key(of):
        return _page(of, of.journey(), say(of.language, "changed-banner"), 409)
    limits.spend_if_possible(limits.SENT, f"sent:{limits.address()}")
    try:
        with current_site().database.begin() as writing:
            receipt = cases.submit(writing, of.application, at=of.at, key=str(of.application.id))
    except ApplicationIncomplete as incomplete:
        return redirect(f"/apply/{service_id}/{incomplete.facts['page'] or 'check'}", 303)
    except ApplicationNotFound:
        held.forget(service_id)
        return starting.ended_page(of)
    until = int((of.at + tracking.OPEN_FOR).timestamp())
    session["sent"] = {**session.get("sent", {}), service_id: {"case": str(receipt.case_id), "until": until}}
    tracking.remember(receipt.case_id, of.at)
    return redirect(f"/apply/{service_id}/sent", 303)


@check.get("/apply/<service_id>/sent")
@access("applicant")
def sent(service_id: str) -> ResponseReturnValue:
    """The reference, what happens next and when: for as long as the progress page is open to this browser."""
    kept = session.get("sent", {}).get(service_id)
    if not kept:
        return redirect(f"/apply/{service_id}", 303)
    if kept["until"] <= now().timestamp():
        return redirect("/track", 303)
    try:
        with current_site().database.read() as reading:
            loaded = cases.load(reading, UUID(kept["case"]))
    except CaseNotFound:
        return redirect(f"/apply/{service_id}", 303)
    return _sent_page(loaded)


@check.errorhandler(CSRFError)
def open_too_long(error: CSRFError) -> ResponseReturnValue:
    """Nothing was sent; the answers are where they were."""
    try:  # what is raised here, no other handler sees
        of = held.held(str((request.view_args or {})["service_id"]))
    except Refused:
        return errors.answer(404)
    except (DBAPIError, PoolTimeout) as lost:
        return unavailable(lost)
    journey = of.journey()
    if of.application is None or journey.next_page or of.reference:
        return errors.answer(400, kind="error-csrf")
    return _page(of, journey, say(of.language, "kept-banner"), 400)


@check.errorhandler(DBAPIError)
@check.errorhandler(PoolTimeout)
def unavailable(error: Exception) -> ResponseReturnValue:
    """Whether it was sent cannot be known just now, so the page promises only what holds either way."""
    if not errors.is_unavailable(error):
        raise error
    return errors.unavailable(error, "error-unsent")


def _page(of: Held, journey: Journey, banner: str = "", status: int = 200) -> Response:
    answered = rows(of, journey)
    context = starting.service_surroundings(of, back=_last_page(of, journey)) | {"banner": banner}
    if banner:
        context |= {"parts": (Part("", answered),), "key": _key(of)}
        return form_pages.reply("public/check.html", None, status, **context)
    # The same page for all who answered the same questions; what they answered is put in afterwards.
    blank = tuple(Row(slot(f"row{n}"), _slots(n, row), row.href) for n, row in enumerate(answered))
    texts = {f"row{n}": row.label for n, row in enumerate(answered)} | {"key": _key(of)}
    texts |= {f"row{n}line{m}": line for n, row in enumerate(answered) for m, line in enumerate(row.lines)}
    key = (of.version_id, tuple(context.items()), blank)
    return form_pages.filled("public/check.html", key, texts, **context, parts=(Part("", blank),), key=slot("key"))


def _slots(n: int, row: Row) -> tuple[str, ...]:
    return tuple(slot(f"row{n}line{m}") for m in range(len(row.lines)))


def rows(of: Held, journey: Journey, *, change: bool = True) -> tuple[Row, ...]:
    """Answers as the form asked them, in its order, each with where it can be changed."""
    root, scope = f"/apply/{of.service.id}" if change else "", of.scope(journey.names)
    return tuple(
        Row(
            question.label.render(scope),
            _lines(question, journey, scope),
            f"{root}/{visit.page.id}?change=1#{_first(question)}" if change else "",
        )
        for visit in journey.visits
        for question in visit.questions
    )


def _lines(question: Question, journey: Journey, scope: Scope) -> tuple[str, ...]:
    value = journey.answers.get(question.id)
    if value is None:
        return ()
    return tuple(KINDS[question.kind].show(question, value, scope.language).split("\n"))


def _first(question: Question) -> str:
    return KINDS[question.kind].inputs(question)[0]


def _sent_page(loaded: Loaded) -> Response:
    service = loaded.service
    spoken = language() if language() in service.languages else service.languages[0]
    shown, after = Progress(loaded, now(), spoken), service.after_submission
    context = acting.surroundings(shown, back=None) | {
        "service_id": service.id,
        "progress": shown,
        "after": asking.formatted(after, shown.scope) if after else None,
        "dues": () if after and _names_a_clock(after) else shown.promises(),
        "parts": (Part("", _answers_of(loaded)),),
    }
    return form_pages.reply("public/sent.html", None, **context)


def _names_a_clock(text: Text) -> bool:
    return any(name.startswith("clock.") for name in text.interpolated)


def _answers_of(loaded: Loaded) -> tuple[Row, ...]:
    case, moment = loaded.case, Moment(loaded.case.submitted_at, loaded.service.calendar)
    of = Held(loaded.service, loaded.version_id, case.submitted_at)
    journey = walk(
        loaded.service.form, case.answers, case.lookups, moment, service=loaded.service, language=of.language
    )
    return rows(of, journey, change=False)


def _key(of: Held) -> str:
    """Names the application and how it stood: what is sent is what was shown, and never a later application."""
    return f"{of.application.id}.{of.application.revision}" if of.application else ""


def _last_page(of: Held, journey: Journey) -> str:
    return f"/apply/{of.service.id}/{journey.pages[-1].id}" if journey.pages else f"/apply/{of.service.id}"
