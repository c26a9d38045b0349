"""A problem as an author reads it: what is wrong, what comes of it, what to do; labels for ids, no words of code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.references import Element, indexed
from builder.references.addresses import located, value_at
from builder.references.fresh import labelled
from definitions.checks import CHECKS
from definitions.problems import Problem

Document = Mapping[str, Any]
_QUOTED = re.compile(r'"([^"]+)"')
_PLACE = re.compile(r", at /[\w/-]+")
_WORDS = (
    (re.compile(r"”: true\b"), "”"),
    (_PLACE, ""),
    (re.compile(r"\binto cy\b"), "into Welsh"),
    (re.compile(r"\ba transition\b"), "an action"),
    (re.compile(r"\ba object\b"), "an object"),
    (re.compile(r"\btransition(s?)\b"), r"action\1"),
    (re.compile(r"\b([Tt])he message (?=“|could)"), r"\1he email "),
    (re.compile(r"\b([Aa]) message\b"), r"\1n email"),
    (re.compile(r"\bsystem actions\b"), "automatic actions"),
)
_PROPERTY = re.compile(r"[a-z]+(_[a-z]+)+")
_ABOUT = {"timer": "transition", "undo": "transition", "refusal": "transition", "workflow": "state"}
"""The kind of element that a family of checks is about, where that has another name."""
_WHOLE = ("table.", "block.")
"""Codes of which the first colon ends the name of a file."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """``todo`` is what the check says to do, for where no button does it."""

    what: str
    why: str
    todo: str


def spoken(document: Document, problem: Problem) -> Spoken:
    """The words for a problem of a document of the right shape."""
    check = CHECKS.get(problem.code)
    why = _worded(check.why) if check else ""
    message = problem.message.removesuffix(f". {check.why if check else why}").rstrip(".") if why else problem.message
    if problem.code.startswith("id."):
        return Spoken(_capital(_PLACE.sub("", _QUOTED.sub(r"“\1”", message))), why, "")
    what, todo = (message, "") if problem.code.startswith(_WHOLE) else _parted(message)
    about = _ABOUT.get(kind := problem.code.partition(".")[0], kind)
    return Spoken(_capital(_plain(document, what, about)), why, _capital(_plain(document, todo, about)))


def _parted(message: str) -> tuple[str, str]:
    """What is wrong, and what follows the first colon that stands in no quotation marks."""
    quoted = False
    for n, character in enumerate(message):
        quoted ^= character == '"'
        if character == ":" and not quoted and message[n + 1 : n + 2] == " " and message[n - 1 :][:7] != '": true':
            return message[:n], message[n + 2 :]
    return message, ""


def _plain(document: Document, words: str, about: str) -> str:
    words = _QUOTED.sub(lambda found: _labelled(document, found[1], about), words)
    return _worded(words)


def _worded(words: str) -> str:
    for pattern, instead in _WORDS:
        words = pattern.sub(instead, words)
    return words


def _labelled(document: Document, id: str, about: str) -> str:
    """What the one element of that id is called, those of the kind that it is about before others; the id where there
    is none, or several."""
    found = [one for one in indexed(document).names.elements if one.id == id and one.kind not in ("part", "option")]
    found = [one for one in found if one.kind == about] or found
    labels = {label for one in found if (label := _label(document, one))}
    if len(labels) == 1:
        return f"“{labels.pop()}”"
    return f"“{id.replace('_', ' ') if _PROPERTY.fullmatch(id) and not found else id}”"


def _label(document: Document, one: Element) -> str:
    path = located(document, one)
    part = value_at(document, path) if path is not None else None
    return labelled(part).rstrip("?.:") if isinstance(part, dict) else ""


def _capital(words: str) -> str:
    return words if "." in words.partition(" ")[0] else words[:1].upper() + words[1:]
