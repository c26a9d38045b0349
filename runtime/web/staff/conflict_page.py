"""Declaring that one knows an applicant, on a case's own page; and finding that somebody does not after all."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from runtime import cases, crypto, queues
from runtime.cases import conflicts
from runtime.errors import AssignmentRefused, StaleCase
from runtime.web.access_rules import access
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.actions import overtaken, said_done, sent_revision
from runtime.web.staff.conflict_panel import may_lift
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint

pages = Blueprint("conflict", __name__, url_prefix="/staff/cases/<reference>")

CASE = "This case only"


@dataclass(frozen=True, slots=True)
class Given:
    knows: str = ""
    reason: str = ""


@pages.get("/conflict")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        of.looked(session)
        return _form(of, _choices(of, crypto.keys(session)), Given(), key=str(uuid4()))


@pages.post("/conflict")
@access("staff")
def do(reference: str) -> ResponseReturnValue:
    at, revision, key, viewer = now(), sent_revision(), sent_key(), signed_in.viewer()
    given = Given(request.form.get("knows", ""), request.form.get("reason", "")[: conflicts.LONGEST_REASON])
    database = current_site().database
    try:
        with database.begin() as session:
            of = opened(session, reference, viewer, at)
            choices = _choices(of, crypto.keys(session))
            if given.knows not in dict(choices):
                return _form(of, choices, given, key=key, problem="Select what this is about")
            acted = cases.declare(
                session, of.loaded.id, of.actor, knows=given.knows, reason=given.reason, revision=revision, key=key,
                at=at,
            )  # fmt: skip
    except StaleCase:
        return overtaken(of, revision, url=f"{of.url}/conflict", button="I must not work on this")
    except AssignmentRefused as refused:
        return _form(of, choices, given, key=key, problem=refused.message.rstrip("."))
    spread = conflicts.spread(database, of.loaded.id, of.actor, given.knows, at=at) if given.knows != "case" else []
    with database.read() as session:
        others = len(queues.among(session, viewer, spread))
    if others:
        flash(f"{others} more open {'case is' if others == 1 else 'cases are'} closed to you too.", "done")
    return said_done(reference, acted)


@pages.post("/conflict/lift")
@access("staff")
def lift(reference: str) -> ResponseReturnValue:
    at, revision, person = now(), sent_revision(), request.form.get("person", "")
    try:
        with current_site().database.begin() as session:
            of = opened(session, reference, signed_in.viewer(), at)
            if not may_lift(of):
                raise NotFound
            reason = request.form.get("reason", "")
            acted = cases.lift(session, of.loaded.id, person, of.actor, reason=reason, revision=revision, at=at)
    except StaleCase:
        return overtaken(of, revision, url=f"{of.url}/conflict/lift", button="There is no conflict")
    except AssignmentRefused:
        flash("Enter why there is no conflict.")
        return redirect(of.url, 303)
    return said_done(reference, acted)


def _choices(of: Opened, keys: crypto.Keys) -> list[tuple[str, str]]:
    choices, words = [("case", CASE)], {"name": "Every case of {}", "address": "Every case about {}"}
    for kind, said in words.items():
        traits = conflicts.traits(keys, of.service, of.case)
        known = [one.shown for one in traits if one.kind == kind and one.question not in of.scope.hidden]
        if known:
            choices.append((kind, said.format(" or ".join(known))))
    return choices


def _form(
    of: Opened, choices: list[tuple[str, str]], given: Given, *, key: str, problem: str = ""
) -> ResponseReturnValue:
    return paint(
        "staff/conflict.html", status=422 if problem else 200, case=of, choices=choices, given=given, problem=problem,
        revision=of.loaded.revision, key=key,
    )  # fmt: skip
