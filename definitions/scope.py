"""What the names in a text stand for, shown to a person in one language at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from definitions.calendars import Moment
from definitions.durations import OF_TIME
from definitions.form import Question, Repeat, Term
from definitions.questions import KINDS
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.tasks.votes import ABSTAIN, INQUORATE, INTEREST, UNDECIDED
from definitions.text import one_line
from definitions.types import ABSENT, TIMESTAMP
from definitions.words import words
from definitions.words.dates import day_in_words, moment_in_words
from definitions.words.values import value_in_words
from definitions.workflow import Task

RESULTS = (ABSTAIN, INTEREST, UNDECIDED, INQUORATE)


@dataclass(frozen=True, slots=True)
class Scope:
    """A :class:`definitions.text.Context`. ``names`` holds stored answers, values, look-ups, ``case`` and ``clock``.

    Without a service, names are shown as they are stored. ``within`` names the terms being rendered, so that two which
    name each other end.
    """

    service: Service | None
    names: Mapping[str, Any]
    moment: Moment
    language: str = "en"
    within: frozenset[str] = frozenset()

    def in_language(self, language: str) -> Scope:
        return replace(self, language=language)

    def asks(self, question: Question) -> bool:
        """Whether it is asked as things stand; the choice that it may stand under is for whoever has that answer."""
        return question.when is None or question.when.holds(self.names, self.moment)

    def shown(self, dotted: str) -> str:
        """The shown form of an answer, look-up, value, term, ``case.*`` or ``clock.<id>``; "" when it is absent."""
        if self.service and (term := _terms(self.service).get(dotted)):
            if dotted in self.within:
                return ""
            return term.text.render(replace(self, within=self.within | {dotted}))
        value = _reach(self.names, dotted)
        if value is None or value is ABSENT or value == "":
            return ""
        if self.service is None:
            return value_in_words(value, None, self.language)
        first, _, rest = dotted.partition(".")
        if first == "case":
            return self._of_case(self.service, rest, value)
        if first == "clock":
            return self._of_clock(self.service, rest, value)
        if first == "task":
            return self._of_task(self.service, rest, value)
        if not rest and isinstance(value, list) and (repeat := _repeats(self.service).get(first)):
            return "\n".join(self._item(repeat, item, n) for n, item in enumerate(value, 1))
        question = self.service.questions.get(first)
        if question and not rest:
            return KINDS[question.kind].show(question, value, self.language)
        return value_in_words(value, _kinds(self.service).get(dotted), self.language)

    def _item(self, repeat: Repeat, answers: Mapping[str, Any], number: int) -> str:
        return item_name(repeat, number, replace(self, names={**self.names, **answers, "item": {"number": number}}))

    def _of_case(self, service: Service, field: str, value: Any) -> str:
        """``case.state`` in the applicant's words; ``case.submitted`` as the day in the council's zone."""
        if field == "state":
            return service.workflow.state(value).public.render(self)
        if field == "submitted":
            return day_in_words(self.moment.calendar.local(_utc(value)).date(), self.language)
        return str(value)

    def _of_clock(self, service: Service, clock_id: str, value: Any) -> str:
        """The due day, with the time for a clock that runs in minutes or hours and does not end with its day."""
        local = self.moment.calendar.local(_utc(value))
        exact = any(c.id == clock_id and c.length.unit in OF_TIME and not c.end_of_day for c in service.workflow.clocks)
        return moment_in_words(local, self.language) if exact else day_in_words(local.date(), self.language)

    def _of_task(self, service: Service, dotted: str, value: Any) -> str:
        """An answer as its question shows it, the day on which it is due, or the label of what a vote came to."""
        task_id, _, field = dotted.partition(".")
        task = service.workflow.task(task_id)
        if task is None or field in ("", "answers"):  # many people's, and of many questions
            return ""
        if field == "due":
            return day_in_words(self.moment.calendar.local(_utc(value)).date(), self.language)
        if field == "result":
            return result_in_words(task, str(value), self.language)
        question = next((question for question in task.ask if question.id == field), None)
        if question is None:
            return value_in_words(value, None, self.language)
        return KINDS[question.kind].show(question, value, self.language)


def result_in_words(task: Task, result: str, language: str) -> str:
    """What a vote came to, or what a member said."""
    for option in task.votes.choices if task.votes else ():
        if option.value == result:
            return in_language(option.label, language)
    return words(language)(f"task.{result}") if result in RESULTS else result


def item_name(repeat: Repeat, number: int, inside: Context) -> str:
    """What an item is called, by its own answers; its label and number while those say nothing. ``inside`` has the
    names that are known in the item."""
    name = one_line(repeat.name.render(inside)) if repeat.name else ""
    return name or f"{repeat.label.render(inside)} {number}"


Context = Scope
"""What questions and texts are told; one thing under two names."""


@lru_cache(maxsize=256)
def _repeats(service: Service) -> Mapping[str, Repeat]:
    return {section.repeat.id: section.repeat for section in service.form.every_section if section.repeat}


@lru_cache(maxsize=256)
def _terms(service: Service) -> Mapping[str, Term]:
    return {term.id: term for term in service.form.terms}


@lru_cache(maxsize=256)
def _kinds(service: Service) -> Mapping[str, str]:
    """The declared kind of every value, look-up's fact and decision's output, by dotted name; and which parts of
    answers are dates.
    """
    document = service.document
    lists = [(each["id"], each["gives"]) for each in document.get("lookups", ())]
    lists += [(each["id"], each["outputs"]) for each in document.get("decisions", ())]
    dotted = {f"{owner}.{name}": kind for owner, kinds in lists for name, kind in kinds.items()}
    for question in service.questions.values():
        parts = KINDS[question.kind].type(question).fields
        dotted |= {f"{question.id}.{name}": "date" for name, part in parts if part == TIMESTAMP}
    return dotted | {value["id"]: value["type"] for value in document.get("values", ())}


def _reach(names: Mapping[str, Any], dotted: str) -> Any:
    found: Any = names
    for part in dotted.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def _utc(value: str | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
