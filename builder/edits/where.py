"""Where something is used, in words: "the condition of the page You can no longer report this"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.references import Use
from builder.references.addresses import owner, resolve, value_at
from builder.references.fresh import labelled
from builder.references.kinds import kind_in_words
from builder.references.shapes import Path, branch, placed

Document = Mapping[str, Any]

WORDS = {
    "when": "the condition",
    "require": "a rule",
    "effects": "what happens at",
    "rules": "a rule",
    "by": "who does",
    "from": "the beginning",
    "to": "the end",
    "columns": "the columns",
    "seen_by": "who sees",
}
_OF_KIND = {
    ("lookup", "by"): "the question behind",
    ("value", "value"): "the working out",
    ("state", "queue"): "the queue",
    ("queue", "role"): "who works",
    ("queue", "filter"): "the condition",
    ("task", "for_each"): "the items",
    ("task", "shows"): "the answers shown in",
    ("decision", "inputs"): "the columns",
    ("decision", "rules"): "the rows",
}
_PLACES = {
    "examples": "the example “{name}”",
    "translations": "the translations",
    "applicant": "who the applicant is",
    "privacy": "privacy",
    "workflow": "the workflow",
    "form": "the form",
}


def said(document: Document, use: Use) -> str:
    """Where a use stands, for an author."""
    return spot(document, use.path)


def spot(document: Document, path: Path) -> str:
    """Where something stands, for an author."""
    if len(path) > 1 and path[0] == "examples":
        return _PLACES["examples"].format(name=value_at(document, (*path[:2], "name")))
    one = owner(document, path)
    if path[:2] == ("workflow", "initial"):
        return "the state a case begins in"
    if one is None or path[0] in ("translations", "applicant"):
        return _PLACES.get(str(path[0]), str(path[0]).replace("_", " ")) if path else "the service"
    below = _below(document, path, str(one))
    words = (_OF_KIND.get((one.kind, step), WORDS.get(step)) for step in below)
    name = next(filter(None, words), "the words" if _worded(document, path) else "")
    at = resolve(document, str(one))
    part = value_at(document, at) if at is not None else None
    label = labelled(part).rstrip("?.:") if isinstance(part, dict) else one.id
    whole = f"the {kind_in_words(one.kind)} {label or one.id.replace('_', ' ')}"
    if not name:
        return f"{whole}: {' '.join(below).replace('_', ' ')}" if below else whole
    joint = "" if name.split()[0] == "who" or name.endswith((" at", " behind", " in")) else " of"
    return f"{name}{joint} {whole}"


def _worded(document: Document, path: Path) -> bool:
    """Whether a text stands there."""
    return branch(value_at(document, path), placed(document, path)[0]).sort == "text"


def _below(document: Document, path: Path, address: str) -> list[str]:
    """The properties between an element and a place in it."""
    at = resolve(document, address) or ()
    return [step for step in path[len(at) :] if isinstance(step, str)]
