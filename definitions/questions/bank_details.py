"""A bank or building society account of the United Kingdom: whose it is, sort code, account number, roll number.

The two numbers are checked against one another. ``roll_number`` false leaves the last box out.
"""

from __future__ import annotations

from typing import Any

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import AnswerProblem, BadAnswer, Filled, Posted, bad, described, has_parts, problem
from definitions.questions.modulus import possible
from definitions.text import Context
from definitions.types import TEXT, Type, object_of
from definitions.words import words

NEEDED = ("name", "sort_code", "account_number")
MOST = {"name": 100, "roll_number": 18}
_DIGITS = {"sort_code": re2.compile("[0-9]{6}"), "account_number": re2.compile("[0-9]{8}")}
_ROLL = re2.compile(r"[A-Za-z0-9 ./-]{1,18}")
_BETWEEN = str.maketrans("", "", " -./")


class BankDetailsKind:
    name = "bank-details"

    def type(self, question: Question) -> Type:
        return object_of(**dict.fromkeys(parts(question), TEXT))

    def inputs(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{question.id}-{part}" for part in parts(question))

    def parse(self, question: Question, posted: Posted, context: Context) -> dict[str, str] | None:
        given = {}
        for part, name in zip(parts(question), self.inputs(question), strict=True):
            read = typed.line if part == "name" else typed.token
            if text := read(question, typed.only(question, posted, context, name), context, name):
                given[part] = _tidy(part, text)
        if not given:
            return None
        self.check(question, given, context)
        return given

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not has_parts(value, parts(question)):
            raise bad(question, context, "answer.type", input=self.inputs(question)[0])
        if problems := self._problems(question, value, context):
            raise BadAnswer(problems)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return BadAnswer(self._problems(question, {}, context))

    def show(self, question: Question, value: Any, language: str) -> str:
        if not isinstance(value, dict):
            return str(value)
        say = words(language)
        shown = {part: _shown(part, str(value[part])) for part in parts(question) if value.get(part)}
        return "\n".join(say(f"bank.{part}", value=text) for part, text in shown.items())

    def fill(self, question: Question, value: Any) -> Filled:
        named = zip(parts(question), self.inputs(question), strict=True)
        return {name: _shown(part, value.get(part, "")) for part, name in named}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        properties = {
            "name": {"type": "string", "minLength": 1, "maxLength": MOST["name"]},
            "sort_code": {"type": "string", "pattern": "^[0-9]{6}$"},
            "account_number": {"type": "string", "pattern": "^[0-9]{8}$"},
            "roll_number": {"type": "string", "pattern": "^[A-Za-z0-9 ./-]{1,18}$"},
        }
        asked = {part: properties[part] for part in parts(question)}
        schema = {"type": "object", "properties": asked, "required": [*NEEDED], "additionalProperties": False}
        return described(question, schema, language)

    def _problems(self, question: Question, value: dict[str, str], context: Context) -> list[AnswerProblem]:
        named = zip(parts(question), self.inputs(question), strict=True)
        found = [each for part, name in named if (each := _part(question, part, name, value, context))]
        if not found and not possible(value["sort_code"], value["account_number"]):
            sort_code, account_number = self.inputs(question)[1:3]
            found.append(problem(question, context, "bank.together", input=sort_code, also=(account_number,)))
        return found


def parts(question: Question) -> tuple[str, ...]:
    return (*NEEDED, "roll_number") if question.settings.get("roll_number", True) else NEEDED


def _tidy(part: str, text: str) -> str:
    """Digits without what people put between them; an account number of six or seven with the noughts it lacks."""
    if part not in _DIGITS:
        return text
    digits = text.translate(_BETWEEN)
    short = part == "account_number" and digits.isascii() and digits.isdigit() and len(digits) in (6, 7)
    return digits.zfill(8) if short else digits or text


def _shown(part: str, text: str) -> str:
    return "-".join((text[:2], text[2:4], text[4:])) if part == "sort_code" and len(text) == 6 else text


def _part(question: Question, part: str, name: str, value: dict[str, str], context: Context) -> AnswerProblem | None:
    text = value.get(part, "")
    if typed.blank(text):
        return problem(question, context, f"bank.{part}.missing", input=name) if part in NEEDED else None
    if part in MOST and len(text) > MOST[part]:
        return problem(question, context, f"bank.{part}.long", input=name, n=MOST[part])
    if part in _DIGITS and not typed.matches(_DIGITS[part], text):
        return problem(question, context, f"bank.{part}.digits", input=name)
    if part == "roll_number" and not typed.matches(_ROLL, text):
        return problem(question, context, "bank.roll_number.characters", input=name)
    if not typed.printable(text):
        return problem(question, context, "answer.characters", input=name)
    return None
