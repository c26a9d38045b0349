"""The tasks of a document, compiled: who is asked, what, until when, and how several members vote."""

from __future__ import annotations

from typing import Any

from definitions.reading.asked import asked, bare
from definitions.reading.compile_effects import compile_effects
from definitions.reading.compile_names import item_types, question_type
from definitions.reading.compile_pages import compile_option, compile_question
from definitions.reading.compiling import Compiling, Document, Where, numbered
from definitions.workflow import Partner, Task, Votes


def compile_task(compiling: Compiling, task: Document, at: str) -> Task:
    """A task. Its words and conditions know the item that it is asked for, and its questions those before them."""
    id, workflow = task["id"], Where(compiling.workflow)
    where = Where({**compiling.workflow, **item_types(task, compiling.form)})
    own = {question["id"]: question_type(question) for question in bare(task.get("ask", ()))}
    inside, key = Where({**where.names, **own}), compiling.translations.key
    by: Any = task["by"]
    return Task(
        id=id,
        label=compiling.text(task, "label", at, where, key("tasks", id, "label")),
        role=by if isinstance(by, str) else None,
        partner=None if isinstance(by, str) else _partner(compiling, by, f"{at}/by", id),
        states=tuple(task.get("in", ())),
        when=compiling.when(task, at, where),
        for_each=task.get("for_each"),
        not_by=tuple(task.get("not_by", ())),
        about=compiling.maybe_text(task, "about", at, where, key("tasks", id, "about")),
        shows=tuple(task.get("shows", ())),
        ask=tuple(
            compile_question(compiling, one, inside, ("tasks", id)) for one in asked(task.get("ask", ()), f"{at}/ask")
        ),
        votes=_votes(compiling, task["votes"], f"{at}/votes", id) if "votes" in task else None,
        due=compiling.duration(task, "due"),
        calendar=task.get("calendar"),
        remind_before=compiling.duration(task, "remind_before"),
        late=compile_effects(compiling, task, "late", at, workflow),
        keep=task.get("keep", False),
    )


def _partner(compiling: Compiling, by: Document, at: str, task: str) -> Partner:
    key = compiling.translations.key("tasks", task, "by.name")
    return Partner(compiling.text(by, "name", at, Where({}), key), by["address"])


def _votes(compiling: Compiling, votes: Document, at: str, task: str) -> Votes:
    owned = ("tasks", task, "votes")
    listed = numbered(votes["choices"], f"{at}/choices")
    return Votes(
        choices=tuple(compile_option(compiling, one, below, Where({}), owned) for _, below, one in listed),
        members=votes["members"],
        quorum=votes["quorum"],
        majority=votes.get("majority", "simple"),
        casting=votes.get("casting"),
    )
