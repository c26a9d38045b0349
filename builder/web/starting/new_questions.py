"""A new service from a pasted list of questions: what each line becomes is shown, and can be changed, before it is."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from builder.beginning import blank
from builder.outline import MOST, kinds_for, of_kind, pages_of
from builder.references.fresh import labelled
from builder.web.painting import paint
from builder.web.starting.begun import begun, free_id
from builder.web.starting.new_page import mistakes, titled, unfit
from builder.writing import written
from runtime.web.access_rules import access

pages = Blueprint("build_new_questions", __name__, url_prefix="/build/new")

LONGEST = 100_000
NONE = "Paste at least one question"


class Line(NamedTuple):
    """A page to be: ``kinds`` are what it could ask for instead, in words."""

    id: str
    label: str
    hint: str
    kind: str
    kinds: dict[str, str]
    choices: list[str]
    required: bool


@pages.get("/questions")
@access("author")
def show() -> ResponseReturnValue:
    return paint("build/new-questions.html", title="", pasted="", lines=[], mistakes=[])


@pages.post("/questions")
@access("author")
def begin() -> ResponseReturnValue:
    """Show what the lines become; with ``make``, make it."""
    title, pasted = titled(), request.form.get("pasted", "")
    made = _chosen(pages_of(pasted)) if len(pasted) <= LONGEST else []
    if problem := _unfit(pasted, made):
        return _page(title, pasted, [], mistakes(problem, "pasted"), 422)
    if "make" not in request.form:
        return _page(title, pasted, made, [])
    if problem := unfit(title):
        return _page(title, pasted, made, mistakes(problem), 422)
    count = f"{len(made)} page{'s' if len(made) > 1 else ''}"
    while True:
        service_id = free_id(title)
        text = written(blank(service_id, title, made))
        if answer := begun(service_id, text, f"Your service is begun, with {count}. All you do is saved."):
            return answer


def _chosen(made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pages with the kinds that were chosen for them, by the ids of their questions."""
    return [of_kind(page, request.form.get(f"kind-{page['questions'][0]['id']}", "")) for page in made]


def _unfit(pasted: str, made: list[dict[str, Any]]) -> str:
    if len(pasted) > LONGEST:
        return "Paste fewer questions at a time: this is too much text"
    if not pasted.replace("\r", "").replace("\n", "").replace("\t", "").isprintable():
        return "Paste it as plain text: there are control characters in it"
    return "" if made else NONE


def _page(
    title: str, pasted: str, made: list[dict[str, Any]], wrong: list[dict[str, str]], status: int = 200
) -> ResponseReturnValue:
    lines = [_line(page["questions"][0]) for page in made]
    full = len(lines) == MOST
    return paint(
        "build/new-questions.html", status=status, title=title, pasted=pasted, lines=lines, mistakes=wrong, full=full
    )


def _line(question: dict[str, Any]) -> Line:
    return Line(
        question["id"],
        question["label"],
        question.get("hint", ""),
        question["type"],
        dict(kinds_for(question)),
        [labelled(one) for one in question.get("options", ())],
        question.get("required", True),
    )
