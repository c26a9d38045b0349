"""Progress of a case for its applicant: opened by a reference and a second fact, or by the link in a mail."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, Response, abort, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from definitions.facts import APPLICANT
from definitions.workflow import Transition
from runtime import cases, references
from runtime.cases.loading import Loaded
from runtime.errors import ActionRefused, BadInputs, CaseNotFound
from runtime.web import errors, htmx, limits, uploads
from runtime.web.access_rules import access
from runtime.web.asking import Mistake
from runtime.web.posted import typed_form
from runtime.web.public import acting, again, form_pages, seen, starting, tracking
from runtime.web.public.acting import Asking
from runtime.web.public.joined import Joined, joined
from runtime.web.public.progress import Progress
from runtime.web.shell import language
from runtime.web.site import current_site, now
from runtime.web.words import say

track = Blueprint("track", __name__)


@track.get("/track")
@access("public")
def ask() -> Response:
    """Which case: its reference, and something that the applicant told us."""
    return _ask_page()


@track.post("/track")
@access("public")
def find() -> ResponseReturnValue:
    """Open the case, or say that the two do not match: the same words, whichever of them is wrong."""
    reference, fact = request.form.get("reference", "")[:100].strip(), request.form.get("fact", "")[:300].strip()
    spoken = language()
    empty = [("reference", "track-no-reference")] * (not reference) + [("fact", "track-no-fact")] * (not fact)
    if empty:
        return _ask_page(reference, tuple(Mistake(f"#{name}", say(spoken, key)) for name, key in empty), 422)
    whom = (limits.address(), f"reference:{references.parse(reference) or reference.casefold()}")
    limits.spend(limits.GUESSES, *whom)
    with current_site().database.read() as reading:
        case_id = tracking.match(reading, reference, fact)
    if case_id is None:
        return _ask_page(reference, (Mistake("#reference", say(spoken, "track-wrong")),), 422)
    limits.forgive(limits.GUESSES, *whom)
    tracking.remember(case_id, now(), all=False)
    return redirect("/track/case", 303)


@track.get("/track/<token>")
@access("public")
def link(token: str) -> Response:
    """A page with a button: programs that open every link in a mail change nothing and learn nothing."""
    return htmx.render("public/track_link.html", block="content", token=token, **starting.surroundings())


@track.post("/track/<token>")
@access("public")
def open_link(token: str) -> ResponseReturnValue:
    try:
        with current_site().database.read() as reading:
            loaded = cases.by_track_token(reading, token)
    except CaseNotFound:
        return htmx.render("public/track_dead.html", block="content", status=404, **starting.surroundings())
    tracking.remember(loaded.id, now(), all=True)
    return redirect("/track/case", 303)


@track.get("/track/case")
@access("applicant")
def case() -> ResponseReturnValue:
    """Where it stands, what happened, what comes next and what the applicant can do."""
    loaded = _opened()
    if loaded is None:
        return redirect("/track", 303)
    shown = Progress(loaded, now(), _language(loaded))
    context = acting.surroundings(shown, back=None) | {
        "progress": shown,
        "joined": _joined(loaded),
        "done": session.pop("done", False),
        "service_id": loaded.service_id,
        "again": again.is_offered(loaded),
        "seen": seen.lines(loaded, shown),
    }
    return form_pages.reply("public/progress.html", None, **context)


@track.get("/track/case/<action>")
@access("applicant")
def action(action: str) -> ResponseReturnValue:
    """What an action asks, or the button that confirms it."""
    loaded = _opened()
    if loaded is None:
        return redirect("/track", 303)
    transition = _transition(loaded, action)
    shown = Progress(loaded, now(), _language(loaded))
    if not acting.is_open(shown, transition):
        return acting.gone_page(shown, transition)
    return acting.page(shown, transition, Asking(key=str(uuid4())))


@track.post("/track/case/<action>")
@access("applicant", takes_files=True)
def act(action: str) -> ResponseReturnValue:
    """Do it once; or show again what was typed, with what is wrong with it."""
    loaded = _opened()
    if loaded is None:
        return redirect("/track", 303)
    transition, at = _transition(loaded, action), now()
    shown = Progress(loaded, at, _language(loaded))
    asking = acting.read(shown, transition)
    if asking.problems or uploads.stays(transition.ask):
        return uploads.told(acting.page(shown, transition, asking, asking.status))
    try:
        with current_site().database.begin() as writing:
            cases.act(writing, loaded.id, action, asking.answers, APPLICANT, revision=None, key=asking.key, at=at)
    except BadInputs as bad:
        return acting.page(shown, transition, acting.refused(asking, transition, bad.refusal), 422)
    except ActionRefused as no:
        return acting.gone_page(shown, transition, asking, no.refusal)
    session["done"] = True
    return redirect("/track/case", 303)


@track.errorhandler(CSRFError)
def open_too_long(error: CSRFError) -> ResponseReturnValue:
    """Nothing was sent: what was typed is shown again, on its page if that may still be seen."""
    typed = typed_form()
    if request.endpoint == "track.act":
        try:  # what is raised here, no other handler sees
            loaded = _opened()
            transition = _transition(loaded, str((request.view_args or {})["action"])) if loaded else None
        except (HTTPException, DBAPIError):
            loaded = transition = None
        if loaded and transition:
            shown = Progress(loaded, now(), _language(loaded))
            return acting.page(shown, transition, Asking(str(uuid4()), typed), 400)
    ours = ("csrf_token", "key", "place")
    texts = tuple(text for name, all_of in typed.items() if name not in ours for text in all_of if text.strip())
    return errors.answer(400, kind="error-csrf", more=texts)


def _ask_page(reference: str = "", mistakes: tuple[Mistake, ...] = (), status: int = 200) -> Response:
    context = starting.surroundings() | {"reference": reference, "mistakes": mistakes}
    return htmx.render("public/track.html", block="content", status=status, **context)


def _opened() -> Loaded | None:
    with current_site().database.read() as reading:
        return tracking.opened(reading, now())


def _joined(loaded: Loaded) -> Joined | None:
    with current_site().database.read() as reading:
        return joined(reading, loaded, now(), _language(loaded)) if loaded.case.merged else None


def _transition(loaded: Loaded, action: str) -> Transition:
    found = loaded.service.workflow.transition(action)
    if found is None or "applicant" not in found.by:
        abort(404)
    return found


def _language(loaded: Loaded) -> str:
    """The language chosen in this browser, if the service speaks it."""
    spoken = language() if "language" in session else loaded.case.language
    return spoken if spoken in loaded.service.languages else loaded.service.languages[0]
