"""A draft opened: its document, read once from its text; or what is live, where no draft has been begun."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from builder.library import library, library_text
from builder.writing import written
from definitions.reading.beside import taken_in
from definitions.reading.parse import parse_document
from runtime import documents, drafts
from runtime.documents import Version
from runtime.drafts import Draft
from runtime.errors import DraftExists, DraftNotFound, ServiceNotFound


@dataclass(frozen=True, slots=True)
class Opened:
    """``live``: the version that is published, and its document. ``draft`` is None until somebody changes something."""

    service_id: str
    text: str
    document: dict[str, Any]
    revision: int
    draft: Draft | None
    live: Version | None
    live_document: Mapping[str, Any] | None


def open_draft(session: Session, organisation_id: UUID, service_id: str) -> Opened:
    """The draft of a service; where there is none, what is live, as revision 0 of a draft that is not kept yet.

    Raises:
        DraftNotFound: the organisation has neither.
    """
    draft = drafts.find(session, organisation_id, service_id)
    live, document = _live(session, organisation_id, service_id)
    if draft is not None:
        return Opened(service_id, draft.text, parsed(draft.text), draft.revision, draft, live, document)
    if document is None:
        raise DraftNotFound(f"There is no service called {service_id} to change.", service=service_id)
    text = first_text(service_id, document)
    return Opened(service_id, text, parsed(text), 0, None, live, document)


def held(
    session: Session, organisation_id: UUID, service_id: str, *, by: UUID | None, at: datetime
) -> tuple[Draft, dict[str, Any]]:
    """The draft, kept from everybody else's changes; begun from what is live if there is none.

    Raises:
        DraftNotFound: the organisation has neither.
    """
    if drafts.find(session, organisation_id, service_id) is None:
        opened = open_draft(session, organisation_id, service_id)
        version_id = opened.live.id if opened.live else None
        begun: dict[str, Any] = {"organisation_id": organisation_id, "by": by, "at": at, "version_id": version_id}
        # Somebody else may begin it at the same moment: then theirs is the one.
        with suppress(DraftExists):
            drafts.begin(session, service_id, opened.text, **begun)
    draft = drafts.hold(session, organisation_id, service_id)
    return draft, parsed(draft.text)


def own(session: Session, organisation_id: UUID, service_id: str, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Have a service be somebody's to answer for.

    Raises:
        DraftNotFound: the organisation has no such service.
    """
    draft, _ = held(session, organisation_id, service_id, by=by, at=at)
    drafts.own(session, draft, person_id)


def parsed(text: str) -> dict[str, Any]:
    """The document that a text holds: one object for the same text, and so not to be changed.

    Raises:
        InvalidDefinition: it holds none.
    """
    found = _parsed.get(text)
    return found if found is not None else _keep(text, parse_document(text).document)


def grown(text: str, after: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a text that was just written: what it has in common with the one before is the same objects, so
    that what is known of these need not be found again.

    Raises:
        InvalidDefinition: no draft may hold it.
    """
    document = parse_document(text).document
    return _keep(text, dict(after) if document == after else document)


def forget() -> None:
    """As a new process begins: with nothing known."""
    _parsed.clear()


def _keep(text: str, document: dict[str, Any]) -> dict[str, Any]:
    while len(_parsed) >= KEPT:
        _parsed.pop(next(iter(_parsed)), None)
    return _parsed.setdefault(text, document)


_parsed: dict[str, dict[str, Any]] = {}
KEPT = 32


def first_text(service_id: str, document: Mapping[str, Any]) -> str:
    """The text that a draft of what is live begins with: its author's own where that is known."""
    if service_id in library():
        text = library_text(service_id)
        if taken_in(json.loads(text)) == document:
            return text
    return written(document)


def _live(session: Session, organisation_id: UUID, service_id: str) -> tuple[Version | None, Mapping[str, Any] | None]:
    try:
        published = documents.published(session, service_id, organisation_id)
    except ServiceNotFound:
        return None, None
    service = published.service
    return Version(published.version_id, service_id, published.number, service.hash), service.document
