"""Requests to publish: what exactly is to go live, who asked, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.errors import RequestNotFound
from runtime.models.documents import services
from runtime.models.releases import release_requests

State = Literal["asked", "approved", "live", "refused", "withdrawn", "stopped"]
OPEN: tuple[State, ...] = ("asked", "approved")


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who publishes or approves. Commands have no person, only what they are called."""

    name: str
    person_id: UUID | None = None

    def is_same(self, other: Asker) -> bool:
        """Two accounts are two people; where one of the two is not known by an account, names must do."""
        if self.person_id is not None and other.person_id is not None:
            return self.person_id == other.person_id
        return self.name.strip().casefold() == other.name.strip().casefold()


@dataclass(frozen=True, slots=True)
class Request:
    """``asked``: waits for a second person. ``approved``: waits for its day. ``overtaken``: another version has gone
    live since it was asked for, so that it cannot go live as it is."""

    id: UUID
    organisation_id: UUID
    service_id: str
    document: Mapping[str, Any]
    hash: str
    base_version_id: UUID | None
    why: str
    reasons: tuple[str, ...]
    asker: Asker
    asked_at: datetime
    goes_live_at: datetime | None
    state: State
    answerer: Asker | None
    answer: str | None
    answered_at: datetime | None
    overtaken: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def title(self) -> str:
        title = self.document["title"]
        return title if isinstance(title, str) else str(title[-1]["text"])


def request(session: Session, organisation_id: UUID, request_id: UUID, *, hold: bool = False) -> Request:
    """
    Raises:
        RequestNotFound: the organisation has no such request.
    """
    asked = _ALL.where(release_requests.c.id == request_id, release_requests.c.organisation_id == organisation_id)
    row = session.execute(asked.with_for_update(of=release_requests) if hold else asked).one_or_none()
    if row is None:
        raise RequestNotFound("There is no such request to publish.")
    return of_row(row)


def latest(session: Session, organisation_id: UUID, service_id: str) -> Request | None:
    """The one that is open, or else the last one there was."""
    mine = _ALL.where(
        release_requests.c.organisation_id == organisation_id, release_requests.c.service_id == service_id
    )
    newest = mine.order_by(release_requests.c.state.in_(OPEN).desc(), release_requests.c.asked_at.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    return of_row(row) if row else None


def open_requests(session: Session, organisation_id: UUID) -> list[Request]:
    """Those that wait, for a second person or for their day: the oldest first."""
    mine = _ALL.where(release_requests.c.organisation_id == organisation_id, release_requests.c.state.in_(OPEN))
    return [of_row(row) for row in session.execute(mine.order_by(release_requests.c.asked_at))]


def settle(
    session: Session, asked: Request, state: State, *, by: Asker | None = None, answer: str | None = None, at: datetime
) -> None:
    """What became of a request. Who approved it stays on it when it goes live or is stopped later."""
    values: dict[str, Any] = {"state": state}
    if by is not None:
        values |= {"answered_by": by.name, "answerer_id": by.person_id}
    if answer is not None:
        values |= {"answer": answer}
    if by is not None or answer is not None:
        values |= {"answered_at": at}
    session.execute(release_requests.update().where(release_requests.c.id == asked.id).values(values))


_ALL = sa.select(
    release_requests,
    services.c.live_version_id.is_distinct_from(release_requests.c.base_version_id).label("overtaken"),
).outerjoin(
    services,
    sa.and_(
        services.c.organisation_id == release_requests.c.organisation_id,
        services.c.id == release_requests.c.service_id,
    ),
)


def of_row(row: Any) -> Request:
    answerer = Asker(row.answered_by, row.answerer_id) if row.answered_by else None
    return Request(
        id=row.id, organisation_id=row.organisation_id, service_id=row.service_id, document=row.document,
        hash=row.hash, base_version_id=row.base_version_id, why=row.why, reasons=tuple(row.reasons),
        asker=Asker(row.asked_by, row.person_id), asked_at=row.asked_at, goes_live_at=row.goes_live_at,
        state=row.state, answerer=answerer, answer=row.answer, answered_at=row.answered_at,
        overtaken=row.overtaken,
    )  # fmt: skip
