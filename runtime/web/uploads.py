"""Files sent from a page: each is kept as soon as it is good, whatever else on the page is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import request

from definitions.form import Question
from definitions.questions import KINDS
from definitions.questions.file import kinds_in_words, max_bytes
from definitions.questions.kind import AnswerProblem, BadAnswer, bad
from definitions.scope import Scope
from runtime import files
from runtime.errors import FileRefused
from runtime.web.posted import Posted, Typed
from runtime.web.site import current_site, now

Owner = Callable[[], UUID]


def take(questions: Iterable[Question], typed: Typed, answers: Mapping[str, Any], scope: Scope, owner: Owner) -> Posted:
    """Read the files that were sent for these questions.

    In ``typed``, each file question then holds the description that we made, of the new file or of the one kept from
    before; never what the browser sent under its name. ``answers`` has the new ones. ``owner`` is asked for the case or
    application only once there is a file to keep for it.
    """
    found = Posted({**typed})
    for question in (question for question in questions if question.kind == "file"):
        kept = answers.get(question.id)
        try:
            new = _sent(question, scope, owner)
        except BadAnswer as refused:
            found.problems[question.id] = refused.problems
            new = None
        if new is not None:
            found.answers[question.id] = new
        value = new or kept
        inputs = KINDS[question.kind].fill(question, value) if value else {}
        found.typed = {**found.typed, question.id: [str(text) for text in inputs.values()]}
    return found


def merge(posted: Posted, taken: Posted) -> None:
    """What was wrong with the files comes before what their absence would say."""
    posted.problems = {**posted.problems, **taken.problems}


def _sent(question: Question, scope: Scope, owner: Owner) -> dict[str, Any] | None:
    upload = request.files.get(question.id)
    if upload is None or not upload.filename:
        return None
    most = max_bytes(question)
    with upload.stream:
        content = upload.stream.read(most + 1)
    if len(content) > most:
        raise bad(question, scope, "file.size", most=most >> 20)
    try:
        value = files.save(current_site().database, content, upload.filename, owner_id=owner(), at=now())
    except FileRefused as refused:
        raise _refused(question, scope, refused) from refused
    KINDS[question.kind].check(question, value, scope)
    return value


def _refused(question: Question, scope: Scope, refused: FileRefused) -> BadAnswer:
    match refused.facts.get("reason"):
        case "empty":
            return bad(question, scope, "file.empty")
        case "size":
            return bad(question, scope, "file.size", most=files.MOST_BYTES // 1_000_000)
        case "type":
            return bad(question, scope, "file.type", kinds=kinds_in_words(question, scope.language))
        case _:
            return BadAnswer([AnswerProblem(question.id, "file.quota", refused.message)])
