"""The number that a register gave an organisation: ``register`` company (unless said), charity or vat."""

from __future__ import annotations

from collections.abc import Callable

import re2
from stdnum.gb import vat

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.code import CodeKind, plain

_COMPANY = re2.compile("(?:[0-9]{8}|(?:[A-Z]{2}|R0)[0-9]{4,6}[A-Z]{0,2})")
_SHORT = re2.compile("([A-Z]{2}|)([0-9]{3,7})")
_CHARITY = re2.compile("[1-9][0-9]{5,6}|SC[0-9]{6}|NIC[0-9]{6}")


class OrganisationNumberKind(CodeKind):
    name = "organisation-number"

    def wrong(self, question: Question) -> str:
        return f"organisation-number.{_register(question)}"

    def spelled(self, question: Question, text: str) -> str | None:
        return _SPELLED[_register(question)](plain(text))

    def grouped(self, question: Question, code: str) -> str:
        return f"GB {vat.format(code)}" if _register(question) == "vat" else code

    def pattern(self, question: Question) -> str:
        return {"company": "^[A-Z0-9]{8}$", "charity": "^(SC|NIC)?[0-9]{6,7}$", "vat": "^[A-Z0-9]{5,12}$"}[
            _register(question)
        ]


def _register(question: Question) -> str:
    return str(question.settings.get("register", "company"))


def _company(code: str) -> str | None:
    """As Companies House writes it, eight characters: the noughts that people leave out are put back.

    Any two letters may begin one, since new ones are still given out; some older ones end with letters.
    """
    if code.isascii() and (short := _SHORT.fullmatch(code)):
        code = short[1] + short[2].zfill(8 - len(short[1]))
    return code if len(code) == 8 and typed.matches(_COMPANY, code) else None


def _charity(code: str) -> str | None:
    """Of England and Wales, of Scotland (SC) or of Northern Ireland (NIC)."""
    return code if typed.matches(_CHARITY, code) else None


def _vat(code: str) -> str | None:
    return vat.compact(code) if code.isascii() and vat.is_valid(code) else None


_SPELLED: dict[str, Callable[[str], str | None]] = {"company": _company, "charity": _charity, "vat": _vat}
