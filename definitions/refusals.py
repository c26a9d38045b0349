"""The words of each reason why an action cannot be done, for staff and for the applicant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from definitions.facts import Case, Reason
from definitions.questions.kind import AnswerProblem, in_language
from definitions.service import Service
from definitions.standing import Standing, staff_language
from definitions.task_words import waits_for
from definitions.text import Text
from definitions.words import words
from definitions.workflow import Transition

WHO = ("applicant", "assignee", "system", "timer", "partner")
"""Those who act without being a role. A role of that name would give nobody their part."""


def reason(code: str, standing: Standing, key: str = "", **facts: Any) -> Reason:
    """A reason in our own words: ``refusal.<key>.staff`` and ``refusal.<code>.applicant``."""
    staff, applicant = words(staff_language(standing.service)), words(standing.case.language)
    return Reason(code, staff(f"refusal.{key or code}.staff", **facts), applicant(f"refusal.{code}.applicant", **facts))


def unknown(action: str, standing: Standing) -> Reason:
    return reason("unknown", standing, action=action)


def wrong_state(transition: Transition, standing: Standing) -> Reason:
    service, case = standing.service, standing.case
    language = staff_language(service)
    labels = {state.id: in_language(state.label, language) for state in service.workflow.states}
    states = one_of([f"“{labels.get(source, source)}”" for source in transition.sources], language)
    state = labels.get(case.state, case.state)
    public = _public(service, case, standing)
    return reason("state", standing, action=_label(transition, standing), state=state, states=states, public=public)


def wrong_role(transition: Transition, standing: Standing) -> Reason:
    language = staff_language(standing.service)
    labels = {role.id: in_language(role.label, language) for role in standing.service.roles}
    said = words(language)
    who = [said(f"refusal.who.{by}") if by in WHO else f"“{labels.get(by, by)}”" for by in transition.by]
    return reason("role", standing, action=_label(transition, standing), who=one_of(who, language))


def not_assigned(transition: Transition, standing: Standing) -> Reason:
    return reason("assignee", standing, action=_label(transition, standing))


def same_as(other: str, transition: Transition, standing: Standing) -> Reason:
    """The actor did ``other``, and may not do this too."""
    return apart(other, _label(transition, standing), standing)


def apart(other: str, label: str, standing: Standing) -> Reason:
    """As :func:`same_as`, of what has this label."""
    done = standing.service.workflow.transition(other)
    return reason("separation", standing, action=label, other=_label(done, standing) if done else other)


def knows_applicant(transition: Transition, standing: Standing) -> Reason:
    return reason("conflict", standing, action=_label(transition, standing))


def guard_failed(transition: Transition, standing: Standing, *, defect: bool = False) -> Reason:
    """The document's words where it has some, else the rule itself for staff; and the tasks it waits for, by name."""
    rule = transition.when.source if transition.when else ""
    ours = reason("guard", standing, "defect" if defect else "", action=_label(transition, standing), rule=rule)
    if defect:
        return ours
    staff = _text(transition.refusal_staff, standing, staff_language(standing.service))
    applicant = _text(transition.refusal_applicant, standing, standing.case.language)
    waits = waits_for(transition.when.names, standing) if transition.when else ""
    said = [words.rstrip(".") for words in (staff, waits) if words]
    return Reason("guard", ". ".join(said) or ours.staff, applicant or ours.applicant)


def bad_input(question_id: str, problem: AnswerProblem) -> Reason:
    return Reason("input", problem.message, problem.message, question_id)


def one_of(some: Iterable[str], language: str) -> str:
    """ "a, b or c"."""
    *first, last = some
    return words(language)("refusal.or", some=", ".join(first), last=last) if first else last


def _label(transition: Transition, standing: Standing) -> str:
    return in_language(transition.label, staff_language(standing.service))


def _text(text: Text | None, standing: Standing, language: str) -> str:
    return text.render(standing.scope(language)).strip() if text else ""


def _public(service: Service, case: Case, standing: Standing) -> str:
    state = next((state for state in service.workflow.states if state.id == case.state), None)
    return _text(state.public, standing, case.language) if state else case.state
