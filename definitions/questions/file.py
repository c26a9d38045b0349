"""One file. The web layer keeps the bytes and tells what it found of them; here is what may be accepted.

The posted answer is the file's description as JSON, made by the web layer and never by the applicant:
``{id, name, type, size, sha256}``. ``type`` is what the content shows (see ``sniff``), never what the browser said.
"""

from __future__ import annotations

import json
from typing import Any

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import Filled, OneInput, Posted, bad, described
from definitions.questions.sniff import ENDINGS, ending_of
from definitions.text import Context
from definitions.types import INTEGER, TEXT, Type, object_of
from definitions.words import words

MAX_MB = 10
NAME_MOST = 200

_ID = re2.compile(r"[A-Za-z0-9_-]{1,64}")
_SHA256 = re2.compile(r"[0-9a-f]{64}")
_KEYS = {"id", "name", "type", "size", "sha256"}


class FileKind(OneInput):
    name = "file"
    verb = "upload"

    def type(self, question: Question) -> Type:
        return object_of(name=TEXT, type=TEXT, size=INTEGER)

    def parse(self, question: Question, posted: Posted, context: Context) -> dict[str, Any] | None:
        given = typed.only(question, posted, context)
        if not given:
            return None
        try:
            value = json.loads(given)
        except (ValueError, RecursionError):
            raise bad(question, context, "file.failed") from None
        self.check(question, value, context)
        return dict(value)

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not _is_description(value):
            raise bad(question, context, "answer.type")
        if not value["size"]:
            raise bad(question, context, "file.empty")
        if value["size"] > max_bytes(question):
            raise bad(question, context, "file.size", most=max_bytes(question) >> 20)
        types = {ENDINGS[ending] for ending in accepted(question)}
        if value["type"] not in types or ENDINGS.get(ending_of(value["name"])) != value["type"]:
            raise bad(question, context, "file.type", kinds=kinds_in_words(question, context.language))

    def show(self, question: Question, value: Any, language: str) -> str:
        return str(value.get("name", "")) if isinstance(value, dict) else str(value)

    def fill(self, question: Question, value: Any) -> Filled:
        return {question.id: json.dumps(value, ensure_ascii=False, sort_keys=True)}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        properties: dict[str, Any] = {
            "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
            "name": {"type": "string", "minLength": 1, "maxLength": NAME_MOST},
            "type": {"enum": sorted({ENDINGS[ending] for ending in accepted(question)})},
            "size": {"type": "integer", "minimum": 1, "maximum": max_bytes(question)},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }
        schema = {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}
        return described(question, schema, language)


def accepted(question: Question) -> tuple[str, ...]:
    """Endings of names that the question allows, of those we can tell apart by content."""
    asked = question.settings.get("accept", ENDINGS)
    return tuple(ending for ending in asked if ending in ENDINGS)


def max_bytes(question: Question) -> int:
    return int(question.settings.get("max_mb", MAX_MB)) << 20


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
