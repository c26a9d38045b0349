"""A telephone number, read as one of the United Kingdom's unless it begins with +, and kept in international form."""

from __future__ import annotations

from typing import Any

import phonenumbers

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import OneInput, Posted, bad, described
from definitions.text import Context
from definitions.types import TEXT, Type

REGION = "GB"
HOME = 44
_OF_NUMBERS = frozenset("0123456789+-() ./")


class PhoneKind(OneInput):
    name = "phone"

    def type(self, question: Question) -> Type:
        return TEXT

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        text = typed.token(question, typed.only(question, posted, context), context)
        if not text:
            return None
        value = normal(text)
        if value is None:
            raise bad(question, context, "phone.format")
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, str):
            raise bad(question, context, "answer.type")
        if normal(value) != value:
            raise bad(question, context, "phone.format")

    def show(self, question: Question, value: Any, language: str) -> str:
        if not isinstance(value, str) or normal(value) != value:
            return str(value)
        number = phonenumbers.parse(value, REGION)
        at_home = number.country_code == HOME
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        schema = {"type": "string", "pattern": r"^\+[0-9]{4,15}$"}
        return described(question, schema, language)


def normal(text: str) -> str | None:
    """E.164 (ITU-T), such as +441632960001, or None when no telephone has it. Extensions are not kept."""
    if not _OF_NUMBERS.issuperset(text) or len(text) > 40:
        return None
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None  # too short or long, or to be dialled only from nearby
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
