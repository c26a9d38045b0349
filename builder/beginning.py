"""What a service begins as: the least that could be published, a list of questions, or another service as it stands."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from builder.references.ids import kebab, made

LONGEST_TITLE = 200

_PAGE = {
    "id": "details",
    "title": "What would you like to tell us?",
    "questions": [{"id": "details", "type": "text", "label": "Details", "lines": 5, "max": 2000}],
}


def blank(id: str, title: str, pages: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """A service that could be published at once: what is asked, a queue where it arrives, and being done with it."""
    return {
        "format": 1,
        "id": id,
        "title": plain(title),
        "languages": ["en"],
        "privacy": {"basis": "public task", "keep": "24 months"},
        "roles": [{"id": "officer", "label": "Officer"}],
        "queues": [{"id": "new", "label": "New", "role": "officer"}],
        "form": {"pages": copy.deepcopy(list(pages or (_PAGE,)))},
        "workflow": {
            "initial": "received",
            "states": [
                {"id": "received", "label": "Received", "public": "We have received it", "queue": "new"},
                {"id": "done", "label": "Done", "public": "We have dealt with it", "final": True},
            ],
            "transitions": [
                {"id": "finish", "label": "Mark as done", "from": ["received"], "to": "done", "by": ["officer"]}
            ],
        },
    }


def called(document: Mapping[str, Any], id: str, title: str | None = None) -> dict[str, Any]:
    """A copy of a service under another id, and title. What stands in it goes on naming what it named: nothing within a
    document names the service that it is."""
    return {name: _called(name, value, id, title) for name, value in document.items()}


def id_for(words: str, taken: Callable[[str], bool]) -> str:
    """An id that says what a title says, and that is nobody else's."""
    return made(words, kebab, lambda id: taken(id) or id in NOT_IDS, "service")


def plain(title: str) -> str:
    """A title in which braces are braces."""
    return title.replace("{", "{{").replace("}", "}}")


def _called(name: str, value: Any, id: str, title: str | None) -> Any:
    if name == "id":
        return id
    return plain(title) if name == "title" and title is not None else copy.deepcopy(value)


NOT_IDS = frozenset(("new", "find"))
"""Addresses of the builder's own pages, where a service's would stand."""
