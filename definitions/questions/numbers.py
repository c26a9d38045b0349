"""Whole numbers, decimals kept as text, and money kept as pence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import Filled, OneInput, Posted, bad, described
from definitions.text import Context
from definitions.types import DECIMAL, INTEGER, Type
from definitions.words.values import money_in_words

MOST = 10**15
"""The largest size of any number: exact in JSON, in the database and in expressions."""
PLACES = 10

_WHOLE = re2.compile(r"-?(?:[0-9]{1,16}|[0-9]{1,3}(?:[, ][0-9]{3}){1,5})")
_DECIMAL = re2.compile(r"-?(?:[0-9]{1,16}|[0-9]{1,3}(?:[, ][0-9]{3}){1,5}|)(?:\.[0-9]{1,20})?")
_CANONICAL = re2.compile(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{0,19}[1-9])?")
_SEPARATORS = str.maketrans("", "", ", ")


class IntegerKind(OneInput):
    name = "integer"

    def type(self, question: Question) -> Type:
        return INTEGER

    def parse(self, question: Question, posted: Posted, context: Context) -> int | None:
        text = typed.token(question, typed.only(question, posted, context), context)
        if not text:
            return None
        if not typed.matches(_WHOLE, text):
            raise bad(question, context, "number.whole" if typed.matches(_DECIMAL, text) else "number.number")
        value = int(text.translate(_SEPARATORS))
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            raise bad(question, context, "answer.type")
        within(question, context, Decimal(value))

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        least, most = limits(question)
        return described(question, {"type": "integer", "minimum": int(least), "maximum": int(most)}, language)


class DecimalKind(OneInput):
    name = "decimal"

    def type(self, question: Question) -> Type:
        return DECIMAL

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        text = typed.token(question, typed.only(question, posted, context), context)
        if not text:
            return None
        value = decimal(text)
        if value is None:
            raise bad(question, context, "number.number")
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, str) or not typed.matches(_CANONICAL, value) or value == "-0":
            raise bad(question, context, "answer.type")
        within(question, context, Decimal(value))
        places = question.settings.get("places", PLACES)
        if len(value.partition(".")[2]) > places:
            raise bad(question, context, "number.places" if places else "number.whole", n=places)

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        places = question.settings.get("places", PLACES)
        fraction = f"(\\.[0-9]{{1,{places}}})?" if places else ""
        return described(question, {"type": "string", "pattern": f"^-?[0-9]{{1,16}}{fraction}$"}, language)


class MoneyKind(OneInput):
    """Typed in pounds, with or without "£" and separators; nothing below nothing unless ``min`` says so."""

    name = "money"

    def type(self, question: Question) -> Type:
        return INTEGER

    def parse(self, question: Question, posted: Posted, context: Context) -> int | None:
        text = typed.token(question, typed.only(question, posted, context), context)
        plain = text.removeprefix("GBP").replace("£", "", 1).strip() if text else ""
        if not text:
            return None
        if not typed.matches(_DECIMAL, plain) or not any(map(str.isdigit, plain)):
            raise bad(question, context, "money.amount")
        pence = Decimal(plain.translate(_SEPARATORS)) * 100
        if pence != int(pence):
            raise bad(question, context, "money.pence")
        self.check(question, int(pence), context)
        return int(pence)

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            raise bad(question, context, "answer.type")
        least, most = _pence(question)
        if value < least:
            raise bad(question, context, "number.min", least=money_in_words(least))
        if value > most:
            raise bad(question, context, "number.max", most=money_in_words(most))

    def show(self, question: Question, value: Any, language: str) -> str:
        return money_in_words(value) if isinstance(value, int) else str(value)

    def fill(self, question: Question, value: Any) -> Filled:
        return {question.id: f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        least, most = _pence(question)
        return described(question, {"type": "integer", "minimum": least, "maximum": most}, language)


def decimal(text: str) -> str | None:
    """What somebody typed as a decimal, with or without separators, as it is kept; None when it is no number."""
    if not typed.matches(_DECIMAL, text) or not any(map(str.isdigit, text)):
        return None
    return canonical(text.translate(_SEPARATORS))


def canonical(text: str) -> str:
    """A decimal without needless zeros: "007.50" is "7.5", "-0.0" is "0"."""
    whole, _, fraction = text.removeprefix("-").partition(".")
    plain = f"{whole.lstrip('0') or '0'}.{fraction.rstrip('0')}".rstrip(".")
    return plain if plain == "0" or not text.startswith("-") else f"-{plain}"


def limits(question: Question) -> tuple[Decimal, Decimal]:
    return Decimal(str(question.settings.get("min", -MOST))), Decimal(str(question.settings.get("max", MOST)))


def within(question: Question, context: Context, value: Decimal) -> None:
    """Raises BadAnswer when the number is out of its question's limits."""
    least, most = limits(question)
    if value < least:
        raise bad(question, context, "number.min", least=f"{least:,f}")
    if value > most:
        raise bad(question, context, "number.max", most=f"{most:,f}")


def _pence(question: Question) -> tuple[int, int]:
    return question.settings.get("min", 0), question.settings.get("max", MOST)
