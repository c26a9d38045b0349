"""The emails of a service, and the letters that staff begin with: each as somebody would get it, beside its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder.around import near
from builder.edits import Add, Set, Several
from builder.edits.growing import grown
from builder.emails import Preview, bare, preview
from builder.fields.known import Known
from builder.references.addresses import resolve, value_at
from builder.references.fresh import choices
from builder.web.drafts.drafted import done, opened
from builder.web.elements.posted import field_of
from builder.web.flow.held import Typed, Wrong, asked, in_hand, lacking, painted, shown_again
from builder.web.painting.places import place
from builder.web.painting.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_emails", __name__, url_prefix="/build/<service_id>/emails")

TO_ROLE = "role"
ABOUT, SAYS = "Say what it is about, in its subject", "Write what it says"


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _painted(opened(service_id))


@pages.get("/<any(new, insert, reply):_sent>")
@access("author")
def again(service_id: str, _sent: str) -> ResponseReturnValue:
    """Where a form was sent and not done: the page that it stands on."""
    return redirect(url_for("build_emails.show", service_id=service_id, at=request.args.get("at")))


@pages.post("/new")
@access("author")
def add(service_id: str) -> ResponseReturnValue:
    """A new email; sent by the action ``of``, if one asks for it."""
    work, of = opened(service_id), request.args.get("of", "")
    subject, body = field_of("new-subject"), _text("new-body")
    wrong = lacking(("new-subject", subject, ABOUT), ("new-body", body, SAYS))
    if wrong:
        return _painted(work, wrong=wrong, adding="message", status=422)
    to: Any = {TO_ROLE: field_of("to")} if field_of("to") else "applicant"
    edit, address = grown(work.document, "message", {"to": to, "subject": subject, "body": body})
    if not of.startswith("transition:"):
        return done(work, edit, back=place(work.id, address, "#element"))
    sends = Add(f"{of}/effects", {"send": address.partition(":")[2]})
    return done(work, Several((edit, sends)), back=place(work.id, of, "#element"))


@pages.post("/reply")
@access("author")
def add_reply(service_id: str) -> ResponseReturnValue:
    work, label, subject, body = opened(service_id), field_of("new-label"), field_of("new-subject"), _text("new-body")
    wrong = lacking(("new-label", label, "Say what staff call it"), ("new-subject", subject, ABOUT),
                    ("new-body", body, SAYS))  # fmt: skip
    if wrong:
        return _painted(work, wrong=wrong, adding="reply", status=422)
    edit, address = grown(work.document, "reply", {"label": label, "subject": subject, "body": body})
    return done(work, edit, back=place(work.id, address, "#element"))


@pages.post("/insert")
@access("author")
def insert(service_id: str) -> ResponseReturnValue:
    """Put an answer's name at the end of a text, for whoever has no script that puts it where they write."""
    work, at, name = opened(service_id), request.args.get("at", ""), field_of("name")
    where = "subject" if field_of("where") == "subject" else "body"
    address = f"{at}/{where}"
    path = resolve(work.document, address)
    text = value_at(work.document, path) if path is not None else None
    while isinstance(text, list):
        address = f"{address}/{len(text) - 1}/text"
        text = text[-1].get("text", "")
    back = place(work.id, at, "#element")
    if not isinstance(text, str) or name not in {one.value for one in Known(work.document).choices("fact", "")}:
        return done(work, None, back=back)
    gap = "" if not text or text[-1].isspace() else " "
    return done(work, Set(address, f"{text}{gap}{{{name}}}"), back=back)


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _painted(
    work: Work,
    typed: Typed | None = None,
    *,
    wrong: Wrong = (),
    adding: str | None = None,
    status: int = 200,
) -> Response:
    document, hand = work.document, in_hand(work, typed, adding)
    examples = document.get("examples", ())
    chosen, seen = _seen(work, hand.at, asked(typed, "example")) if hand.held else (None, None)
    return painted(
        "emails", work, hand, wrong=wrong, status=status, groups=_groups(document),
        names=Known(document).choices("fact", "") if hand.held else [], seen=seen,
        bare=_bare(work, hand.at) if hand.held else None, roles=choices(document.get("roles", ())),
        examples=[(str(n), one.get("name", "")) for n, one in enumerate(examples)], chosen=chosen,
    )  # fmt: skip


def _groups(document: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    """The emails by who gets them, and then the letters."""
    messages = document.get("messages", ())
    mine = [one for one in messages if one["to"] == "applicant"]
    groups = (
        ("To the applicant", "message", mine),
        ("To staff and others", "message", [one for one in messages if one not in mine]),
        ("Letters that staff begin with", "reply", document.get("replies", ())),
    )
    return [(words, [near(document, f"{kind}:{one['id']}") for one in among]) for words, kind, among in groups if among]


def _seen(work: Work, at: str, wanted: str) -> tuple[str | None, Preview | None]:
    """The example whose case the email is shown with, and the email: one in which it reaches somebody, or else is sent,
    unless another is asked for."""
    kind, _, id = at.partition(":")
    examples = work.document.get("examples", ())
    if work.service is None:
        return None, None
    if wanted.isdecimal() and int(wanted) < len(examples):
        return wanted, preview(work.service, examples[int(wanted)], kind, id)
    best: tuple[int, str | None, Preview | None] = 0, None, None
    for n, one in enumerate(examples[:MOST]):
        found = preview(work.service, one, kind, id)
        worth = 0 if found is None else 1 if not found.sent else 2 if found.why_not else 3
        if worth > best[0]:
            best = worth, str(n), found
        if worth == REACHES:
            break
    return best[1:]


REACHES, MOST = 3, 20
"""As many examples are played to find one that sends an email."""


def _bare(work: Work, at: str) -> dict[str, Any]:
    """The email as it is written, with the names of what is put in."""
    known = {one.value: one.words for one in Known(work.document).choices("fact", "")}
    path = resolve(work.document, at) or ()
    part = value_at(work.document, path) or {}
    return {name: bare(part.get(name, ""), lambda one: known.get(one, "")) for name in ("subject", "body")}


shown_again("emails", _painted)
