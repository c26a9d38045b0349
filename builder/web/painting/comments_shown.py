"""Comments as pages show them: what each is about, in words, with its answers, and whether it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from builder.references.addresses import located, value_at
from builder.references.elements import element
from builder.references.fresh import labelled
from builder.references.kinds import kind_in_words
from builder.web.painting.moments import when
from builder.web.painting.places import place
from builder.web.painting.work import Work
from runtime.drafts import comments
from runtime.drafts.comments import Comment
from runtime.web.site import current_site

GONE = "About something that is gone"


@dataclass(frozen=True, slots=True)
class Said:
    by: str
    when: str
    words: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers. ``of`` is what it is about, ``url`` the way there; none where that is gone."""

    id: UUID
    address: str
    of: str
    url: str
    said: tuple[Said, ...]
    settled: str


def threads(work: Work) -> list[Thread]:
    """Everything that was said of a service, what was said last first."""
    with current_site().database.read() as session:
        found = comments.listed(session, work.viewer.organisation_id, work.id)
    first = [one for one in found if one.answers_id is None]
    first.sort(key=lambda one: _last(one, found), reverse=True)
    return [_thread(work, one, [two for two in found if two.answers_id == one.id]) for one in first]


def asked(work: Work) -> Callable[[str], list[Thread]]:
    """What was said of an element, by its address, the open ones first. Asked of the database once for a page, if the
    page shows any."""
    read: list[list[Thread]] = []

    def about(address: str) -> list[Thread]:
        if not read:
            read.append(threads(work))
        name = address.partition("/")[0]
        return sorted((one for one in read[0] if one.address == name), key=lambda one: bool(one.settled))

    return about


def called(work: Work, address: str) -> str:
    """An element in words; nothing where there is none."""
    if not address:
        return "The service"
    one = element(address)
    at = located(work.document, one)
    if at is None:
        return ""
    part = value_at(work.document, at)
    said = labelled(part) if isinstance(part, dict) else ""
    return f"{kind_in_words(one.kind).capitalize()}: {said or one.id}"


def _last(one: Comment, all: list[Comment]) -> datetime:
    return max((two.at for two in all if two.answers_id == one.id), default=one.at)


def _thread(work: Work, one: Comment, answers: list[Comment]) -> Thread:
    of = called(work, one.address)
    url = place(work.id, one.address) if of and one.address else ""
    said = tuple(Said(two.by, when(two.at, work.at), two.words) for two in (one, *answers))
    settled = f"Settled by {one.settled_by}, {when(one.settled_at, work.at)}" if one.settled_at else ""
    return Thread(one.id, one.address, of or GONE, url, said, settled)
