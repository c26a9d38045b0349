"""A lookup tried out: the facts that the council's own table has under a key, each as the service declares it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from builder.references import Element
from builder.web.painting.work import Work
from runtime import tables
from runtime.web.site import current_site


@dataclass(frozen=True, slots=True)
class Tried:
    """``facts`` are by their names, as the source has them; None where there is nothing under the key. ``problem`` says
    why nothing could be asked."""

    key: str
    facts: dict[str, str] | None = None
    problem: str = ""


def tried(work: Work, one: Element) -> Tried:
    """What the source says of the key that was typed."""
    lookup = next((each for each in work.document.get("lookups", ()) if each["id"] == one.id), None)
    key = request.args.get("key", "").strip()
    if lookup is None or not key:
        return Tried(key)
    with current_site().database.read() as session:
        try:
            row = tables.find(session, lookup["source"], key, work.viewer.organisation_id)
        except KeyError:
            words = f"No table called {lookup['source']} is loaded here. Another system cannot be asked from this page."
            return Tried(key, problem=words)
    if row is None:
        return Tried(key)
    return Tried(key, {name: row.get(name, "") for name in lookup["gives"]})
