"""Who works the cases of a service, and how they find them: its roles, queues and tasks, each beside its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder.around import near
from builder.edits.growing import grown
from builder.forming import KINDS as QUESTIONS
from builder.references.fresh import choices
from builder.web.drafts.drafted import done, opened
from builder.web.elements.posted import field_of
from builder.web.flow.held import Typed, Wrong, in_hand, painted, shown_again
from builder.web.painting.places import place
from builder.web.painting.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_work", __name__, url_prefix="/build/<service_id>/work")

QUESTION = {"id": "opinion", "type": "text", "label": "What do you say to it?", "lines": 4}


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _painted(opened(service_id))


@pages.get("/<any(queue, role, task):_sent>")
@access("author")
def again(service_id: str, _sent: str) -> ResponseReturnValue:
    """Where a form was sent and not done: the page that it stands on."""
    return redirect(url_for("build_work.show", service_id=service_id))


@pages.post("/<any(queue, role, task):kind>")
@access("author")
def add(service_id: str, kind: str) -> ResponseReturnValue:
    work, label, who = opened(service_id), field_of("label"), request.form.getlist("who")
    wrong = [] if label else [("label", "Say what staff call it")]
    if kind != "role" and not who:
        wrong.append(("who", "Choose who works it" if kind == "queue" else "Choose who is asked"))
    if wrong:
        return _painted(work, wrong=wrong, adding=kind, status=422)
    part: dict[str, Any] = {"label": label}
    if kind == "queue":
        part |= {"role": who[0] if len(who) == 1 else who, "columns": ["case.submitted"]}
    elif kind == "task":
        states = request.form.getlist("in")
        part |= {"by": who[0]} | ({"in": states} if states else {}) | {"ask": [QUESTION]}
    edit, address = grown(work.document, kind, part)
    return done(work, edit, back=place(work.id, address, "#element"))


def _painted(
    work: Work,
    typed: Typed | None = None,
    *,
    wrong: Wrong = (),
    adding: str | None = None,
    status: int = 200,
) -> Response:
    document, hand = work.document, in_hand(work, typed, adding)
    return painted(
        "work", work, hand, wrong=wrong, status=status, groups=_groups(document),
        kinds=[(one.type, one.words) for one in QUESTIONS], roles=choices(document.get("roles", ())),
        states=choices(one for one in document["workflow"]["states"] if not one.get("final")),
    )  # fmt: skip


def _groups(document: Mapping[str, Any]) -> list[tuple[str, str, str, list[Any]]]:
    return [
        ("queue", "Queues", "Lists of work. The states of the workflow put cases into them.",
         [near(document, f"queue:{one['id']}") for one in document.get("queues", ())]),
        ("role", "Roles", "The parts that staff play. Teams are given them where people are managed.",
         [near(document, f"role:{one['id']}") for one in document.get("roles", ())]),
        ("task", "Tasks", "What others are asked while a case goes on: an opinion, a check, a vote.",
         [near(document, f"task:{one['id']}") for one in document["workflow"].get("tasks", ())]),
    ]  # fmt: skip


shown_again("work", _painted)
