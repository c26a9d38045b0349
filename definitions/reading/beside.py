"""Files that a document names, tables and blocks: how they become part of it, so that it is whole wherever it goes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from definitions.problems import InvalidDefinition, Problem
from definitions.reading.parse import parse_document

Beside = Callable[[str], str | None]
"""The text of a file in the document's folder, by its name ("schools.csv", "blocks/contact.json"); None for none."""

_TABLE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\.csv")
_BLOCK = re.compile(r"[a-z0-9_-]{1,64}")
_LIBRARY = files("definitions") / "library" / "blocks"


def nothing(name: str) -> None:
    """No file lies beside."""


def taken_in(document: dict[str, Any], beside: Beside = nothing) -> dict[str, Any]:
    """The document with the tables and blocks it names in it. The same object when there is nothing to take.

    A file beside the document comes before what the document holds already, and that before our library. The names that
    are asked for are bare: no folder, no dots but the one before csv.

    Raises:
        InvalidDefinition: a block's file is no JSON of an object.
    """
    blocks, held = dict[str, Any](), _held(document, "blocks")
    for name in _named(document, "use", _BLOCK):
        text = beside(f"blocks/{name}.json")
        if text is not None:
            blocks[name] = _block(name, text)
        elif name not in held and (shipped := shipped_block(name)) is not None:
            blocks[name] = dict(shipped)
    within = [document, *(blocks or held).values()]
    names = dict.fromkeys(name for part in within for name in _named(part, "table", _TABLE))
    tables = {name: _tidy(text) for name in names if (text := beside(name)) is not None}
    if not blocks and not tables:
        return document
    taken = dict(document)
    for part, new in (("blocks", blocks), ("tables", tables)):
        if new:
            taken[part] = {**_held(document, part), **new}
    return taken


def block_hash(block: Mapping[str, Any]) -> str:
    """The sha256 of a block's canonical JSON, without the hash that a copy carries."""
    bare = {name: value for name, value in block.items() if name != "hash"}
    return hashlib.sha256(
        json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


@cache
def shipped_block(name: str) -> Mapping[str, Any] | None:
    """A block that travels with us, as it is put into documents; None when there is none of that name."""
    place = _LIBRARY / f"{name}.json"
    return _block(name, place.read_text(encoding="utf-8")) if _BLOCK.fullmatch(name) and place.is_file() else None


@cache
def shipped_blocks() -> tuple[str, ...]:
    return tuple(
        sorted(place.name.removesuffix(".json") for place in _LIBRARY.iterdir() if place.name.endswith(".json"))
    )


def _block(name: str, text: str) -> dict[str, Any]:
    try:
        block = parse_document(text).document
    except InvalidDefinition as bad:
        problems = (Problem(p.pointer, p.code, f"blocks/{name}.json, line {p.line}: {p.message}") for p in bad.problems)
        raise InvalidDefinition(problems) from None
    return block | {"hash": block_hash(block)}


def _tidy(text: str) -> str:
    """Line ends as JSON keeps them, and no mark that a spreadsheet puts before the first."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _held(document: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    held = document.get(part)
    return held if isinstance(held, dict) else {}


def _named(part: Any, key: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Every name under ``key``, in a document of whatever shape. Copies of blocks are not looked into."""
    if not isinstance(part, dict):
        return
    waiting: list[Any] = [{name: value for name, value in part.items() if name not in ("blocks", "tables", "examples")}]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            name = here.get(key)
            if isinstance(name, str) and pattern.fullmatch(name):
                yield name
            waiting += [value for value in here.values() if isinstance(value, dict | list)]
        else:
            waiting += [value for value in here if isinstance(value, dict | list)]
