"""What people type and paste, made plain: one Unicode form, ordinary digits and spaces, nothing invisible."""

from __future__ import annotations

import unicodedata
from typing import Any

from definitions.form import Question
from definitions.questions.kind import Posted, bad
from definitions.text import Context

MOST = 10_000
"""Characters in any one input (TRUST 11: no pattern is ever tried on more)."""

_BREAKS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u2060\ufeff\u00ad\u180e\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d\u200e\u200f\u061c"))
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")


def only(question: Question, posted: Posted, context: Context, name: str | None = None) -> str:
    """What the input held, untouched; "" when it was not sent.

    Raises:
        BadAnswer: it was sent more than once, or is too long for any answer.
    """
    name = name or question.id
    given = posted.get(name, ())
    if len(given) > 1:
        raise bad(question, context, "answer.repeated", input=name)
    raw = given[0] if given else ""
    if len(raw) > 2 * MOST:  # line breaks come as two characters, so the exact count is taken later
        raise bad(question, context, "text.max", input=name, n=MOST)
    return raw


def line(question: Question, raw: str, context: Context, name: str | None = None) -> str:
    """One line of text as it will be kept: line breaks and runs of spaces are one space.

    Raises:
        BadAnswer: it holds control characters, or is too long.
    """
    return _plain(question, " ".join(_visible(raw).split()), context, name)


def lines(question: Question, raw: str, context: Context, name: str | None = None) -> str:
    """Several lines as they will be kept: broken by line feeds, without blank ones at the ends.

    Raises:
        BadAnswer: it holds control characters, or is too long.
    """
    return _plain(question, _broken(raw), context, name)


def remarks(raw: str) -> str:
    """A colleague's free words (a note, a reason) as they will be kept: as :func:`lines`, without what cannot be."""
    return "".join(c for c in _broken(raw) if printable(c, several_lines=True))


def token(question: Question, raw: str, context: Context, name: str | None = None) -> str:
    """One line of something a machine reads (a number, a postcode): full-width forms and joiners made plain too.

    Raises:
        BadAnswer: it holds control characters, or is too long.
    """
    return line(question, ascii_forms(raw), context, name)


def ascii_forms(text: str) -> str:
    """Full-width and other compatible forms as ordinary ones, decimal digits of any script as 0 to 9."""
    plain = unicodedata.normalize("NFKC", text).translate(_JOINERS).translate(_DASHES)
    return "".join(str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in plain)


def matches(pattern: Any, text: str) -> bool:
    """Whether the whole text, which must be ASCII, is what a pattern of ours says: RE2 cannot read every string."""
    return text.isascii() and bool(pattern.fullmatch(text))


def printable(text: str, *, several_lines: bool = False) -> bool:
    """Whether text holds no control characters, no line breaks of any sort (but the line feeds of several lines), and
    no half of a surrogate pair."""
    plain = text.replace("\n", "") if several_lines else text
    return plain.isprintable() or not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in plain)


def blank(text: str) -> bool:
    """Whether there is nothing in it that a person could see."""
    return not _visible(text).translate(_JOINERS).strip()


def _broken(raw: str) -> str:
    text = _visible(raw).replace("\r\n", "\n")
    for mark in _BREAKS:
        text = text.replace(mark, "\n")
    return "\n".join(each.rstrip() for each in text.replace("\t", " ").split("\n")).strip()


def _visible(raw: str) -> str:
    return unicodedata.normalize("NFC", raw.translate(_INVISIBLE))


def _plain(question: Question, text: str, context: Context, name: str | None) -> str:
    text = unicodedata.normalize("NFC", text)
    if not printable(text, several_lines=True):
        raise bad(question, context, "answer.characters", input=name or question.id)
    if len(text) > MOST:
        raise bad(question, context, "text.max", input=name or question.id, n=MOST)
    return text
