"""Shortcuts for tests: a published service, an application with answers, a case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from definitions.facts import Actor
from runtime import applications, cases, documents
from tests.factories import example_document

NOW = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
OFFICER = Actor("staff", "01890000-0000-7000-8000-000000000001", "Ada Officer", frozenset({"crew-desk"}))
OTHER = Actor("staff", "01890000-0000-7000-8000-000000000002", "Bo Other", frozenset({"crew-desk"}))
SUPERVISOR = Actor("staff", "01890000-0000-7000-8000-000000000003", "Cy Super", frozenset({"supervisor"}))

PROPERTY = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD", "uprn": "100010001"}
ANSWERS: dict[str, Any] = {
    "property": PROPERTY, "bin": "recycling", "missed_on": "2026-03-25", "email": "ada@example.org",
}  # fmt: skip
ROUND = {
    "key": "100010001", "found": True, "facts": {"last_collected": "2026-03-25", "next_collection": "2026-04-01"},
}  # fmt: skip


def publish(session: Session, document: dict[str, Any] | None = None) -> documents.Version:
    return documents.publish(session, document or example_document(), by="a test", at=NOW)


def apply(session: Session, version: documents.Version, at: datetime = NOW, **changes: Any) -> applications.Application:
    """An application with every answer of a recent missed recycling bin, but for ``changes``."""
    application, _ = applications.begin(session, version.id, language="en", at=at)
    return applications.save_page(session, application, {**ANSWERS, **changes}, at, lookups={"round": ROUND})


def a_case(session: Session, at: datetime = NOW, **changes: Any) -> cases.Loaded:
    """A case of the example, waiting in "reported" unless the bin is one of rubbish."""
    receipt = cases.submit(session, apply(session, publish(session), at, **changes), at=at)
    return cases.load(session, receipt.case_id)
