"""An e-mail address: checked as one by email-validator, without asking the network."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import OneInput, Posted, bad, described
from definitions.text import Context
from definitions.types import TEXT, Type

MOST = 254
"""Characters in an address: RFC 5321 section 4.5.3.1.3, less the angle brackets."""

_NEVER = frozenset('\r\n\0\v\f\x85\u2028\u2029,;:%<>()[]\\"|`')
"""What never stands in an address here: separators of lists and headers, quoting, and encodings of these (TRUST 18)."""


class EmailKind(OneInput):
    name = "email"

    def type(self, question: Question) -> Type:
        return TEXT

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        raw = typed.only(question, posted, context)
        if _NEVER.intersection(raw):
            raise bad(question, context, "email.format")
        given = typed.token(question, raw, context)
        if not given:
            return None
        value = normal(given)
        if value is None:
            raise bad(question, context, "email.format")
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, str):
            raise bad(question, context, "answer.type")
        if normal(value) != value:
            raise bad(question, context, "email.format")

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, {"type": "string", "format": "email", "maxLength": MOST}, language)


def normal(address: str) -> str | None:
    """The address as it is kept (ASCII, its domain in small letters), or None when it is not one."""
    if len(address) > MOST or _NEVER.intersection(address):
        return None
    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email
    except EmailNotValidError:
        return None
