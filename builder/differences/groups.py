"""Whom a change is about: citizens, staff, mail and other systems, privacy, or only those who make the service."""

from __future__ import annotations

from typing import Any

from builder.merging.flat import STORIES

GROUPS = ("citizen", "staff", "mail", "privacy", "inside")
"""In the order in which they are told. ``mail``: whatever leaves the house. ``inside``: nobody outside sees it."""

_BY_KIND = {
    "message": "mail",
    "lookup": "mail",
    "state": "staff",
    "transition": "staff",
    "clock": "staff",
    "queue": "staff",
    "role": "staff",
    "task": "staff",
    "choice": "staff",
    "reply": "staff",
}
_BY_NAME = {
    "privacy": "privacy",
    "applicant": "privacy",
    "applications": "privacy",
    "sensitive": "privacy",
    "seen_by": "privacy",
    "shown_to": "privacy",
    "searchable": "privacy",
    "correct": "privacy",
    "corrections": "privacy",
    "public": "citizen",
    "webhook": "mail",
    "examples": "inside",
    "format": "inside",
    "was": "inside",
    "blocks": "inside",
    "workflow": "staff",
    "roles": "staff",
    "queues": "staff",
    "messages": "mail",
    "likeness": "staff",
    "replies": "staff",
}
_SENT = frozenset(("send", "webhook", "url", "address"))
"""Properties by which something leaves the house, wherever they stand."""


def grouped(address: str, name: str, part: Any) -> str:
    """The group of a change of a property, or of a whole element where ``name`` is ""."""
    if address.startswith(STORIES):
        return "inside"
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name and _sends(part):
        return "mail"
    if not name and isinstance(part, dict) and part.get("sensitive"):
        return "privacy"
    return _BY_KIND.get(address.partition(":")[0], "citizen")


def _sends(part: Any) -> bool:
    if isinstance(part, dict):
        return any(key in _SENT or _sends(one) for key, one in part.items())
    return isinstance(part, list) and any(map(_sends, part))
