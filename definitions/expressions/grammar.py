"""cel-python's grammar: the law for our own parser, and the words for what that does not read. Needs all of Lark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from definitions.expressions.problems import InvalidExpression, refuse
from definitions.expressions.scan import Token as Scanned
from definitions.expressions.scan import text_of
from definitions.expressions.tree import RESERVED, Node

BINARY = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=", "in": "in"}
BINARY |= {"add": "+", "sub": "-", "mul": "*", "div": "/", "mod": "%"}
_LENGTH = (
    "A length of time cannot stand here: add_days(d, n), add_months(d, n) and add_working_days(d, n) give another day"
)
_CHOICE = "For a choice, write condition ? this : that"
_UNEXPECTED = {
    "contains": "To look in a list, write 'a' in list; in a text, text.contains('a')",
    "includes": "To look in a list, write 'a' in list; in a text, text.contains('a')",
    "IN": "For “IN”, write in",
    "then": _CHOICE,
    "THEN": _CHOICE,
    "between": "For “between”, compare twice: 2 <= x && x <= 5",
} | dict.fromkeys(("days", "day", "weeks", "months", "years", "working"), _LENGTH)
_AFTER = {"not": "For “not”, write !", "NOT": "For “not”, write !", "if": _CHOICE, "IF": _CHOICE}
_WORDS = {"and": "&&", "or": "||", "not": "!", "AND": "&&", "OR": "||", "NOT": "!", "is": "=="}
SHOWN = 30
_lock = Lock()


def read(source: str) -> Node:
    """The tree of ``source``.

    Raises:
        InvalidExpression: it is not of the grammar.
    """
    try:
        return _node(_grammar().parse(source))
    except UnexpectedInput as error:
        raise _syntax(source, error) from None


@cache
def _build() -> Lark:
    """cel-python's own grammar and options, but for positions of branches, which cost as much as all the rest."""
    spec = find_spec("celpy")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("cel-python is not installed")
    grammar = (Path(spec.submodule_search_locations[0]) / "cel.lark").read_text()
    return Lark(
        grammar,
        parser="lalr",
        start="expr",
        g_regex_flags=re.M,
        lexer_callbacks={"IDENT": _truth},
        maybe_placeholders=False,
        priority="invert",
    )


def _grammar() -> Lark:
    with _lock:
        return _build()


def _truth(token: Token) -> Token:
    return Token("BOOL_LIT", token.value, token.start_pos) if token.value in ("true", "false") else token


def _syntax(source: str, error: UnexpectedInput) -> InvalidExpression:
    token = getattr(error, "token", None)
    if token is not None and token.type == "$END":
        return refuse("syntax", "This ends too early: something is missing at its end", len(source))
    at = error.pos_in_stream or 0
    found = str(token) if token else source[at : at + 1]
    if found in _WORDS:
        return refuse("syntax", f"For “{found}”, write {_WORDS[found]}", at)
    before = source[:at].split()[-1:] or [""]
    if found == ">" and before[0].endswith("<"):
        return refuse("syntax", "For “is not”, write !=", at)
    words = _UNEXPECTED.get(found) or _AFTER.get(before[0]) or f"“{found}” was not expected{_place(source, at)}"
    return refuse("syntax", words, at)


def _place(source: str, at: int) -> str:
    """Where in the text that is, in its own words."""
    before = source[:at].strip()
    return f" after “{before if len(before) <= SHOWN else '…' + before[-SHOWN:]}”" if before else " at its beginning"


def not_native(tokens: Sequence[Scanned]) -> InvalidExpression:
    """Why the engine does not take what the grammar takes."""
    reserved = next((token for token in tokens if token.kind == "name" and token.text in RESERVED), tokens[0])
    if reserved.text == "if":
        return refuse("syntax", _CHOICE, reserved.start)
    if reserved.text in RESERVED:
        return refuse("syntax", f"“{reserved.text}” has a meaning of its own and cannot be used here", reserved.start)
    if any(token.text == "has" for token in tokens):
        return refuse("syntax", "has takes a name with a dot in it: for others, write answered(name)", reserved.start)
    return refuse("syntax", "This cannot be read as an expression", reserved.start)


