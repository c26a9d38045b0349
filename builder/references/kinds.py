"""What authors call each kind of element, where that is another word than the language has."""

from __future__ import annotations

_CALLED = {
    "decision": "decision table",
    "list": "repeat",
    "message": "email",
    "option": "choice",
    "part": "column",
    "reply": "letter",
    "term": "changing word",
    "transition": "action",
}


def kind_in_words(kind: str) -> str:
    return _CALLED.get(kind, kind)
