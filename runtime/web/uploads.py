"""Files sent from a page: each is kept as soon as it is good, whatever else on the page is wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Response, request
from werkzeug.datastructures import FileStorage

from definitions.form import Question
from definitions.questions import KINDS
from definitions.questions.file import check_one, kinds_in_words, listed, max_bytes, most_files, several
from definitions.questions.kind import AnswerProblem, BadAnswer, bad, problem
from definitions.scope import Scope
from runtime import crypto, files
from runtime.errors import FileRefused
from runtime.web import limits
from runtime.web.posted import Posted, Typed
from runtime.web.site import current_site, now

Owner = Callable[[], UUID]

CARRIED = "-kept"
"""The end of the name of a hidden input that carries a file on."""

REMOVE, UPLOAD = "remove", "upload"
"""Names of a file question's own buttons: its page is shown again, with the file gone or taken in."""

_hands = threading.BoundedSemaphore(2)
"""Files that one process has in its memory at a time, where each is several times: read, sealed, and on its way."""

STATUS = {"full": 503, "busy": 503, "often": 429}
WAIT = {503: "60", 429: "86400"}
"""Seconds, until trying again is worth it."""


@dataclass(slots=True)
class Taken(Posted):
    """``answers`` are those that changed; ``dropped`` the ids of files that none of them names any more."""

    dropped: list[str] = field(default_factory=list)


def take(questions: Iterable[Question], typed: Typed, answers: Mapping[str, Any], scope: Scope, owner: Owner) -> Taken:
    """Read the files that were sent for these questions, and let go of the one whose button was pressed.

    In ``typed``, each file question then holds the descriptions that we made, of new files and of those kept from
    before; never what the browser sent under its name. ``answers`` has those that changed. ``owner`` is asked for the
    case or application only once there is a file to keep for it.
    """
    found = Taken({**typed})
    for question in (question for question in questions if question.kind == "file"):
        before = listed(answers[question.id]) if answers.get(question.id) else []
        kept = [each for each in before if each["id"] != request.form.get(REMOVE)]
        kept = _with_new(question, kept, scope, owner, found)
        if kept:
            found.files[question.id] = kept if several(question) else kept[0]
        if kept != before:
            found.answers[question.id] = found.files.get(question.id)
            found.dropped += [each["id"] for each in before if each not in kept]
        inputs = KINDS[question.kind].fill(question, kept).values() if kept else ()
        texts = [text for given in inputs for text in ([given] if isinstance(given, str) else given)]
        found.typed = {**found.typed, question.id: texts}
    return found


def merge(posted: Posted, taken: Posted) -> None:
    """What was wrong with the files comes before what their absence would say."""
    posted.problems = {**posted.problems, **taken.problems}
    posted.files, posted.status = taken.files, taken.status


def forget(taken: Taken, owner_id: UUID) -> None:
    """Remove what was let go of, once the answers no longer name it."""
    if taken.dropped:
        files.remove(current_site().database, taken.dropped, owner_id)


def carried(questions: Iterable[Question], owner_id: UUID) -> dict[str, Any]:
    """Files that were sent with this form before: an action's form carries them on itself, since nothing else keeps
    its answers. Sealed by us for this one case, so that no other file can be named."""
    found: dict[str, Any] = {}
    for question in (question for question in questions if question.kind == "file"):
        files_ = [
            file for token in request.form.getlist(f"{question.id}{CARRIED}") if (file := _opened(token, owner_id))
        ]
        if files_:
            found[question.id] = files_ if several(question) else files_[0]
    return found


def carrying(answers: Mapping[str, Any], owner_id: UUID) -> dict[str, Any]:
    """The same files for the form that is shown again, each with what carries it on."""
    key = _carrying_key()
    return {
        name: [
            {**each, "carried": crypto.url_text(crypto.seal(key, json.dumps(each).encode(), owner_id.bytes))}
            for each in listed(value)
        ]
        for name, value in answers.items()
    }


def _opened(token: str, owner_id: UUID) -> dict[str, Any] | None:
    try:
        sealed = crypto.url_bytes(token[:4000]) or b""
        file: dict[str, Any] = json.loads(crypto.unseal(_carrying_key(), sealed, owner_id.bytes))
    except crypto.SealBroken:
        return None
    return file


