"""The form of a task: what it asks and, of a vote, the choice first; as one member of staff may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from definitions.errands.doing import CHOICE, Asked, asked
from definitions.facts import Errand
from definitions.form import Option, Question
from definitions.scope import result_in_words
from definitions.standing import Standing
from definitions.task_words import task_label, whose
from definitions.tasks.named import item_names
from definitions.tasks.votes import ABSTAIN, INTEREST
from definitions.text import plain
from definitions.workflow import Task
from runtime.errors import CaseNotFound
from runtime.web.staff.opened import Opened


@dataclass(frozen=True, slots=True)
class TaskForm:
    """One task of a case that is open to somebody. ``of`` knows the answers of the item that it is asked for; ``ask``
    are its questions, as an action's are."""

    of: Opened
    asked: Asked
    ask: tuple[Question, ...]

    @property
    def task(self) -> Task:
        return self.asked.task

    @property
    def errand(self) -> Errand:
        return self.asked.errand

    @property
    def key(self) -> str:
        return self.errand.key

    @property
    def label(self) -> str:
        return task_label(self.task, standing_of(self.of), self.key)

    @property
    def who(self) -> str:
        return whose(self.task, standing_of(self.of))

    @property
    def url(self) -> str:
        return f"{self.of.url}/tasks/{self.key}"

    @property
    def questions(self) -> Mapping[str, Question]:
        """By the names that reasons of the engine's have for them."""
        return {question.id: question for question in self.ask}

    def said(self, answers: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
        """What was answered, as the engine takes it: the choice of a vote, and the rest."""
        others = {name: value for name, value in answers.items() if name != CHOICE}
        return (str(answers.get(CHOICE) or "") if self.task.votes else None), others


def task_form(of: Opened, key: str) -> TaskForm:
    """The form of the task of this key.

    Raises:
        CaseNotFound: the case has no such task.
    """
    found = next((each for each in asked(of.service, of.case, of.actor, of.moment) if each.errand.key == key), None)
    if found is None:
        raise CaseNotFound("There is no such task on this case.")
    names = {**of.scope.names, **item_names(found.task, key, of.scope.names)}
    choice = (choice_of(found.task),) if found.task.votes else ()
    return TaskForm(replace(of, scope=replace(of.scope, names=names)), found, (*choice, *found.task.ask))


def standing_of(of: Opened) -> Standing:
    return Standing(of.service, of.case, of.moment, of.actor)


def choice_of(task: Task) -> Question:
    """How one votes, as a question: the choices, then to abstain and to take no part."""
    beside = (Option(one, plain(result_in_words(task, one, "en"))) for one in (ABSTAIN, INTEREST))
    given = task.votes.choices if task.votes else ()
    return Question(CHOICE, "radios", plain("Your vote"), options=(*given, *beside))
