"""A task that somebody outside is asked, opened by the secret of a link: for this browser, for two hours, and once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import session
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Actor, Case, Errand
from definitions.form import Question
from definitions.questions.kind import in_language
from definitions.scope import Scope
from definitions.service import Service
from definitions.standing import case_names
from definitions.tasks.named import item_names
from definitions.text import one_line
from definitions.workflow import Partner, Task
from runtime import cases, crypto
from runtime.cases.loading import Loaded
from runtime.cases.secrecy import sealed
from runtime.errors import CaseNotFound
from runtime.files import described
from runtime.web.public.tracking import OPEN_FOR
from runtime.web.staff.answers_shown import named

_KEY = "outside"


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact of the case as its label, its lines, and the files that it is."""

    label: str
    lines: tuple[str, ...]
    files: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """The task, and what of its case whoever has the link may see: what the task names, and nothing sensitive."""

    loaded: Loaded
    task: Task
    errand: Errand
    partner: Partner
    scope: Scope

    @property
    def service(self) -> Service:
        return self.loaded.service

    @property
    def case(self) -> Case:
        return self.loaded.case

    @property
    def actor(self) -> Actor:
        return Actor("partner", name=in_language(self.partner.name, self.service.languages[0]))

    @property
    def label(self) -> str:
        return one_line(self.task.label.render(self.scope))

    @property
    def ask(self) -> tuple[Question, ...]:
        return self.task.ask

    def facts(self) -> Iterator[Shown]:
        for name in self.task.shows:
            first, _, rest = name.partition(".")
            question, value = self.service.questions.get(first), self.scope.names.get(first)
            if value is None:
                continue
            files = described([value]) if question and not rest and question.kind == "file" else []
            text = self.scope.shown(name)
            yield Shown(_label(question, name, rest, self.scope), tuple(text.split("\n")), tuple(files))

    def file(self, number: int) -> Mapping[str, Any] | None:
        """The file of this place among those that are shown, from 1."""
        every = [file for fact in self.facts() for file in fact.files]
        return every[number - 1] if 0 < number <= len(every) else None


def remember(reading: Session, token: str, at: datetime) -> bool:
    """This browser may see the task from now on; False when the token opens none."""
    found = crypto.keys(reading).task_of(token)
    if found is None:
        return False
    case_id, task, opened = found
    session[_KEY] = {"case": str(case_id), "task": task, "opened": opened, "until": int((at + OPEN_FOR).timestamp())}
    return outside(reading, at, "en") is not None


def outside(reading: Session, at: datetime, language: str) -> Outside | None:
    """The task that this browser has opened; None when it has not, its time is over, or it is asked anew by now."""
    kept = session.get(_KEY)
    if not kept or kept["until"] <= at.timestamp():
        return None
    try:
        loaded = cases.load(reading, UUID(kept["case"]))
    except CaseNotFound:
        return None
    task, errand = loaded.service.workflow.task(kept["task"]), loaded.case.tasks.get(kept["task"])
    if task is None or task.partner is None or errand is None or errand.opened != kept["opened"]:
        return None
    return Outside(loaded, task, errand, task.partner, _scope(loaded, task, errand, at, language))


def _scope(loaded: Loaded, task: Task, errand: Errand, at: datetime, language: str) -> Scope:
    service, moment = loaded.service, Moment(at, loaded.service.calendar)
    names = case_names(service, loaded.case, moment)
    told = {name: value for name, value in names.items() if name not in sealed(service)}
    spoken = language if language in service.languages else service.languages[0]
    return Scope(service, {**told, **item_names(task, errand.key, told)}, moment, spoken)


def _label(question: Question | None, name: str, rest: str, scope: Scope) -> str:
    label = question.label.render(scope) if question else named(name.replace(".", " "))
    return f"{label}: {named(rest).lower()}" if question and rest else label
