"""Cases of a service that asks others, committed, with people who have its roles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.facts import Actor
from runtime import applications, cases, documents, people
from runtime.access import Viewer
from runtime.cases import Loaded
from runtime.db import Database
from tests.definitions.consulting import service

NOW = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
OFFICER = Actor("staff", "01890000-0000-7000-8000-000000000001", "Ada Officer", frozenset({"officer"}))


def asked_case(session: Session, street: str = "Bridge Street", *sites: dict[str, Any], **changes: Any) -> Loaded:
    """A case whose consultees have been asked."""
    version = documents.publish(session, service(**changes).document, by="a test", at=NOW)
    application, _ = applications.begin(session, version.id, language="en", at=NOW)
    listed = {f"sites.{n}": {"n": n, "gone": False} for n, _ in enumerate(sites)}
    flat = {f"sites.{n}.{name}": value for n, site in enumerate(sites) for name, value in site.items()}
    given = {"street": street, "sites": None} | listed | flat
    application = applications.save_page(session, application, given, NOW)
    receipt = cases.submit(session, application, at=NOW)
    cases.act(session, receipt.case_id, "consult", {}, OFFICER, revision=None, at=NOW)
    return cases.load(session, receipt.case_id)


def committed(database: Database, street: str = "Bridge Street", *sites: dict[str, Any], **changes: Any) -> UUID:
    with database.begin() as session:
        return asked_case(session, street, *sites, **changes).id


def somebody(session: Session, name: str, *roles: str) -> Viewer:
    """A person with these roles of the service."""
    who = people.create(session, name=name, email=f"{name.lower()}@council.test", password=None, at=NOW)
    team = people.create_team(session, name, at=NOW)
    people.join(session, team, who, at=NOW)
    for role in roles:
        people.grant(session, team, "report-it", role, at=NOW)
    return people.viewer(session, who)
