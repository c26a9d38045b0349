"""Pages of an organisation outside that is asked something: the link of its mail, the task, and its answer."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, abort, redirect
from flask.typing import ResponseReturnValue

from definitions.facts import Reason
from definitions.questions.sniff import ENDINGS
from definitions.words.dates import day_in_words
from runtime import cases, files
from runtime.errors import ActionRefused, BadInputs
from runtime.web import htmx, uploads
from runtime.web.access_rules import access
from runtime.web.places import place
from runtime.web.public import acting, form_pages, starting
from runtime.web.public.acting import Asking
from runtime.web.public.outside import Outside, outside, remember
from runtime.web.shell import language
from runtime.web.site import current_site, now

asked = Blueprint("asked", __name__)


@asked.get("/asked/<token>")
@access("public")
def link(token: str) -> Response:
    """A page with a button: programs that open every link in a mail change nothing and learn nothing."""
    return htmx.render("public/asked_link.html", block="content", token=token, **starting.surroundings())


@asked.post("/asked/<token>")
@access("public")
def open_link(token: str) -> ResponseReturnValue:
    with current_site().database.read() as reading:
        if not remember(reading, token, now()):
            return _dead()
    return redirect("/asked/task", 303)


@asked.get("/asked/task")
@access("applicant")
def task() -> ResponseReturnValue:
    of = _opened()
    if of is None:
        return _dead()
    return _page(of, Asking(key=str(uuid4()))) if of.errand.open else _ended(of)


@asked.post("/asked/task")
@access("applicant", takes_files=True)
def answer() -> ResponseReturnValue:
    """Answer it once; or show again what was typed, with what is wrong with it."""
    of, at = _opened(), now()
    if of is None:
        return _dead()
    asking = acting.read(of, of)
    if asking.problems or uploads.stays(of.ask):
        return uploads.told(_page(of, asking, asking.status))
    given = {"key": asking.key, "at": at}
    try:
        with current_site().database.begin() as writing:
            cases.do_task(writing, of.loaded.id, of.errand.key, asking.answers, of.actor, **given)  # type: ignore[arg-type]
    except BadInputs as bad:
        return _page(of, acting.refused(asking, of, bad.refusal), 422)
    except ActionRefused as no:
        return _ended(of, no.refusal.reasons, acting.typed_texts(of, asking))
    return redirect("/asked/task", 303)


@asked.get("/asked/files/<int:number>")
@access("applicant")
def file(number: int) -> ResponseReturnValue:
    """A file that the task shows, under a name of ours: as an attachment, which no browser runs or guesses at."""
    database, of = current_site().database, _opened()
    described = of.file(number) if of and of.errand.open else None
    if of is None or described is None:
        abort(404)
    with database.read() as reading:
        files.openable(reading, described["id"])
    response = Response(files.read(database, described["id"]), mimetype=described["type"])
    ending = next((ending for ending, kind in ENDINGS.items() if kind == described["type"]), "bin")
    name = f"{of.case.reference}-{number}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _opened() -> Outside | None:
    with current_site().database.read() as reading:
        return outside(reading, now(), language())


def _page(of: Outside, asking: Asking, status: int = 200) -> Response:
    due = of.errand.due
    about = of.task.about.render(of.scope).strip() if of.task.about else ""
    context = _around(of) | {
        "title": of.label,
        "about": about.split("\n\n") if about else (),
        "facts": tuple(of.facts()),
        "due": day_in_words(of.service.calendar.local(due).date(), of.scope.language) if due else "",
    }
    return form_pages.reply("public/asked.html", None, status, **context, **acting.form(of, of, asking))


def _ended(of: Outside, reasons: tuple[Reason, ...] = (), typed: tuple[str, ...] = ()) -> Response:
    """It is answered, by this browser or another, or no longer asked; and what was typed, to be copied."""
    mine = of.errand.state == "done" and not reasons
    status = 409 if reasons else 200
    words = tuple(dict.fromkeys(reason.staff for reason in reasons))
    return form_pages.reply(
        "public/asked_ended.html", None, status, **_around(of), mine=mine, reasons=words, typed=typed
    )


def _dead() -> Response:
    return htmx.render("public/asked_dead.html", block="content", status=404, **starting.surroundings())


def _around(of: Outside) -> dict[str, Any]:
    return {
        "language": of.scope.language,
        "languages": of.service.languages,
        "place": place(),
        "back": None,
        "service_title": of.service.title.render(of.scope),
        "reference": of.case.reference,
    }
