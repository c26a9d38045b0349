"""The demo: the library's services published, people to sign in as, and cases at every stage of their work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from builder.cli_documents import service_of
from builder.demo_addresses import make_gazetteer
from builder.demo_cases import make_cases, make_tables
from builder.demo_mending import make_looks
from builder.demo_staff import make_staff
from builder.demo_tasks import make_tasks
from builder.demo_together import make_related
from builder.demo_views import make_views
from builder.library import library
from runtime import documents, people
from runtime.access import COUNCIL
from runtime.db import Database

PASSWORD = "let-me-look-around"  # noqa: S105 - printed for everybody to see, and only in demo mode

PEOPLE = {
    "crew@demo.example": ("Carys Morgan", "Waste: crew desk", [("missed-bin", "crew-desk")]),
    "supervisor@demo.example": (
        "Tom Hughes",
        "Waste: supervisors",
        [("missed-bin", "supervisor"), ("missed-bin", "crew-desk")],
    ),
    "officer@demo.example": (
        "Ama Boateng",
        "Information and Council Tax officers",
        [("information-request", "officer"), ("single-person-discount", "officer")],
    ),
    "tax@demo.example": ("Ben Carter", "Council Tax officers", [("single-person-discount", "officer")]),
    "tax2@demo.example": ("Cara Bowen", "Council Tax officers", [("single-person-discount", "officer")]),
    "approver@demo.example": (
        "Priya Shah",
        "Approvers and reviewers",
        [
            ("information-request", "approver"),
            ("single-person-discount", "reviewer"),
            ("community-grant", "panel-member"),
        ],
    ),
    "approver2@demo.example": (
        "Owen Hart",
        "Approvers and reviewers",
        [
            ("information-request", "approver"),
            ("single-person-discount", "reviewer"),
            ("community-grant", "panel-member"),
        ],
    ),
    "contact@demo.example": (
        "Seren Rees",
        "Adult social care",
        [("adult-social-care", "contact-officer"), ("adult-social-care", "social-worker")],
    ),
    "safeguarding@demo.example": ("Jon Price", "Safeguarding", [("adult-social-care", "safeguarding-lead")]),
    "travel@demo.example": (
        "Huw Parry",
        "School travel",
        [("school-travel", "travel-officer"), ("community-grant", "panel-member")],
    ),
    "licensing@demo.example": (
        "Mei Lin",
        "Licensing",
        [("premises-licence", "licensing-officer"), ("scaffold-licence", "licensing-officer")],
    ),
    "highways@demo.example": (
        "Gethin Rowe",
        "Highways",
        [("scaffold-licence", "highways"), ("scaffold-licence", "traffic"), ("scaffold-licence", "inspector")],
    ),
    "structures@demo.example": (
        "Anjali Rao",
        "Structures and lighting",
        [("scaffold-licence", "structures"), ("scaffold-licence", "lighting")],
    ),
    "grants@demo.example": ("Lena Fox", "Community grants", [("community-grant", "grants-officer")]),
    "badges@demo.example": ("Efa Lewis", "Blue Badges", [("blue-badge", "badge-officer")]),
    "assessor@demo.example": ("Sam Bright", "Mobility assessors", [("blue-badge", "assessor")]),
    "reviewer@demo.example": (
        "Nadia Aziz",
        "Blue Badge reviews",
        [("blue-badge", "reviewer"), ("community-grant", "panel-member")],
    ),
    "repairs@demo.example": (
        "Kay Mistry",
        "Housing repairs",
        [("housing-repair", "repairs-desk"), ("housing-repair", "engineer"), ("housing-repair", "planner")],
    ),
    "surveyor@demo.example": ("Dewi Roberts", "Housing surveyors", [("housing-repair", "surveyor")]),
    "committee@demo.example": (
        "Olu Adeyemi",
        "Committees and panels",
        [
            ("premises-licence", "committee"),
            ("school-travel", "panel"),
            ("scaffold-licence", "licensing-manager"),
            ("community-grant", "panel-member"),
            ("community-grant", "panel-chair"),
        ],
    ),
    "monitoring@demo.example": (
        "Daniel Okafor",
        "Monitoring officer",
        [("information-request", "monitoring-officer"), ("community-grant", "finance"), (COUNCIL, "calendar")],
    ),
    "author@demo.example": ("Ines Marlow", "Service design", [(COUNCIL, "author")]),
    "author2@demo.example": ("Tom Achebe", "Service design", []),
}
"""Demo staff by email: name, team, and the roles of services that the team holds."""


def fill(database: Database, *, say: Callable[[str], None]) -> None:
    """Put into the database what a demo shows, unless it is there already. ``say`` hears what takes a while."""
    now = datetime.now(UTC)
    with database.begin() as session:
        published = {entry.service_id for entry in documents.catalogue(session)}
        for service_id in library():
            if service_id not in published:
                say(f"Publishing {service_id} ...")
                reason = documents.Reason("Comes with Townclerk")
                documents.publish(session, service_of(service_id).document, by="demo", at=now, reason=reason)
        make_tables(session, now)
        make_gazetteer(session, now)
        fresh = make_people(session, now)
    if fresh:
        say("Making cases to work on ...")
        make_cases(database, now)
        make_related(database, now)
        make_tasks(database, now)
        make_looks(database, now)
        make_views(database, now)


def make_people(session: Session, now: datetime) -> bool:
    """Make the demo's staff; whether there were none."""
    try:
        people.find(session, next(iter(PEOPLE)))
    except people.UnknownPerson:
        for email, (name, team, roles) in PEOPLE.items():
            person = people.create(session, name=name, email=email, password=PASSWORD, at=now)
            team_id = people.create_team(session, team, at=now)
            people.join(session, team_id, person, at=now)
            for service_id, role in roles:
                people.grant(session, team_id, service_id, role, at=now)
        make_staff(session, now)
        return True
    return False


def welcome(base_url: str) -> str:
    """Where to go and who to be."""
    width = max(map(len, PEOPLE))
    staff = "\n".join(f"    {email:<{width}}  {name}, {team}" for email, (name, team, _) in PEOPLE.items())
    return f"""
Townclerk is running, with its worker. Stop it with Ctrl-C.

  As a citizen    {base_url}
  As staff        {base_url}/staff     password: {PASSWORD}
{staff}
  Mail that the demo sends   {base_url}/demo/mailbox
"""
