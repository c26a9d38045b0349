"""A vehicle's registration number: in any style of the United Kingdom, or (``scope`` any) of any country."""

from __future__ import annotations

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.code import CodeKind, plain

_STYLES = tuple(
    re2.compile(style)
    for style in (
        "([A-Z]{2}[0-9]{2})([A-Z]{3})",  # since 2001: AB12 CDE
        "([A-Z][0-9]{1,3})([A-Z]{3})",  # 1983 to 2001: A123 BCD
        "([A-Z]{3})([0-9]{1,3}[A-Z])",  # 1963 to 1983: ABC 123D
        "([A-Z]{1,3})([0-9]{1,4})",  # before, and Northern Ireland: ABC 1234
        "([0-9]{1,4})([A-Z]{1,3})",  # before, turned round: 1234 AB
        "([0-9]{3})([DX][0-9]{3})",  # diplomats and consuls: 123 D 456
        "([0-9]{2})([A-Z]{2}[0-9]{2})",  # the armed forces: 12 AB 34
    )
)
_ANY = re2.compile("[A-Z0-9]{2,12}")
_DIGITS, _LETTERS = str.maketrans("OI", "01"), str.maketrans("01", "OI")


class VehicleRegistrationKind(CodeKind):
    name = "vehicle-registration"

    def wrong(self, question: Question) -> str:
        return "vehicle-registration.any" if _anywhere(question) else "vehicle-registration.uk"

    def spelled(self, question: Question, text: str) -> str | None:
        code = plain(text)
        if _anywhere(question):
            return code if typed.matches(_ANY, code) and any(map(str.isdigit, code)) else None
        return next((each for each in (code, _read_again(code)) if _parts(each)), None)

    def grouped(self, question: Question, code: str) -> str:
        return " ".join(_parts(code) or (code,))

    def pattern(self, question: Question) -> str:
        return "^[A-Z0-9]{2,12}$"


def _anywhere(question: Question) -> bool:
    return bool(question.settings.get("scope") == "any")


def _parts(code: str) -> tuple[str, ...]:
    """The two halves that a space stands between; none when no style has it."""
    if not code.isascii():
        return ()
    return next((found.groups() for style in _STYLES if (found := style.fullmatch(code))), ())


def _read_again(code: str) -> str:
    """Seven characters as one of today's style, which says where the letters and the digits are: ABI2CDE is AB12CDE."""
    if len(code) != 7:
        return code
    return code[:2].translate(_LETTERS) + code[2:4].translate(_DIGITS) + code[4:].translate(_LETTERS)
