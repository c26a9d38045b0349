"""Check the answers, send them once however often the button is pressed, and say what happens next."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from definitions.calendars import Moment
from definitions.journey import Journey, walk
from definitions.text import Text
from runtime import applications, cases
from runtime.cases.loading import Loaded
from runtime.errors import (
    ApplicationIncomplete,
    ApplicationMoved,
    ApplicationNotFound,
    CaseNotFound,
    FileRefused,
    Refused,
)
from runtime.web import asking, errors, held, limits
from runtime.web.access_rules import access
from runtime.web.fetching import looked_up
from runtime.web.fragments import slot
from runtime.web.held import Held
from runtime.web.posted import version_mark
from runtime.web.public import acting, again, attached, form_pages, starting, tracking, ways
from runtime.web.public.progress import Progress
from runtime.web.public.summaries import Part, Row, parts
from runtime.web.public.ways import way_on
from runtime.web.shell import language
from runtime.web.site import current_site, now
from runtime.web.spots import CHECK, TASKS
from runtime.web.words import say

check = Blueprint("check", __name__)


@check.get("/apply/<service_id>/check")
@access("applicant")
def answers(service_id: str) -> ResponseReturnValue:
    """Every answer on the route, each with a way to change it."""
    of = held.held(service_id)
    if over := starting.over(of):
        return over
    if not of.begun:
        return redirect(f"/apply/{service_id}", 303)
    journey = of.journey()
    if journey.next or not of.application:
        return redirect(way_on(of, journey), 303)
    return page(of, journey, held.banner(of) or attached.in_words(of, journey))


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
        return _changed(of)
    limits.spend_if_possible(limits.SENT, f"sent:{limits.address()}")
    records = looked_up(of, {}, of.journey()) if of.changes else {}
    try:
        with current_site().database.begin() as writing:
            application = applications.settled(writing, of.application, of.at, records)
            receipt = cases.submit(writing, application, at=of.at, key=str(of.application.id))
    except ApplicationMoved:
        return _changed(held.held(service_id))
    except FileRefused:
        return page(of, of.journey(), attached.in_words(of, of.journey()), 422)
    except ApplicationIncomplete:
        return redirect(way_on(of, of.journey()), 303)
    except ApplicationNotFound:
        held.forget(service_id)
        return starting.ended_page(of)
    until = int((of.at + tracking.OPEN_FOR).timestamp())
    session["sent"] = {**session.get("sent", {}), service_id: {"case": str(receipt.case_id), "until": until}}
    tracking.remember(receipt.case_id, of.at, all=True)
    return redirect(f"/apply/{service_id}/sent", 303)


def _changed(of: Held) -> ResponseReturnValue:
    """The answers, or the form itself, are not as they were shown: nothing is sent that was not looked at."""
    journey = of.journey()
    if journey.next:
        return redirect(way_on(of, journey), 303)
    return page(of, journey, " ".join([say(of.language, "changed-banner"), of.changes]).strip(), 409)


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
    spoken = language() if language() in loaded.service.languages else loaded.service.languages[0]
    return sent_page(loaded, now(), spoken)


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
    if of.application is None or journey.next or of.reference:
        return errors.answer(400, kind="error-csrf")
    return page(of, journey, say(of.language, "kept-banner"), 400)


@check.errorhandler(DBAPIError)
@check.errorhandler(PoolTimeout)
def unavailable(error: Exception) -> ResponseReturnValue:
    """Whether it was sent cannot be known just now, so the page promises only what holds either way."""
    if not errors.is_unavailable(error):
        raise error
    return errors.unavailable(error, "error-unsent")


def page(of: Held, journey: Journey, banner: str = "", status: int = 200) -> Response:
    answered = parts(of, journey)
    context = starting.service_surroundings(of, back=_last_page(of, journey)) | {"banner": banner}
    context |= {"here": ways.href(of, CHECK)}
    if banner:
        context |= {"parts": answered, "key": _key(of)}
        return form_pages.reply("public/check.html", None, status, **context)
    # The same page for all who answered the same questions; what they answered is put in afterwards.
    blank, texts = _without_answers(answered)
    key = (of.version_id, tuple(context.items()), blank)
    texts |= {"key": _key(of)}
    return form_pages.filled("public/check.html", key, texts, **context, parts=blank, key=slot("key"))


def _without_answers(answered: tuple[Part, ...]) -> tuple[tuple[Part, ...], dict[str, str]]:
    """The same parts with slots for all that somebody said or that follows from it, and what belongs in these."""
    blank: list[Part] = []
    texts: dict[str, str] = {}

    def put(name: str, text: str) -> str:
        texts[name] = text
        return slot(name)

    for n, part in enumerate(answered):
        rows = tuple(
            Row(
                put(f"{n}-{m}", row.label),
                tuple([put(f"{n}-{m}-{line}", text) for line, text in enumerate(row.lines)]),
                put(f"{n}-{m}-href", row.href) if row.href else "",
            )
            for m, row in enumerate(part.rows)
        )
        title = put(f"{n}", part.title) if part.title else ""
        where = put(f"{n}-href", part.href) if part.href else ""
        blank.append(Part(title, rows, part.words, where, part.level))
    return tuple(blank), texts


def sent_page(loaded: Loaded, at: datetime, spoken: str) -> Response:
    service = loaded.service
    shown, after = Progress(loaded, at, spoken), service.after_submission
    context = acting.surroundings(shown, back=None) | {
        "service_id": service.id,
        "again": again.is_offered(loaded),
        "progress": shown,
        "after": asking.formatted(after, shown.scope) if after else None,
        "dues": () if after and _names_a_clock(after) else shown.promises(),
        "parts": answers_of(loaded),
    }
    return form_pages.reply("public/sent.html", None, **context)


def _names_a_clock(text: Text) -> bool:
    return any(name.startswith("clock.") for name in text.interpolated)


def answers_of(loaded: Loaded) -> tuple[Part, ...]:
    case, moment = loaded.case, Moment(loaded.case.submitted_at, loaded.service.calendar)
    of = Held(loaded.service, loaded.version_id, case.submitted_at)
    journey = walk(
        loaded.service.form, case.answers, case.lookups, moment, service=loaded.service, language=of.language
    )
    return parts(of, journey, change="")


def _key(of: Held) -> str:
    """Names the application and how it stood: what is sent is what was shown, and never a later application."""
    return f"{of.application.id}.{of.application.revision}.{version_mark(of.service)}" if of.application else ""


def _last_page(of: Held, journey: Journey) -> str:
    if ways.has_tasks(of.service.form):
        return ways.href(of, TASKS)
    if journey.sections:
        return ways.href(of, ways.spot_of(of.service.form, journey.sections[-1]))
    return ways.before_sections(of, journey)
