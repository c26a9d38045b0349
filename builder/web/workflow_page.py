"""The workflow of a service: its diagram, the same as rows, and the element in hand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from builder.around import around, near
from builder.diagrams import Mark, picture, table
from builder.edits import Split
from builder.edits.growing import grown, new_action, new_state
from builder.fields import Field, fields
from builder.references import Element, Refused, indexed
from builder.references.addresses import owner, steps
from builder.references.fresh import fresh, labelled
from builder.web.drafted import done, opened
from builder.web.painting import paint
from builder.web.places import place
from builder.web.posted import field_of, saved
from builder.web.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_workflow", __name__, url_prefix="/build/<service_id>/workflow")

KINDS = ("state", "transition", "clock")
BY = (("applicant", "The applicant"), ("assignee", "Whoever has the case"), ("system", "By itself, as soon as it can"),
      ("timer", "By itself, after a time"), ("partner", "An organisation outside"))  # fmt: skip


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _painted(opened(service_id))


@pages.post("/element")
@access("author")
def save(service_id: str) -> ResponseReturnValue:
    """What the form of the element in hand, or of one beside it, says."""
    work, at = opened(service_id), request.args.get("at", "")
    of = request.args.get("of", at)
    back = place(service_id, at) + (f"&also={of}" if of != at else "")
    return saved(work, of, back, lambda filled, problems: _painted(work, at, of, filled, problems, status=422))


@pages.post("/split")
@access("author")
def split(service_id: str) -> ResponseReturnValue:
    """A new state in the middle of an action."""
    work, what = opened(service_id), request.args.get("at", "")
    label = field_of("label")
    if not label:
        return _painted(work, what, problems=[("split-label", "Say what the new state is called")], status=422)
    new = f"state:{fresh(indexed(work.document), Element('state', ''), label)}"
    return done(work, Split(what, label, field_of("onward") or "Go on"), back=place(service_id, new, "#element"))


@pages.post("/state")
@access("author")
def add_state(service_id: str) -> ResponseReturnValue:
    work, label = opened(service_id), field_of("label")
    if not label:
        return _painted(work, problems=[("label", "Say what staff call the state")], adding="state", status=422)
    final = field_of("final") == "true"
    edit, address = new_state(work.document, label, field_of("public"), field_of("queue"), final)
    return done(work, edit, back=place(service_id, address, "#element"))


@pages.post("/action")
@access("author")
def add_action(service_id: str) -> ResponseReturnValue:
    work, label = opened(service_id), field_of("label")
    sources, by = request.form.getlist("from"), request.form.getlist("by")
    reaching = field_of("reaching") if field_of("to") == "new:" else ""
    problems = [(name, words) for name, given, words in (
        ("label", label, "Say what stands on its button"),
        ("from", sources, "Choose at least one state in which it can be done"),
        ("by", by, "Choose who does it"),
        ("reaching", reaching or field_of("to") != "new:", "Say what the new state is called"),
    ) if not given]  # fmt: skip
    if problems:
        return _painted(work, problems=problems, adding="transition", status=422)
    to = "" if field_of("to") in ("", "new:") else field_of("to")
    edit, address = new_action(work.document, label, sources, to, by, reaching)
    return done(work, edit, back=place(service_id, address, "#element"))


@pages.post("/clock")
@access("author")
def add_clock(service_id: str) -> ResponseReturnValue:
    work, label = opened(service_id), field_of("label")
    number = field_of("number")
    if not label or not number.isdecimal():
        which = ("number", "Say how long, as a whole number") if label else ("label", "Say what staff call it")
        return _painted(work, problems=[which], adding="clock", status=422)
    length = f"{int(number[:5])} {field_of('unit') or 'working day'}{'' if int(number[:5]) == 1 else 's'}"
    edit, address = grown(work.document, "clock", {"label": label, "length": length, "starts": "submission"})
    return done(work, edit, back=place(service_id, address, "#element"))


def _painted(
    work: Work,
    at: str | None = None,
    of: str = "",
    filled: list[Field] | None = None,
    problems: list[tuple[str, str]] | None = None,
    adding: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page, with the element in hand as its form says or as the document does."""
    at = request.args.get("at", "") if at is None else at
    adding = request.args.get("add", "") if adding is None else adding
    also = of if of and of != at else request.args.get("also", "")
    held = _held(work, at, filled if of in ("", at) else None) if at and not adding else None
    beside = _held(work, also, filled if of == also else None) if also and held else None
    document = work.document
    drawn = picture(document, lambda address: place(work.id, address, "#element"), at, _marks(work))
    return paint(
        "build/workflow.html", work=work, tab="workflow", status=status, picture=drawn, rows=table(document),
        clocks=[near(document, f"clock:{one['id']}") for one in document["workflow"].get("clocks", ())],
        held=held, beside=beside, adding=adding, wrong=problems or [], place=place, people=_people(document),
        states=[(one["id"], labelled(one)) for one in document["workflow"]["states"]],
        open_states=[(one["id"], labelled(one)) for one in document["workflow"]["states"] if not one.get("final")],
        queues=[(one["id"], labelled(one)) for one in document.get("queues", ())],
    )  # fmt: skip


def _held(work: Work, address: str, filled: list[Field] | None) -> Mapping[str, Any]:
    """The element in hand: its form, what stands around it, and where it is saved."""
    try:
        inputs = filled if filled is not None else fields(work.document, address)
    except Refused:
        abort(404)
    one = near(work.document, address)
    at = request.args.get("at", address)
    query: dict[str, Any] = {"at": at} | ({"of": address} if address != at else {})
    return {
        "address": address, "label": one.label, "kind": one.kind, "fields": inputs,
        "around": around(work.document, address), "save": url_for(".save", service_id=work.id, **query),
        "moves": address.startswith("transition:") and any(one.at == "/to" and one.filled for one in inputs),
    }  # fmt: skip


def _people(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [*((one["id"], labelled(one)) for one in document.get("roles", ())), *BY]


def _marks(work: Work) -> dict[str, Mark]:
    """What is wrong, by the element that it is about."""
    found: dict[str, list[str]] = {}
    for one in work.problems:
        element = owner(work.document, steps(one.pointer, work.document)) if one.severity == "error" else None
        if element is not None:
            found.setdefault(str(element), []).append(one.message)
    return {address: Mark("wrong", f"To put right: {'; '.join(words)}") for address, words in found.items()}
