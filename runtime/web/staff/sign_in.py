"""The staff door: signing in with a password, and out again."""

from __future__ import annotations

import math

from flask import Blueprint, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from runtime import sessions
from runtime.sign_in import Attempt, SignInRefused, TooManyAttempts, sign_in
from runtime.web.access_rules import access
from runtime.web.htmx import page
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.spoken import counted

pages = Blueprint("sign_in", __name__, url_prefix="/staff")

WRONG = "Email address or password is not right"

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@pages.get("/sign-in")
@access("public")
def show() -> ResponseReturnValue:
    key = signed_in.key()
    if key and sessions.visit(current_site().database, key, at=now()):
        return redirect(url_for("staff.home"), 303)
    return _form()


@pages.post("/sign-in")
@access("public")
def enter() -> ResponseReturnValue:
    form = request.form
    email, way = form.get("email", ""), form.get("way", "")
    try:
        token = sign_in(current_site().database, attempt_of(email, form.get("password", "")), at=now())
    except SignInRefused:
        return _form(way=way, email=email, problem=WRONG), 422
    except TooManyAttempts as refused:
        minutes = math.ceil(refused.wait.total_seconds() / 60)
        return _form(way=way, email=email, problem=too_often(refused)), 429, {"Retry-After": str(60 * minutes)}
    return _welcome(signed_in.follow(way), token)


@pages.post("/sign-out")
@access("public")
def leave() -> ResponseReturnValue:
    with current_site().database.begin() as unit:
        sessions.end(unit, signed_in.key(), at=now())
    _fresh_cookie()
    return signed_in.take_away(make_response(redirect(url_for("sign_in.show", out=1), 303)))


def attempt_of(email: str, password: str) -> Attempt:
    """A password typed in this request."""
    pepper = current_site().settings.secret_key.encode()
    device = device_of(request.user_agent.string)
    return Attempt(email, password, request.remote_addr or "", device, pepper)


def too_often(refused: TooManyAttempts) -> str:
    minutes = math.ceil(refused.wait.total_seconds() / 60)
    return f"You have tried too many times. Wait {counted(minutes, 'minute')}, then try again"


def device_of(agent: str) -> str:
    """The browser as its owner would name it: "Firefox on Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def _form(*, way: str = "", email: str = "", problem: str | None = None) -> str:
    kept = bool(signed_in.follow(way).form)
    ended = "out" in request.args
    return page("staff/sign-in.html", way=way, kept=kept, ended=ended, email=email[:320], problem=problem)


def _welcome(back: signed_in.WayBack, token: str) -> Response:
    """What was typed when the last session ended can be sent again: never without a hand on the button."""
    old = signed_in.key()
    if old:
        with current_site().database.begin() as unit:
            sessions.end(unit, old, at=now())
    _fresh_cookie()
    if back.form:
        return signed_in.give(Response(page("staff/resume.html", back=back)), token)
    return signed_in.give(make_response(redirect(back.url, 303)), token)


def _fresh_cookie() -> None:
    """Begin the browser's other cookie anew, so that no CSRF token outlives who it was made for."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
