"""An id for a new element: made of what it says, in the form of its kind, and nobody else's."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from builder.references.elements import Element
from builder.references.ids import kebab, made, snake
from builder.references.index import Index
from builder.references.renaming import SNAKE, reserved, taken

_SAYING = ("label", "title", "name", "subject", "text")


def labelled(part: Mapping[str, Any]) -> str:
    """What a part says of itself, in its first wording."""
    said = next((part[name] for name in _SAYING if part.get(name)), "")
    while isinstance(said, list):
        last = said[-1] if said else ""
        said = last.get("text", "") if isinstance(last, dict) else last
    return str(said)


def choices(parts: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each part's id and what it says of itself, to choose from."""
    return [(part["id"], labelled(part)) for part in parts]


def fresh(index: Index, like: Element, words: str, also: Container[Element] = ()) -> str:
    """An id for an element of the kind of ``like``, within what it is within. ``also`` are taken too."""
    form = snake if like.kind in SNAKE or (like.kind == "option" and "-" not in words) else kebab

    def no(id: str) -> bool:
        one = Element(like.kind, id, like.of)
        return one in also or id in reserved(one) or taken(index, one, id)

    return made(words, form, no, otherwise=like.kind)
