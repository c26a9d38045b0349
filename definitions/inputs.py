"""What somebody answers to the questions of an action or a task: what is taken of it, and every reason against that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from definitions.answering import answer
from definitions.facts import Reason
from definitions.form import Question
from definitions.known import Known
from definitions.questions import KINDS
from definitions.refusals import bad_input
from definitions.scope import Scope
from definitions.standing import Standing, staff_language


@dataclass(frozen=True, slots=True)
class Taken:
    """``answers`` by question, None for one left blank. ``known`` has them too, for whoever asks what follows."""

    answers: dict[str, Any]
    known: Known
    reasons: list[Reason]


def take(questions: Sequence[Question], inputs: Mapping[str, Any], names: dict[str, Any], standing: Standing) -> Taken:
    """Take typed answers to these questions. ``names`` are what is known besides; inputs that nobody asks for are left
    out."""
    known = Known(standing.service.form, {}, standing.moment, names, frozenset())
    scope = Scope(standing.service, names, standing.moment, _language(standing))
    found = answer(questions, inputs, known, scope)
    reasons = []
    for question in found.shown:
        if question.id in found.missing:
            reasons += [bad_input(question.id, p) for p in KINDS[question.kind].missing(question, scope).problems]
        reasons += [bad_input(question.id, p) for p in found.problems.get(question.id, ())]
    return Taken({question.id: found.answers.get(question.id) for question in questions}, known, reasons)


def _language(standing: Standing) -> str:
    staff = standing.actor is not None and standing.actor.kind != "applicant"
    return staff_language(standing.service) if staff else standing.case.language
