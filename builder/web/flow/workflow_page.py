"""The workflow of a service: its diagram, the same as rows, and the element in hand beside it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder.around import near
from builder.diagrams import Mark, picture, table
from builder.edits import Add, Split
from builder.edits.growing import grown, new_action, new_state
from builder.fields.identified import fitting
from builder.fixes import spoken, standing
from builder.forming import KINDS as QUESTIONS
from builder.forming import new_question
from builder.references import Element, indexed
from builder.references.fresh import choices, fresh
from builder.web.drafts.drafted import done, opened
from builder.web.elements.posted import field_of
from builder.web.flow.held import Typed, Wrong, in_hand, lacking, painted, shown_again
from builder.web.painting import trying
from builder.web.painting.places import place
from builder.web.painting.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_workflow", __name__, url_prefix="/build/<service_id>/workflow")

BY = (("applicant", "The applicant"), ("assignee", "Whoever has the case"), ("system", "By itself, as soon as it can"),
      ("timer", "By itself, after a time"), ("partner", "An organisation outside"))  # fmt: skip
UNITS = [(one, f"{one}s") for one in ("working day", "day", "week", "month", "working hour", "hour", "minute", "year")]


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _painted(opened(service_id))


@pages.get("/<any(split, state, action, clock, ask):_sent>")
@access("author")
def again(service_id: str, _sent: str) -> ResponseReturnValue:
    """Where a form was sent and not done: the page that it stands on."""
    return redirect(url_for("build_workflow.show", service_id=service_id, at=request.args.get("at")))


@pages.post("/split")
@access("author")
def split(service_id: str) -> ResponseReturnValue:
    """A new state in the middle of an action."""
    work, what = opened(service_id), request.args.get("at", "")
    label = field_of("label")
    if not label:
        return _painted(work, wrong=[("split-label", "Say what the new state is called")], status=422)
    new = f"state:{fresh(indexed(work.document), Element('state', ''), label)}"
    return done(work, Split(what, label, field_of("onward") or "Go on"), back=place(service_id, new, "#element"))


@pages.post("/state")
@access("author")
def add_state(service_id: str) -> ResponseReturnValue:
    work, label = opened(service_id), field_of("label")
    if not label:
        return _painted(work, wrong=[("label", "Say what staff call the state")], adding="state", status=422)
    final = field_of("final") == "true"
    edit, address = new_state(work.document, label, field_of("public"), field_of("queue"), final)
    return done(work, edit, back=place(service_id, address, "#element"))


@pages.post("/action")
@access("author")
def add_action(service_id: str) -> ResponseReturnValue:
    work, label = opened(service_id), field_of("label")
    sources, by = request.form.getlist("from"), request.form.getlist("by")
    reaching = field_of("reaching") if field_of("to") == "new:" else ""
    wrong = lacking(
        ("label", label, "Say what stands on its button"),
        ("from", sources, "Choose at least one state in which it can be done"),
        ("by", by, "Choose who does it"),
        ("reaching", reaching or field_of("to") != "new:", "Say what the new state is called"),
    )
    if wrong:
        return _painted(work, wrong=wrong, adding="transition", status=422)
    to = "" if field_of("to") in ("", "new:") else field_of("to")
    edit, address = new_action(work.document, label, sources, to, by, reaching)
    return done(work, edit, back=place(service_id, address, "#element"))


@pages.post("/ask")
@access("author")
def ask(service_id: str) -> ResponseReturnValue:
    """Something that an action or a task asks of whoever does it."""
    work, of, label = opened(service_id), request.args.get("at", ""), field_of("label")
    back = place(work.id, of, "#element")
    if not label or field_of("kind") not in {one.type for one in QUESTIONS}:
        flash("Write what is asked, and choose what kind of answer it has.")
        return redirect(back, 303)
    question = new_question(field_of("kind"), label, request.form.get("options", ""))
    return done(work, Add(f"{of}/ask", fitting(work.document, f"{of}/ask", question)), back=back)


@pages.post("/clock")
@access("author")
def add_clock(service_id: str) -> ResponseReturnValue:
    work, label = opened(service_id), field_of("label")
    number = field_of("number")
    if not label or not number.isdecimal():
        which = ("number", "Say how long, as a whole number") if label else ("label", "Say what staff call it")
        return _painted(work, wrong=[which], adding="clock", status=422)
    length = f"{int(number[:5])} {field_of('unit') or 'working day'}{'' if int(number[:5]) == 1 else 's'}"
    edit, address = grown(work.document, "clock", {"label": label, "length": length, "starts": "submission"})
    return done(work, edit, back=place(service_id, address, "#element"))


def _painted(
    work: Work,
    typed: Typed | None = None,
    *,
    wrong: Wrong = (),
    adding: str | None = None,
    status: int = 200,
) -> Response:
    """The page, with the element in hand as its form was typed or as the document has it."""
    document, flow = work.document, work.document["workflow"]
    hand, roles = in_hand(work, typed, adding), choices(document.get("roles", ()))
    drawn = picture(document, lambda address: place(work.id, address, "#element"), hand.at, _marks(work))
    return painted(
        "workflow", work, hand, wrong=wrong, status=status, picture=drawn, rows=table(document),
        clocks=[near(document, f"clock:{one['id']}") for one in flow.get("clocks", ())], people=[*roles, *BY],
        states=choices(flow["states"]), open_states=choices(one for one in flow["states"] if not one.get("final")),
        roles=roles, units=UNITS, queues=choices(document.get("queues", ())), marks_wanted=trying.wants_marks(),
        kinds=[(one.type, one.words) for one in QUESTIONS],
    )  # fmt: skip


shown_again("workflow", _painted)


def _marks(work: Work) -> dict[str, Mark]:
    """What is wrong, by the element that it is about; and what examples try, where that is to be seen."""
    found: dict[str, list[str]] = {}
    for one in work.problems:
        where = standing(work.document, one)
        if one.severity == "error" and where.group is not None:
            found.setdefault(str(where.group), []).append(spoken(work.document, one).what)
    wrong = {address: Mark("wrong", f"To put right: {'; '.join(words)}") for address, words in found.items()}
    return trying.drawn(work) | wrong
