"""The form that says when somebody is away and who stands in for them: read, and shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from definitions.calendars import Moment
from definitions.form import Question
from definitions.questions import KINDS
from definitions.questions.kind import BadAnswer
from definitions.scope import Scope
from definitions.text import Text, Variant
from definitions.words.dates import day_in_words
from runtime.staffing.absences import Absence, UnfitAbsence, Wish
from runtime.staffing.stand_ins import Able


def _asked(name: str, label: str) -> Question:
    return Question(name, "date", Text({"en": (Variant(None, (label,)),)}))


FIRST, LAST = _asked("first", "First day"), _asked("last", "Last day")


@dataclass(slots=True)
class Form:
    """``typed`` as it was sent, ``marks`` the message by input, ``able`` those who can stand in, with services of
    theirs."""

    able: Sequence[Able] = ()
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return next(iter(self.typed.get(name, ())), "")

    def problem(self, name: str) -> str:
        """What is wrong with a question of several inputs."""
        return next((said for each, said in self.marks.items() if said and each.partition("-")[0] == name), "")

    @property
    def services(self) -> list[tuple[str, str]]:
        """Every service in which somebody can stand in: id and title."""
        return sorted({service for one in self.able for service in one.services}, key=lambda each: each[1])


def read(form: Form, moment: Moment) -> Wish | None:
    """What the form asks for; None with ``marks`` when something cannot be read."""
    first, last = (_day(form, question, moment) for question in (FIRST, LAST))
    if not first and "first-day" not in form.marks:
        form.marks["first-day"] = "Enter the first day"
    to, ids = form.value("substitute"), {str(one.id) for one in form.able}
    if to and to not in ids:
        form.marks["substitute"] = "Select who stands in from the list"
    if form.marks or first is None:
        return None
    chosen = tuple(form.typed.get("services", ()))
    return Wish(first, last, form.value("reason"), UUID(to) if to else None, chosen if chosen else None)


def unfit(form: Form, problem: UnfitAbsence) -> None:
    """Mark what could not be kept."""
    form.marks[f"{problem.field}-day" if problem.field in ("first", "last") else problem.field] = str(problem)


def line(absence: Absence, moment: Moment, titles: Mapping[str, str]) -> dict[str, Any]:
    """One absence in words."""
    first, last = day_in_words(absence.first, "en"), absence.last and day_in_words(absence.last, "en")
    days = first if absence.first == absence.last else f"{first} to {last}" if last else f"From {first}"
    within = "" if absence.services is None else " for " + ", ".join(titles.get(one, one) for one in absence.services)
    return {
        "id": str(absence.id),
        "days": days,
        "now": absence.on(moment.today),
        "reason": absence.reason,
        "substitute": f"{absence.substitute} stands in{within}" if absence.substitute else "Nobody stands in",
    }


def _day(form: Form, question: Question, moment: Moment) -> date | None:
    posted = {name: list(form.typed.get(name, [""])) for name in KINDS["date"].inputs(question)}
    try:
        said = KINDS["date"].parse(question, posted, Scope(None, {}, moment))
    except BadAnswer as bad:
        form.marks |= bad.marks
        return None
    return date.fromisoformat(said) if said else None
