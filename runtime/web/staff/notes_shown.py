"""Notes on the page of a case: the one being written, those that are pinned, and each as it stands in the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from definitions import notes
from runtime import jottings
from runtime.web.staff import spoken
from runtime.web.staff.mentioning import Choice, choices
from runtime.web.staff.opened import Opened


@dataclass(frozen=True, slots=True)
class Note:
    """The note being written: its text, whom it is to be told besides, what is wrong with it, and the key that makes
    sending it twice harmless. ``kept``: the text is what was not sent last time."""

    text: str = ""
    problem: str = ""
    key: str = ""
    mention: str = ""
    kept: bool = False
    colleagues: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A note in its latest words. ``earlier`` are its former ones, ``told`` the names of those it mentions; ``correct``
    is where it can be corrected, "" for whoever cannot."""

    number: int
    text: str
    by: str
    pinned: bool
    earlier: tuple[str, ...]
    told: str
    pin: str
    correct: str


def form(session: Session, of: Opened, note: Note) -> Note:
    """The note to write, begun with what was kept of it."""
    kept = {} if note.text or of.broken else jottings.kept(session, of.viewer.person_id, of.loaded.id, "note")
    begun = replace(note, colleagues=tuple(choices(session, of)))
    if kept.get("note"):
        return replace(begun, text=kept["note"], mention=kept.get("mention", ""), kept=True)
    return begun


def shown(of: Opened) -> Mapping[int, Shown]:
    return {number: _shown(of, note) for number, note in notes.notes(of.case.history).items()}


def pinned(of: Opened) -> list[Shown]:
    return [note for note in shown(of).values() if note.pinned and note.text]


def _shown(of: Opened, note: notes.Note) -> Shown:
    place = f"{of.url}/notes/{note.number}"
    told = [of.names.get(UUID(person), "somebody who has left") for person in note.mentions]
    when = spoken.when(note.at, of.moment)
    may = note.may_reword(of.actor, of.moment.at) and of.broken is None
    return Shown(
        number=note.number,
        text=note.text,
        by=f"{note.by.name}, {when[:1].lower()}{when[1:]}",
        pinned=note.pinned,
        earlier=note.earlier,
        told=", ".join(told),
        pin=f"{place}/pin" if note.text and of.broken is None else "",
        correct=place if may else "",
    )
