"""What of a rehearsal an example of the service can say: what has gone from the draft meanwhile is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from definitions.form import Question, Section
from definitions.service import Service
from definitions.tasks.votes import ABSTAIN, INTEREST

Part = Mapping[str, Any]


def fitting(service: Service, part: Part) -> dict[str, Any]:
    """An example with only those answers and facts that the service knows, and none left blank: that says nothing."""
    made = dict(part)
    if "answers" in made:
        own = [question for page in service.form.pages for question in page.questions]
        made["answers"] = _answers(service.form.sections, own, made["answers"])
    gives = {lookup.id: lookup.gives for lookup in service.form.lookups}
    said = {name: one for name, one in made.pop("lookups", {}).items() if name in gives}
    found = {
        name: {fact: value for fact, value in one.items() if fact in gives[name]} if isinstance(one, Mapping) else one
        for name, one in said.items()
    }
    return {**made, **({"lookups": found} if found else {})}


def is_fit(service: Service, deed: Part) -> bool:
    """Whether an example can say that somebody does this."""
    flow, roles = service.workflow, {role.id for role in service.roles}
    who = str(deed.get("as", "")).partition(":")[0]
    if "do" in deed:
        transition = flow.transition(deed["do"])
        known = transition is not None and _asked(transition.ask, deed.get("inputs", {}))
        return known and who in roles | {"applicant", "assignee", "partner"}
    if "undo" in deed:
        return who in roles | {"assignee"}
    if "task" in deed:
        task = flow.task(deed["task"])
        choices = {one.value for one in task.votes.choices} | {ABSTAIN, INTEREST} if task and task.votes else set()
        fits = task is not None and _asked(task.ask, deed.get("answers", {}))
        return fits and who in roles | {"partner"} and ("vote" not in deed or deed["vote"] in choices)
    return True


def _asked(questions: Iterable[Question], given: Part) -> bool:
    return given.keys() <= {question.id for question in questions}


def _answers(sections: Iterable[Section], own: Iterable[Question], given: Part) -> dict[str, Any]:
    """The answers to these questions, to those of the sections, and in the items of their lists."""
    lists = {section.repeat.id: section for section in sections if section.repeat}
    plain = [q for section in sections if not section.repeat for page in section.pages for q in page.questions]
    known = {question.id for question in (*own, *plain)}
    made: dict[str, Any] = {}
    for name, value in given.items():
        if name in lists and isinstance(value, list):
            inside = [question for page in lists[name].pages for question in page.questions]
            items = (item for item in value if isinstance(item, Mapping))
            made[name] = [_answers(lists[name].sections, inside, item) for item in items]
        elif name in known and value is not None:
            made[name] = value
    return made
