"""Published documents: kept for ever, compiled once a version for each process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from definitions.council import Council
from definitions.problems import InvalidDefinition
from definitions.read import read_service
from definitions.service import Service
from runtime import calendars
from runtime.direct import Asking
from runtime.errors import ServiceNotFound, ServiceUnavailable
from runtime.models.base import ORGANISATION
from runtime.models.documents import services, versions
from runtime.models.releases import releases
from runtime.references import new_id

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Version:
    """A published document. ``hash`` is the sha256 of its canonical JSON, ``number`` counts from 1 in its service."""

    id: UUID
    service_id: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a version goes live, who says so, and who looked at it besides; None for commands and for nobody."""

    why: str = ""
    person_id: UUID | None = None
    approved_by: str | None = None
    approver_id: UUID | None = None
    request_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The live version of a service, compiled."""

    version_id: UUID
    number: int
    service: Service

    @property
    def service_id(self) -> str:
        return self.service.id


def publish(
    session: Session,
    document: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    organisation_id: UUID = ORGANISATION,
    reason: Reason = Reason(),
) -> Version:
    """Make a document the live version of its service, and record that it is. One that was live before is that version
    again; the one that is live now changes nothing.

    Raises:
        InvalidDefinition: with every problem.
    """
    service = read_service(document)
    place = {"organisation_id": organisation_id, "id": service.id}
    # Takes the service's row, so that two who publish at once get two numbers.
    was: UUID | None = session.execute(
        insert(services).values(**place, created_at=at)
        .on_conflict_do_update(index_elements=list(place), set_={"id": service.id})
        .returning(services.c.live_version_id)
    ).scalar_one()  # fmt: skip
    version = _version(session, service, by=by, at=at, organisation_id=organisation_id)
    if version.id == was:
        return version
    session.execute(services.update().filter_by(**place).values(live_version_id=version.id))
    session.execute(
        releases.insert().values(
            id=new_id(), organisation_id=organisation_id, service_id=service.id, version_id=version.id,
            was_version_id=was, why=reason.why, released_by=by, person_id=reason.person_id, at=at,
            approved_by=reason.approved_by, approver_id=reason.approver_id, request_id=reason.request_id,
        )
    )  # fmt: skip
    return version


def _version(session: Session, service: Service, *, by: str, at: datetime, organisation_id: UUID) -> Version:
    """The version that has this content, made now if there is none."""
    known = session.execute(
        sa.select(versions.c.id, versions.c.number, versions.c.hash)
        .where(versions.c.organisation_id == organisation_id, versions.c.service_id == service.id)
        .order_by(versions.c.number)
    ).all()
    version = next((Version(v.id, service.id, v.number, v.hash) for v in known if v.hash == service.hash), None)
    if version is None:
        version = Version(new_id(), service.id, known[-1].number + 1 if known else 1, service.hash)
        session.execute(
            versions.insert().values(
                id=version.id, organisation_id=organisation_id, service_id=service.id, number=version.number,
                hash=version.hash, document=dict(service.document), published_by=by, published_at=at,
            )
        )  # fmt: skip
    return version


def published(session: Asking, service_id: str, organisation_id: UUID = ORGANISATION) -> Published:
    """The live version of a service: one small query, the compiled service from memory.

    Raises:
        ServiceNotFound: nothing is published under this name.
        ServiceUnavailable: what is stored no longer compiles.
    """
    row = session.execute(_LIVE, {"organisation": organisation_id, "service": service_id}).one_or_none()
    if row is None:
        raise ServiceNotFound(f"There is no service called {service_id}.", service=service_id)
    return Published(row.id, row.number, pinned(session, row.id))


def pinned(session: Asking, version_id: UUID, council: Council | None = None) -> Service:
    """The compiled service of one version, for ever the same but for the calendar it is told of: ``council``'s, or the
    one that counts now.

    Raises:
        ServiceNotFound: there is no such version.
        ServiceUnavailable: what is stored no longer compiles.
    """
    service = _compiled(version_id) or _compile(session, version_id)
    return calendars.told_of(service, council or calendars.current(session))


def catalogue(session: Session, organisation_id: UUID = ORGANISATION) -> list[Published]:
    """Every live service by title. One that no longer compiles is left out and logged: the others go on."""
    rows = session.execute(
        sa.select(versions.c.id, versions.c.number, versions.c.service_id)
        .join(services, services.c.live_version_id == versions.c.id)
        .where(services.c.organisation_id == organisation_id)
    ).all()
    found = []
    for row in rows:
        try:
            found.append(Published(row.id, row.number, pinned(session, row.id)))
        except ServiceUnavailable as error:
            log.error("service-unavailable", service=row.service_id, version=str(row.id), why=error.message)
    return sorted(found, key=lambda one: str(one.service.document["title"]))


def ids(session: Session, organisation_id: UUID = ORGANISATION) -> frozenset[str]:
    """The id of every service that was ever published here: each is taken for good."""
    known = sa.select(services.c.id).where(services.c.organisation_id == organisation_id)
    return frozenset(session.execute(known).scalars())


def forget() -> None:
    """Drop every compiled service of this process, as tests do between databases."""
    _slot.cache_clear()
    calendars.forget()


_LIVE = (
    sa.select(versions.c.id, versions.c.number)
    .join(services, services.c.live_version_id == versions.c.id)
    .where(services.c.organisation_id == sa.bindparam("organisation"), services.c.id == sa.bindparam("service"))
)
_STORED = sa.select(versions.c.hash, sa.cast(versions.c.document, sa.Text).label("text")).where(
    versions.c.id == sa.bindparam("version")
)
_compiling = Lock()


@lru_cache(maxsize=512)
def _slot(version_id: UUID) -> list[Service]:
    """Where a version's compiled service is kept; empty until it is compiled."""
    return []


def _compiled(version_id: UUID) -> Service | None:
    slot = _slot(version_id)
    return slot[0] if slot else None


def _compile(session: Asking, version_id: UUID) -> Service:
    row = session.execute(_STORED, {"version": version_id}).one_or_none()
    if row is None:
        raise ServiceNotFound("There is no such version.", version=version_id)
    # One at a time: two threads that need the same new version would both spend the time.
    with _compiling:
        if service := _compiled(version_id):
            return service
        try:
            service = read_service(json.loads(row.text))
        except (InvalidDefinition, ValueError) as error:
            raise ServiceUnavailable(f"Version {version_id} no longer compiles: {error}", version=version_id) from error
        if service.hash != row.hash:
            raise ServiceUnavailable(f"Version {version_id} is not what was published.", version=version_id)
        _slot(version_id).append(service)
        return service
