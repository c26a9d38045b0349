"""Writes a checked tree as the text that the engine runs: names are members of ``_``, so that absence is a KeyError."""

from __future__ import annotations

from collections.abc import Container

from definitions.expressions.known import path_of
from definitions.expressions.tree import Node

_LEVELS = {"choice": 1, "or": 2, "and": 3, "unary": 7}
_OPERATORS = dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in"), 4) | {"+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
_CALLS = {"matches": "_matches"}
_FOLDS = {"exists": "||", "all": "&&"}
_TIGHTEST = 8


class Writer:
    """``widened`` and ``lengths`` are the checker's. ``absorb`` writes out that one item can decide alone.

    CEL folds ``exists`` with ``||`` and ``all`` with ``&&``, which absorb; the native engine's own loops stop at the
    first absence instead.
    """

    def __init__(self, widened: Container[int], lengths: Container[int], *, absorb: bool = True) -> None:
        self.widened, self.lengths, self.absorb = widened, lengths, absorb
        self.scope: list[str] = []

    def write(self, node: Node, level: int = 1) -> str:
        """The text of a part, in brackets when it binds less tightly than ``level``."""
        text, own = self._write(node)
        if id(node) in self.widened:
            text, own = self._widened(node, text), _TIGHTEST
        return f"({text})" if own < level else text

    def _widened(self, node: Node, text: str) -> str:
        return f"{text}.0" if node.kind == "literal" else f"double({text})"

    def _write(self, node: Node) -> tuple[str, int]:
        match node.kind:
            case "literal":
                return literal(node.value), _TIGHTEST
            case "name":
                return (node.value if node.value in self.scope else f"_.{node.value}"), _TIGHTEST
            case "member":
                return f"{self.write(node.parts[0], _TIGHTEST)}.{node.value}", _TIGHTEST
            case "index":
                return f"{self.write(node.parts[0], _TIGHTEST)}[{self.write(node.parts[1])}]", _TIGHTEST
            case "list":
                return f"[{', '.join(self.write(part) for part in node.parts)}]", _TIGHTEST
            case "choice":
                condition, one, two = node.parts
                return f"{self.write(condition, 2)} ? {self.write(one, 2)} : {self.write(two, 1)}", 1
            case "unary":
                return f"{node.value}{self.write(node.parts[0], 8)}", 7
            case "call":
                return self._call(node), _TIGHTEST
            case _:
                level = _OPERATORS.get(node.value) or _LEVELS[node.kind]
                left, right = node.parts
                return f"{self.write(left, level)} {node.value} {self.write(right, level + 1)}", level

    def _call(self, node: Node) -> str:
        name: str = node.value
        if name in ("today", "now"):
            return f"_{name}"
        if name == "age":
            return f"age_on({self.write(node.parts[0])}, _today)"
        if name in ("answered", "has"):
            return self.present(path_of(node.parts[0]) or ())
        if name in ("exists", "all", "exists_one", "filter", "map") and node.method:
            return self._macro(node)
        name = "_length" if id(node) in self.lengths else _CALLS.get(name, name)
        if node.method:
            target, *others = node.parts
            return f"{self.write(target, _TIGHTEST)}.{name}({', '.join(map(self.write, others))})"
        return f"{name}({', '.join(map(self.write, node.parts))})"

    def present(self, path: tuple[str, ...]) -> str:
        """That every step of a dotted name is there."""
        whole = path if path[0] in self.scope else ("_", *path)
        steps = [f"has({'.'.join(whole[: count + 1])})" for count in range(1, len(whole))]
        return f"({' && '.join(steps)})" if len(steps) != 1 else steps[0]

    def _macro(self, node: Node) -> str:
        target, variable, body = node.parts
        written = self.write(target, _TIGHTEST)
        self.scope.append(variable.value)
        plain = f"{written}.{node.value}({variable.value}, {self.write(body)})"
        if self.absorb and node.value in _FOLDS and may_be_absent(body, variable.value):
            decided = Decided(self)
            test = decided.true(body) if node.value == "exists" else decided.false(body)
            sign, found = ("", "||") if node.value == "exists" else ("!", "&&")
            plain = f"({sign}{written}.exists({variable.value}, {test}) {found} {plain})"
        self.scope.pop()
        return plain


class Decided:
    """Tests that are never absent: whether a condition is surely true, or surely false, whatever else is absent."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def true(self, node: Node, level: int = 1) -> str:
        return self._decided(node, True, level)

    def false(self, node: Node, level: int = 1) -> str:
        return self._decided(node, False, level)

    def _decided(self, node: Node, truth: bool, level: int) -> str:
        text, own = self._tested(node, truth)
        return f"({text})" if own < level else text

    def _tested(self, node: Node, truth: bool) -> tuple[str, int]:
        match node.kind:
            case "and" | "or":
                sign, own = ("&&", 3) if (node.kind == "and") is truth else ("||", 2)
                return f" {sign} ".join(self._decided(part, truth, own) for part in _chain(node)), own
            case "unary":
                return self._tested(node.parts[0], not truth)
            case "choice" if all(part.kind != "choice" for part in node.parts[0].walk()):
                condition, one, two = node.parts
                yes = f"{self.true(condition, 3)} && {self._decided(one, truth, 3)}"
                return f"{yes} || {self.false(condition, 3)} && {self._decided(two, truth, 3)}", 2
            case "call" if node.method and node.value in _FOLDS:
                return self._fold(node, truth), 3
            case _:
                test = self.writer.write(node, 4) if truth else f"!{self.writer.write(node, 8)}"
                return f"{self._present(node)}{test}", 3

    def _fold(self, node: Node, truth: bool) -> str:
        """``exists`` is surely true when an item surely is, surely false when each surely is; ``all`` likewise."""
        target, variable, body = node.parts
        macro = "exists" if (node.value == "exists") is truth else "all"
        present, within = self._present(target), self.writer.write(target, _TIGHTEST)
        self.writer.scope.append(variable.value)
        test = self._decided(body, truth, 1)
        self.writer.scope.pop()
        return f"{present}{within}.{macro}({variable.value}, {test})"

    def _present(self, node: Node) -> str:
        paths = dict.fromkeys(_reads(node, frozenset()))
        known = self.writer.scope
        return "".join(f"{self.writer.present(path)} && " for path in paths if path[0] not in known or path[1:])


def _chain(node: Node) -> list[Node]:
    """The parts of ``a && b && c``, side by side rather than nested."""
    left, right = node.parts
    return [*(_chain(left) if left.kind == node.kind else (left,)), right]


def may_be_absent(body: Node, variable: str) -> bool:
    """Whether testing an item can come upon an absent answer: one outside the list, or a member of the item."""
    return any(path != (variable,) for path in _reads(body, frozenset()))


def _reads(node: Node, inner: frozenset[str]) -> list[tuple[str, ...]]:
    """The dotted names that a part needs, but for those of loops inside it."""
    path = path_of(node)
    if path is not None:
        return [] if path[0] in inner else [path]
    if node.kind == "call" and node.value in ("answered", "has"):
        return []
    if node.kind == "call" and node.method and len(node.parts) == 3 and node.parts[1].kind == "name":
        target, variable, body = node.parts
        return _reads(target, inner) + _reads(body, inner | {variable.value})
    return [path for part in node.parts for path in _reads(part, inner)]


def literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + "".join(map(_character, value)) + "'"
    return str(value)


def _character(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    return character if character.isprintable() else f"\\u{ord(character):04x}"
