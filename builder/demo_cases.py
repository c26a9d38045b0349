"""What the demo's sources of facts answer, and the cases that its people find in their queues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from builder.demo_examples import make_cases_of
from builder.demo_mending import UNREACHABLE
from definitions.calendars import Moment, calendar
from definitions.journey import walk
from definitions.known import Record
from runtime import applications, cases, documents, lookups, tables
from runtime.db import Database

STREETS = ("High Street", "Mill Lane", "Church Road", "Station Road", "Elm Grove", "Castle Street", "Park View")
NAMES = (
    "Nia Evans", "George Osei", "Maryam Khan", "Alys Pritchard", "Sean Murphy", "Grace Thompson", "Rhys Bevan",
    "Ines Costa", "Harriet Wood", "Kofi Mensah", "Eleri Lloyd", "Tomasz Nowak", "Beth Carter", "Imran Aziz",
    "Lowri Hughes", "Peter Walsh",
)  # fmt: skip
TOLD_AFTER_EXAMPLES = ("adult-social-care", "blue-badge", "housing-repair", "premises-licence", "school-travel")
LOST = (3, 4, 10)
"""Of those who report a missed bin, the ones whose letters nobody gets."""
NOTES = {
    "AB1 2CD": ("none", "no"),
    "AB1 2CE": ("not-out", "no"),
    "AB1 2CF": ("contaminated", "no"),
    "AB1 2CG": ("none", "yes"),
}
REQUESTS = (
    ("council", "How many potholes were reported to you last year, and how many of them were mended within 28 days?"),
    ("environment", "Please send me the air quality readings from the monitor at Station Road since January."),
    ("council", "What did you spend on agency staff in each department in the last two financial years?"),
    ("me", "Please send me a copy of my housing file, with the notes of every visit since 2023."),
    ("council", "Who decided to close the Mill Lane library on Mondays, and what reports did they read?"),
)


def make_tables(session: Session, now: datetime) -> None:
    """Collection rounds and Council Tax accounts, with dates that are right on the day that the demo is started."""
    england = calendar("england")
    today = Moment(now, england).today
    last, before = england.add_working_days(today, -1), england.add_working_days(today, -6)
    coming = england.add_working_days(today, 4)
    rounds = ["postcode,refuse_day,recycling_day,garden_day,next_collection,crew_note,open_report"]
    for postcode, (note, reported) in NOTES.items():
        rounds.append(f"{postcode},{last},{before},{last},{coming},{note},{reported}")
    tables.load(session, "collection-rounds", "\n".join(rounds), at=now)
    accounts = ["account_ref,adults,discount,second_home,opened"]
    accounts += ["10000001,1,no,no,2015-04-01", "10000002,2,no,no,2012-04-01", "10000003,1,yes,no,2019-04-01"]
    tables.load(session, "council-tax-accounts", "\n".join(accounts), at=now)


def make_cases(database: Database, now: datetime) -> None:
    """Submit applications as citizens did in the last weeks, each in a unit of work of its own."""
    for service_id, age, answers in submissions(now):
        send(database, service_id, now - age, answers)
    for service_id in TOLD_AFTER_EXAMPLES:
        make_cases_of(database, service_id, now)


def send(database: Database, service_id: str, at: datetime, answers: Mapping[str, Any]) -> UUID:
    """Submit one application, with what is looked up for it, in a unit of work of its own."""
    with database.begin() as session:
        live = documents.published(session, service_id)
        begun, _ = applications.begin(session, live.version_id, language="en", at=at)
        moment = Moment(at, live.service.calendar)
        wanted = walk(live.service.form, answers, {}, moment, service=live.service).lookups_wanted
        found = {name: as_it_was(record, moment) for name, record in lookups.fetch(database, wanted).items()}
        filled = applications.save_page(session, begun, answers, at, lookups=found)
        return cases.submit(session, filled, at=at).case_id


def as_it_was(record: Record, moment: Moment) -> Record:
    """What the source said at that moment: the last collections were before it, not before today."""
    last = moment.calendar.add_working_days(moment.today, -1).isoformat()
    days = {name: last for name in record["facts"] if name in ("refuse_day", "recycling_day", "garden_day")}
    return {**record, "facts": {**record["facts"], **days}}


def submissions(now: datetime) -> Iterator[tuple[str, timedelta, Mapping[str, Any]]]:
    """Service, how long ago, and answers."""
    for n, name in enumerate(NAMES):
        email = UNREACHABLE if n in LOST else f"{name.split()[0].lower()}@example.org"
        contact = {"full_name": {"full": name}, "email": email, "phone": None}
        age = timedelta(hours=5 * n + 1)
        yield "missed-bin", age, bin_answers(n, Moment(now - age, calendar("england")).today) | contact
    for n, (subject, request) in enumerate(REQUESTS):
        contact = {"full_name": {"full": NAMES[-n - 1]}, "email": f"{NAMES[-n - 1].split()[0].lower()}@example.org"}
        about = {"subject": subject, "on_behalf": False, "identity": None, "request": request, "period_from": None}
        yield "information-request", timedelta(days=6 * n + 1), about | contact | {"period_to": None, "post": None}
    for n, account in enumerate(("10000001", "10000002", "10000003", "90000009")):
        contact = {
            "full_name": {"full": NAMES[n + 4]},
            "email": f"{NAMES[n + 4].split()[0].lower()}@example.org",
            "phone": None,
        }
        alone = (now.date() - timedelta(days=10 + n)).isoformat()
        about = {
            "action": "apply",
            "account_ref": account,
            "reason": "always",
            "alone_since": alone,
            "other_home": False,
        }
        yield "single-person-discount", timedelta(days=2 * n, hours=2), about | contact | {"declared": True}


def bin_answers(n: int, today: Any) -> dict[str, Any]:
    """Most live on a known round; every third does not, so that the crew desk has something to decide."""
    known = n % 3 != 0
    address = {
        "line_1": f"{n + 1} {STREETS[n % len(STREETS)]}",
        "town": "Anytown",
        "postcode": "AB1 2CD" if known else "AB9 9ZZ",
    }
    chosen = "refuse" if known or n % 2 else "recycling"
    missed = {} if known else {"missed_on": (today - timedelta(days=1 + (n + 1) % 2)).isoformat()}
    helped = {"assisted": n % 4 == 1} | ({"bin_place": "By the side gate"} if n % 4 == 1 else {})
    return {"property": address, "bin": chosen} | missed | helped
