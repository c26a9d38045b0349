"""Which kind of input a part of the language's schema wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.references.shapes import shape
from definitions.reading.shape import resolved
from definitions.schema import schema

Own = Mapping[str, Any]

ORDERED = frozenset(("fact", "queue", "page", "message", "problem", "task", "transition-order"))
"""Names whose order in a list says something."""
FREE = frozenset(("outcome", "skill", "source", "former", "prefix", "inside", "choice", "answer", "cell", "problem",
                  "page", "assignee", "actor-by-name", "subject", "fact"))  # fmt: skip
"""Names that are typed, with those that are known offered: they are put together, or belong to nobody here."""
PAGED = frozenset(("page", "section", "question", "state", "transition", "clock", "task", "queue", "message", "role",
                   "lookup", "value", "decision", "reply", "term", "example"))  # fmt: skip
"""Elements with a form of their own: a list of them is a list of links."""
LONG = 1000
"""Characters from which on a text has a box of several lines."""


def reference(own: Own) -> str:
    """The name under which the schema defines a part, where it is said by reference."""
    return str(own.get("$ref", "")).rpartition("/")[2]


def sort(own: Own) -> str:
    """The kind of input, as ``inputs.KINDS`` has them."""
    solid, name = resolved(own), reference(own)
    if name in _NAMED:
        return _NAMED[name]
    if "defines" in solid:
        return "id"
    if "const" in solid or len(solid.get("enum", ())) == 1:
        return "fixed"
    if "enum" in solid:
        return "choice"
    if "oneOf" in solid:
        return _several(solid["oneOf"])
    match solid.get("type"):
        case "boolean":
            return "tick"
        case "integer":
            return "number"
        case "array":
            return _listed(resolved(solid["items"]), solid["items"])
        case "object":
            return "group" if solid.get("properties") else "map"
        case "string" | ["string", "null"]:
            return _string(solid)
    return "json"


_NAMED = {"expression": "expression", "text": "words", "duration": "duration", "number": "decimal",
          "translated": "elsewhere", "block": "json"}  # fmt: skip


def _string(solid: Own) -> str:
    if "names" in solid:
        free = solid["names"] in FREE or (solid["names"] == "actor" and ":" in solid.get("pattern", ""))
        return "named" if free or "null" in solid["type"] else "choice"
    return "lines" if solid.get("maxLength", 0) > LONG else "line"


def _listed(item: Own, own: Own) -> str:
    kind = sort(own)
    if reference(own) == "effect":
        return "effects"
    if element_kind(own) in PAGED:
        return "elements"
    if "names" in item and item.get("type") == "string":
        return "items" if item["names"] in ORDERED or kind == "named" else "several"
    if kind == "choice":
        return "several"
    if item.get("type") == "string":
        return "items"
    return "table" if _tested(item) else "rows"


def _tested(item: Own) -> bool:
    """Whether items are rows of a decision table: lists of tests, and what follows."""
    tests = item.get("properties", {}).get("when", {})
    return bool(resolved(tests.get("items", {})).get("names") == "cell")


def _several(branches: Any) -> str:
    first, *rest = [resolved(one) for one in branches]
    if len(rest) == 1 and "names" in first and rest[0].get("type") == "array":
        return _listed(resolved(rest[0]["items"]), rest[0]["items"])
    return "alternatives"


def element_kind(own: Own) -> str:
    """The kind of element that a part of the schema describes, or ""."""
    if reference(own) == "example":
        return "example"
    found = shape(own)
    if "if" in found.own:
        return element_kind(found.branches[1])
    if found.id:
        return str(found.properties[found.id]["defines"])
    kinds = {element_kind(one) for one in found.branches}
    return kinds.pop() if len(kinds) == 1 else ""


def within(taken: Own, one: Own) -> bool:
    """Whether a shape is one of the alternatives of another."""
    return any(taken == resolved(inner) for inner in one.get("oneOf", ()))


def kind_help(kind: str) -> str:
    """What a kind of question is, without how its answer is written."""
    return str(schema()["$defs"][f"question_{kind}"]["description"]).partition(". The answer is")[0]