def _carrying_key() -> bytes:
    return crypto.derive(current_site().database.keys.secret, b"files of a form")


def stays(questions: Iterable[Question]) -> bool:
    """Whether one of the file questions' own buttons was pressed, and so the page is not left yet."""
    return bool({REMOVE, UPLOAD} & request.form.keys()) and any(question.kind == "file" for question in questions)


def told(response: Response) -> Response:
    """The reply, saying when it is worth trying again where we could not take a file."""
    if response.status_code in WAIT:
        response.headers["Retry-After"] = WAIT[response.status_code]
    return response


def gone_bad(
    questions: Iterable[Question], answers: Mapping[str, Any], scope: Scope
) -> dict[str, tuple[AnswerProblem, ...]]:
    """Files that were good when they were sent, and are not any more: malware was found in them, or they are gone."""
    ours = [question for question in questions if question.kind == "file" and answers.get(question.id)]
    ids = [each["id"] for question in ours for each in listed(answers[question.id])]
    if not ids:
        return {}
    with current_site().database.direct() as reading:
        standings = files.standings(reading, ids)
    problems: dict[str, tuple[AnswerProblem, ...]] = {}
    for question in ours:
        for each in listed(answers[question.id]):
            standing = standings.get(each["id"])
            if standing in (None, "infected"):
                code = "file.infected" if standing else "file.gone"
                said = problem(question, scope, code, name=each["name"])
                problems[question.id] = (*problems.get(question.id, ()), said)
    return problems


def _with_new(
    question: Question, kept: list[dict[str, Any]], scope: Scope, owner: Owner, found: Taken
) -> list[dict[str, Any]]:
    """What was kept and what was sent now, as far as it is good and there is room for it."""
    for upload in request.files.getlist(question.id):
        if not upload.filename:
            continue
        try:
            if several(question) and len(kept) >= most_files(question):
                raise bad(question, scope, "files.max", n=most_files(question))
            new = _saved(question, upload, scope, owner, found)
        except BadAnswer as refused:
            found.problems[question.id] = (*found.problems.get(question.id, ()), *refused.problems)
            continue
        if any(each["sha256"] == new["sha256"] for each in kept):
            found.dropped.append(new["id"])  # sent again, by a page that was loaded again
        else:
            kept = [*kept, new] if several(question) else [new]
    return kept


def _saved(question: Question, upload: FileStorage, scope: Scope, owner: Owner, found: Taken) -> dict[str, Any]:
    """
    Raises:
        BadAnswer: the question takes no such file, or we cannot just now; then ``found.status`` says so, too.
    """
    with _hands:
        return _kept(question, upload, scope, owner, found)


def _kept(question: Question, upload: FileStorage, scope: Scope, owner: Owner, found: Taken) -> dict[str, Any]:
    most = max_bytes(question)
    with upload.stream:
        content = upload.stream.read(most + 1)
    if len(content) > most:
        raise bad(question, scope, "file.size", most=most >> 20)
    try:
        limits.spend_if_possible(limits.UPLOADED, f"uploaded:{limits.address()}")
        limits.spend_if_possible(limits.UPLOADED_KB, f"kilobytes:{limits.address()}", cost=len(content) >> 10)
        value = files.save(current_site().database, content, upload.filename or "", owner_id=owner(), at=now())
    except FileRefused as refused:
        reason = str(refused.facts["reason"])
        found.status = STATUS.get(reason, found.status)
        raise _refused(question, scope, reason) from refused
    except limits.TooOften as often:
        found.status = STATUS["often"]
        raise _refused(question, scope, "often") from often
    try:
        check_one(question, value, scope)
    except BadAnswer:
        found.dropped.append(value["id"])
        raise
    return value


def _refused(question: Question, scope: Scope, reason: str) -> BadAnswer:
    facts: dict[str, object] = {}
    if reason == "size":
        facts["most"] = files.MOST_BYTES >> 20
    if reason == "type":
        facts["kinds"] = kinds_in_words(question, scope.language)
    return bad(question, scope, f"file.{reason}", **facts)
