"""A postcode of the United Kingdom by itself, and how Royal Mail writes one."""

from __future__ import annotations

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.code import CodeKind, plain

_POSTCODE = re2.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_MISREAD = str.maketrans("OI", "01")


class PostcodeKind(CodeKind):
    name = "postcode"

    def wrong(self, question: Question) -> str:
        return "address.uk-postcode"

    def spelled(self, question: Question, text: str) -> str | None:
        return uk_postcode(text)

    def pattern(self, question: Question) -> str:
        return "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$"


def uk_postcode(text: str) -> str | None:
    """A postcode as Royal Mail writes it ("sw1a1aa" is "SW1A 1AA"), or None when it has not the shape of one.

    The shapes are those of BS 7666: which of them are in use, only a gazetteer knows.
    """
    code = plain(text)
    code = code[:-3] + code[-3:-2].translate(_MISREAD) + code[-2:]
    return f"{code[:-3]} {code[-3:]}" if typed.matches(_POSTCODE, code) else None
