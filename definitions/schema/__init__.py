"""The language's JSON Schema (2020-12), put together from its parts: all described, nothing unknown allowed."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

FORMAT = 1


@cache
def schema() -> dict[str, Any]:
    """The whole schema. One shared object: do not change it (``read.language_schema`` gives a copy)."""
    whole = _part("service")
    questions = _part("questions")
    common = questions["common"]
    kinds = {f"question_{name}": _question(name, kind, common) for name, kind in questions["kinds"].items()}
    question = {
        "description": "Something the applicant is asked.",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds],
    }
    parts = [_part(name) for name in ("words", "form", "workflow", "casework", "examples")]
    whole["$defs"] = {name: one for part in parts for name, one in part.items()}
    whole["$defs"] |= questions["defs"] | {"question": question} | kinds
    return whole


def kinds() -> tuple[str, ...]:
    """The names of the kinds of question, as documents write them."""
    return tuple(_part("questions")["kinds"])


@cache
def settings(kind: str) -> frozenset[str]:
    """The properties that only questions of this kind have; empty for a kind nobody knows."""
    own = _part("questions")["kinds"].get(kind, {"properties": {}})
    return frozenset(own["properties"]) - {"options"}


def _question(name: str, kind: dict[str, Any], common: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": kind["description"],
        "required": ["id", "type", "label", *kind.get("required", [])],
        "additionalProperties": False,
        "properties": common | {"type": {"const": name, "description": kind["description"]}} | kind["properties"],
    }


@cache
def _part(name: str) -> dict[str, Any]:
    part: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return part
