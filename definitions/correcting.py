"""An answer put right after it was sent: judged as if it had been given so, with everything that follows. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from definitions.calendars import Moment
from definitions.consequences import carry_out
from definitions.facts import Actor, Answers, Case, Event, Reason, Refusal, Step
from definitions.form import Lookup, Question
from definitions.history import conflicted, next_number
from definitions.items import every_answer
from definitions.journey import Journey, walk
from definitions.known import Record
from definitions.questions.kind import in_language
from definitions.refusals import bad_input, one_of, reason
from definitions.service import Service
from definitions.standing import Standing, staff_language
from definitions.visits import Path
from definitions.workflow import Effect

CORRECT = "correct"
"""What a refusal to correct calls the action."""

AGREED = frozenset({"declaration", "signature"})
"""Kinds that only who gave them can give again."""


@dataclass(frozen=True, slots=True)
class Correction:
    """New answers to questions that are asked together, of the item that ``path`` leads to (by its number)."""

    path: Path
    given: Mapping[str, Any]
    reason: str


def may_correct(service: Service, question: Question, roles: Collection[str]) -> bool:
    """Whether these roles may put this answer right at all."""
    by = question.correct if question.correct is not None else service.corrections.by if service.corrections else ()
    return question.kind not in AGREED and question.id not in service.asked and not set(by).isdisjoint(roles)


def together(service: Service, question: Question) -> tuple[Question, ...]:
    """The question, and those that its choices reveal: one cannot be right without the other."""
    page = next(page for page in service.form.every_page if question in page.questions)
    found = [question]
    for other in page.questions:
        if other.under and any(other.under.question == each.id for each in found):
            found.append(other)
    return tuple(found)


def wanted(service: Service, case: Case, correction: Correction) -> Sequence[tuple[Lookup, Any]]:
    """What must be looked up anew, before it can be judged."""
    return _walk(service, case, _with(case.answers, correction), case.lookups).lookups_wanted


def correct(
    service: Service, case: Case, correction: Correction, actor: Actor, moment: Moment, *,
    records: Mapping[str, Record], dropping: Collection[str] = (),
) -> Step | Refusal:  # fmt: skip
    """Put answers right, or refuse with every reason.

    The route is walked again as of the submission. New problems, new questions and a new end are refused; answers that
    would no longer be asked for must be named in ``dropping``. Frozen values stay as they were. ``records`` are what
    was looked up for it. The ``corrected`` event's data: ``questions``, ``path``, ``old``, ``new``, ``reason``, and
    ``dropped``, the names of answers and lookups that are gone.
    """
    candidate = _with(case.answers, correction)
    before = _walk(service, case, case.answers, case.lookups)
    after = _walk(service, case, candidate, {**case.lookups, **records})
    lost = _lost(service, candidate, after) - _lost(service, case.answers, before) - correction.given.keys()
    standing = Standing(service, case, moment, actor)
    reasons = [*_not_theirs(correction, standing), *_unchanged(case, correction, standing)]
    reasons += [*_problems(before, after, standing), *_asks_more(before, after, standing)]
    unnamed = lost if service.corrections and not service.corrections.may_drop else lost - set(dropping)
    if unnamed and not reasons:
        reasons.append(_drops(unnamed, standing))
    if reasons:
        return Refusal(CORRECT, tuple(reasons))
    kept = {*after.answers, *after.lookups}
    gone = sorted({*case.answers, *case.lookups, *_lost(service, candidate, after)} - kept)
    old = {name: _at(case.answers, correction.path).get(name) for name in correction.given}
    data = {
        "questions": list(correction.given), "path": [list(step) for step in correction.path], "dropped": gone,
        "old": old, "new": dict(correction.given), "reason": correction.reason,
    }  # fmt: skip
    event = Event(next_number(case), "corrected", moment.at, actor, data=data)
    changed = replace(case, answers=after.answers, lookups={**case.lookups, **after.lookups})
    tell = service.corrections.tell if service.corrections else None
    effects = (Effect("send", {"message": tell}),) if tell else ()
    return carry_out(service, changed, event, effects, actor, moment)


def taken(service: Service, before: Case, after: Case, event: Event, moment: Moment) -> Step | Refusal:
    """A ``corrected`` event worked out again from the case before it, with what was looked up for it."""
    data = event.data
    path = tuple((str(list_id), str(number)) for list_id, number in data.get("path", ()))
    again, everything = Correction(path, data.get("new", {}), data.get("reason", "")), service.questions.keys()
    return correct(service, before, again, event.actor, moment, records=after.lookups, dropping=everything)


def dropped(service: Service, case: Case, correction: Correction, records: Mapping[str, Record]) -> tuple[str, ...]:
    """Ids of the questions whose answers would be lost, in the order of the form."""
    candidate = _with(case.answers, correction)
    after = _walk(service, case, candidate, {**case.lookups, **records})
    lost = _lost(service, candidate, after) - correction.given.keys()
    return tuple(question.id for question in service.form.questions if question.id in lost)


def given_in(case: Case, path: Path) -> Answers:
    """The answers of the item that ``path`` leads to, or those outside all items. Empty when there is no such item."""
    return _at(case.answers, path)


def _walk(service: Service, case: Case, answers: Answers, lookups: Mapping[str, Record]) -> Journey:
    sent = Moment(case.submitted_at, service.calendar)
    return walk(service.form, answers, lookups, sent, service=service, language=staff_language(service))


def _at(answers: Answers, path: Path) -> Answers:
    for list_id, number in path:
        items = answers.get(list_id)
        index = int(number) - 1 if number.isdigit() else -1
        if not isinstance(items, Sequence) or not 0 <= index < len(items):
            return {}
        answers = items[index]
    return answers


def _with(answers: Answers, correction: Correction, path: Path | None = None) -> dict[str, Any]:
    """The answers with the new ones in their place."""
    path = correction.path if path is None else path
    if not path:
        return {**answers, **correction.given}
    (list_id, number), *rest = path
    items = list(answers[list_id])
    items[int(number) - 1] = _with(items[int(number) - 1], correction, tuple(rest))
    return {**answers, list_id: items}


def _lost(service: Service, answers: Answers, journey: Journey) -> set[str]:
    """Names of the answers that the route does not keep as they are."""
    kept = {(path, name): value for path, name, value in every_answer(service.form, journey.answers)}
    given = ((path, name, value) for path, name, value in every_answer(service.form, answers) if value is not None)
    return {name for path, name, value in given if kept.get((path, name)) != value}


def _not_theirs(correction: Correction, standing: Standing) -> Iterator[Reason]:
    roles = standing.actor.roles if standing.actor else frozenset()
    if standing.actor and not standing.actor.people.isdisjoint(conflicted(standing.case)):
        yield reason("correction", standing, "correction.conflict")
    for name in correction.given:
        question = standing.service.questions[name]
        alone = question.under is None or question.under.question not in correction.given
        if alone and not may_correct(standing.service, question, roles):
            yield reason("correction", standing, "correction.role", question=_label(question, standing))


def _unchanged(case: Case, correction: Correction, standing: Standing) -> Iterator[Reason]:
    known = _at(case.answers, correction.path)
    if all(known.get(name) == value for name, value in correction.given.items()):
        yield reason("correction", standing, "correction.same")


def _problems(before: Journey, after: Journey, standing: Standing) -> Iterator[Reason]:
    for name, problems in after.problems.items():
        if name not in before.problems:
            question = name.rpartition(".")[2]
            known = question if question in standing.service.questions else ""
            yield from (bad_input(known or question, problem) for problem in problems)
    if after.stop is not None and after.stop is not before.stop:
        title = in_language(after.stop.title, staff_language(standing.service))
        yield reason("correction", standing, "correction.stop", page=title)


def _asks_more(before: Journey, after: Journey, standing: Standing) -> Iterator[Reason]:
    """Questions that would now have to be answered, which only the applicant can."""
    missing = [name.rpartition(".")[2] for name in after.missing if name not in before.missing]
    if after.stop is None and (labels := _labels(missing, standing)):
        yield reason("correction", standing, "correction.more", questions=labels)
    down = [
        lookup.id for lookup in after.unavailable if lookup.unavailable == "hold" and lookup not in before.unavailable
    ]
    if down or after.lookups_wanted:
        yield reason("correction", standing, "correction.lookup")


def _drops(lost: set[str], standing: Standing) -> Reason:
    corrections = standing.service.corrections
    allowed = corrections is None or corrections.may_drop
    key = "correction.drops" if allowed else "correction.drops-never"
    ordered = [question.id for question in standing.service.form.questions if question.id in lost]
    labels = _labels(ordered, standing)
    code = "drops" if allowed else "correction"
    return replace(reason("correction", standing, key, questions=labels), code=code)


def _labels(names: Sequence[str], standing: Standing) -> str:
    language, questions = staff_language(standing.service), standing.service.questions
    labels = [f"“{in_language(questions[name].label, language)}”" for name in dict.fromkeys(names) if name in questions]
    return one_of(labels, language) if labels else ""


def _label(question: Question, standing: Standing) -> str:
    return in_language(question.label, staff_language(standing.service))
