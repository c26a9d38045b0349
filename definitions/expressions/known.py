"""What the checker knows of a part of an expression, and the words that say it to an author."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from definitions.expressions.tree import Node
from definitions.nearest import closest
from definitions.types import ANY, TEXT, Type, list_of

TYPICAL_LIST = 100
TYPICAL_TEXT = 50
"""In hundreds of characters: what a text from a question is taken to be at most."""
MOST_SIZE = 20_000

KIND_WORDS = {
    "text": "text",
    "integer": "a whole number",
    "decimal": "a decimal number",
    "boolean": "true or false",
    "timestamp": "a date or time",
    "list": "a list",
    "object": "a group of facts",
    "any": "anything",
}
NUMBERS = frozenset(("integer", "decimal"))


@dataclass(frozen=True, slots=True)
class Known:
    """A type, and how much memory a value of it may take: 1 for a number, or for a hundred characters of text.

    ``origin`` is the dotted name of the list that an item, or a part of one, comes from.
    """

    type: Type
    size: int = 1
    origin: tuple[str, ...] = ()


UNKNOWN = Known(ANY)


class Walk(Protocol):
    """What the rules of functions may ask of the checker."""

    names: Mapping[str, Type]
    scope: dict[str, Known]
    paths: set[tuple[str, ...]]
    functions: set[str]
    lengths: set[int]
    times: int

    def check(self, node: Node) -> Known: ...
    def used(self, node: Node) -> Known: ...
    def want(self, node: Node, of: Type, words: str, hint: str = "") -> Known: ...
    def resolve(self, path: tuple[str, ...], node: Node) -> Type | None: ...
    def spend(self, cost: int, node: Node) -> None: ...
    def complain(self, code: str, message: str, node: Node, name: str | None = None) -> None: ...


def known(of: Type, origin: tuple[str, ...] = (), members: Container[str] | None = None) -> Known:
    """``members`` are the only parts of a list's items that the expression names: the others are never handed over."""
    return Known(of, _size(of, members), origin)


def _size(of: Type, members: Container[str] | None, *, item: bool = False) -> int:
    if of.name == "text":
        return 1 if of.options is not None else TYPICAL_TEXT
    if of.name == "list":
        return most(of) * (_size(of.of, members, item=True) if of.of else 1)
    named = members if item else None
    return 1 + sum(_size(field, members) for name, field in of.fields if named is None or name in named)


def parts_of(of: Type, at: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The dotted names of every part of a list's items, however far down."""
    if of.name == "list" and of.of is not None:
        yield from parts_of(of.of, at)
    for name, field in of.fields:
        yield (*at, name)
        yield from parts_of(field, (*at, name)) if field.name == "list" else ()


def most(of: Type) -> int:
    return TYPICAL_LIST if of.most is None else of.most


def say(node: Node) -> str:
    """The part of an expression in words short enough for a message."""
    match node.kind:
        case "name":
            return str(node.value)
        case "member":
            return f"{say(node.parts[0])}.{node.value}"
        case "literal" if isinstance(node.value, str):
            return f"'{node.value[:40]}'"
        case "literal" if isinstance(node.value, bool):
            return "true" if node.value else "false"
        case "literal":
            return str(node.value)
        case "call":
            return f"{node.value}(...)" if node.parts else f"{node.value}()"
        case "list":
            return "this list"
        case _:
            return "this part"


def path_of(node: Node) -> tuple[str, ...] | None:
    """``("round", "last_collected")`` for ``round.last_collected``; None for what is not a name and its members."""
    members: list[str] = []
    while node.kind == "member":
        members.append(node.value)
        node = node.parts[0]
    return (node.value, *reversed(members)) if node.kind == "name" else None


def literals(node: Node) -> Iterator[Node]:
    """The literals that this part may turn out to be."""
    if node.kind == "literal":
        yield node
    elif node.kind in ("list", "choice"):
        for part in node.parts[node.kind == "choice" :]:
            yield from literals(part)


def same_kind(one: Type, two: Type) -> bool:
    if "any" in (one.name, two.name) or one.name == two.name:
        return True
    return one.name in NUMBERS and two.name in NUMBERS


def unify(one: Type, two: Type) -> Type:
    """The type of a place that holds either; they are of the same kind."""
    if one.name == "any":
        return two
    if two.name == "any":
        return one
    if one.name in NUMBERS and one.name != two.name:
        return one if one.name == "decimal" else two
    if one.name == "text":
        either = one.options | two.options if one.options is not None and two.options is not None else None
        return Type("text", options=either)
    if one.name == "list":
        return list_of(unify(one.of or ANY, two.of or ANY), max(most(one), most(two)))
    return one


def did_you_mean(name: str, among: Iterable[str]) -> str:
    near = closest(name, among)
    return f". Did you mean {near}?" if near else ""


def text_literal(value: str) -> Known:
    return Known(Type(TEXT.name, options=frozenset((value,))), 1 + len(value) // 100)
