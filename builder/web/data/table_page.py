"""A table of choices: its rows as they are read, and its text to change."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from builder.edits import Set
from builder.references import Element
from builder.web.data.used import used
from builder.web.drafts.drafted import done, opened
from builder.web.painting import paint
from builder.web.painting.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_table", __name__, url_prefix="/build/<service_id>/data/table")
MOST_SHOWN = 50


def summary(name: str, text: str) -> Mapping[str, Any]:
    """Columns and how many rows, of a table that may not be well-formed yet."""
    rows = _rows(text)
    return {"name": name, "columns": rows[0] if rows else [], "rows": max(0, len(rows) - 1)}


def painted(work: Work, name: str, typed: str | None = None, problem: str = "") -> Response:
    text = work.document["tables"][name]
    rows, one = _rows(text), Element("table", name)
    return paint(
        "build/data-table.html", work=work, tab="data", one=one, used=used(work, one),
        text=text if typed is None else typed, head=rows[0] if rows else [], rows=rows[1 : MOST_SHOWN + 1],
        more=max(0, len(rows) - 1 - MOST_SHOWN), problem=problem, status=422 if problem else 200,
    )  # fmt: skip


@pages.post("")
@access("author")
def save(service_id: str) -> ResponseReturnValue:
    """The text as it was typed or sent as a file."""
    work, name = opened(service_id), request.form.get("name", "")
    sent = request.files.get("file")
    raw = sent.read() if sent is not None and sent.filename else request.form.get("text", "").encode()
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return painted(work, name, problem="The file is not in UTF-8: save it as “CSV UTF-8”")
    if not text.strip():
        return painted(work, name, text, "Enter the names of the columns, and below them a row for each choice")
    back = url_for("build_data.show", service_id=service_id, at=f"table:{name}")
    return done(work, Set(f"table:{name}", text) if text != work.document["tables"].get(name) else None, back=back)


def _rows(text: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(text)) if row]
    except csv.Error:
        return []
