"""Values, decisions, lookups, changing words, tables and blocks of a service: the list of all, and each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from builder import fields
from builder.conditions import Vocabulary, read, said
from builder.conditions.subjects import subjects
from builder.edits import Rename
from builder.fields.rules import is_condition
from builder.grids import grid, remarks
from builder.references import Refused
from builder.references.addresses import resolve, value_at
from builder.references.elements import Element, element
from builder.references.ids import kebab, snake
from builder.web.data import adding, decision_page, table_page
from builder.web.data.comes_to import comes_to
from builder.web.data.lookup_tried import tried
from builder.web.data.used import used
from builder.web.drafts.drafted import done, opened
from builder.web.elements import element_page
from builder.web.painting import paint
from builder.web.painting.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_data", __name__, url_prefix="/build/<service_id>/data")

KINDS = {"value": "Value", "decision": "Decision table", "lookup": "Lookup", "term": "Word that changes",
         "table": "Table of choices", "block": "Block"}  # fmt: skip


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    work, address = opened(service_id), request.args.get("at", "")
    if not address:
        return _listed(work)
    return _painted(work, address)


def _listed(work: Work, **given: Any) -> Response:
    offers = subjects(Vocabulary(work.document), ("decisions",))
    return paint(
        "build/data.html", work=work, tab="data", lists=_lists(work), kinds=adding.FACTS, offers=offers, **given
    )


def _painted(work: Work, address: str) -> Response:
    path = resolve(work.document, address)
    if path is None or value_at(work.document, path) is None:
        abort(404)
    one = element(address)
    if one.kind == "decision" and "/" not in address:
        return decision_page.painted(work, one.id)
    if one.kind == "table":
        return table_page.painted(work, one.id)
    return element_again(work, address)


def element_again(work: Work, address: str, **given: Any) -> Response:
    """The page of one element, with its form as it stands or as it was typed."""
    try:
        made = given.pop("fields", None) or fields.fields(work.document, address)
    except Refused:
        abort(404)
    one = element(address.partition("/")[0])
    given |= {"tab": "data", "back": given.get("back") or _at(work.id, address)}
    return paint(
        "build/data-element.html", work=work, address=address, fields=made, one=one, kind=KINDS.get(one.kind, one.kind),
        whole="/" not in address, seen_in=_comes_to(work, one), used=used(work, one),
        tried=tried(work, one) if one.kind == "lookup" else None, **given,
    )  # fmt: skip


element_page.AGAIN["data"] = element_again


@pages.post("/add")
@access("author")
def add(service_id: str) -> ResponseReturnValue:
    """Put in something new, and go on to it."""
    work = opened(service_id)
    try:
        edit, one = adding.new(work.document, request.form)
    except adding.Lacking as lacking:
        return _listed(work, status=422, lacking=lacking, sent=request.form)
    return done(work, edit, back=_at(service_id, str(one)))


@pages.post("/rename")
@access("author")
def rename(service_id: str) -> ResponseReturnValue:
    """Call it something else: all that names it follows."""
    one, typed = element(request.form.get("at", "")), request.form.get("id", "").strip()
    if one.kind not in KINDS:
        abort(400)
    if one.kind == "table":
        new = f"{kebab(typed.removesuffix('.csv'))}.csv"
    else:
        new = kebab(typed) if one.kind == "block" else snake(typed)
    return done(opened(service_id), Rename(str(one), new or typed), back=_at(service_id, f"{one.kind}:{new}"))


def _at(service_id: str, address: str) -> str:
    return url_for("build_data.show", service_id=service_id, at=address)


def _lists(work: Work) -> Mapping[str, Any]:
    """What there is of each kind, with a line that says what each is."""
    document, words = work.document, Vocabulary(work.document)
    return {
        "values": [
            one | {"said": _condition(words, one, n)} for n, one in enumerate(document.get("values", ()))
        ],
        "decisions": [_decision(document, one) for one in document.get("decisions", ())],
        "lookups": [one | {"asked": _asked(words, one["by"])} for one in document.get("lookups", ())],
        "terms": [
            one | {"said": " / ".join(each["text"] for each in one["variants"])} for one in document.get("terms", ())
        ],
        "tables": [table_page.summary(name, text) for name, text in document.get("tables", {}).items()],
        "blocks": [one | {"id": name} for name, one in document.get("blocks", {}).items()],
    }  # fmt: skip


def _asked(words: Vocabulary, name: str) -> str:
    """What an answer is called."""
    named = words.get(name)
    return named.label.rstrip("?.:") if named else name


def _condition(words: Vocabulary, value: Mapping[str, Any], n: int) -> str:
    return said(read(value["value"]), words) if is_condition(words, ("values", n, "value")) else ""


def _decision(document: Mapping[str, Any], table: Mapping[str, Any]) -> Mapping[str, Any]:
    one = grid(document, table["id"])
    assert one is not None
    found = remarks(document, one)
    return {"id": one.id, "looks": [column.label for column in one.columns], "gives": [o.name for o in one.outputs],
            "rules": len(one.rules), "marks": len(found.rules) + len(found.missing)}  # fmt: skip


def _comes_to(work: Work, one: Element) -> list[tuple[str, str]] | None:
    """What it is in each example; None where that cannot be told."""
    kinds = {"value": ("values", "type"), "lookup": ("lookups", "gives")}
    if one.kind not in kinds or work.service is None:
        return None
    listed, typed = kinds[one.kind]
    part = next((each for each in work.document.get(listed, ()) if each["id"] == one.id), None)
    return list(comes_to(work.service, one.id, part[typed])) if part else None
