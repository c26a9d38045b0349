"""Files in a rehearsal: only what one is called is taken, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from definitions.form import Question
from definitions.questions import KINDS
from definitions.questions.file import NAME_MOST, accepted, listed, most_files, several
from definitions.questions.sniff import ENDINGS
from definitions.questions.written import written
from runtime.web.posted import Typed

REMOVE = "remove"


def with_files(questions: Iterable[Question], typed: Typed, answers: Mapping[str, Any]) -> Typed:
    """What was typed, with a description for each file that was chosen, and for those from before."""
    made = dict(typed)
    for question in questions:
        if question.kind != "file":
            continue
        before = listed(answers[question.id]) if answers.get(question.id) else []
        kept = [one for one in before if one["id"] != request.form.get(REMOVE)]
        names = [sent.filename for sent in request.files.getlist(question.id) if sent.filename]
        new = [_described(question, name, f"f{len(kept) + n}") for n, name in enumerate(names, 1)]
        files = [*kept, *new][-most_files(question) :]
        made.pop(question.id, None)
        if files:
            given = KINDS[question.kind].fill(question, files if several(question) else files[-1])[question.id]
            made[question.id] = [given] if isinstance(given, str) else given
    return made


def _described(question: Question, name: str, id: str) -> dict[str, Any]:
    """A file of that name, of a kind and a size that are wanted: what is in it nobody looks at."""
    example = written(question)
    one: dict[str, Any] = example[0] if isinstance(example, list) else example
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        ending = accepted(question)[0]
        name = f"{name}.{ending}"
    return {**one, "id": id, "name": name[-NAME_MOST:], "type": ENDINGS[ending]}
