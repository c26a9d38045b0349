"""Coming back to what was saved: by a code, by the link of a mail, or by having that mail sent again.

What opens nothing is answered in the same words, whether it never did or does no more; and an address that is known in
the same as one that is not, after the same work.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from runtime import references, returning
from runtime.errors import ApplicationNotFound
from runtime.mail import UnfitAddress
from runtime.returning import Opened
from runtime.web import held, htmx, limits
from runtime.web.access_rules import access
from runtime.web.asking import Mistake
from runtime.web.places import place
from runtime.web.public import starting
from runtime.web.shell import language
from runtime.web.site import current_site, now
from runtime.web.words import say

coming_back = Blueprint("coming_back", __name__)


@coming_back.get("/return")
@access("public")
def ask() -> Response:
    """Which code; or the address that a link was sent to."""
    return _ask_page()


@coming_back.post("/return")
@access("public")
def enter_code() -> ResponseReturnValue:
    typed = request.form.get("code", "")[:100].strip()
    if not typed:
        return _ask_page(mistake=("code", "return-no-code"))
    if references.parse_code(typed) is None:
        return _ask_page(typed, ("code", "return-wrong"))
    whom = f"code:{limits.address()}"
    limits.spend(limits.GUESSES, whom)
    try:
        reply = _enter(lambda writing: returning.by_code(writing, typed, now()), code=typed)
    except ApplicationNotFound:
        return _ask_page(typed, ("code", "return-wrong"))
    limits.forgive(limits.GUESSES, whom)
    return reply


@coming_back.post("/return/again")
@access("public")
def mail_again() -> ResponseReturnValue:
    typed = request.form.get("email", "")[:320].strip()
    limits.spend(limits.MAILED, f"mailed:{limits.address()}")
    try:
        with current_site().database.begin() as writing:
            returning.ask_again(writing, typed, now())
    except UnfitAddress:
        return _ask_page(email=typed, mistake=("email", "later-mail-wrong"))
    return redirect("/return/again", 303)


@coming_back.get("/return/again")
@access("public")
def mailed_again() -> Response:
    return _plain("return_mailed")


@coming_back.get("/return/<secret>")
@access("public")
def link(secret: str) -> Response:
    """A page with a button: programs that open every link in a mail open nothing and learn nothing."""
    return _plain("return_link", secret=secret)


@coming_back.post("/return/<secret>")
@access("public")
def open_link(secret: str) -> ResponseReturnValue:
    limits.spend_if_possible(limits.RETURNED, f"link:{limits.address()}")
    try:
        return _enter(lambda writing: returning.by_link(writing, secret, now()), secret=secret)
    except ApplicationNotFound:
        return _plain("return_dead", 404)


def _enter(open_: Callable[[Session], Opened], *, code: str = "", secret: str = "") -> ResponseReturnValue:
    """Go on with what is opened; but ask first, where answers of this browser would be lost by it.

    Raises:
        ApplicationNotFound: nothing is opened.
    """
    with current_site().database.begin() as writing:
        opened = open_(writing)
        application = opened.application
        at_stake = not application.submitted_reference and held.at_stake(opened)
        if at_stake and "replace" not in request.form:
            writing.rollback()
    if application.submitted_reference:
        return _plain("return_sent", reference=application.submitted_reference)
    if at_stake and "replace" not in request.form:
        title = application.service.title.render(held.scope_of(application, now(), language()))
        return _plain("return_stake", title=title, service_id=application.service.id, code=code, secret=secret)
    if at_stake:
        held.discard(application.service.id)
    held.take_over(opened)
    session.setdefault("language", application.language)
    session["banner"] = say(language(), "return-back-banner")
    return redirect(f"/apply/{application.service.id}/check", 303)


def _ask_page(code: str = "", mistake: tuple[str, str] | None = None, *, email: str = "") -> Response:
    mistakes = (Mistake(f"#{mistake[0]}", say(language(), mistake[1])),) if mistake else ()
    context = starting.surroundings() | {"place": place("/return"), "code": code, "email": email, "mistakes": mistakes}
    return htmx.render("public/return.html", block="content", status=422 if mistake else 200, **context)


def _plain(name: str, status: int = 200, **context: object) -> Response:
    return htmx.render(f"public/{name}.html", block="content", status=status, **starting.surroundings(), **context)
