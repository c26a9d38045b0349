"""Who a note mentions: "@" and a name, found among colleagues who may see the case, or refused in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from runtime import people
from runtime.errors import NoteRefused
from runtime.people import Colleague
from runtime.web.staff.opened import Opened

MOST_OFFERED = 200

_AT = re.compile(r"(?:^|(?<=[\s(\[\"“]))@(?=\w)")
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    name: str


def choices(session: Session, of: Opened) -> list[Choice]:
    """Colleagues who may see the case, by name, but for whoever asks. Of very many the first: others are typed."""
    return [Choice(str(one.id), one.name) for one in _able(session, of) if one.id != of.viewer.person_id][:MOST_OFFERED]


def mentioned(session: Session, of: Opened, text: str, chosen: str) -> list[UUID]:
    """Everybody whom the text names after an "@", and whoever was chosen besides.

    Raises:
        NoteRefused: one of them may not see the case, or is nobody, or could be two people.
    """
    able = _able(session, of)
    found = [_named(session, of, text[match.end() :], able) for match in _AT.finditer(text)]
    if chosen:
        found += [one for one in able if str(one.id) == chosen] or _refuse("Select somebody who may see this case.")
    return [one.id for one in dict.fromkeys(found) if one.id != of.viewer.person_id]


def _able(session: Session, of: Opened) -> Sequence[Colleague]:
    return people.colleagues(session, of.loaded.organisation_id, of.service.id)


def _named(session: Session, of: Opened, rest: str, able: Sequence[Colleague]) -> Colleague:
    """The longest whole name that the words begin with; or the one person of that first name."""
    whole = sorted((one for one in able if _begins(rest, one.name)), key=lambda one: -len(one.name))
    if whole:
        same = [one for one in whole if one.name.casefold() == whole[0].name.casefold()]
        return whole[0] if len(same) == 1 else _two(whole[0].name)
    typed = _WORD.match(rest)
    word = typed[0] if typed else rest[:20]
    first = [one for one in able if one.name.split()[0].casefold() == word.casefold()]
    if len(first) == 1:
        return first[0]
    if first:
        return _two(word)
    stranger = next(
        (name for name in people.called(session, of.loaded.organisation_id, word) if _begins(rest, name)), ""
    )
    if stranger:
        raise NoteRefused(f"{stranger} may not see this case, so cannot be told of it. Take the @ away, or hand it on.")
    raise NoteRefused(f"Nobody who may see this case is called “{word}”. Choose a name, or take the @ away.")


def _begins(rest: str, name: str) -> bool:
    after = rest[len(name) : len(name) + 1]
    return rest[: len(name)].casefold() == name.casefold() and not after.isalnum()


def _two(name: str) -> Colleague:
    raise NoteRefused(f"More than one colleague is called {name}. Type the whole name.")


def _refuse(words: str) -> list[Colleague]:
    raise NoteRefused(words)
