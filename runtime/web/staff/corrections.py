"""Putting an answer right after it was sent: what it was stays in the history, with who changed it and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from definitions.correcting import Correction, dropped, given_in, together, wanted
from definitions.facts import Reason
from definitions.form import Question
from definitions.questions.typed import remarks
from definitions.text import Text
from definitions.visits import Path
from definitions.workflow import Transition
from runtime import cases, lookups
from runtime.errors import CaseNotFound, CorrectionRefused, StaleCase
from runtime.failpoints import reach
from runtime.web import uploads
from runtime.web.access_rules import access
from runtime.web.asking import Mistake, mistakes, questions_html
from runtime.web.fragments import safe
from runtime.web.posted import Posted, sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import ask_form, signed_in, timeline
from runtime.web.staff.actions import said_done, sent_revision
from runtime.web.staff.masks import correctable
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint

pages = Blueprint("corrections", __name__, url_prefix="/staff/cases/<reference>/correct")

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Asking:
    """An answer about to be corrected, of the item that ``path`` leads to. ``ask`` is what asks for it anew."""

    of: Opened
    path: Path
    question: Question
    ask: Transition

    @property
    def answers(self) -> Mapping[str, Any]:
        return given_in(self.of.case, self.path)


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed, what is wrong with it, what would be lost, and what others did meanwhile."""

    reason: str = ""
    unsaid: str = ""
    mistakes: tuple[Mistake, ...] = ()
    dropping: tuple[tuple[str, str], ...] = ()
    newer: tuple[timeline.Told, ...] = ()
    key: str = ""


@pages.get("/<place>")
@access("staff")
def show(reference: str, place: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        asking = _asking(of, place)
        of.looked(session, of.in_sight & {question.id for question in asking.ask.ask})
    known = {each.id: asking.answers.get(each.id) for each in asking.ask.ask if each.kind != "file"}
    html = safe(questions_html(asking.of.scope, asking.ask.ask, known))
    return _form(asking, html, Given(key=str(uuid4())))


@pages.post("/<place>")
@access("staff", takes_files=True)
def do(reference: str, place: str) -> ResponseReturnValue:
    revision, key, at = sent_revision(), sent_key(), now()
    why = request.form.get("because", "")[:LONGEST_REASON]
    with current_site().database.read() as session:
        asking = _asking(opened(session, reference, signed_in.viewer(), at), place)
    posted = ask_form.read_ask(asking.of, asking.ask, request.form.to_dict(flat=False))
    if uploads.stays(asking.ask.ask) and not posted.problems:
        return _again(asking, posted, Given(why, key=key), status=200)
    unsaid = "" if remarks(why) else "Enter why it is corrected"
    if posted.problems or unsaid:
        return _again(asking, posted, Given(why, unsaid, mistakes(posted.problems), key=key))
    correction = Correction(asking.path, _given(asking, posted), remarks(why))
    records = lookups.fetch(
        current_site().database, wanted(asking.of.service, asking.of.case, correction),
        organisation_id=asking.of.loaded.organisation_id,
    )  # fmt: skip
    try:
        with current_site().database.begin() as session:
            acted = cases.correct(
                session, asking.of.loaded.id, correction, asking.of.actor, records=records,
                dropping=request.form.getlist("dropping"), revision=revision, key=key, at=at,
            )  # fmt: skip
    except StaleCase:
        return _overtaken(asking, posted, why, revision, place)
    except CorrectionRefused as refused:
        lost = dropped(asking.of.service, asking.of.case, correction, records)
        return _refused(asking, posted, why, refused.refusal.reasons, lost)
    reach("act.after_commit")
    return said_done(reference, acted)


def _asking(of: Opened, place: str) -> Asking:
    """
    Raises:
        CaseNotFound: there is no such answer, or none that this person may correct.
    """
    *steps, name = place.split(".")
    path = tuple(zip(steps[::2], steps[1::2], strict=False))
    question = of.service.questions.get(name)
    inside = of.service.form.lists.get(name, ())
    if (
        len(steps) % 2
        or name not in correctable(of)
        or question is None
        or tuple(list_id for list_id, _ in path) != inside
    ):
        raise CaseNotFound("There is no such answer.")
    answers = given_in(of.case, path)
    if path and not answers:
        raise CaseNotFound("There is no such answer.")
    asked = tuple(replace(each, when=None) for each in together(of.service, question))
    within = replace(of, scope=replace(of.scope, names={**of.scope.names, **answers}))
    return Asking(within, path, question, Transition("correct", Text(), (), None, (), ask=asked))


def _given(asking: Asking, posted: Posted) -> dict[str, Any]:
    """The new answers; None for one whose choice is not made any more."""
    had = asking.answers
    asked = (question.id for question in asking.ask.ask)
    return {name: posted.answers.get(name) for name in asked if name in posted.answers or had.get(name) is not None}


def _refused(
    asking: Asking, posted: Posted, why: str, reasons: tuple[Reason, ...], lost: tuple[str, ...]
) -> ResponseReturnValue:
    if any(reason.code == "drops" for reason in reasons):
        scope, questions = asking.of.scope, asking.of.service.questions
        dropping = tuple((name, questions[name].label.render(scope)) for name in lost)
        return _again(asking, posted, Given(why, dropping=dropping, key=sent_key()))
    problems, told = ask_form.problems_of(asking.of, reasons)
    posted.problems.update({name: tuple(found) for name, found in problems.items()})
    return _again(asking, posted, Given(why, mistakes=told, key=sent_key()))


def _overtaken(asking: Asking, posted: Posted, why: str, revision: int, place: str) -> ResponseReturnValue:
    """Somebody acted first: what they did, and what was typed, to be sent again against the case as it is now."""
    with current_site().database.begin() as session:
        fresh = opened(session, asking.of.case.reference, asking.of.viewer, now())
        fresh.looked(session)
    newer = fresh.told(fresh.loaded.since(revision))
    return _again(_asking(fresh, place), posted, Given(why, newer=newer, key=str(uuid4())), status=409)


def _again(asking: Asking, posted: Posted, given: Given, *, status: int = 422) -> ResponseReturnValue:
    html = ask_form.filled_form(asking.of, asking.ask, posted, posted.problems)
    return uploads.told(_form(asking, html, given, status=status))


def _form(asking: Asking, html: Any, given: Given, *, status: int = 200) -> Response:
    of, corrections = asking.of, asking.of.service.corrections
    label, multipart = asking.question.label.render(of.scope), any(each.kind == "file" for each in asking.ask.ask)
    return paint(
        "staff/correct.html", status=status, case=of, label=label, questions=html, given=given, multipart=multipart,
        revision=of.loaded.revision, told=bool(corrections and corrections.tell),
    )  # fmt: skip
