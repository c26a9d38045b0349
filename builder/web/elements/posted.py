"""What was typed into a small form."""

from __future__ import annotations

from flask import request


def field_of(name: str) -> str:
    """What was typed into an input of one line, without the space around it."""
    return " ".join(request.form.get(name, "").split())
