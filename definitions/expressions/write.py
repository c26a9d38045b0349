"""Writes a checked tree as the text that the engine runs: names are members of ``_``, so that absence is a KeyError."""

from __future__ import annotations

from collections.abc import Container

from definitions.expressions.absent import FOLDS, LOOPS, Tests, reads
from definitions.expressions.known import path_of
from definitions.expressions.tree import Node

_LEVELS = {"choice": 1, "or": 2, "and": 3, "unary": 7}
_OPERATORS = dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in"), 4) | {"+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
_CALLS = {"matches": "_matches"}
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
        if name in LOOPS and node.method:
            return self._macro(node)
        if name in ("min_of", "max_of"):
            return f"_{name}({self.write(node.parts[0])}).of"
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
        """A loop in which an answer that an item lacks makes a test of it false, and leaves it out of a ``map``."""
        target, variable, body = node.parts
        written = self.write(target, _TIGHTEST)
        self.scope.append(variable.value)
        plain, prefix, tests = self.write(body), "", Tests(self)
        lacks = any(path[0] in self.scope and path[1:] for path in reads(body))
        if node.value == "map":
            written += f".filter({variable.value}, {tests.settled(body)})" if lacks else ""
        else:
            plain = tests.written(body, tests.met) if lacks else plain
            if self.absorb and node.value in FOLDS and any(path[0] not in self.scope for path in reads(body)):
                sign, test, found = ("", tests.sure, "||") if node.value == "exists" else ("!", tests.never, "&&")
                prefix = f"{sign}{written}.exists({variable.value}, {tests.written(body, test)}) {found} "
        self.scope.pop()
        made = f"{written}.{node.value}({variable.value}, {plain})"
        return f"({prefix}{made})" if prefix else made


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