def _node(tree: Tree[Token]) -> Node:
    while len(tree.children) == 1 and tree.data in _LINKS:
        tree = tree.children[0]  # type: ignore[assignment]
    return _MAKERS[str(tree.data)](tree)


def _choice(tree: Tree[Any]) -> Node:
    parts = tuple(_node(child) for child in tree.children)
    return Node("choice", "?:", parts[0].start, parts)


def _junction(tree: Tree[Any]) -> Node:
    kind = "or" if tree.data == "conditionalor" else "and"
    left, right = (_node(child) for child in tree.children)
    return Node(kind, "||" if kind == "or" else "&&", left.start, (left, right))


def _binary(tree: Tree[Any]) -> Node:
    operator, right = tree.children
    left = _node(operator.children[0])
    return Node("binary", BINARY[operator.data.rpartition("_")[2]], left.start, (left, _node(right)))


def _unary(tree: Tree[Any]) -> Node:
    operator, operand = tree.children
    part = _node(operand)
    if operator.data == "unary_neg" and part.kind == "literal" and type(part.value) in (int, float):
        return Node("literal", -part.value, part.start)
    return Node("unary", "!" if operator.data == "unary_not" else "-", part.start, (part,))


def _member(tree: Tree[Any]) -> Node:
    target = _node(tree.children[0])
    return Node("member", str(tree.children[1]), target.start, (target,))


def _method(tree: Tree[Any]) -> Node:
    target, name = _node(tree.children[0]), _token(tree, 1)
    return Node("call", str(name), name.start_pos or 0, (target, *_arguments(tree.children[2:])), method=True)


def _index(tree: Tree[Any]) -> Node:
    target, place = (_node(child) for child in tree.children)
    return Node("index", None, target.start, (target, place))


def _call(tree: Tree[Any]) -> Node:
    name = _token(tree)
    return Node("call", str(name), name.start_pos or 0, _arguments(tree.children[1:]))


def _list(tree: Tree[Any]) -> Node:
    items = _arguments(tree.children)
    return Node("list", None, items[0].start if items else 0, items)


def _arguments(children: list[Any]) -> tuple[Node, ...]:
    return tuple(_node(item) for child in children for item in child.children)


def _name(tree: Tree[Any]) -> Node:
    token = _token(tree)
    return Node("name", str(token), token.start_pos or 0)


def _literal(tree: Tree[Any]) -> Node:
    token = _token(tree)
    return Node("literal", _value(token), token.start_pos or 0)


def _token(tree: Tree[Any], place: int = 0) -> Token:
    return cast(Token, tree.children[place])


def _value(token: Token) -> Any:
    text = str(token)
    match token.type:
        case "BOOL_LIT":
            return text == "true"
        case "NULL_LIT":
            return None
        case "INT_LIT":
            return int(text)
        case "FLOAT_LIT":
            return float(text)
        case "STRING_LIT":
            return text_of(text)
    raise refuse("syntax", f"“{text}” cannot be used in an expression", token.start_pos or 0)


def _refused(tree: Tree[Any]) -> Node:
    raise refuse("syntax", "Curly brackets and leading dots cannot be used in an expression")


_LINKS = frozenset(
    ("expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication", "unary", "member", "primary")
) | {"paren_expr"}
_MAKERS = {
    "expr": _choice,
    "conditionalor": _junction,
    "conditionaland": _junction,
    "relation": _binary,
    "addition": _binary,
    "multiplication": _binary,
    "unary": _unary,
    "member_dot": _member,
    "member_dot_arg": _method,
    "member_index": _index,
    "ident_arg": _call,
    "ident": _name,
    "list_lit": _list,
    "literal": _literal,
}
_MAKERS |= dict.fromkeys(("dot_ident_arg", "dot_ident", "member_object", "map_lit"), _refused)
