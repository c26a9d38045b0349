"""The type checker: walks the tree of an expression, and finds every mistake in names, types, options and cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from definitions.expressions import calls, hints, operators
from definitions.expressions.functions import SIGNATURES
from definitions.expressions.known import (
    KIND_WORDS,
    MOST_SIZE,
    UNKNOWN,
    Known,
    did_you_mean,
    known,
    parts_of,
    path_of,
    say,
    text_literal,
)
from definitions.expressions.problems import ExpressionProblem
from definitions.expressions.tree import Node
from definitions.types import ANY, BOOLEAN, DECIMAL, INTEGER, Type, list_of

MOST_COST = 10_000


class Checker:
    """One walk over one tree. Afterwards: ``problems``, ``paths`` read, ``functions`` called.

    For the writer, by the identity of a node: ``widened`` are whole numbers to be written as decimal ones, ``lengths``
    the sizes of texts.
    """

    def __init__(self, names: Mapping[str, Type]) -> None:
        self.names = names
        self.scope: dict[str, Known] = {}
        self.problems: list[ExpressionProblem] = []
        self.paths: set[tuple[str, ...]] = set()
        self.functions: set[str] = set()
        self.lengths: set[int] = set()
        self.widened: set[int] = set()
        self.members: frozenset[str] | None = None
        self.cost, self.times = 0, 1
        self.beside: Type | None = None

    def complain(self, code: str, message: str, node: Node, name: str | None = None) -> None:
        self.problems.append(ExpressionProblem(f"expression.{code}", message, node.start, name))

    def widen(self, node: Node) -> None:
        """Have a whole number written as a decimal one."""
        self.widened.add(id(node))

    def spend(self, cost: int, node: Node) -> None:
        before, self.cost = self.cost, self.cost + cost * self.times
        if before <= MOST_COST < self.cost:
            words = "This would take too many steps: lists inside lists multiply, so look at shorter lists"
            self.complain("too-costly", words, node)

    def check(self, node: Node) -> Known:
        found = self.used(node)
        if found.origin:
            self.paths.update(parts_of(found.type, found.origin))
        return found

    def used(self, node: Node) -> Known:
        """As :meth:`check`, for a list or an item of which only what is named further on is used."""
        found = self._rule(node)
        self.spend(1 + found.size // 100, node)
        if found.size > MOST_SIZE:
            self.complain("too-costly", "What this makes may be too large", node)
            return UNKNOWN
        return found

    def _rule(self, node: Node) -> Known:
        match node.kind:
            case "literal":
                return self._literal(node)
            case "name" | "member":
                return self._named(node)
            case "binary":
                return self._binary(node)
            case "and" | "or":
                for part in node.parts:
                    several = hints.one_of_several(node.parts, part)
                    self.want(part, BOOLEAN, f"Each side of {node.value} must be true or false", several)
                return Known(BOOLEAN)
            case "unary":
                return self._unary(node)
            case "call":
                return calls.called(self, node)
            case "choice":
                condition, left, right = node.parts
                self.want(condition, BOOLEAN, "What stands before ? must be true or false")
                one, two = self.check(left), self.check(right)
                return operators.either(one, two, left, right, self.complain, self.widen)
            case "list":
                return self._list(node)
            case _:
                return self._index(node)

    def expect(self, tree: Node, expects: Type | None) -> Type:
        """Check a whole expression, which must give what is expected: its type."""
        self.members = frozenset(node.value for node in tree.walk() if node.kind == "member")
        found = self.check(tree).type
        if expects is None or self.problems or "any" in (found.name, expects.name):
            return found
        if (found.name, expects.name) == ("integer", "decimal"):
            self.widen(tree)
            return expects
        if found.name != expects.name:
            words = f"This must give {KIND_WORDS[expects.name]}, and {say(tree)} is {KIND_WORDS[found.name]}"
            self.complain("type", words + _ask_whether(tree, expects), tree)
        elif expects.options is not None:
            self._expect_options(tree, found.options, expects.options)
        return found

    def _expect_options(self, tree: Node, found: frozenset[str] | None, expected: frozenset[str]) -> None:
        for other in sorted((found or frozenset()) - expected):
            hint = did_you_mean(other, expected) or f": it must be one of {', '.join(sorted(expected)[:8])}"
            self.complain("unknown-option", f"This may give '{other}'{hint}", tree)

    def want(self, node: Node, of: Type, words: str, hint: str = "") -> Known:
        """Check a part that must be of one type; a whole number may stand for a decimal one."""
        found = self.check(node)
        if found.type.name == "integer" and of.name == "decimal":
            self.widen(node)
        elif found.type.name not in (of.name, "any"):
            hint = hint or _ask_whether(node, of)
            self.complain("type", f"{words}, and {say(node)} is {KIND_WORDS[found.type.name]}{hint}", node)
        return found

    def _literal(self, node: Node) -> Known:
        value: Any = node.value
        if value is None:
            words = "There is no null: an unanswered question is absent. To ask whether x is, write !answered(x)"
            self.complain("null", words, node)
            return UNKNOWN
        if isinstance(value, str):
            return text_literal(value)
        return Known(BOOLEAN if isinstance(value, bool) else INTEGER if isinstance(value, int) else DECIMAL)

    def _binary(self, node: Node) -> Known:
        left, right = node.parts
        self.beside = self._named_type(right)
        one = self.check(left)
        self.beside = self._named_type(left)
        two = self.check(right)
        self.beside = None
        if node.value in operators.COMPARISONS:
            return operators.compared(node, one, two, self.complain, self.widen)
        if node.value == "in":
            return operators.found_in(node, one, two, self.complain, self.widen)
        return operators.calculated(node, one, two, self.complain)

    def _unary(self, node: Node) -> Known:
        (part,) = node.parts
        if node.value == "!":
            self.want(part, BOOLEAN, "What stands after ! must be true or false")
            return Known(BOOLEAN)
        found = self.check(part)
        if found.type.name not in ("integer", "decimal", "any"):
            words = f"Only a number can be made negative, and {say(part)} is {KIND_WORDS[found.type.name]}"
            self.complain("type", words, part)
            return UNKNOWN
        return Known(found.type)

    def _list(self, node: Node) -> Known:
        item, size = Known(ANY), 1
        first = node.parts[0] if node.parts else node
        for part in node.parts:
            found = self.check(part)
            size += found.size
            item = operators.either(item, found, first, part, self.complain, self.widen)
        if item.type.name == "decimal":
            for part in node.parts:
                if part.kind == "literal" and type(part.value) is int:
                    self.widen(part)
        return Known(list_of(item.type, len(node.parts)), size)

    def _index(self, node: Node) -> Known:
        target, place = node.parts
        found = self.used(target)
        if found.type.name == "object":
            self.complain("type", f"To name a part of {say(target)}, write a dot and its name", node)
            return UNKNOWN
        self.want(place, INTEGER, "The place in a list is a whole number, counted from 0")
        if found.type.name not in ("list", "any"):
            words = f"Square brackets pick from a list, and {say(target)} is {KIND_WORDS[found.type.name]}"
            self.complain("type", words, node)
            return UNKNOWN
        return known(found.type.of or ANY, found.origin, self.members)

    def _named(self, node: Node) -> Known:
        path = path_of(node)
        if path is None or path[0] in self.scope:
            return self._member(node, self.used(node.parts[0])) if node.kind == "member" else self.scope[node.value]
        found = self.resolve(path, node)
        if found is None:
            return UNKNOWN
        self.paths.add(path)
        return known(found, path if found.name == "list" else (), self.members)

    def resolve(self, path: tuple[str, ...], node: Node) -> Type | None:
        """The declared type of a dotted name, or None once a problem has said why it has none."""
        of = self.names.get(path[0])
        if of is None:
            words = hints.unknown_name(path[0], [*self.names, *self.scope], SIGNATURES, self.beside)
            self.complain("unknown-name", words, node, path[0])
            return None
        for place, member in enumerate(path[1:], 1):
            of = self._part(of, ".".join(path[:place]), member, node)
            if of is None:
                return None
        return of

    def _named_type(self, node: Node) -> Type | None:
        """The type of a part that only names something, without a word about it."""
        path = path_of(node) or ("",)
        found = self.names.get(path[0])
        for member in path[1:]:
            found = found.member(member) if found is not None and found.name == "object" else None
        return found.of if found is not None and found.name == "list" else found

    def _part(self, of: Type, whole: str, member: str, node: Node) -> Type | None:
        if of.name == "any":
            return ANY
        found = of.member(member) if of.name == "object" else None
        if found is None and of.name == "object":
            hint = did_you_mean(member, [name for name, _ in of.fields])
            self.complain("unknown-name", f"{whole} has no part called {member}{hint}", node, f"{whole}.{member}")
        elif found is None:
            self.complain("type", f"{whole} is {KIND_WORDS[of.name]}, and has no parts", node)
        return found

    def _member(self, node: Node, target: Known) -> Known:
        found = self._part(target.type, say(node.parts[0]), node.value, node)
        if found is None:
            return UNKNOWN
        origin = (*target.origin, node.value) if target.origin else ()
        if origin:
            self.paths.add(origin)
        return known(found, origin, self.members)


def _ask_whether(node: Node, of: Type) -> str:
    return f". To ask whether it was answered, write answered({say(node)})" if of == BOOLEAN and path_of(node) else ""
