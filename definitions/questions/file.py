"""One file, or several. The web layer keeps the bytes and tells what it found of them; here is what may be accepted.

What is posted are the files' descriptions as JSON, made by the web layer and never by the applicant: ``{id, name, type,
size, sha256}``. ``type`` is what the content shows (see ``sniff``), never what the browser said. The answer is a
description, or with ``max_files`` above one a list of them.
"""

from __future__ import annotations

import json
from typing import Any

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import BadAnswer, Filled, OneInput, Posted, bad, described
from definitions.questions.sniff import ENDINGS, KEPT_AS, ending_of
from definitions.text import Context
from definitions.types import INTEGER, TEXT, Type, list_of, object_of
from definitions.words import words

MAX_MB, MOST_MB = 10, 25
NAME_MOST = 200

_ID = re2.compile(r"[A-Za-z0-9_-]{1,64}")
_SHA256 = re2.compile(r"[0-9a-f]{64}")
_KEYS = {"id", "name", "type", "size", "sha256"}


class FileKind(OneInput):
    name = "file"
    verb = "upload"

    def type(self, question: Question) -> Type:
        one = object_of(name=TEXT, type=TEXT, size=INTEGER)
        return list_of(one, most=most_files(question)) if several(question) else one

    def parse(self, question: Question, posted: Posted, context: Context) -> Any | None:
        given = [text for text in posted.get(question.id, ()) if text]
        if not several(question):
            given = [text for text in [typed.only(question, posted, context)] if text]
        if not given:
            return None
        try:
            found = [json.loads(text) for text in given]
        except (ValueError, RecursionError):
            raise bad(question, context, "file.failed") from None
        value = found if several(question) else found[0]
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not several(question):
            check_one(question, value, context)
            return
        if not isinstance(value, list) or not value:
            raise bad(question, context, "answer.type")
        for each in value:
            check_one(question, each, context)
        if len({each["id"] for each in value}) != len(value):
            raise bad(question, context, "answer.repeated")
        if len(value) > most_files(question):
            raise bad(question, context, "files.max", n=most_files(question))
        if len(value) < least_files(question):
            raise bad(question, context, "files.min", n=least_files(question))

    def missing(self, question: Question, context: Context) -> BadAnswer:
        least = least_files(question)
        return bad(question, context, "files.min", n=least) if least > 1 else super().missing(question, context)

    def show(self, question: Question, value: Any, language: str) -> str:
        names = (each.get("name", "") if isinstance(each, dict) else each for each in listed(value))
        return "\n".join(map(str, names))

    def fill(self, question: Question, value: Any) -> Filled:
        filled = [json.dumps(each, ensure_ascii=False, sort_keys=True) for each in listed(value)]
        return {question.id: filled if several(question) else filled[0]}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        types = {ENDINGS[ending] for ending in accepted(question)}
        properties: dict[str, Any] = {
            "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
            "name": {"type": "string", "minLength": 1, "maxLength": NAME_MOST},
            "type": {"enum": sorted(types | {KEPT_AS.get(kind, kind) for kind in types})},
            "size": {"type": "integer", "minimum": 1, "maximum": max_bytes(question)},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }
        schema = {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}
        if several(question):
            least = max(least_files(question), 1)
            schema = {"type": "array", "items": schema, "minItems": least, "maxItems": most_files(question)}
        return described(question, schema, language)


def check_one(question: Question, value: Any, context: Context) -> None:
    """The bounds of one file.

    Raises:
        BadAnswer: it is none that the question takes.
    """
    if not _is_description(value):
        raise bad(question, context, "answer.type")
    if not value["size"]:
        raise bad(question, context, "file.empty")
    if value["size"] > max_bytes(question):
        raise bad(question, context, "file.size", most=max_bytes(question) >> 20)
    types = {ENDINGS[ending] for ending in accepted(question)}
    types |= {KEPT_AS.get(kind, kind) for kind in types}
    if value["type"] not in types or ENDINGS.get(ending_of(value["name"])) != value["type"]:
        raise bad(question, context, "file.type", kinds=kinds_in_words(question, context.language))


def several(question: Question) -> bool:
    """Whether the answer is a list of files."""
    return most_files(question) > 1


def most_files(question: Question) -> int:
    return int(question.settings.get("max_files", 1))


def least_files(question: Question) -> int:
    return int(question.settings.get("min_files", 0))


def listed(value: Any) -> list[Any]:
    """The files of an answer, of one file or of several."""
    return list(value) if isinstance(value, list | tuple) else [value]


def accepted(question: Question) -> tuple[str, ...]:
    """Endings of names that the question allows, of those we can tell apart by content."""
    asked = question.settings.get("accept", ENDINGS)
    return tuple(ending for ending in asked if ending in ENDINGS)


def max_bytes(question: Question) -> int:
    """Of one file. What a document asks for beyond what can be kept is not promised."""
    return min(int(question.settings.get("max_mb", MAX_MB)), MOST_MB) << 20


def kinds_in_words(question: Question, language: str) -> str:
    """ "a PDF, JPG or PNG": the endings in capitals, joined as the language joins them."""
    say = words(language)
    *others, last = dict.fromkeys(ending.upper() for ending in accepted(question))
    return say("list.or", first=", ".join(others), last=last) if others else last


def _is_description(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _KEYS
        and isinstance(value["size"], int)
        and not isinstance(value["size"], bool)
        and value["size"] >= 0
        and all(isinstance(value[key], str) for key in _KEYS - {"size"})
        and typed.matches(_ID, value["id"])
        and typed.matches(_SHA256, value["sha256"])
        and 0 < len(value["name"]) <= NAME_MOST
        and typed.printable(value["name"])
        and not typed.blank(value["name"])
    )
