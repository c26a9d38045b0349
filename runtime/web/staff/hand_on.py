"""Handing a case on: to somebody who can work it, to everybody of a role, or back to the queue, saying why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.history import conflicted
from definitions.questions.typed import remarks
from runtime import cases, people
from runtime.access import may_hold
from runtime.errors import AssignmentRefused, StaleCase
from runtime.failpoints import reach
from runtime.web.access_rules import access
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in, timeline
from runtime.web.staff.actions import said_done, sent_revision
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint
from runtime.web.staff.summary import summary

pages = Blueprint("hand_on", __name__, url_prefix="/staff/cases/<reference>")

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Given:
    """What was chosen and typed, with what is wrong with each, and what others did meanwhile."""

    to: str = ""
    reason: str = ""
    to_problem: str = ""
    reason_problem: str = ""
    newer: tuple[timeline.Told, ...] = ()
    key: str = ""


@pages.get("/hand-on")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        of.looked(session)
        return _form(session, of, Given(key=str(uuid4())))


@pages.post("/hand-on")
@access("staff")
def do(reference: str) -> ResponseReturnValue:
    revision, key, at = sent_revision(), sent_key(), now()
    to, reason = request.form.get("to", ""), request.form.get("reason", "")[:2000]
    database, viewer = current_site().database, signed_in.viewer()
    try:
        with database.begin() as session:
            of = opened(session, reference, viewer, at)
            given = _checked(session, of, to, reason, key)
            if given.to_problem or given.reason_problem:
                return _form(session, of, given, status=422)
            whom = None if to == NOBODY else to
            acted = cases.hand_on(
                session, of.loaded.id, whom, of.actor, revision=revision, reason=reason, key=key, at=at
            )
    except StaleCase:
        with database.read() as session:
            fresh = opened(session, reference, viewer, at)
            newer = fresh.told(fresh.loaded.since(revision))
            return _form(session, fresh, Given(to, reason, newer=newer, key=str(uuid4())), status=409)
    except AssignmentRefused as refused:
        with database.read() as session:
            return _form(session, of, Given(to, reason, to_problem=refused.message.rstrip("."), key=key), status=422)
    reach("act.after_commit")
    return said_done(reference, acted)


def _checked(session: Session, of: Opened, to: str, reason: str, key: str) -> Given:
    known = {value for _, value in _choices(session, of)}
    wrong = "" if to in known else "Select who to hand it to"
    return Given(to, reason, wrong, "" if remarks(reason) else "Enter why you are handing it on", key=key)


def _choices(session: Session, of: Opened) -> list[tuple[str, str]]:
    """Pairs of words and value: back to the queue, roles that work this state, then people who hold one of these."""
    service, state = of.service, of.case.state
    label = {role.id: role.label.render(of.scope) for role in service.roles}
    able = may_hold(frozenset(label), service, state) or frozenset(label)
    choices = [("Nobody: put it back for anyone to take", NOBODY)]
    choices += [(f"Anyone in {label[role.id]}", f"role:{role.id}") for role in service.roles if role.id in able]
    against = cases.against(session, of.loaded, of.moment)
    for colleague in people.colleagues(session, of.loaded.organisation_id, service.id):
        roles = colleague.roles & able
        if roles and str(colleague.id) not in conflicted(of.case):
            named = ", ".join(sorted(label[role] for role in roles))
            why = f": {against[colleague.id]}" if colleague.id in against else ""
            choices.append((f"{colleague.name} ({named}){why}", f"person:{colleague.id}"))
    return [(words, value) for words, value in choices if value != (of.case.assignee or NOBODY)]


def _form(session: Session, of: Opened, given: Given, *, status: int = 200) -> ResponseReturnValue:
    choices = _choices(session, of)
    return paint(
        "staff/hand-on.html", status=status, case=of, choices=choices, given=given, revision=of.loaded.revision,
        summary=summary(session, of),
    )  # fmt: skip
