"""Splitting a case: which answers and notes go along to the second, and what that is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from definitions import notes
from definitions.questions import KINDS
from runtime.errors import ApplicationIncomplete, FileGone, FileHeld, LinkRefused, StaleCase
from runtime.failpoints import reach
from runtime.splitting import Parts, lacking, split
from runtime.web.access_rules import access
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in, spoken, timeline
from runtime.web.staff.actions import said_done, sent_revision
from runtime.web.staff.guarded import MASK
from runtime.web.staff.linking import works
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint

pages = Blueprint("splitting", __name__, url_prefix="/staff/cases/<reference>/split")


@dataclass(frozen=True, slots=True)
class Given:
    """What was chosen and typed, what is wrong with each, and what others did meanwhile."""

    answers: frozenset[str] = frozenset()
    notes: frozenset[int] = frozenset()
    reason: str = ""
    reason_problem: str = ""
    answers_problem: str = ""
    newer: tuple[timeline.Told, ...] = ()
    key: str = ""


@pages.get("")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        of.looked(session, of.in_sight)
    return _form(of, Given(answers=frozenset(of.case.answers), key=str(uuid4())))


@pages.post("")
@access("staff")
def do(reference: str) -> ResponseReturnValue:
    revision, at, form = sent_revision(), now(), request.form
    numbers = frozenset(int(text) for text in form.getlist("notes") if text.isdecimal())
    given = Given(frozenset(form.getlist("answers")), numbers, form.get("reason", ""), key=sent_key())
    database, viewer = current_site().database, signed_in.viewer()
    with database.read() as session:
        of = opened(session, reference, viewer, at)
    parts = Parts(given.answers, given.notes, given.reason)
    try:
        works(of)
        acted = split(database, of.loaded, parts, viewer.actor, revision=revision, key=given.key, at=at)
    except StaleCase:
        with database.read() as session:
            fresh = opened(session, reference, viewer, at)
        newer = fresh.told(fresh.loaded.since(revision))
        return _form(fresh, replace(given, newer=newer, key=str(uuid4())), status=409)
    except ApplicationIncomplete as incomplete:
        labels = [of.service.questions[name].label.render(of.scope) for name in lacking(of.loaded, incomplete)]
        words = f"The new case needs these answers too: {'; '.join(labels)}" if labels else "The form is not complete"
        return _form(of, replace(given, answers_problem=words), status=422)
    except (FileHeld, FileGone) as refused:
        return _form(of, replace(given, answers_problem=refused.message.rstrip(".")), status=422)
    except LinkRefused as refused:
        return _form(of, replace(given, reason_problem=refused.message.rstrip(".")), status=422)
    reach("act.after_commit")
    return said_done(reference, acted)


def _form(of: Opened, given: Given, *, status: int = 200) -> ResponseReturnValue:
    return paint(
        "staff/split.html", status=status, case=of, given=given, answers=list(_answers(of)), notes=list(_notes(of)),
        revision=of.loaded.revision,
    )  # fmt: skip


def _answers(of: Opened) -> Iterable[tuple[str, str]]:
    """Pairs of name and words: the question with its answer, or how many items a list has; in the order of the form."""
    asked = {question.id: place for place, question in enumerate(of.service.form.questions)}
    for name, value in sorted(of.case.answers.items(), key=lambda each: asked.get(each[0], len(asked))):
        question = of.service.questions.get(name)
        if value is None:
            continue
        if question is None:
            section = of.service.form.section_of(name)
            yield name, f"{section.title.render(of.scope) if section else name}: {len(value)}"
            continue
        text = MASK if name in of.scope.hidden else KINDS[question.kind].show(question, value, of.scope.language)
        yield name, f"{question.label.render(of.scope)}: {', '.join(text.split(chr(10)))[:200]}"


def _notes(of: Opened) -> Iterable[tuple[int, str]]:
    for number, note in notes.notes(of.case.events).items():
        if note.text:
            yield number, f"{note.by.name}, {spoken.when(note.at, of.moment)}: {note.text[:200]}"
