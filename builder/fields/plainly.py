"""Help as authors read it: descriptions of the language, with the names that pages have for its properties."""

from __future__ import annotations

import re
from dataclasses import replace

from builder.fields.inputs import Field
from builder.fields.wording import LABELS, label, upper
from builder.references.elements import element
from definitions.reading.shape import resolved
from definitions.schema import schema

SAID_BY_NAME = frozenset(("clock", "task", "term"))
"""Elements whose help says what their own names stand for."""

_CODE = re.compile(r"`([^`]*)`")
_PLACE = re.compile(r"<id>|(?<={)id(?=})")
_WORDS = (
    (re.compile(r"\bid(s?)\b"), r"short name\1"),
    (re.compile(r"\btransition(s?)\b"), r"action\1"),
    (re.compile(r"\b([Aa]) message\b"), r"\1n email"),
    (re.compile(r"\bmessage(s?)\b"), r"email\1"),
    (re.compile(r"\bAn expression over\b"), "How it is worked out from"),
    (re.compile(r"\ban expression\b"), "how it is worked out"),
    (re.compile(r"\bexpression\b"), "formula"),
    (re.compile(r"\bexpressions\b"), "conditions"),
    (re.compile(r"\bnull\b"), "nothing"),
    (re.compile(r"\bthis document\b"), "this service"),
)
"""What the language and its editor have other words for."""


def plainly(help: str, kind: str = "", own: str = "") -> str:
    """The help without names of the language: what stands as code in it is what pages call that. ``own`` is the id of
    the element that it is about."""
    parts = _CODE.split(help)
    said = [_called(part, kind, own) if n % 2 else _worded(part) for n, part in enumerate(parts)]
    return upper("".join(said))


def explained(made: Field, kind: str, root: str) -> None:
    """Give an input of the element ``root`` help in plain words: none where its label says as much."""
    whole = element(root)
    own = whole.id if whole.kind in SAID_BY_NAME else ""
    made.help = _without(made.label, plainly(made.help, kind, own))
    if "enum" in resolved(made.own):
        made.choices = [replace(one, hint=plainly(one.hint, kind, own)) for one in made.choices]


def _without(label: str, help: str) -> str:
    """The help without what its label says already: none where that is all."""
    begun = re.match(rf"{re.escape(label)}(?:[:,.] |[.]?$)", help, re.IGNORECASE)
    return upper(help[begun.end() :]) if begun else help


def _called(code: str, kind: str, own: str) -> str:
    if effect := schema()["$defs"].get(f"effect_{code}"):
        return f"“{effect['description'].partition('.')[0].partition(',')[0]}”"
    if code in LABELS:
        return f"“{label(code, kind)}”"
    return _PLACE.sub(own or "short_name", code)


def _worded(words: str) -> str:
    for pattern, instead in _WORDS:
        words = pattern.sub(instead, words)
    return words
