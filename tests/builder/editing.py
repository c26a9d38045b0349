"""Edits at random, of whatever a document holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from builder.edits import Add, Delete, Duplicate, Edit, Move, Rename, Set, Several, Split, Unset
from builder.references import Element
from builder.references.addresses import address
from builder.references.renaming import SNAKE
from builder.references.shapes import element_of, sites
from tests.factories import FIXTURES

LIBRARY = sorted((Path(__file__).parents[2] / "definitions" / "library").glob("*/service.json"))
DOCUMENTS = {path.parent.name: path.read_text() for path in (FIXTURES / "missed-bin.json", *LIBRARY)}

DOING = ["add", "set", "unset", "move", "duplicate", "delete", "instead", "rename", "split", "several"]

Place = tuple[str | int, ...]
NEW = [
    {"id": "another", "type": "text", "label": "Another"},
    {"type": "radios", "label": "Which?", "options": [{"value": "a", "label": "A"}]},
    {"id": "more", "title": "More"},
    {"title": "What else?", "questions": [{"id": "what_else", "type": "text", "label": "What else?"}]},
    {"text": "Some {bin} words."},
    {"label": "Somebody"},
    {"label": "Waiting", "public": "We wait"},
    {"value": "x", "label": "X"},
    {"require": "true", "message": "No"},
    "crew-desk",
    7,
]
VALUES = ["words", "{bin} words", "true", True, 3, [], ["reported"], {}, {"text": "x"}, [{"text": "x"}], None, "nobody"]


def places(part: Any, at: Place = ()) -> list[Place]:
    """Every place in a document but its root, those in examples and translations left out."""
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    found: list[Place] = []
    for key, value in items:
        if not at and key in ("examples", "translations", "blocks", "tables"):
            continue
        found += [(*at, key), *places(value, (*at, key))]
    return found


def elements(document: dict[str, Any]) -> list[Element]:
    found = [element_of(one) for one in sites(document) if one.sort == "defines"]
    return [one for one in dict.fromkeys(found) if one.kind not in ("block", "table", "service", "colleague")]


@st.composite
def edits(draw: st.DrawFn, document: dict[str, Any], *, many: bool = True) -> Edit:
    """One edit that may or may not make sense."""
    where = places(document)
    lists = [at for at in where if isinstance(reach(document, at), list)]
    items = [at for at in where if isinstance(at[-1], int)]
    one = draw(st.sampled_from(elements(document)))

    def some(among: list[Place]) -> str:
        return address(document, draw(st.sampled_from(among)))

    def beside(into: str) -> str | None:
        siblings = [address(document, at) for at in items if address(document, at[:-1]) == into]
        return draw(st.sampled_from([None, *siblings[:5]]))

    match draw(st.sampled_from(DOING)):
        case "add":
            into = some(lists)
            return Add(into, draw(st.sampled_from(NEW)), beside(into))
        case "set":
            return Set(some(where), draw(st.sampled_from(VALUES)))
        case "unset":
            return Unset(some(where))
        case "move":
            what = draw(st.sampled_from(items))
            same = [at for at in lists if at[-1] == what[-2]]
            into = some(same)
            return Move(address(document, what), into, beside(into))
        case "duplicate":
            return Duplicate(some(items))
        case "delete":
            return Delete(draw(st.sampled_from([str(one), some(items)])), clear=draw(st.booleans()))
        case "instead":
            other = draw(st.sampled_from([e for e in elements(document) if e.kind == one.kind]))
            return Delete(str(one), instead=str(other))
        case "rename":
            sign = "_" if one.kind in SNAKE else "-"
            return Rename(
                str(one), draw(st.sampled_from([f"new{sign}name", f"n{sign}{draw(st.integers(1, 99))}", "bin"]))
            )
        case "split":
            ways = [f"transition:{way['id']}" for way in document["workflow"]["transitions"]]
            return Split(draw(st.sampled_from(ways)), "Waiting")
    if not many:
        return Set(some(where), "words")
    return Several((draw(edits(document, many=False)), draw(edits(document, many=False))))


def reach(document: Any, at: Place) -> Any:
    for step in at:
        document = document[step]
    return document


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)
