"""A pasted list of questions as pages: a line each, sensibly typed, its options in the lines below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from builder.fields.kinds import CHOOSING, WORDS
from builder.references.ids import kebab, made, snake
from definitions.checks.ids import PAGES, RESERVED

MOST = 200
"""The most questions of one list: a form of more is made of several."""
FEW = 7
"""Choices that are all shown; more make a list to pick from."""

_BULLET = re.compile(r"^\s*(?:[-*•–·o▪☐○]|\(\s?\)|\[\s?\])\s+(?=\S)")
_NUMBER = re.compile(r"^\s*(?:(?:Q(?:uestion)?\.?\s*)?\d{1,3}[.):]|[a-z][.)])\s+(?=\S)", re.IGNORECASE)
_OPTIONAL = re.compile(r"\s*[(\[]\s*(?:optional|if any|if known)\s*[)\]]\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\(([^()]{3,})\)\s*([?:]?)\s*$")
_SEVERAL = re.compile(r"\b(?:all that apply|one or more|which of|any of)\b", re.IGNORECASE)
_PAIR = re.compile(r"([^\t|]+)[\t|]\s*([^\t|]+)")
_YES_NO = frozenset(("yes", "no", "y", "n"))

_KINDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (r"\be-?mail\b", "email", {}),
    (r"\b(?:tele)?phone\b|\bmobile\b", "phone", {}),
    (r"\bpost ?code\b", "postcode", {}),
    (r"\baddress\b|\bwhere do you live\b", "address", {"lookup": True}),
    (r"\bnational insurance\b|\bni number\b", "national-insurance-number", {"sensitive": True}),
    (r"\bbank (?:details|account)\b|\bsort code\b", "bank-details", {"sensitive": True}),
    (r"\b(?:company|charity|vat) (?:registration )?number\b", "organisation-number", {}),
    (r"\bnumber ?plate\b|\bregistration (?:number|mark)\b|\bvehicle reg", "vehicle-registration", {}),
    (r"\bdate\b|\bwhen (?:did|was|is|will|were|do)\b|\bborn\b|\bbirthday\b|\bwhat day\b", "date", {}),
    (r"\bwhat time\b|\btime of day\b", "time", {}),
    (r"\bhow many\b|\bnumber of\b", "integer", {"min": 0}),
    (r"\bhow much\b|£|\bcost\b|\bprice\b|\bincome\b|\bamount\b|\brent\b", "money", {}),
    (r"\bper ?cent(?:age)?\b|%", "percentage", {}),
    (r"\bupload\b|\bphotos?\b|\battach\b|\bevidence\b", "file", {"accept": ["pdf", "jpg", "png"], "max_mb": 10}),
    (r"\bsignature\b|\bsign here\b", "signature", {}),
    (r"\b(?:declare|confirm|agree|consent) that\b|\bdeclaration\b", "declaration", {}),
    (
        r"^(?:your |full |applicant'?s? |their |child'?s )*name\b(?!\s+of\b)|\b(?:full|first|last|contact) name\b|"
        r"\bwhat (?:is|are) (?:your|their|the applicant'?s) (?:full )?names?\b", "name", {}),
    (r"^(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may)\b.*\?$", "yes-no", {}),
    (r"\bdescribe\b|\bdetails\b|\btell us\b|\bexplain\b|\bwhy\b|\bcomments?\b|\bwhat happened\b|\banything else\b",
     "text", {"lines": 5, "max": 2000}),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), kind, own) for pattern, kind, own in _KINDS)
_REGISTERS = ("company", "charity", "vat")


@dataclass(slots=True)
class _Asked:
    line: str
    options: list[str] = field(default_factory=list)


def pages_of(pasted: str, taken: Iterable[str] = ()) -> list[dict[str, Any]]:
    """A page for each question of a list, as documents hold them. ``taken`` are ids that are others' already.

    A line is a question; indented lines below it, or lines that begin with a bullet where those around do not, are its
    options. Numbers and bullets in front go. "(optional)" makes it so; other words in brackets at the end are its hint.
    """
    used = {*taken, *RESERVED, *PAGES}
    return [_page(asked, used) for asked in _divided(pasted)[:MOST]]


def options_of(pasted: str, taken: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Choices, a line each; a value may come before the label with a tab or | between, as from a spreadsheet."""
    used, found = set(taken), []
    for line in filter(None, map(_bare, pasted.splitlines())):
        pair = _PAIR.fullmatch(line)
        value, label = (pair[1].strip(), pair[2].strip()) if pair else ("", line)
        id = made(value or label, snake, used.__contains__, "choice")
        used.add(id)
        found.append({"value": id, "label": _plain(label[:1000])})
    return found


