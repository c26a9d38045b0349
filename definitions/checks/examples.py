"""Examples: what they answer, do and expect is there. Whether they come true is for running them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from definitions.checks.facts import ACTORS, Facts, Placed
from definitions.checks.references import there_are, unreached
from definitions.checks.registry import Found, check
from definitions.nearest import did_you_mean
from definitions.reading.asked import bare
from definitions.tasks.votes import ABSTAIN, INTEREST

Place = tuple[str, str, str, Collection[str]]
"""A pointer, what kind of thing is named there, its name, and the names there are."""

NOBODY = ("system", "timer")
"""Actors that act by themselves: an example waits for them."""


@check("example.unknown-name", "error", "An example that names nothing proves nothing.")
def unknown_names(facts: Facts) -> Found:
    for at, kind, name, known in _places(facts):
        if name not in known:
            yield at, f'there is no {kind} called "{name}"{did_you_mean(name, known) or there_are(known)}'
    yield from unreached(facts.compiled.compiling.workflow, _values(facts))


@check("example.none", "warning", "Only examples show that the service does what you mean.")
def no_examples(facts: Facts) -> Found:
    if not facts.document.get("examples"):
        yield "", "there are no examples: tell at least one story of how a case should go"


def _places(facts: Facts) -> Iterator[Place]:
    lookups = {lookup.id: lookup.part["gives"] for lookup in facts.listed("lookups")}
    for example in facts.listed("examples"):
        at = example.at
        yield from _answers(f"{at}/answers", example.part.get("answers", {}), facts.document["form"])
        for name, found in example.part.get("lookups", {}).items():
            yield f"{at}/lookups/{name}", "lookup", name, lookups
            if name in lookups and isinstance(found, dict):
                kind = "fact of this lookup"
                yield from ((f"{at}/lookups/{name}/{fact}", kind, fact, lookups[name]) for fact in found)
        yield from _expected(facts, f"{at}/expect", example.part.get("expect", {}))
        for n, step in enumerate(example.part.get("then", ())):
            yield from _step(facts, f"{at}/then/{n}", step)


def _answers(at: str, answers: Mapping[str, Any], part: Mapping[str, Any]) -> Iterator[Place]:
    """The names answered, of the form or of an item of a section, and those in lists below."""
    sections = part.get("sections", ())
    lists = {section["repeat"]["id"]: section for section in sections if "repeat" in section}
    plain = [page for section in sections if "repeat" not in section for page in section.get("pages", ())]
    asked = [q["id"] for page in (*part.get("pages", ()), *plain) for q in bare(page.get("questions", ()))]
    for name, value in answers.items():
        yield f"{at}/{name}", "question", name, [*asked, *lists]
        for n, item in enumerate(value if name in lists and isinstance(value, list) else ()):
            if isinstance(item, Mapping):
                yield from _answers(f"{at}/{name}/{n}", item, lists[name])


def _numberless(name: str) -> str:
    """The place that a qualified name is about in any item: "children.*.who"."""
    return ".".join("*" if part.isdigit() else part for part in name.split("."))


def _in_items(parts: Iterable[Placed]) -> list[str]:
    return [".".join((*(f"{one}.*" for one in part.lists), part.id)) for part in parts]


def _values(facts: Facts) -> Iterator[tuple[str, str]]:
    """The names whose values are expected, with their places."""
    for example in facts.listed("examples"):
        parts = [(example.at, example.part)]
        parts += ((f"{example.at}/then/{n}", step) for n, step in enumerate(example.part.get("then", ())))
        for at, part in parts:
            yield from ((f"{at}/expect/values/{name}", name) for name in part.get("expect", {}).get("values", {}))


def _step(facts: Facts, at: str, step: Mapping[str, Any]) -> Iterator[Place]:
    actions = {one.id: one.part for one in facts.transitions}
    if "do" in step:
        yield f"{at}/do", "transition", step["do"], actions
        role = step["as"].partition(":")[0]
        yield f"{at}/as", "role", role, [*facts.role_ids, *(actor for actor in ACTORS if actor not in NOBODY)]
        questions = [question["id"] for question in bare(actions.get(step["do"], {}).get("ask", ()))]
        if step["do"] in actions:
            where = "question under ask of this transition"
            yield from ((f"{at}/inputs/{name}", where, name, questions) for name in step.get("inputs", {}))
    if "undo" in step:
        yield f"{at}/as", "role", step["as"].partition(":")[0], [*facts.role_ids, "assignee"]
    if "task" in step:
        yield from _done(facts, at, step)
    yield from _expected(facts, f"{at}/expect", step.get("expect", {}))


def _done(facts: Facts, at: str, step: Mapping[str, Any]) -> Iterator[Place]:
    """The names in a step that does a task."""
    tasks = {task.id: task for task in facts.tasks}
    task_id = step["task"].partition(".")[0]
    yield f"{at}/task", "task", task_id, tasks
    yield f"{at}/as", "role", step["as"].partition(":")[0], [*facts.role_ids, "partner"]
    if task := tasks.get(task_id):
        questions = [question.id for question in facts.asked_of[task.at]]
        asked = "question under ask of this task"
        yield from ((f"{at}/answers/{name}", asked, name, questions) for name in step.get("answers", {}))
        choices = [choice["value"] for choice in task.part.get("votes", {}).get("choices", ())]
        if "vote" in step:
            yield f"{at}/vote", "choice in this vote", step["vote"], [*choices, ABSTAIN, INTEREST]


def _expected(facts: Facts, at: str, expect: Mapping[str, Any]) -> Iterator[Place]:
    pages = _in_items(facts.pages)
    judged = [*_in_items([*facts.questions, *facts.repeats]), *pages, *_in_items(facts.sections)]
    sections = [section["id"] for section in facts.document["form"].get("sections", ())]
    messages = [message.id for message in facts.listed("messages")]
    for n, name in enumerate(expect.get("pages", ())):
        yield f"{at}/pages/{n}", "page", _numberless(name), pages
    yield from ((f"{at}/tasks/{name}", "section", name, sections) for name in expect.get("tasks", {}))
    yield from ((f"{at}/sent/{n}", "message", name, messages) for n, name in enumerate(expect.get("sent", ())))
    for n, name in enumerate(expect.get("problems", ())):
        yield f"{at}/problems/{n}", "question or page", _numberless(name), judged
    actions = [transition.id for transition in facts.transitions]
    yield from ((f"{at}/open/{n}", "transition", name, actions) for n, name in enumerate(expect.get("open", ())))
    replies = [reply.id for reply in facts.listed("replies")]
    yield from ((f"{at}/replies/{n}", "reply", name, replies) for n, name in enumerate(expect.get("replies", ())))
    tasks = [task.id for task in facts.tasks]
    for n, name in enumerate(expect.get("asked", ())):
        yield f"{at}/asked/{n}", "task", name.partition(".")[0], tasks
    clocks = [clock.id for clock in facts.clocks]
    yield from ((f"{at}/due/{name}", "clock", name, clocks) for name in expect.get("due", {}))
    one: tuple[tuple[str, str, Collection[str]], ...] = (
        ("stop", "page", [page.id for page in facts.pages]),
        ("state", "state", facts.state_ids),
        ("queue", "queue", [queue.id for queue in facts.listed("queues")]),
    )
    for name, kind, known in one:
        if expect.get(name) is not None:
            yield f"{at}/{name}", kind, expect[name], known
