"""A decision table as a grid: its fields, what is wrong with it, a row to try; saved as it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from builder.conditions import Vocabulary
from builder.conditions.subjects import subjects
from builder.edits import Delete, Duplicate, Edit, Several, apply
from builder.grids import Grid, changing, grid, posted, remarks, trying
from builder.grids.cells import hows
from builder.references import Element, Refused
from builder.references.ids import snake
from builder.web.data.adding import FACTS
from builder.web.data.comes_to import comes_to
from builder.web.data.used import used
from builder.web.drafts import refusals
from builder.web.drafts.drafted import done, opened
from builder.web.elements.element_page import seen_document
from builder.web.painting import paint
from builder.web.painting.work import Work
from definitions.calendars import Moment, calendar
from definitions.expressions import InvalidExpression
from definitions.expressions.parse import parse
from runtime.web.access_rules import access
from runtime.web.site import now

pages = Blueprint("build_decision", __name__, url_prefix="/build/<service_id>/data/decision")


def painted(work: Work, id: str, typed: Grid | None = None, wrong: tuple[changing.Wrong, ...] = ()) -> Response:
    """The page of a table, with its fields as they stand or as they were typed."""
    one = grid(work.document, id)
    if one is None:
        abort(404)
    place = next(n for n, each in enumerate(work.document["decisions"]) if each["id"] == id)
    inputs = trying.inputs(work.document, one)
    asked = {each.name: request.args.get(each.name, "") for each in inputs}
    tried = trying.tried(work.document, one, asked, _moment(work)) if any(asked.values()) else None
    element = Element("decision", id)
    outputs = {each.name: each.kind for each in one.outputs}
    return paint(
        "build/data-decision.html", work=work, tab="data", status=422 if wrong else 200, grid=typed or one,
        element=element, remarks=remarks(work.document, one), hows=hows, wrong=wrong, facts=FACTS,
        inputs=inputs, asked=asked, tried=tried, offers=subjects(Vocabulary(work.document), ("decisions", place)),
        problems=_problems(work, one, f"/decisions/{place}/"),
        seen_in=list(comes_to(work.service, id, outputs)) if work.service else None,
        used=used(work, element),
    )  # fmt: skip


def _problems(work: Work, one: Grid, at: str) -> list[tuple[str, str]]:
    """What is wrong with cells and results: where that is, and what."""
    found = [each for each in work.problems if each.severity == "error" and each.pointer.startswith(at)]
    return [(_where(one, each.pointer.removeprefix(at).split("/")), each.message) for each in found]


def _where(one: Grid, steps: list[str]) -> str:
    """A place of a table as its author sees it: "Rule 2, pounds"."""
    match steps:
        case ["rules", n, "when", m] if int(m) < len(one.columns):
            return f"Rule {int(n) + 1}, {one.columns[int(m)].label}"
        case ["rules", n, "then", name]:
            return f"Rule {int(n) + 1}, {name.replace('_', ' ')}"
        case ["rules", n, *_]:
            return f"Rule {int(n) + 1}"
        case ["otherwise", *rest]:
            return ", ".join(["When no rule fits", *(name.replace("_", " ") for name in rest)])
        case ["inputs", n, *_] if int(n) < len(one.columns):
            return one.columns[int(n)].label
    return "The table"


@pages.post("")
@access("author")
def save(service_id: str) -> ResponseReturnValue:
    """What the fields say, and then what the button does."""
    work, id = opened(service_id), request.form.get("id", "")
    document = seen_document(work)
    one = grid(document, id)
    if one is None:
        abort(404)
    new = posted.typed(request.form, one)
    found, wrong = posted.edits(document, one, new)
    if wrong:
        return painted(work, id, new, wrong)
    back = url_for("build_data.show", service_id=service_id, at=f"decision:{id}")
    try:
        after = apply(document, Several(tuple(found))).document if found else document
        more = _pressed(after, grid(after, id) or one, request.form.get("do", ""))
    except Refused as refused:
        return refusals.refused(work, refused, back)
    every = [*found, *([more] if more else [])]
    return done(work, Several(tuple(every)) if len(every) > 1 else every[0] if every else None, back=back)


def _pressed(document: Mapping[str, Any], one: Grid, do: str) -> Edit | None:
    """What a button of the grid does, by its words: ``up 2`` moves rule 2, counted from 0, one up."""
    what, _, of = do.partition(" ")
    n = int(of) if of.isdecimal() else -1
    rules = f"{one.address}/rules"
    match what:
        case "add":
            return changing.added(document, one, ["-"] * len(one.columns))
        case "gap":
            missing = remarks(document, one).missing
            return missing[n].edit if 0 <= n < len(missing) else None
        case "up" | "down":
            return changing.moved(one, n, -1 if what == "up" else 1)
        case "copy":
            return Duplicate(f"{rules}/{n}")
        case "delete":
            return Delete(f"{rules}/{n}")
        case "left" | "right":
            return changing.input_moved(document, one, n, -1 if what == "left" else 1)
        case "column":
            return _column(document, one)
        case "no-column":
            return changing.without_input(document, one, n)
        case "output":
            return changing.with_output(document, one, _output(one), request.form.get("new-kind", "text"))
        case "no-output":
            return changing.without_output(document, one, of)
        case "otherwise":
            return changing.with_otherwise(one)
        case "no-otherwise":
            return changing.without_otherwise(one)
    return None


def _column(document: Mapping[str, Any], one: Grid) -> Edit:
    source = request.form.get("new-text", "").strip() or request.form.get("new-name", "")
    if not source:
        raise Refused("unknown", "choose what else the table is to look at, or write how it is worked out")
    try:
        parse(source)
    except InvalidExpression as bad:
        raise Refused("unknown", bad.problems[0].message) from None
    return changing.with_input(document, one, source)


def _output(one: Grid) -> str:
    """A name for a new output: what was typed, in the form of names."""
    typed = snake(request.form.get("new-output", ""))
    if not typed or typed in [each.name for each in one.outputs]:
        raise Refused("unknown", "enter a name for what else comes out, which no other has")
    return typed


def _moment(work: Work) -> Moment:
    return Moment(now(), work.service.calendar if work.service else calendar("england"))
