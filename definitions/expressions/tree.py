"""The tree of an expression, and the parser that makes it: by precedence, straight from the tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from definitions.expressions.scan import Token, text_of

RESERVED = frozenset(
    ("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop")
) | {"namespace", "null", "package", "return", "true", "var", "void", "while"}
_CONSTANTS = {"true": True, "false": False, "null": None}
_LEVELS = {"||": 1, "&&": 2, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5}
_LEVELS |= dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), 3)
_KINDS = {"||": "or", "&&": "and"}
_END = Token("end", "", 0)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A part of an expression, compared by identity.

    ``kind`` is literal, name, member, index, call, list, unary, binary, and, or, choice. ``value`` is a literal's
    value, a name, a member's name, a function's name or an operator. A ``method`` has its target as first of ``parts``.
    ``start`` counts characters into the source.
    """

    kind: str
    value: Any
    start: int
    parts: tuple[Node, ...] = ()
    method: bool = False

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            yield from part.walk()


def tree_of(tokens: Sequence[Token]) -> Node | None:
    """The tree of these tokens; None for what is no expression, and for the corners of the grammar that nobody writes:
    a number such as ``.5``, words that CEL keeps for itself.
    """
    reading = _Reading(tokens)
    try:
        tree = reading.choice()
    except _Unread:
        return None
    return tree if reading.token is _END else None


class _Unread(Exception):
    """This parser does not take the next token there."""


class _Reading:
    """A pass over the tokens. ``token`` is the next."""

    __slots__ = ("_rest", "token")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._rest = iter(tokens)
        self.token = next(self._rest, _END)

    def _take(self) -> Token:
        taken, self.token = self.token, next(self._rest, _END)
        return taken

    def _pass(self, sign: str) -> None:
        if self._take().text != sign:
            raise _Unread

    def _name(self) -> Token:
        token = self._take()
        if token.kind != "name" or token.text in RESERVED:
            raise _Unread
        return token

    def choice(self) -> Node:
        condition = self._binary(1)
        if self.token.text != "?":
            return condition
        self._take()
        one = self._binary(1)
        self._pass(":")
        return Node("choice", "?:", condition.start, (condition, one, self.choice()))

    def _binary(self, level: int) -> Node:
        """Operators that bind at least as tightly as ``level``; those of one level group from the left."""
        left = self._unary()
        while (own := _LEVELS.get(self.token.text, 0)) >= level:
            sign = self._take().text
            left = Node(_KINDS.get(sign, "binary"), sign, left.start, (left, self._binary(own + 1)))
        return left

    def _unary(self) -> Node:
        if self.token.text not in ("!", "-"):
            return self._postfix(self._primary())
        sign = self._take()
        if sign.text == "-" and self.token.kind == "number" and self.token.start == sign.end:
            return self._postfix(self._number(sign))
        part = self._unary()
        if sign.text == "-" and part.kind == "literal" and type(part.value) in (int, float):
            return Node("literal", -part.value, part.start)
        return Node("unary", sign.text, part.start, (part,))

    def _postfix(self, node: Node) -> Node:
        """Members, calls of methods and places in a list, one after the other."""
        while True:
            if self.token.text == ".":
                self._take()
                name = self._name()
                if self.token.text == "(":
                    node = Node("call", name.text, name.start, (node, *self._items("(", ")")), method=True)
                else:
                    node = Node("member", name.text, node.start, (node,))
            elif self.token.text == "[":
                self._take()
                node = Node("index", None, node.start, (node, self.choice()))
                self._pass("]")
            else:
                return node

    def _primary(self) -> Node:
        match self.token.kind:
            case "name" if self.token.text in _CONSTANTS:
                token = self._take()
                return Node("literal", _CONSTANTS[token.text], token.start)
            case "name":
                name = self._name()
                if self.token.text == "(":
                    return Node("call", name.text, name.start, self._items("(", ")"))
                return Node("name", name.text, name.start)
            case "text":
                token = self._take()
                return Node("literal", text_of(token.text), token.start)
            case "number":
                return self._number(self.token)
        return self._bracketed()

    def _bracketed(self) -> Node:
        if self.token.text == "[":
            items = self._items("[", "]")
            return Node("list", None, items[0].start if items else 0, items)
        self._pass("(")
        inside = self.choice()
        self._pass(")")
        return inside

    def _number(self, first: Token) -> Node:
        """A number from ``first``, which may be its minus. A dot that touches it would be a part of it."""
        token = self._take()
        if self.token.text == "." and self.token.start == token.end:
            raise _Unread
        number = float(token.text) if "." in token.text else int(token.text)
        return Node("literal", number if first is token else -number, first.start)

    def _items(self, opening: str, closing: str) -> tuple[Node, ...]:
        self._pass(opening)
        items = []
        if self.token.text != closing:
            items.append(self.choice())
            while self.token.text == ",":
                self._take()
                items.append(self.choice())
        self._pass(closing)
        return tuple(items)
