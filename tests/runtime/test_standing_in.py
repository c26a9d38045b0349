"""Standing in for a colleague, and conflicts of interest: who acts for whom, and who may not act at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from runtime import cases, people
from runtime.cases import conflicts
from runtime.db import Database
from runtime.errors import AssignmentRefused
from runtime.staffing.absences import UnfitAbsence, come_back, to_come
from tests.runtime.citizens import NOW
from tests.runtime.offices import LATER, TODAY, TRIAGE, Office

NIA = {"full": "Nia Evans"}
HOME = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD"}
WITH_UPRN = HOME | {"uprn": "100010001"}


def test_whoever_stands_in_acts_as_themselves_for_the_other_and_neither_may_approve(database: Database) -> None:
    office = Office(database, TRIAGE, ben=("officer",))
    case_id = office.comes_in()
    office.staff["ada"] = office.hire("ada", "officer", "lead")
    office.staff["cai"] = office.hire("cai", "lead")
    away = office.leaves("ben", to="ada")
    assert office.holder(case_id) == "ben", "what he had stays his"
    actor = office.actor("ada", case_id)
    assert (actor.name, actor.behalf, actor.behalf_name) == ("Ada", str(office.staff["ben"].person_id), "Ben")
    assert actor.roles == {"officer", "lead"}, "her own, and none of his"
    office.does("ada", case_id, "draft")
    loaded = office.case(case_id)
    drafted = next(event for event in loaded.case.events if event.transition == "draft")
    assert drafted.actor == actor
    assert office.holder(case_id) == "cai", "neither of the two may approve what was done for one by the other"
    with database.begin() as session:
        people.join(session, people.create_team(session, "lead", at=NOW), office.staff["ben"].person_id, at=NOW)
    assert office.may_not("ada", case_id, "approve") == {"separation"}
    assert office.may_not("ben", case_id, "approve") == {"separation"}
    with database.begin() as session:
        come_back(session, away, office.staff["ben"].person_id, at=LATER)
    with database.read() as session:
        ada = people.viewer(session, office.staff["ada"].person_id)
    assert ada.actor_on("report-it", office.staff["ben"].assignee, TODAY).behalf is None, "he is back before his day"
    office.is_sound()


def test_standing_in_has_its_days_and_its_services(database: Database) -> None:
    office = Office(database, TRIAGE, ada=("officer",), ben=("officer",))
    office.leaves("ben", TODAY + timedelta(days=9), to="ada", first=TODAY + timedelta(days=5))
    with database.read() as session:
        ada = people.viewer(session, office.staff["ada"].person_id)
    ben = office.staff["ben"]
    for days, behalf in ((4, None), (5, "Ben"), (9, "Ben"), (10, None)):
        actor = ada.actor_on("report-it", ben.assignee, TODAY + timedelta(days=days))
        assert (actor.behalf_name or None) == behalf, days
    assert ada.actor_on("report-it", ada.assignee, TODAY + timedelta(days=6)).behalf is None
    (stand,) = ada.stands_in
    assert stand.on(stand.first, "any-service")
    with database.read() as session:
        (absence,) = to_come(session, [ben.person_id], TODAY)[ben.person_id]
    assert (absence.substitute, absence.reason, absence.services) == ("Ada", "Dentist", None)


@pytest.mark.parametrize(
    ("first", "last", "to", "field"),
    [
        (TODAY, TODAY - timedelta(days=1), None, "last"),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), None, "last"),
        (date(2036, 1, 1), None, None, "first"),
        (TODAY, None, "ben", "substitute"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(
    database: Database, first: date, last: date | None, to: str | None, field: str
) -> None:
    office = Office(database, TRIAGE, ben=("officer",))
    with pytest.raises(UnfitAbsence) as unfit:
        office.leaves("ben", last, to=to, first=first)
    assert unfit.value.field == field


def test_whoever_knows_the_applicant_loses_the_case_and_may_do_nothing(database: Database) -> None:
    office = Office(database, TRIAGE, ada=("officer",), ben=("officer",))
    case_id = office.comes_in()
    assert office.holder(case_id) == "ada"
    with database.begin() as session:
        actor = office.staff["ada"].actor("report-it")
        cases.declare(session, case_id, actor, reason="My neighbour", revision=2, at=LATER)
    assert office.holder(case_id) == "ben", "it is handed on by the queue's rules"
    given = office.case(case_id).case.events[-1]
    assert given.data["considered"] == [{"person": actor.id, "why": [{"code": "conflict"}]}]
    assert office.may_not("ada", case_id, "draft") == {"conflict"}
    with database.begin() as session, pytest.raises(AssignmentRefused):
        cases.take(session, case_id, actor, revision=4, at=LATER)
    ben = office.staff["ben"].actor("report-it")
    with database.begin() as session, pytest.raises(AssignmentRefused):
        cases.hand_on(session, case_id, f"person:{actor.id}", ben, revision=4, reason="Yours", at=LATER)
    with database.begin() as session, pytest.raises(AssignmentRefused):
        cases.lift(session, case_id, str(actor.id), actor, reason="I may", revision=4, at=LATER)
    with database.begin() as session:
        cases.lift(session, case_id, str(actor.id), ben, reason="Another person", revision=4, at=LATER)
    office.does("ada", case_id, "draft")
    office.is_sound()


@pytest.mark.parametrize(("knows", "others"), [("name", "name"), ("address", "address")])
def test_whom_somebody_knows_is_kept_from_them_in_every_case(database: Database, knows: str, others: str) -> None:
    office = Office(database, TRIAGE, ada=("officer",), ben=("officer",))
    here = office.comes_in(who=NIA, home=WITH_UPRN)
    office.comes_in()
    same_name, same_home = office.comes_in(who={"full": "nia  EVANS"}), office.comes_in(home=HOME)
    assert [office.holder(one) for one in (here, same_name)] == ["ada", "ada"]
    actor = office.staff["ada"].actor("report-it")
    with database.begin() as session:
        cases.declare(session, here, actor, knows=knows, reason="My sister", revision=2, at=LATER)
    assert len(conflicts.spread(database, here, actor, knows, at=LATER)) == 1
    touched, free = (same_name, same_home) if knows == "name" else (same_home, same_name)
    assert conflicts.conflicted(office.case(touched).case) == {actor.id}
    assert conflicts.conflicted(office.case(free).case) == frozenset()
    comes = office.comes_in(who=NIA, home=HOME)
    assert conflicts.conflicted(office.case(comes).case) == {actor.id}
    assert office.holder(comes) == "ben"
    with database.begin() as session:
        ((known, kind, shown),) = conflicts.known_to(session, office.staff["ada"].person_id)
        assert (kind, shown) == (knows, {"name": "Nia Evans", "address": "1 High Street, AB1 2CD"}[knows])
        stored = session.connection().exec_driver_sql("SELECT row_to_json(a)::text FROM acquaintances a").scalars()
        assert not any("Evans" in row or "High" in row for row in stored), "nobody reads in the database who knows whom"
        assert conflicts.forget(session, office.staff["ada"].person_id, known, at=LATER)
    assert conflicts.conflicted(office.case(office.comes_in(who=NIA, home=HOME)).case) == frozenset()
    office.is_sound()
