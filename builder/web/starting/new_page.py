"""A new service: from nothing, with no more asked than what it is called; or as a copy of one that is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from builder.beginning import LONGEST_TITLE, blank, called
from builder.library import library
from builder.web.drafts.drafted import opened
from builder.web.painting import paint
from builder.web.starting.begun import begun, free_id
from builder.writing import rewritten, written
from runtime.web.access_rules import access

pages = Blueprint("build_new", __name__, url_prefix="/build")

NO_TITLE = "Say what people will be able to do"


@pages.get("/new")
@access("author")
def show() -> ResponseReturnValue:
    return _new()


@pages.post("/new")
@access("author")
def begin() -> ResponseReturnValue:
    title = titled()
    if problem := unfit(title):
        return _new(title, problem, 422)
    while True:
        service_id = free_id(title)
        if made := begun(service_id, written(blank(service_id, title)), "Your service is begun. All you do is saved."):
            return made


@pages.get("/<service_id>/copy")
@access("author")
def copied(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    return _copy(work, f"Copy of {work.title}"[:LONGEST_TITLE])


@pages.post("/<service_id>/copy")
@access("author")
def copy(service_id: str) -> ResponseReturnValue:
    """Another service that is the same but for its title and id; what happens to either does not change the other."""
    work, title = opened(service_id), titled()
    if problem := unfit(title):
        return _copy(work, title, problem, 422)
    while True:
        new_id = free_id(title)
        text = rewritten(work.text, work.document, called(work.document, new_id, title))
        if made := begun(new_id, text, f"This is a copy of {work.title}, and yours to change."):
            return made


def titled() -> str:
    """The title in the sent form, on one line."""
    return " ".join(request.form.get("title", "").split())


def unfit(title: str) -> str:
    """What is wrong with a title; nothing if it is one."""
    if not title:
        return NO_TITLE
    if not title.isprintable():
        return "Write it without special control characters"
    return f"Say it in {LONGEST_TITLE} characters or fewer" if len(title) > LONGEST_TITLE else ""


def mistakes(problem: str, input: str = "title") -> list[dict[str, str]]:
    return [{"href": f"#{input}", "text": problem}] if problem else []


def _new(title: str = "", problem: str = "", status: int = 200) -> ResponseReturnValue:
    many = len(library())
    return paint("build/new.html", status=status, title=title, mistakes=mistakes(problem), many=many)


def _copy(work: Any, title: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    return paint("build/new-copy.html", work=work, status=status, title=title, mistakes=mistakes(problem))
