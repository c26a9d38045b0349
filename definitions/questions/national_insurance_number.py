"""A National Insurance number, by HMRC's rules (NIM39110): which letters are given out, and a letter at the end."""

from __future__ import annotations

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.code import CodeKind, plain

_NUMBER = re2.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")
_NEVER = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
"""Pairs of letters that begin no number."""

_MISREAD = str.maketrans("OI", "01")


class NationalInsuranceNumberKind(CodeKind):
    name = "national-insurance-number"

    def wrong(self, question: Question) -> str:
        return "national-insurance-number.format"

    def spelled(self, question: Question, text: str) -> str | None:
        code = plain(text)
        code = code[:2] + code[2:8].translate(_MISREAD) + code[8:]
        return code if typed.matches(_NUMBER, code) and code[:2] not in _NEVER else None

    def grouped(self, question: Question, code: str) -> str:
        return " ".join((code[:2], code[2:4], code[4:6], code[6:8], code[8:]))

    def pattern(self, question: Question) -> str:
        return "^[A-Z]{2}[0-9]{6}[A-D]$"
