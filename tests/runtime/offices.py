"""An office for tests: a service whose queues have rules, the people who work it, and cases that come in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from definitions.facts import Actor
from runtime import applications, cases, documents, fsck, incidents, people
from runtime.access import Viewer
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import ActionRefused
from runtime.models.base import ORGANISATION
from runtime.staffing.absences import Wish, go_away
from tests.definitions.check_cases import ask, edited, flow, move, state
from tests.factories import page
from tests.runtime.citizens import NOW

TODAY = date(2026, 3, 26)
LATER = NOW + timedelta(hours=1)
TRIAGE: dict[str, Any] = {"strategy": "least-loaded"}

YOU = page("you", ask("who", "name", required=False), ask("home", "address", required=False))


class Office:
    """A service whose queues have rules, and the people who work it."""

    def __init__(self, database: Database, triage: dict[str, Any], **people_: tuple[str, ...]) -> None:
        self.database = database
        document = edited(
            flow(
                states=(state("drafted", queue="approvals"),),
                transitions=(
                    move("draft", "new", "drafted"),
                    move("send-back", "drafted", "new", "lead"),
                    move("approve", "drafted", "closed", "lead", not_by=["draft"]),
                ),
            ),
            {
                "/roles/-": {"id": "lead", "label": "Team leader", "supervises": ["officer"]},
                "/queues/0/assign": triage,
                "/applicant": {"name": "who"},
                "/form/pages/-": YOU,
                "/queues/-": {
                    "id": "approvals", "label": "Approvals", "role": "lead", "assign": {"strategy": "round-robin"},
                },
            },
        )  # fmt: skip
        with database.begin() as session:
            self.version = documents.publish(session, document, by="a test", at=NOW).id
        self.staff = {name: self.hire(name, *roles) for name, roles in people_.items()}

    def hire(self, name: str, *roles: str) -> Viewer:
        with self.database.begin() as session:
            email = f"{name}@council.example"
            person = people.create(session, name=name.capitalize(), email=email, password=None, at=NOW)
            for role in roles:
                team = people.create_team(session, role, at=NOW)
                people.grant(session, team, "report-it", role, at=NOW)
                people.join(session, team, person, at=NOW)
            return people.viewer(session, person)

    def comes_in(self, **answers: Any) -> UUID:
        with self.database.begin() as session:
            begun, _ = applications.begin(session, self.version, language="en", at=NOW)
            filled = applications.save_page(session, begun, {"street": "High Street", **answers}, NOW)
            return cases.submit(session, filled, at=NOW).case_id

    def case(self, case_id: UUID) -> Loaded:
        with self.database.read() as session:
            return cases.load(session, case_id)

    def holder(self, case_id: UUID) -> str | None:
        assignee = self.case(case_id).case.assignee
        return next((name for name, viewer in self.staff.items() if viewer.assignee == assignee), assignee)

    def actor(self, name: str, case_id: UUID) -> Actor:
        """Somebody before a case, for whoever they stand in for."""
        with self.database.read() as session:
            viewer = people.viewer(session, self.staff[name].person_id)
        return viewer.actor_on("report-it", self.case(case_id).case.assignee, TODAY)

    def does(self, name: str, case_id: UUID, action: str) -> None:
        actor = self.actor(name, case_id)
        with self.database.begin() as session:
            cases.act(session, case_id, action, {}, actor, revision=self.case(case_id).revision, at=LATER)

    def may_not(self, name: str, case_id: UUID, action: str) -> set[str]:
        """Why somebody may not do it, by code."""
        try:
            self.does(name, case_id, action)
        except ActionRefused as no:
            return {reason.code for reason in no.refusal.reasons} if no.refusal else set()
        raise AssertionError(f"{name} did {action}")

    def leaves(self, name: str, last: date | None = None, *, to: str | None = None, first: date = TODAY) -> UUID:
        """Somebody will be away, and perhaps somebody stands in."""
        person, able = self.staff[name].person_id, {viewer.person_id for viewer in self.staff.values()}
        wish = Wish(first, last, "Dentist", self.staff[to].person_id if to else None)
        with self.database.begin() as session:
            return go_away(
                session, person, wish, organisation_id=ORGANISATION, able=able, by=person, today=TODAY, at=NOW
            )

    def incidents(self, case_id: UUID) -> list[tuple[str, str, str | None]]:
        with self.database.read() as session:
            return [(each.owner, each.reason, each.ending) for each in incidents.history(session, case_id)]

    def is_sound(self) -> None:
        with self.database.begin() as session:
            assert fsck.run(session) == []
