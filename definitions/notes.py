"""The notes on a case as they stand: each in its latest words, with the earlier ones, pinned or not. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from definitions.facts import Actor, Event

REWORDED_FOR = timedelta(hours=1)
"""How long whoever wrote a note may correct it. What it said before is kept."""


@dataclass(frozen=True, slots=True)
class Note:
    """``number`` is that of the event. ``earlier`` are its former words, the oldest first; ``mentions`` the ids of the
    people it names."""

    number: int
    text: str
    by: Actor
    at: datetime
    pinned: bool = False
    earlier: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()

    def may_reword(self, actor: Actor, now: datetime) -> bool:
        return actor.id is not None and actor.id == self.by.id and now < self.at + REWORDED_FOR


def notes(events: Iterable[Event]) -> dict[int, Note]:
    """Every note by its number, in order. One whose words were erased has none."""
    found: dict[int, Note] = {}
    for event in events:
        text = str(event.data.get("text", ""))
        if event.kind == "noted":
            mentions = tuple(event.data.get("mentions", ()))
            found[event.number] = Note(event.number, text, event.actor, event.at, mentions=mentions)
        elif event.kind in ("reworded", "pinned", "unpinned") and (note := found.get(event.data["note"])):
            if event.kind == "reworded":
                found[note.number] = replace(note, text=text, earlier=(*note.earlier, note.text))
            else:
                found[note.number] = replace(note, pinned=event.kind == "pinned")
    return found