def _plain(words: str) -> str:
    """Words in which braces are braces."""
    return words.replace("{", "{{").replace("}", "}}")


def _divided(pasted: str) -> list[_Asked]:
    lines = [line.expandtabs(4).rstrip() for line in pasted.splitlines() if line.strip()]
    if not lines:
        return []
    margin = min(_indent(line) for line in lines)
    bulleted = sum(bool(_BULLET.match(line)) for line in lines)
    all_bulleted = all(_BULLET.match(line) for line in lines if _indent(line) == margin)
    found: list[_Asked] = []
    for line in lines:
        below = _indent(line) > margin or (bool(bulleted) and not all_bulleted and bool(_BULLET.match(line)))
        text = _bare(line)
        if below and found and text:
            found[-1].options.append(text)
        elif text:
            found.append(_Asked(text))
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _bare(line: str) -> str:
    """A line without its bullet and its number."""
    return _NUMBER.sub("", _BULLET.sub("", line)).strip()


def _page(asked: _Asked, used: set[str]) -> dict[str, Any]:
    line = asked.line[:500]
    if optional := bool(_OPTIONAL.search(line)):
        line = _OPTIONAL.sub(" ", line).strip()
    hint = ""
    if aside := _ASIDE.search(line):
        line, hint = line[: aside.start()].strip() + aside[2], aside[1].strip()
    label = _sentence(line.rstrip(":").strip() or asked.line)
    kind, own = _kind(f"{label} {hint}" if _SEVERAL.search(hint) else label, asked.options)
    id = made(label, snake, used.__contains__)
    used.add(id)
    page_id = made(label, kebab, used.__contains__, "page")
    used.add(page_id)
    question: dict[str, Any] = {"id": id, "type": kind, "label": _plain(label)}
    question |= {"hint": _plain(_sentence(hint))} if hint else {}
    question |= {"required": False} if optional and kind != "declaration" else {}
    return {"id": page_id, "title": _plain(label), "questions": [question | own]}


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _kind(label: str, options: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """The kind of question, and what that kind needs."""
    if options and {option.lower().rstrip(".") for option in options} <= _YES_NO:
        return "yes-no", {}
    if options:
        kind = "checkboxes" if _SEVERAL.search(label) else "radios" if len(options) <= FEW else "select"
        return kind, {"options": list(_choices(options))}
    for pattern, kind, own in _COMPILED:
        if pattern.search(label):
            register = next((name for name in _REGISTERS if name in label.lower()), "company")
            return kind, {"register": register} if kind == "organisation-number" else dict(own)
    return "text", {"max": 200}


def _choices(options: Sequence[str]) -> Iterator[dict[str, Any]]:
    yield from options_of("\n".join(options))


def kinds_for(question: Mapping[str, Any]) -> Mapping[str, str]:
    """What a question of a list may be, in words: with choices one that has some."""
    chosen = "options" in question
    return {kind: words for kind, words in WORDS.items() if (kind in CHOOSING) is chosen and kind != "table"}


def of_kind(page: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """A page of a list whose question is of another kind, with what that kind needs."""
    question = page["questions"][0]
    if kind == question["type"] or kind not in kinds_for(question):
        return dict(page)
    kept = {name: question[name] for name in ("id", "type", "label", "hint", "required") if name in question}
    if kind == "declaration":
        kept.pop("required", None)
    own = next((own for _, one, own in _KINDS if one == kind), {})
    own = {"options": question["options"]} if "options" in question else own
    own = {"register": _REGISTERS[0]} if kind == "organisation-number" else own
    return {**page, "questions": [kept | {"type": kind} | own]}
