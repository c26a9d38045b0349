"""Text to a document: strict JSON, bounded in size, depth and count before anything is built from it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from definitions.problems import InvalidDefinition, Problem
from definitions.reading.positions import STRING, Place, Positions, number_fault, writing_problems

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 20_000
_TOO_DEEP = f"the document is nested more than {MAX_DEPTH} deep: take some brackets away"

_ROUND, _OPEN = bytes.maketrans(b"[]{}", b"()()"), ord("(")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_SUSPECT = re.compile(r"\\u(?:[dD][89a-fA-F]|00[01]|007[fF])")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document, and where each of its values stands in the text: (line, column) by JSON pointer, from 1.
    ``refers``: it may name tables or blocks."""

    document: dict[str, Any]
    positions: Mapping[str, Place] = field(default_factory=dict)
    refers: bool = False


class _Suspect(Exception):
    """Something in the text needs the slow look that knows lines and columns."""


def parse_document(text: str | bytes) -> Parsed:
    """Read the text of a document.

    Raises:
        InvalidDefinition: it is not JSON in UTF-8, says a thing twice, holds a number or character that cannot be kept,
            is larger than 1 MB, deeper than 40 or of more than 20,000 values, or is not an object.
    """
    text = _checked(_decoded(text))
    return Parsed(_object(text), Positions(text), refers(text))


def parse_mapping(document: Mapping[str, Any]) -> Parsed:
    """The same bounds for a document that is already in memory. What comes back is a plain copy, without positions.

    Raises:
        InvalidDefinition: as above.
    """
    try:
        text = json.dumps(document, ensure_ascii=False, default=_plain)
        return Parsed(_object(_checked(text)), refers=refers(text))
    except InvalidDefinition as bad:
        raise InvalidDefinition(replace(p, line=None, column=None) for p in bad.problems) from None
    except RecursionError:
        raise InvalidDefinition([Problem("", "document.too-deep", _TOO_DEEP)]) from None
    except (TypeError, ValueError) as error:
        message = "the document holds something that JSON cannot: use objects, lists, text, numbers and true or false"
        raise InvalidDefinition([Problem("", "document.syntax", message)]) from error


def refers(text: str) -> bool:
    """Whether a document of this text may name a table or a block."""
    return '"use"' in text or '"table"' in text


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def refuse(code: str, message: str, place: Place = (1, 1)) -> InvalidDefinition:
    return InvalidDefinition([Problem("", code, message, "error", *place)])


def _too_large() -> InvalidDefinition:
    return refuse("document.too-large", "the document is larger than 1 MB: a service is a fraction of that")


def _decoded(given: str | bytes) -> str:
    if len(given) > MAX_BYTES:
        raise _too_large()
    text = given if isinstance(given, str) else _utf8(given)
    if text.startswith("\ufeff"):
        message = "the document begins with a byte order mark: save it again as UTF-8 without one"
        raise refuse("document.encoding", message)
    return text


def _utf8(given: bytes) -> str:
    try:
        return given.decode("utf-8")
    except UnicodeDecodeError as error:
        before = given[: error.start].decode("utf-8", "replace")
        message = "the document is not in UTF-8: save it again with that encoding"
        raise refuse("document.encoding", message, _place(before, len(before))) from error


def _checked(text: str) -> str:
    """Count values and depth on the bare structure, so that no parser ever sees a bomb."""
    if len(text) > MAX_BYTES or (not text.isascii() and len(text.encode("utf-8", "replace")) > MAX_BYTES):
        raise _too_large()
    bare = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    if bare.count(",") + bare.count("[") + bare.count("{") >= MAX_NODES:
        message = f"the document holds more than {MAX_NODES:,} values: a service is a fraction of that"
        raise refuse("document.too-large", message)
    if _too_deep(bare.encode("ascii", "ignore").translate(_ROUND, _NO_BRACKETS)):
        raise refuse("document.too-deep", _TOO_DEEP, _deep_place(text))
    return text


def _too_deep(brackets: bytes) -> bool:
    """Whether they are nested too deep. Pairs that hold nothing go, again and again: that is done in C, and where
    something is left after the deepest that may be, it is counted one by one."""
    left = brackets
    for _ in range(MAX_DEPTH):
        left = left.replace(b"()", b"")
        if not left:
            return False
    return max(accumulate(1 if one == _OPEN else -1 for one in brackets)) > MAX_DEPTH


def _deep_place(text: str) -> Place:
    depth = 0
    for match in re.finditer(STRING + r"|[\[\]{}]", text):
        if match.group() in "[{":
            depth += 1
        elif match.group() in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            return _place(text, match.start())
    return 1, 1


def _object(text: str) -> dict[str, Any]:
    suspect = ("\\u" in text and _SUSPECT.search(text) is not None) or "\x7f" in text or not _encodable(text)
    try:
        document = json.loads(
            text, object_pairs_hook=_pairs, parse_int=_integer, parse_float=_float, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise refuse("document.syntax", _syntax_words(error), (error.lineno, error.colno)) from error
    except _Suspect:
        document, suspect = None, True
    if suspect and (problems := writing_problems(text)):
        raise InvalidDefinition(problems)
    if not isinstance(document, dict):
        raise refuse("document.not-an-object", "a document is an object: it begins with { and ends with }")
    return document


def _encodable(text: str) -> bool:
    """Whether no half of a surrogate pair stands in the text by itself."""
    try:
        return text.isascii() or text.encode() is not None
    except UnicodeEncodeError:
        return False


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Suspect
    return found


def _integer(token: str) -> int:
    if number_fault(token):
        raise _Suspect
    return int(token)


def _float(token: str) -> float:
    if number_fault(token):
        raise _Suspect
    return float(token)


def _constant(token: str) -> float:
    raise _Suspect


_SYNTAX = {
    "Expecting property name enclosed in double quotes": "here a name in double quotation marks is expected",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting ',' delimiter": "a comma is missing here",
    "Expecting value": "here a value is expected",
    "Extra data": "the document ends before this: remove what follows",
    "Unterminated string starting at": "this text has no closing quotation mark",
    "Invalid control character at": "this text holds a line end or a control character: write a line end as \\n",
    "Illegal trailing comma before end of object": "there is a comma too many here",
    "Illegal trailing comma before end of array": "there is a comma too many here",
}


def _syntax_words(error: json.JSONDecodeError) -> str:
    words = next((ours for theirs, ours in _SYNTAX.items() if error.msg.startswith(theirs)), "this cannot be read here")
    return f"this is not JSON: {words}"


def _place(text: str, offset: int) -> Place:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
