"""Every place of the language that holds an id says whose: what is not known there would be lost when it is renamed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from builder.references.elements import OUTSIDE, SPECIAL
from builder.references.shapes import defined_kinds
from definitions.schema import schema

OF_NAMES = frozenset(f"#/$defs/{name}" for name in ("id", "name", "dotted", "place", "table_name"))
A_NAME = re.compile(r"\^\[a-z0-9_-\]\{1,64\}")


def held(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of the schema that holds names, with its place."""
    if isinstance(node, list):
        for n, one in enumerate(node):
            yield from held(one, f"{at}/{n}")
    elif isinstance(node, dict):
        pattern = node.get("pattern")
        if node.get("$ref") in OF_NAMES or (isinstance(pattern, str) and A_NAME.match(pattern)):
            yield at, node
        for key, one in node.items():
            yield from held(one, f"{at}/{key}")


def test_every_name_says_what_it_is_the_name_of():
    bare = [at for at, own in held(schema()) if f"#{at}" not in OF_NAMES and not {"defines", "names"} & own.keys()]
    assert bare == [], (
        'say beside the $ref or pattern what is named there, such as "names": "state"; or "defines": "state" where it '
        "gets its id (docs/names.md): renaming, deleting and merging go by it"
    )


def test_what_is_named_is_something_that_is_defined():
    text = json.dumps(schema())
    named = set(re.findall(r'"names": "([a-z]+)"', text))
    assert named <= defined_kinds() | SPECIAL | OUTSIDE.keys()
    assert OUTSIDE.keys() <= named
