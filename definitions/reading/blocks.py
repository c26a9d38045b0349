"""A block put in at one place: its pages or questions under the names, words and condition that are wanted there."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from definitions.nearest import did_you_mean
from definitions.nearest import listed as listed_names
from definitions.reading.asked import bare
from definitions.reading.rename import renamed, shape_of

Part = Mapping[str, Any]
ADDED = ("hint", "why", "help")
"""Words that a question may be given where the block has none."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a block says of one of its texts in another language: of the element ``id`` of the list ``kind``."""

    language: str
    kind: str
    id: str
    name: str
    entry: Any


@dataclass(slots=True)
class Made:
    """``parts`` with their pointers in the block; ``problems`` are places in the use, codes and words."""

    parts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    translations: list[Translation] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)


def instance(block: Part, use: Part, kind: str) -> Made:
    """The block's ``kind`` (pages or questions) as ``use`` wants them."""
    made, listed, above = Made(), block.get(kind), f"/{kind}"
    if kind == "questions" and not listed and len(block.get("pages", ())) == 1:
        listed, above = block["pages"][0].get("questions"), "/pages/0/questions"
    if not listed:
        other = "pages" if kind == "questions" else "questions"
        where = "among the questions of a page" if other == "questions" else "among pages"
        made.problems.append(("/use", "block.elsewhere", f'"{use["use"]}" holds {other}: use it {where}'))
        return made
    names = {one.id: _name(use, one) for part in listed for one in _elements(part, kind) if one.kind == "questions"}
    elements: list[_Element] = []
    for at, part in _kept(listed, above, set(use.get("without", ()))):
        changed = renamed(copy.deepcopy(part), shape_of(kind.removesuffix("s")), names)
        elements += _elements(changed, kind)
        if "when" in use:
            changed["when"] = f"({use['when']}) && ({changed['when']})" if "when" in changed else use["when"]
        made.parts.append((at, changed))
    made.problems += _unknown(use, {one.id for part in listed for one in _elements(part, kind)})
    made.problems += _reworded(elements, use)
    made.translations += _translations(block, use, elements, names)
    for one in elements:
        one.part["id"] = _name(use, one)
    return made


@dataclass(frozen=True, slots=True)
class _Element:
    """A page or question of the block, under the id that it has there."""

    kind: str
    id: str
    part: dict[str, Any]


def _elements(part: dict[str, Any], kind: str) -> Iterator[_Element]:
    """Every page and question in a part. What uses another block is none."""
    if kind == "pages":
        yield _Element("pages", part["id"], part)
    questions = part.get("questions", []) if kind == "pages" else [part]
    for question in bare([one for one in questions if "use" not in one]):
        if "use" not in question:
            yield _Element("questions", question["id"], question)  # type: ignore[arg-type]  # a copy of ours


def _name(use: Part, element: _Element) -> str:
    """The id that an element gets. A page and a question of one name get one name, each in its own form."""
    given, prefix = use.get("ids", {}).get(element.id), use.get("prefix")
    name = given or (f"{prefix}_{element.id}" if prefix else element.id)
    if name == element.id:
        return name
    return name.replace("_", "-") if element.kind == "pages" else name.replace("-", "_")


def _kept(parts: list[dict[str, Any]], at: str, left_out: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for n, part in enumerate(parts):
        if part.get("id") not in left_out:
            yield f"{at}/{n}", {name: _less(name, value, left_out) for name, value in part.items()}


def _less(name: str, value: Any, left_out: set[str]) -> Any:
    """What a page, question or option has under ``name``, without the questions that are left out."""
    if name not in ("questions", "options") or not isinstance(value, list):
        return value
    return [one for _, one in _kept(value, "", left_out)]


def _reworded(elements: list[_Element], use: Part) -> Iterator[tuple[str, str, str]]:
    """Put the words of ``use`` in. What cannot be said there is yielded as a problem."""
    for key, words in use.get("texts", {}).items():
        id, _, name = key.partition(".")
        mine = [one for one in elements if one.id == id]
        place = next((place for one in mine if (place := _place(one, name))), None)
        if place:
            place[0][place[1]] = words
        elif mine:
            yield f"/texts/{key}", "block.unknown-text", f'"{id}" has no text "{name}" in the block: take it out'


def _place(element: _Element, name: str) -> tuple[dict[str, Any], str] | None:
    """What holds a text of a page or question, and under which name."""
    part = element.part
    first, _, rest = name.partition(".")
    if not rest:
        own = (
            shape_of("page")["properties"]
            if element.kind == "pages"
            else shape_of(f"question_{part['type']}")["properties"]
        )
        is_text = str(own.get(name, {}).get("$ref", "")).endswith(("/text", "/line"))
        may_be = name in part or (element.kind == "questions" and name in ADDED)
        return (part, name) if is_text and may_be else None
    if first in ("content", "rules") and rest.isdecimal() and int(rest) < len(part.get(first, ())):
        return part[first][int(rest)], "text" if first == "content" else "message"
    inner = [column for column in part.get("columns", ()) if column["id"] == first]
    if inner and rest:
        return (inner[0], rest) if rest == "label" else _choice(inner[0], rest)
    return _choice(part, name)


def _choice(part: dict[str, Any], name: str) -> tuple[dict[str, Any], str] | None:
    value, _, property = name.partition(".")
    options = part.get("options")
    for option in options if isinstance(options, list) else ():
        if option["value"] == value and property in ("label", "hint"):
            return option, property
    return None


def _unknown(use: Part, known: set[str]) -> Iterator[tuple[str, str, str]]:
    """Names in the use that nothing in the block has."""
    places = [(f"/ids/{id}", id) for id in use.get("ids", {})]
    places += [(f"/without/{n}", id) for n, id in enumerate(use.get("without", ()))]
    places += [(f"/texts/{key}", key.partition(".")[0]) for key in use.get("texts", {})]
    for at, id in places:
        if id not in known:
            near = did_you_mean(id, sorted(known)) or f": it has {listed_names(sorted(known), 'and')}"
            yield at, "block.unknown-id", f'nothing in the block "{use["use"]}" is called "{id}"{near}'


def _translations(block: Part, use: Part, elements: list[_Element], names: Mapping[str, str]) -> Iterator[Translation]:
    """The block's translations of what it still says in its own words."""
    for language, texts in block.get("translations", {}).items():
        for key, entry in texts.items():
            id, _, name = key.removeprefix("pages.").removeprefix("questions.").partition(".")
            if f"{id}.{name}" in use.get("texts", {}):
                continue
            for one in elements:
                if one.id == id and _place(one, name):
                    changed = renamed(entry, {"properties": {"text": {"$ref": "#/$defs/text"}}}, names)
                    yield Translation(language, one.kind, _name(use, one), name, changed)
