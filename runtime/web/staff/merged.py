"""What cases that were merged into one hold, seen from that one: their answers, files and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.notes import notes
from runtime.errors import CaseNotFound
from runtime.web.staff import answers_shown, spoken
from runtime.web.staff.answers_shown import Section
from runtime.web.staff.files_shown import Files
from runtime.web.staff.opened import Opened, opened

MOST = 5


@dataclass(frozen=True, slots=True)
class Held:
    """One merged case: its answers as the form asked them, and its notes as pairs of who and when, and the text."""

    reference: str
    url: str
    sections: tuple[Section, ...]
    notes: tuple[tuple[str, str], ...]


def merged_here(session: Session, of: Opened) -> tuple[Held, ...]:
    """Those of the first few that the viewer may see. What is shown of them is recorded as a look at each."""
    return tuple(_held(session, other) for other in _others(session, of))


def _others(session: Session, of: Opened) -> Iterator[Opened]:
    ids = [UUID(name) for name, link in of.case.links.items() if link.relation == "merged-from"]
    for case_id in ids[:MOST]:
        if reference := of.names.get(case_id):
            try:
                yield opened(session, reference, of.viewer, of.moment.at)
            except CaseNotFound:
                continue


def _held(session: Session, other: Opened) -> Held:
    other.looked(session, other.in_sight)
    files = Files.of(session, other.case, f"{other.url}/files")
    written = [
        (f"{note.by.name}, {spoken.when(note.at, other.moment)}", note.text)
        for note in notes(other.case.events).values()
        if note.text
    ]
    sections = answers_shown.sections(other.service, other.case, other.scope, files)
    return Held(other.case.reference, other.url, sections, tuple(written))
