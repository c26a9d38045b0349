"""Conditions and texts that cannot be read, or name what is not there: mended word by word, or taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.edits import Set
from builder.fixes.looking import Found, Look, fix, taken_out
from definitions.expressions import InvalidExpression
from definitions.expressions.calls import ASKS, CONVERSIONS, MACROS
from definitions.expressions.functions import SIGNATURES
from definitions.expressions.known import literals, path_of
from definitions.expressions.parse import parse
from definitions.expressions.scan import Token, scan
from definitions.expressions.tree import Node
from definitions.nearest import closest
from definitions.text import names_in

_WRITTEN: tuple[tuple[str, str], ...] = (
    (r"[‘’]", "'"), (r"[“”]", '"'), (r"(?<![=!<>])=(?![=])", "=="), (r"<>", "!="), (r"===", "=="), (r"≤", "<="),
    (r"≥", ">="), (r"≠", "!="), (r"(?i)\band\b", "&&"), (r"(?i)\bor\b", "||"), (r"(?i)\bnot\b\s*", "!"),
    (r"(?<!&)&(?!&)", "&&"), (r"(?<!\|)\|(?!\|)", "||"),
)  # fmt: skip
"""What other languages write, and what it is here."""
_CALLED = frozenset((*SIGNATURES, *ASKS, *MACROS, *CONVERSIONS))
_QUOTED = re.compile(r"('[^']*'|\"[^\"]*\")")


@fix("expression.syntax")
def syntax(look: Look) -> Found:
    source = str(look.value)
    for better in _rewritten(source):
        try:
            parse(better)
        except InvalidExpression:
            continue
        if better != source:
            yield f"Write {better}", Set(look.at(), better)
            break
    yield from without_condition(look)


def _rewritten(source: str) -> Iterator[str]:
    """As it is, with the words of other languages in ours; what is in quotation marks stays."""
    for quote in (r"[‘’]", r"[“”]"):
        source = re.sub(quote, "'" if quote == r"[‘’]" else '"', source)
    pieces = _QUOTED.split(source)
    for pattern, ours in _WRITTEN:
        pieces = [one if n % 2 else re.sub(pattern, ours, one) for n, one in enumerate(pieces)]
    yield "".join(pieces)
    short = "".join(pieces)
    for missing in (")", "'", '"'):
        yield short + missing


@fix("expression.too-long", "expression.too-deep", "expression.too-costly", "expression.arguments")
def without(look: Look) -> Found:
    yield from without_condition(look)


@fix("expression.type", "expression.pattern", "expression.asked-later", "task.not-yet", "transition.asked-together")
def nothing_better(look: Look) -> Found:
    yield from without_condition(look)


@fix("expression.null")
def null(look: Look) -> Found:
    """``x != null`` is ``answered(x)``."""
    source = str(look.value)
    better = re.sub(r"([a-z][a-z0-9_.]*)\s*!=\s*null\b", r"answered(\1)", source)
    better = re.sub(r"([a-z][a-z0-9_.]*)\s*==\s*null\b", r"!answered(\1)", better)
    if better != source:
        yield f"Write {better}", Set(look.at(), better)
    yield from without_condition(look)


@fix("expression.unknown-name")
def unknown_name(look: Look) -> Found:
    source, names = str(look.value), look.index.names
    for token in _tokens(source):
        near = {"yes": "true", "no": "false"}.get(token.text.lower()) or closest(token.text, names.roots)
        known = token.text in names.roots or token.text in ("true", "false")
        if token.kind == "name" and not known and near and not _after_dot(source, token):
            yield f"Use {near}", Set(look.at(), _put(source, token, near))
            break
    for dotted in _dotted(source):
        first, *rest = dotted.split(".")
        whole = names.roots.get(first)
        if whole and rest and names.meant(dotted) is None:
            near = closest(rest[0], look.ids("part", first))
            if near:
                yield f"Use {first}.{near}", Set(look.at(), source.replace(dotted, f"{first}.{near}"))
    yield from without_condition(look)


@fix("expression.unknown-function")
def unknown_function(look: Look) -> Found:
    source = str(look.value)
    for token in _tokens(source):
        near = closest(token.text, _CALLED) if token.kind == "name" and token.text not in _CALLED else None
        if near and source[token.end :].lstrip().startswith("("):
            yield f"Use {near}", Set(look.at(), _put(source, token, near))
            break
    yield from without_condition(look)


@fix("expression.unknown-option")
def unknown_option(look: Look) -> Found:
    """Each of the choices that there are, in place of the one that nobody can choose."""
    source = str(look.value)
    found = next(_strangers(look, source), None)
    if found:
        wrong, question, choices = found
        for one in look.near(wrong, choices):
            better = source.replace(f"'{wrong}'", f"'{one}'").replace(f'"{wrong}"', f"'{one}'")
            yield f"Use {look.called('option', one, question)}", Set(look.at(), better)
    yield from without_condition(look)


def _strangers(look: Look, source: str) -> Iterator[tuple[str, str, list[str]]]:
    """What a question is compared with that is none of its choices."""
    try:
        tree = parse(source)
    except InvalidExpression:
        return
    for node in tree.walk():
        if node.kind != "binary" or node.value not in ("==", "!=", "in"):
            continue
        for subject, other in (node.parts, node.parts[::-1]):
            name = ".".join(path_of(subject) or ())
            choices = look.ids("option", name)
            wrong = [str(one.value) for one in literals(other) if choices and one.value not in choices]
            yield from ((one, name, choices) for one in wrong)


def without_condition(look: Look) -> Found:
    """A condition that is gone always holds."""
    if look.path and look.last in ("when", "filter"):
        yield from taken_out(look, "Take the condition out")
    elif look.path and look.last == "require":
        yield from taken_out(look, "Take the rule out", up=1)


@fix("text.unknown-name")
def hole(look: Look) -> Found:
    text, names = str(look.value), look.index.names
    for start, dotted in names_in(text):
        first = dotted.partition(".")[0]
        if first in names.roots and names.meant(dotted) is not None:
            continue
        if near := closest(dotted, names.roots):
            yield f"Use {near}", Set(look.at(), text[:start] + near + text[start + len(dotted) :])
        yield "Take it out of the text", Set(look.at(), _without(text, dotted))
        return


@fix("text.brace")
def brace(look: Look) -> Found:
    """A brace that opens no name is shown as it is once it is doubled."""
    text = re.sub(r"\{\{|\}\}|\{[^{}]*\}|[{}]", lambda one: one[0] * 2 if len(one[0]) == 1 else _kept(one[0]),
                  str(look.value))  # fmt: skip
    yield "Show the bracket itself", Set(look.at(), text)


def _kept(piece: str) -> str:
    return piece if piece in ("{{", "}}") or list(names_in(piece)) else "{" + piece + "}"


@fix("message.sensitive", "task.sensitive-label", "refusal.sensitive")
def telling(look: Look) -> Found:
    """A text without the answers that not everybody may see."""
    text = str(look.value)
    for _, dotted in names_in(text):
        if look.part_named(dotted).get("sensitive"):
            text = _without(text, dotted)
    if text != look.value:
        yield "Take the answer out of the text", Set(look.at(), text)


def _without(text: str, dotted: str) -> str:
    bare = re.sub(r" ?\{" + re.escape(dotted) + r"\}", "", text).strip()
    return bare or "…"


def _tokens(source: str) -> tuple[Token, ...]:
    try:
        return tuple(scan(source))
    except InvalidExpression:
        return ()


def _dotted(source: str) -> list[str]:
    try:
        return [".".join(path) for node in _walked(source) if (path := path_of(node))]
    except InvalidExpression:
        return []


def _walked(source: str) -> Iterator[Node]:
    return iter(parse(source).walk())


def _after_dot(source: str, token: Token) -> bool:
    return source[: token.start].rstrip().endswith(".")


def _put(source: str, token: Token, better: str) -> str:
    return source[: token.start] + better + source[token.end :]
