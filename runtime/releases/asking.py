"""Asking for a document to go live, and the second person's answer. Nobody is their own second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.effects import jobs
from runtime.errors import ReleaseRefused, RequestSettled, SameAuthor
from runtime.models.base import ORGANISATION
from runtime.models.releases import release_requests
from runtime.references import new_id
from runtime.releases.going_live import make_live
from runtime.releases.judging import judged, reason_given
from runtime.releases.requests import Asker, Request, request, settle


def ask(
    session: Session,
    document: Mapping[str, Any],
    *,
    by: Asker,
    why: str,
    at: datetime,
    goes_live_at: datetime | None = None,
    organisation_id: UUID = ORGANISATION,
) -> Request:
    """Ask for a document to go live: once a second person has looked at it where one must, and not before its day.

    Raises:
        InvalidDefinition: it has errors.
        ReleaseRefused: an example fails, nobody says why, or its day is past.
        RequestSettled: another request for this service is open.
    """
    why = reason_given(why)
    if goes_live_at is not None and goes_live_at <= at:
        raise ReleaseRefused("The day on which it goes live must be in the future.")
    found = judged(session, document, organisation_id)
    if goes_live_at is None and not found.reasons:
        raise ReleaseRefused("Nobody else needs to look at this: publish it.")
    row: dict[str, Any] = {
        "id": new_id(), "organisation_id": organisation_id, "service_id": found.service.id, "why": why,
        "document": dict(found.service.document), "hash": found.service.hash, "reasons": list(found.reasons),
        "base_version_id": found.live_version_id, "asked_by": by.name, "person_id": by.person_id, "asked_at": at,
        "goes_live_at": goes_live_at, "state": "asked" if found.reasons else "approved",
    }  # fmt: skip
    made = insert(release_requests).values(row).on_conflict_do_nothing().returning(release_requests.c.id)
    if session.execute(made).one_or_none() is None:
        raise RequestSettled("Another request to publish this service waits already. Withdraw it first.")
    if found.reasons:
        jobs.enqueue_release(session, row["id"])
    return request(session, organisation_id, row["id"])


def approve(session: Session, organisation_id: UUID, request_id: UUID, *, by: Asker, at: datetime) -> Request:
    """A second person agrees: it goes live now, or on its day.

    Raises:
        RequestNotFound: there is no such request.
        RequestSettled: it does not wait for anybody, or another version has gone live since.
        SameAuthor: it is their own.
        InvalidDefinition: it has errors, by now.
        ReleaseRefused: an example fails, by now.
    """
    asked = _waiting(session, organisation_id, request_id)
    if by.is_same(asked.asker):
        raise SameAuthor("Somebody else must approve this: you asked for it yourself.")
    if asked.overtaken:
        raise RequestSettled("Another version has gone live since this was asked for. It must be asked for again.")
    judged(session, asked.document, organisation_id)
    settle(session, asked, "approved", by=by, at=at)
    approved = replace(asked, state="approved", answerer=by)
    if asked.goes_live_at is None or asked.goes_live_at <= at:
        make_live(session, approved, at=at)
    jobs.enqueue_release(session, request_id)
    return request(session, organisation_id, request_id)


def refuse(session: Session, organisation_id: UUID, request_id: UUID, *, by: Asker, answer: str, at: datetime) -> None:
    """A second person does not agree, and says why.

    Raises:
        RequestNotFound, RequestSettled, SameAuthor: as above.
        ReleaseRefused: they do not say why.
    """
    asked = _waiting(session, organisation_id, request_id)
    if by.is_same(asked.asker):
        raise SameAuthor("You asked for this yourself: withdraw it instead.")
    settle(session, asked, "refused", by=by, answer=reason_given(answer), at=at)
    jobs.enqueue_release(session, request_id)


def withdraw(session: Session, organisation_id: UUID, request_id: UUID, *, by: Asker, at: datetime) -> None:
    """Take an open request back: who asked, and anybody else who builds services here, while it waits.

    Raises:
        RequestNotFound, RequestSettled: as above.
    """
    asked = request(session, organisation_id, request_id, hold=True)
    if not asked.is_open:
        raise RequestSettled("This request is open no more.")
    settle(session, asked, "withdrawn", answer=f"Taken back by {by.name}", at=at)
    if not by.is_same(asked.asker):
        jobs.enqueue_release(session, request_id)


def _waiting(session: Session, organisation_id: UUID, request_id: UUID) -> Request:
    asked = request(session, organisation_id, request_id, hold=True)
    if asked.state != "asked":
        raise RequestSettled("This request does not wait for anybody's approval any more.")
    return asked
