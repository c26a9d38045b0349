"""Whether a document may go live, and whether one person is enough: what no page can talk the server out of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.destinations import moved
from definitions.examples import run_examples
from definitions.read import read_service
from definitions.service import Service
from runtime.errors import ReleaseRefused
from runtime.models.base import ORGANISATION
from runtime.models.documents import services, versions
from runtime.models.organisations import organisations

ASKED_FOR = "Everything that is published here is looked at by a second person"
LONGEST_WHY = 2000


@dataclass(frozen=True, slots=True)
class Judged:
    """A document that may go live. ``reasons``: why a second person must look at it, in words; empty where none
    must. ``live_version_id``: what it was compared with."""

    service: Service
    reasons: tuple[str, ...]
    live_version_id: UUID | None


def judged(session: Session, document: Mapping[str, Any], organisation_id: UUID = ORGANISATION) -> Judged:
    """
    Raises:
        InvalidDefinition: the document has errors, with every problem.
        ReleaseRefused: one of its examples is not as it expects.
    """
    service = read_service(document)
    report = run_examples(service)
    if not report.ok:
        first = report.failures[0]
        words = f"Not published, because an example fails. {first.example}: {first.message}"
        raise ReleaseRefused(words, failures=report.failures)
    live = session.execute(
        sa.select(versions.c.id, versions.c.document)
        .join(services, services.c.live_version_id == versions.c.id)
        .where(services.c.organisation_id == organisation_id, services.c.id == service.id)
        .with_for_update(of=services)
    ).one_or_none()
    reasons = [ASKED_FOR] if two_people(session, organisation_id) else []
    reasons += (one.words for one in moved(live.document if live else None, service.document))
    return Judged(service, tuple(reasons), live.id if live else None)


def two_people(session: Session, organisation_id: UUID = ORGANISATION) -> bool:
    """Whether this organisation wants a second person to look at whatever is published."""
    asked = sa.select(organisations.c.two_people).where(organisations.c.id == organisation_id)
    return bool(session.execute(asked).scalar_one())


def ask_two_people(session: Session, on: bool, organisation_id: UUID = ORGANISATION) -> None:
    """Say whether it wants that."""
    session.execute(organisations.update().where(organisations.c.id == organisation_id).values(two_people=on))


def reason_given(why: str) -> str:
    """
    Raises:
        ReleaseRefused: nobody says why, or at too great a length.
    """
    words = why.strip()
    if not words:
        raise ReleaseRefused("Say what changes and why, for those who read the history.")
    if len(words) > LONGEST_WHY:
        raise ReleaseRefused(f"Say why in {LONGEST_WHY:,} characters or fewer.")
    return words
