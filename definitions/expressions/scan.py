"""Counts an expression's length, tokens and nesting in one pass, before any parser sees it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from definitions.expressions.problems import refuse

MOST_CHARACTERS = 2_000
MOST_TOKENS = 200
MOST_NESTED = 16
"""The native engine overflows a 256 kB stack at some 35 brackets, and what is written for it nests a little deeper."""
LONGEST_NAME = 100
MOST_DIGITS = 18

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      |(?P<text>'[^'\\\n\r]*'|"[^"\\\n\r]*")
      |(?P<raw>[rR](?:'[^'\n\r]*'|"[^"\n\r]*"))
      |(?P<escaped>'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
      |(?P<number>[0-9]+(?:\.[0-9]+)?)
      |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
      |(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]])""",
    re.VERBOSE,
)
_ESCAPES = re.compile(r"\\(?:[\\'\"nt]|u(?:[0-9a-cefA-CEF][0-9a-fA-F]|[dD][0-7])[0-9a-fA-F]{2}|(?P<bad>.))", re.DOTALL)
_MEANINGS = {"n": "\n", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_WORDS = {
    "=": "To compare, write == (two equals signs)",
    "&": "For “and”, write && (two ampersands)",
    "|": "For “or”, write || (two bars)",
    ";": "An expression is one condition or value: leave out the semicolon",
    "{": "Curly brackets cannot be used in an expression",
    "}": "Curly brackets cannot be used in an expression",
    "'": "This text has no closing quotation mark",
    '"': "This text has no closing quotation mark",
    "“": "Use straight quotation marks: ' or \"",
    "”": "Use straight quotation marks: ' or \"",
    "‘": "Use straight quotation marks: ' or \"",
    "’": "Use straight quotation marks: ' or \"",
    "≤": "Write <= for “at most”",
    "≥": "Write >= for “at least”",
    "≠": "Write != for “is not”",
    "£": "Money is written in pence, without the pound sign: £12.50 is 1250",
}


class Token(NamedTuple):
    """``kind`` is text, number, name or sign."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def scan(source: str) -> tuple[Token, ...]:
    """The tokens of an expression within the limits.

    Raises:
        InvalidExpression: too long, too many tokens, too deeply nested, or a character that no expression has.
    """
    if len(source) > MOST_CHARACTERS:
        raise refuse("too-long", f"This has {len(source):,} characters, and an expression can have {MOST_CHARACTERS:,}")
    tokens, at = [], 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found is None:
            raise refuse("syntax", _unexpected(source, at), at)
        if found.lastgroup != "space":
            tokens.append(_token(found))
        if len(tokens) > MOST_TOKENS:
            raise refuse("too-long", f"An expression can have {MOST_TOKENS} words and signs, and this has more", at)
        at = found.end()
    if not tokens:
        raise refuse("syntax", "This expression is empty")
    _check_nesting(tokens)
    _check_neighbours(tokens)
    return tuple(tokens)


def _token(found: re.Match[str]) -> Token:
    kind, text, at = found.lastgroup or "", found.group(), found.start()
    if kind == "escaped":
        for escape in _ESCAPES.finditer(text):
            if escape["bad"] is not None:
                words = f"\\{escape['bad']} means nothing here: write \\\\ for a backslash, or r'...' for a pattern"
                raise refuse("syntax", words, at + escape.start())
    if kind == "raw" and text[-2] == "\\":
        raise refuse("syntax", "A text written with r in front cannot end in a backslash", at)
    if kind in ("raw", "escaped"):
        kind = "text"
    if kind == "text" and not text.isprintable():
        raise refuse("syntax", "This text has a character that cannot be seen: write it as \\u and its code", at)
    if kind == "number" and len(text) > MOST_DIGITS:
        raise refuse("syntax", f"A number can have {MOST_DIGITS} digits", at)
    if kind == "name" and len(text) > LONGEST_NAME:
        raise refuse("too-long", f"A name can have {LONGEST_NAME} characters, and this has {len(text)}", at)
    return Token(kind, text, at)


def text_of(literal: str) -> str:
    """What a text literal says: the quotation marks off, its escapes read."""
    if literal[0] in "rR":
        return literal[2:-1]
    return _ESCAPES.sub(_meaning, literal[1:-1]) if "\\" in literal else literal[1:-1]


def _meaning(escape: re.Match[str]) -> str:
    written = escape.group()[1:]
    return chr(int(written[1:], 16)) if written[0] == "u" else _MEANINGS[written]


def _unexpected(source: str, at: int) -> str:
    character = source[at]
    if source[at : at + 2] in ("=<", "=>"):
        return "To compare, write <= for “at most” and >= for “at least”"
    if character.isspace():
        return f"This space (U+{ord(character):04X}) was pasted from elsewhere: type it again"
    if character in _WORDS:
        return _WORDS[character]
    shown = f"“{character}”" if character.isprintable() else f"The character U+{ord(character):04X}"
    return f"{shown} cannot be used in an expression, other than between quotation marks"


def _check_nesting(tokens: list[Token]) -> None:
    depth = choices = 0
    for token in tokens:
        if token.kind != "sign":
            continue
        depth += (token.text in "([") - (token.text in ")]")
        choices += token.text == "?"
        if depth > MOST_NESTED or choices > MOST_NESTED:
            raise refuse("too-deep", f"Brackets and choices (?) can be nested {MOST_NESTED} deep", token.start)


def _check_neighbours(tokens: list[Token]) -> None:
    negations = 0
    for place, token in enumerate(tokens):
        negations = negations + 1 if token.text in ("!", "-") else 0
        if negations == 4:
            raise refuse("too-deep", "One ! or - is enough", tokens[place - 3].start)
    for one, two in pairwise(tokens):
        touching = one.end == two.start
        if touching and one.kind in ("number", "text") and two.kind in ("number", "text", "name"):
            raise refuse("syntax", f"{one.text}{two.text} is neither a number nor a name nor a text", one.start)
        if touching and one.text == two.text == "/":
            raise refuse("syntax", "An expression cannot hold a comment", one.start)
        if touching and one.kind == "name" and two.kind == "text":
            raise refuse("syntax", f"“{one.text}” cannot stand before a quotation mark", one.start)
