"""Every operation of the builder, done as somebody does it who has a keyboard and nothing else.

A journey is a function that does some of them one after the other, and names the views that take what it posts. Each is
given at a browser with scripts and at one without (tests/browser/test_by_keyboard.py), and no view may be left out
(tests/house/test_operations.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException

from builder import drafting
from builder.edits import Edit
from builder.web.rooms import ROOMS
from runtime import people
from runtime.models.base import ORGANISATION
from tests.browser.conftest import Live
from tests.browser.typist import Typist

NOT_BY_HAND = {
    "build_document.save": "a document put by another program: people upload it",
    "build_expression.show": "what a condition reads back while it is typed: nothing is kept, and Save shows the same",
}
"""Views that take what is posted and are no operation of a person's."""
ONLY_PLAIN = {"build_emails.insert": "with scripts an answer goes where the cursor is, and the text saves itself"}
"""Views that nothing asks where scripts run."""


@dataclass(frozen=True)
class Desk:
    """``mine``: whose hands are at work. ``scripts``: whether their browser runs any; ``mark`` is a word that tells one
    giving of a journey from another. ``colleague`` is somebody else at a keyboard of their own."""

    mine: Typist
    live: Live
    scripts: bool
    mark: str
    colleague: Callable[[], Typist]

    def changed(self, service: str, *edits: Edit, by: str = "author") -> None:
        """Somebody has changed a draft."""
        with self.live.database.begin() as session:
            who = people.find(session, f"{by}@demo.example")
            for edit in edits:
                drafting.change(session, ORGANISATION, service, edit, base=None, by=who, at=datetime.now(UTC))


@dataclass(frozen=True)
class Journey:
    views: frozenset[str]
    run: Callable[[Desk], None]


JOURNEYS: dict[str, Journey] = {}


def does(*views: str) -> Callable[[Callable[[Desk], None]], Callable[[Desk], None]]:
    """A journey that posts to all of these."""

    def register(run: Callable[[Desk], None]) -> Callable[[Desk], None]:
        JOURNEYS[run.__name__] = Journey(frozenset(views), run)
        return run

    return register


_rooms = Flask("rooms")
for _room in ROOMS:
    _rooms.register_blueprint(_room.pages)


def view_of(path: str) -> str:
    """The builder's view that takes what is posted to a path; "" for none."""
    try:
        found: tuple[Any, Any] = _rooms.url_map.bind("").match(path, method="POST")
    except HTTPException:
        return ""
    return str(found[0])


def views() -> frozenset[str]:
    """Every view of the builder that takes what is posted."""
    rules = _rooms.url_map.iter_rules()
    return frozenset(rule.endpoint for rule in rules if {"POST", "PUT"} & (rule.methods or set()))
