"""An application that begins with the answers of one sent before: which of them it takes over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from definitions.calendars import Moment
from definitions.facts import Answers
from definitions.items import flat
from definitions.moving import move
from definitions.service import Again, Service

NEVER = frozenset(("file", "declaration", "signature"))
"""Kinds that every application needs anew: a file belongs to one case, and what is agreed to is agreed to once."""


def taken_over(old: Service, new: Service, answers: Answers, moment: Moment, key: Callable[[], str]) -> dict[str, Any]:
    """The answers of a case, as an application for ``new`` stores them that begins with them; {} if it may not.

    What the new version no longer asks, or asks otherwise, is left out; whether the rest still holds, the journey says.
    ``key`` gives a new one for each item of a list.
    """
    again = new.unsent.again
    if again is None:
        return {}
    kept = {name: value for name, value in flat(old.form, answers, key).items() if _may(old, name, again)}
    moved = move(old, new, kept, moment, lookups={}).answers
    return {name: value for name, value in moved.items() if _may(new, name, again)}


def _may(service: Service, name: str, again: Again) -> bool:
    """Whether the answer stored under this name is taken over. An item's own entry is, and so is the mark of a list."""
    id = name.rpartition(".")[2]
    question = service.questions.get(id)
    if question is None:
        return id not in again.without
    if question.kind in NEVER or id in again.without:
        return False
    return not question.sensitive or id in again.also
