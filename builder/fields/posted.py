"""A posted form, how it says what rows and alternatives there are, and values as its inputs show them."""

from __future__ import annotations

import json
from typing import Any, Protocol

from builder.fields.inputs import MISSING

ROWS, BRANCH = "#", "#"
"""What follows an input's name where the form says which rows there are, and which of the alternatives is meant."""


class Form(Protocol):
    """What was posted: werkzeug's ``MultiDict``, or anything like it."""

    def getlist(self, key: str, /) -> list[str]: ...
    def __contains__(self, key: object, /) -> bool: ...


def shown(value: Any, kind: str = "") -> str:
    """A value as an input shows it."""
    if value is MISSING:
        return ""
    if kind == "json":
        return json.dumps(value, ensure_ascii=False, indent=2 if isinstance(value, dict | list) else None)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
