"""A town with the library's services: residents who apply, staff who work, days that pass, letters that arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

import pytest

from builder.library import library
from definitions.calendars import Moment
from definitions.facts import APPLICANT, Actor
from definitions.journey import walk
from definitions.reading.parse import parse_document
from runtime import access, applications, carry, cases, documents, lookups, people, tables, ticks
from runtime import files as uploads
from runtime.breaker import Breaker
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import ActionRefused
from runtime.web.public.progress import Progress
from tests.runtime.noise import due_now, rows
from tests.runtime.peers import MailServer

ROUNDS = """postcode,refuse_day,recycling_day,garden_day,next_collection,crew_note,open_report
AB1 2CD,2026-03-25,2026-03-18,2026-03-24,2026-04-01,none,no
AB1 2CE,2026-03-25,2026-03-18,2026-03-24,2026-04-01,not-out,no
"""
ACCOUNTS = """account_ref,adults,discount,second_home,opened
10000001,1,no,no,2015-04-01
10000002,2,no,no,2012-04-01
10000003,1,yes,no,2019-04-01
"""


PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c63000100000500010d0a2db4"
    "0000000049454e44ae426082"
)
"""A real picture of one pixel."""


def on(text: str) -> datetime:
    """A time of day in March before the clocks change, or any other, as UTC: "2026-03-26 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Town:
    def __init__(self, database: Database, post: MailServer, smtp_url: str) -> None:
        self.post = post
        self.database = Database(replace(database.settings, smtp_url=smtp_url))
        with self.database.begin() as session:
            for service_id in library():
                text = (files("definitions") / "library" / service_id / "service.json").read_bytes()
                document = parse_document(text).document
                documents.publish(session, document, by="the council", at=on("2026-01-02 09:00"))
            tables.load(session, "collection-rounds", ROUNDS, at=on("2026-01-02 09:00"))
            tables.load(session, "council-tax-accounts", ACCOUNTS, at=on("2026-01-02 09:00"))

    def sends(self, service_id: str, at: datetime, **answers: Any) -> UUID:
        """A resident fills a form in and sends it; what it asks of other sources is looked up."""
        with self.database.begin() as session:
            live = documents.published(session, service_id)
            begun, _ = applications.begin(session, live.version_id, language="en", at=at)
            moment = Moment(at, live.service.calendar)
            wanted = walk(live.service.form, answers, {}, moment, service=live.service).lookups_wanted
            found = lookups.fetch(self.database, wanted)
            filled = applications.save_page(session, begun, answers, at, lookups=found)
            return cases.submit(session, filled, at=at).case_id

    def hires(self, name: str, service_id: str, *roles: str) -> access.Viewer:
        with self.database.begin() as session:
            at, email = on("2026-01-02 09:00"), f"{name.lower()}@council.example"
            person = people.create(session, name=name, email=email, password="three plain words", at=at)
            team = people.create_team(session, f"{name}'s team", at=at)
            people.join(session, team, person, at=at)
            for role in roles:
                people.grant(session, team, service_id, role, at=at)
            return people.viewer(session, person)

    def acts(self, case_id: UUID, who: access.Viewer | Actor, action: str, at: datetime, **inputs: Any) -> Loaded:
        """Somebody looks at the case, and does something with it.

        Raises:
            ActionRefused: with every reason.
        """
        loaded = self.case(case_id)
        actor = who if isinstance(who, Actor) else who.actor(loaded.service.id)
        with self.database.begin() as session:
            cases.act(session, case_id, action, inputs, actor, revision=loaded.revision, at=at)
        return self.case(case_id)

    def refuses(self, case_id: UUID, who: access.Viewer | Actor, action: str, at: datetime, **inputs: Any) -> set[str]:
        """Why it does not let them, by code; and it has changed nothing."""
        before = self.case(case_id).revision
        with pytest.raises(ActionRefused) as no:
            self.acts(case_id, who, action, at, **inputs)
        assert self.case(case_id).revision == before
        assert no.value.refusal is not None
        return {reason.code for reason in no.value.refusal.reasons}

    def reaches(self, at: datetime) -> None:
        """The time comes, and the worker does what is due."""
        ticks.fire_due(self.database, at=at)

    def photographs(self, case_id: UUID, at: datetime) -> dict[str, Any]:
        """A picture that the applicant adds to a case."""
        return uploads.save(self.database, PHOTO, "photo.png", owner_id=case_id, at=at)

    def case(self, case_id: UUID) -> Loaded:
        with self.database.read() as session:
            return cases.load(session, case_id)

    def state(self, case_id: UUID) -> str:
        return self.case(case_id).case.state

    def tells(self, case_id: UUID, at: datetime) -> Progress:
        """What the applicant sees of it."""
        return Progress(self.case(case_id), at, "en")

    def letters(self) -> list[tuple[str, str]]:
        """Everything the council has written so far: subject and text, once the worker has done its round."""
        due_now(self.database)
        for row in rows(self.database, "SELECT id FROM effects WHERE state = 'waiting' ORDER BY id"):
            carry.carry_out(self.database, row.id, Breaker())
        return [(str(letter["Subject"]), self.post.body(n)) for n, letter in enumerate(self.post.letters)]

    def wrote(self, subject: str) -> str:
        """The text of the one letter with that subject."""
        found = [text for given, text in self.letters() if given == subject]
        assert len(found) == 1, f"{len(found)} letters are called {subject!r}: {[s for s, _ in self.letters()]}"
        return found[0]


__all__ = ["APPLICANT", "Town", "on"]
