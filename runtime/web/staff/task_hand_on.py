"""Handing a task on to a colleague of the role that is asked, or back to all of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.history import conflicted
from runtime import cases, people
from runtime.errors import AssignmentRefused, CaseNotFound
from runtime.web.access_rules import access
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.opened import opened
from runtime.web.staff.painting import paint
from runtime.web.staff.task_form import TaskForm, task_form

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Given:
    """What was chosen and typed, with what is wrong with the choice."""

    to: str = ""
    reason: str = ""
    to_problem: str = ""
    key: str = ""


pages = Blueprint("task_hand_on", __name__, url_prefix="/staff/cases/<reference>/tasks/<key>/hand-on")


@pages.get("")
@access("staff")
def show(reference: str, key: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        form = _form(session, reference, key)
        form.of.looked(session)
        return _page(session, form, Given(key=str(uuid4())))


@pages.post("")
@access("staff")
def do(reference: str, key: str) -> ResponseReturnValue:
    to, reason, sent, at = request.form.get("to", ""), request.form.get("reason", "")[:2000], sent_key(), now()
    with current_site().database.begin() as session:
        form = _form(session, reference, key)
        of = form.of
        if to not in {value for _, value in _choices(session, form)}:
            return _page(session, form, Given(to, reason, to_problem="Select who to hand it to", key=sent), 422)
        whom = None if to == NOBODY else to
        try:
            cases.give_task(session, of.loaded.id, key, whom, of.actor, reason=reason, key=sent, at=at)
        except AssignmentRefused as refused:
            return _page(session, form, Given(to, reason, to_problem=refused.message.rstrip("."), key=sent), 409)
    flash(f"“{form.label}” on {reference} has been handed on.")
    return redirect(url_for("tasks_page.show"), 303)


def _form(session: Session, reference: str, key: str) -> TaskForm:
    """
    Raises:
        CaseNotFound: there is no such task, or none that could be handed on by this person.
    """
    form = task_form(opened(session, reference, signed_in.viewer(), now()), key)
    if form.asked.reasons or form.task.votes:
        raise CaseNotFound("There is nothing here to hand on.")
    return form


def _choices(session: Session, form: TaskForm) -> list[tuple[str, str]]:
    """Back to the role, then everybody who has it and does not know the applicant."""
    of, knows = form.of, conflicted(form.of.case)
    choices = [(f"Anyone in {form.who}", NOBODY)]
    for colleague in people.colleagues(session, of.loaded.organisation_id, of.service.id):
        if form.task.role in colleague.roles and str(colleague.id) not in knows:
            choices.append((colleague.name, f"person:{colleague.id}"))
    return [(words, value) for words, value in choices if value != (form.errand.holder or NOBODY)]


def _page(session: Session, form: TaskForm, given: Given, status: int = 200) -> ResponseReturnValue:
    return paint(
        "staff/task-hand-on.html", status=status, case=form.of, label=form.label, url=form.url,
        choices=_choices(session, form), given=given,
    )  # fmt: skip
