"""Other names in a part of a document: in its expressions and texts, found by what the language's schema says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from definitions.expressions import InvalidExpression
from definitions.expressions.scan import scan
from definitions.reading.shape import resolved
from definitions.schema import schema

_PUT_IN = re.compile(r"\{\{|\}\}|\{([a-z0-9_]+)((?:\.[a-z0-9_]+)*)\}")

Own = Mapping[str, Any]


def renamed(part: Any, own: Own, names: Mapping[str, str]) -> Any:
    """A copy of ``part``, which has the shape that ``own`` of the schema says, with ``names`` changed wherever an
    expression or a text uses them. Ids stay."""
    return _copied(part, own, lambda source: in_expression(source, names), lambda text: in_text(text, names))


def in_expression(source: str, names: Mapping[str, str]) -> str:
    """The expression with other names. One that cannot be read stays as it is: it is told of elsewhere."""
    try:
        tokens = scan(source)
    except InvalidExpression:
        return source
    written, end, before = [], 0, ""
    for n, token in enumerate(tokens):
        called = n + 1 < len(tokens) and tokens[n + 1].text == "("
        new = names.get(token.text) if token.kind == "name" and before != "." and not called else None
        written += [source[end : token.start], new or token.text]
        end, before = token.end, token.text
    return "".join([*written, source[end:]])


def in_text(text: str, names: Mapping[str, str]) -> str:
    def put_in(found: re.Match[str]) -> str:
        return f"{{{names[found[1]]}{found[2]}}}" if found[1] in names else found[0]

    return _PUT_IN.sub(put_in, text)


def _copied(part: Any, own: Own, expression: Callable[[str], str], text: Callable[[str], str]) -> Any:
    name = str(own.get("$ref", "")).rpartition("/")[2]
    if isinstance(part, str):
        if name == "expression":
            return expression(part)
        return text(part) if name in ("text", "line") or own.get("maxLength") == LONGEST_TEXT else part
    solid = _branch(part, resolved(own))
    if isinstance(part, list):
        items = solid.get("items", {})
        return [_copied(item, items, expression, text) for item in part]
    if isinstance(part, dict):
        properties, others = solid.get("properties", {}), solid.get("additionalProperties")
        return {
            key: _copied(value, properties.get(key, others if isinstance(others, dict) else {}), expression, text)
            for key, value in part.items()
        }
    return part


LONGEST_TEXT = 20_000
"""By this bound the schema says a wording inside a list of wordings."""


def _branch(part: Any, own: Own) -> Own:
    """The alternative of the schema that ``part`` is."""
    if "if" in own:
        return _branch(part, resolved(own["then" if isinstance(part, dict) and "use" in part else "else"]))
    if "oneOf" not in own:
        return own
    branches = [resolved(branch) for branch in own["oneOf"]]
    kind = "array" if isinstance(part, list) else "object"
    fitting = [branch for branch in branches if branch.get("type", "object") == kind]
    if isinstance(part, dict) and "type" in part:
        told = [b for b in fitting if b.get("properties", {}).get("type", {}).get("const") == part["type"]]
        fitting = told or fitting
    return fitting[0] if fitting else {}


def shape_of(name: str) -> Own:
    """The part of the schema called ``name``; empty for a kind of question that nobody knows."""
    found: Own = schema()["$defs"].get(name, {"properties": {}})
    return found
