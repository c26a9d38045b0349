"""An expression as it is typed or its rows are chosen: read back, and checked as the draft would be with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from builder import fields
from builder.edits import Set, Unset, apply
from builder.fields import MISSING, Field
from builder.references import Refused
from builder.web.drafts.drafted import opened
from definitions.problems import Problem
from definitions.read import check
from runtime.web.access_rules import access

pages = Blueprint("build_expression", __name__, url_prefix="/build/<service_id>")


@pages.post("/expression")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    """One input of the form of the element ``at``, with what is wrong with it; nothing is kept."""
    work, address = opened(service_id), request.args.get("at", "")
    try:
        reading = fields.read(work.document, address, request.form)
    except Refused:
        abort(404)
    every = (inner for one in reading.fields for inner in one.walk())
    field = next((one for one in every if one.name == request.args.get("field") and one.kind == "expression"), None)
    if field is None:
        abort(404)
    if field.rule is not None and field.rule.posted.problems:
        field.problem = ""
    problems = _problems(work.document, address, field)
    answer = Response(
        render_template("build/field-expression.html", work=work, field=field, problems=problems, piece=1)
    )
    rows = field.rule is not None and field.rule.posted.settled and "rows" in request.args
    if rows and field.value != _stands(field):
        answer.headers["HX-Trigger"] = "settled"
    return answer


def _stands(field: Field) -> str:
    return "" if field.old is MISSING else str(field.old)


def _problems(document: Mapping[str, Any], address: str, field: Field) -> tuple[Problem, ...]:
    """What is wrong with the draft if it said this; its shape, where that is it. Nothing of what is new altogether."""
    at = address + field.at
    try:
        after = apply(document, Set(at, field.value.strip()) if field.value.strip() else Unset(at)).document
    except Refused:
        return ()
    return check(after)
