"""What an edit does, in the words of a history: "Changed the label of the question Which bin was missed?"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.edits import Add, Delete, Duplicate, Edit, Move, Rename, Restore, Set, Several, Split, Unset
from builder.fields.wording import in_a_sentence
from builder.references.addresses import resolve, value_at
from builder.references.fresh import labelled

Document = Mapping[str, Any]
KINDS = {"transition": "action", "message": "email", "option": "choice", "part": "column"}
PLACES = {
    "pages": "page", "questions": "question", "sections": "section", "options": "choice", "states": "state",
    "transitions": "action", "clocks": "clock", "queues": "queue", "messages": "email", "values": "value",
    "decisions": "decision table", "lookups": "lookup", "roles": "role", "rules": "rule", "effects": "effect",
    "examples": "example", "content": "text", "tasks": "task", "terms": "term", "ask": "question",
}  # fmt: skip
LONGEST = 200


def told(document: Document, edit: Edit) -> str:
    """What an edit does to the document that it is made for."""
    return _told(document, edit)[:LONGEST]


def _told(document: Document, edit: Edit) -> str:
    match edit:
        case Add():
            label = labelled(edit.part) if isinstance(edit.part, dict) else ""
            return f"Added {_a(PLACES.get(edit.into.rpartition('/')[2], 'part'))}{f' “{label}”' if label else ''}"
        case Set() | Unset():
            return _set(document, edit)
        case Move():
            return f"Moved {_called(document, edit.what)}"
        case Duplicate():
            return f"Copied {_called(document, edit.what)}"
        case Delete():
            return f"Deleted {_called(document, edit.what)}"
        case Rename():
            return f"Renamed {_called(document, edit.what)} to {edit.id}"
        case Split():
            return f"Added the state “{edit.label}”"
        case Several():
            return _several(document, edit)
        case Restore():
            return "Restored what was there"


def _set(document: Document, edit: Set | Unset) -> str:
    whole, name = _element(document, edit.at)
    verb = "Changed" if isinstance(edit, Set) else "Took out"
    return f"{verb} {whole}" if not name else f"{verb} the {name} of {whole}"


def _several(document: Document, edit: Several) -> str:
    each = list(dict.fromkeys(_told(document, one) for one in edit.edits))
    if len(each) == 1:
        return each[0]
    wholes = {_element(document, one.at)[0] for one in edit.edits if isinstance(one, Set | Unset)}
    if len(wholes) == 1 and all(isinstance(one, Set | Unset) for one in edit.edits):
        names = dict.fromkeys(_element(document, one.at)[1] for one in edit.edits if isinstance(one, Set | Unset))
        return f"Changed {wholes.pop()}: {', '.join(filter(None, names))}"
    more = "1 change more" if len(each) == 2 else f"{len(each) - 1} changes more"
    return f"{each[0]}, and {more}" if each else "Changed nothing"


def _element(document: Document, at: str) -> tuple[str, str]:
    """An address as the element that it is in, and the property of that."""
    name, _, tail = at.partition("/")
    words = [step for step in tail.split("/") if step and not step.isdecimal()]
    property = in_a_sentence(words[-1]) if words else ""
    return (_called(document, name) if name else "the service", property)


def _called(document: Document, what: str) -> str:
    name, _, tail = what.partition("/")
    kind = name.partition(":")[0]
    if tail or not name:
        place = [step for step in tail.split("/") if not step.isdecimal()]
        word = PLACES.get(place[-1]) or in_a_sentence(place[-1]) if place else "part"
        return f"{_a(word)} of {_called(document, name)}" if name else _a(word)
    path = resolve(document, what)
    part = value_at(document, path) if path is not None else None
    label = labelled(part) if isinstance(part, dict) else ""
    return f"the {KINDS.get(kind, kind)} “{label or name.partition(':')[2]}”"


def _a(word: str) -> str:
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"
