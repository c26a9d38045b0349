"""Every name that expressions and texts of a document can use, and its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from definitions.expressions import text_written
from definitions.form import Option, Question
from definitions.known import FOUND
from definitions.questions import KINDS
from definitions.reading.asked import bare, choices
from definitions.reading.memory import Memory
from definitions.schema import settings
from definitions.tasks.votes import INQUORATE, UNDECIDED
from definitions.text import Text
from definitions.types import ANY, BOOLEAN, DECIMAL, INTEGER, TEXT, TIMESTAMP, Type, list_of, object_of

FACTS = {"text": TEXT, "integer": INTEGER, "decimal": DECIMAL, "money": INTEGER, "date": TIMESTAMP, "boolean": BOOLEAN}
PRIORITIES = ("low", "normal", "high")

ITEM = object_of(number=INTEGER)
"""What is known of an item besides its answers."""

ACTOR = object_of(kind=TEXT, id=TEXT, name=TEXT, roles=list_of(TEXT, 50))


def form_names(document: Mapping[str, Any], memory: Memory | None = None) -> dict[str, Type]:
    """Answers, values, decisions and lookups."""
    names = own_names(document["form"], memory)
    names |= {value["id"]: fact(value["type"]) for value in document.get("values", ())}
    names |= {decision["id"]: _decision_type(decision) for decision in document.get("decisions", ())}
    names |= {one["id"]: _facts(one["gives"] | {FOUND: "boolean"}) for one in document.get("lookups", ())}
    return names


def own_names(part: Mapping[str, Any], memory: Memory | None = None) -> dict[str, Type]:
    """The names that the pages and sections of a form, or of a section, give: a list's for a section that repeats."""
    names: dict[str, Type] = {}
    for page in part.get("pages", ()):
        names |= _page_names(page) if memory is None else memory.of("names", page, _page_names)
    for section in part.get("sections", ()):
        repeat, inside = section.get("repeat"), own_names(section, memory)
        names |= (
            {repeat["id"]: list_of(Type("object", fields=tuple(inside.items())), repeat["max"])} if repeat else inside
        )
    return names


def _page_names(page: Mapping[str, Any]) -> dict[str, Type]:
    return {question["id"]: question_type(question) for question in bare(page.get("questions", ()))}


def workflow_names(document: Mapping[str, Any], form: Mapping[str, Type]) -> dict[str, Type]:
    """Those of the form, what transitions ask, ``case``, ``clock``, ``actor``, and ``task`` where there are any."""
    workflow = document["workflow"]
    asked = {question["id"]: question_type(question) for question in asks(document)}
    clocks = {clock["id"]: TIMESTAMP for clock in workflow.get("clocks", ())}
    states = frozenset(state["id"] for state in workflow["states"])
    case = object_of(
        state=Type("text", options=states),
        reference=TEXT,
        submitted=TIMESTAMP,
        assignee=TEXT,
        priority=Type("text", options=frozenset(PRIORITIES)),
        open_tasks=INTEGER,
    )
    groups = {"case": case, "clock": object_of(**clocks), "actor": ACTOR}
    if tasks := workflow.get("tasks"):
        groups["task"] = object_of(**{task["id"]: task_type(task, form) for task in tasks})
    return {**form, **asked, **groups}


def task_type(task: Mapping[str, Any], form: Mapping[str, Type]) -> Type:
    """What is known of a task. Of one that is asked once, its answers by their own names; of others, counts of them."""
    known = {"opened": BOOLEAN, "open": BOOLEAN, "done": BOOLEAN, "late": BOOLEAN, "due": TIMESTAMP}
    answers = {question["id"]: question_type(question) for question in bare(task.get("ask", ()))}
    if votes := task.get("votes"):
        choices = [choice["value"] for choice in votes["choices"]]
        result = Type("text", options=frozenset((*choices, UNDECIDED, INQUORATE)))
        counts = dict.fromkeys((*choices, "abstained", "interests", "cast"), INTEGER)
        each = list_of(object_of(**answers), votes["members"])
        return object_of(**known, **counts, quorate=BOOLEAN, result=result, answers=each)
    if "for_each" in task:
        items = form.get(task["for_each"])
        each = list_of(object_of(**answers), (items.most if items else None) or 100)
        return object_of(**known, count=INTEGER, answered=INTEGER, answers=each)
    return object_of(**(answers | known))


def item_types(task: Mapping[str, Any], form: Mapping[str, Type]) -> dict[str, Type]:
    """What a task that is asked for each item of a list knows of that item."""
    items = form.get(task.get("for_each", ""))
    return {**dict(items.of.fields), "item": ITEM} if items and items.of else {}


def asks(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for transition in document["workflow"]["transitions"]:
        yield from bare(transition.get("ask", ()))


def question_type(question: Mapping[str, Any]) -> Type:
    """The type of a question's answer; anything for a kind nobody knows, which is reported elsewhere."""
    kind = KINDS.get(question["type"])
    if kind is None:
        return ANY
    own = {name: question[name] for name in settings(question["type"]) if name in question}
    if not own and "options" not in question:
        return _plain(question["type"])
    options = tuple(Option(option["value"], Text()) for option in choices(question))
    return kind.type(Question(question["id"], question["type"], Text(), options=options, settings=own))


@cache
def _plain(kind: str) -> Type:
    """The type of a question with neither options nor settings."""
    return KINDS[kind].type(Question("plain", kind, Text()))


def fact(name: str) -> Type:
    return FACTS.get(name, ANY)


def _facts(gives: Mapping[str, str]) -> Type:
    return Type("object", fields=tuple((name, fact(kind)) for name, kind in gives.items()))


def _decision_type(decision: Mapping[str, Any]) -> Type:
    """What a table gives. A text that every rule writes out is one of those, so that a misspelt one is found."""
    fields = tuple((name, _result_type(decision, name, kind)) for name, kind in decision["outputs"].items())
    row = Type("object", fields=fields)
    return list_of(row, max(1, len(decision["rules"]))) if decision.get("policy") == "collect" else row


def _result_type(decision: Mapping[str, Any], name: str, kind: str) -> Type:
    given = [rule["then"].get(name) for rule in decision["rules"]] + [decision.get("otherwise", {}).get(name)]
    written = [text_written(source) for source in given if source is not None]
    if kind != "text" or not written or None in written:
        return fact(kind)
    return Type("text", options=frozenset(text for text in written if text is not None))
