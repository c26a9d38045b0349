"""Missed bins, as a councillor would ask about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from runtime import queues
from runtime.errors import ApplicationIncomplete
from tests.scenarios.town import APPLICANT, Town, on

THURSDAY = on("2026-03-26 09:00")
FRIDAY = on("2026-03-27 09:00")


def report(town: Town, *, postcode: str = "AB1 2CD", **changes: Any) -> UUID:
    """A missed rubbish bin, of Wednesday."""
    where = {"line_1": "1 High Street", "town": "Anytown", "postcode": postcode}
    given = {"property": where, "bin": "refuse", "assisted": False, "full_name": {"full": "Ada Lovelace"}}
    return town.sends("missed-bin", THURSDAY, **{**given, "email": "ada@example.org", **changes})


def test_a_missed_bin_is_reported_and_collected(town: Town) -> None:
    case = report(town)
    assert town.state(case) == "with-crew", "nobody at a desk has to send a crew to a round that is known"
    assert "We will be back by 30 March 2026" in town.wrote("Your missed bin")
    carys = town.hires("Carys", "missed-bin", "crew-desk")
    assert town.acts(case, carys, "done", FRIDAY).case.state == "collected"
    assert town.tells(case, FRIDAY).state == "Your bin has been emptied"
    assert town.case(case).case.reference in town.wrote("Your bin has been emptied")


def test_a_late_crew_is_escalated_to_the_supervisor(town: Town) -> None:
    case = report(town)
    town.reaches(on("2026-03-30 07:59"))
    assert town.state(case) == "with-crew", "the weekend does not count, and British summer has begun"
    town.reaches(on("2026-03-30 08:01"))
    late = town.case(case).case
    assert (late.state, late.assignee, late.priority) == ("overdue", "role:supervisor", "high")
    assert town.tells(case, on("2026-03-30 08:02")).state == "We are late, and chasing the crew"
    assert "A supervisor is now looking after your report" in town.wrote("We are late for your bin")
    tom = town.hires("Tom", "missed-bin", "supervisor")
    with town.database.read() as session:
        home = queues.home(session, tom, on("2026-03-30 08:02"))
    assert [row.reference for rows in home.firsts.values() for row in rows] == [late.reference]


def test_somebody_whose_bin_is_carried_out_for_them_comes_first(town: Town) -> None:
    case = town.case(report(town, assisted=True, bin_place="By the side gate")).case
    assert (case.state, case.priority) == ("with-crew", "high")


def test_an_address_on_no_round_is_looked_at_by_a_person(town: Town) -> None:
    case = report(town, postcode="ZE1 0AA", missed_on="2026-03-25")
    assert town.state(case) == "reported"
    carys = town.hires("Carys", "missed-bin", "crew-desk")
    with town.database.read() as session:
        row = queues.next_case(session, carys, "missed-bin", "new-reports")
    assert row is not None
    assert row.reference == town.case(case).case.reference
    assert town.acts(case, carys, "send", THURSDAY).case.state == "with-crew"


def test_a_bin_that_was_not_put_out_is_not_collected_again(town: Town) -> None:
    with pytest.raises(ApplicationIncomplete):
        report(town, postcode="AB1 2CE")
    assert town.letters() == []


def test_the_resident_reads_why_the_bin_could_not_be_emptied(town: Town) -> None:
    case, carys = report(town), town.hires("Carys", "missed-bin", "crew-desk")
    assert town.refuses(case, carys, "refuse", FRIDAY) == {"input"}
    town.acts(case, carys, "refuse", FRIDAY, reason="contaminated", explanation="Take the glass out.")
    text = town.wrote("We could not empty your bin")
    assert "Wrong things in the bin" in text
    assert "Take the glass out." in text


def test_a_report_that_was_taken_back_is_over_for_everybody(town: Town) -> None:
    case, carys = report(town), town.hires("Carys", "missed-bin", "crew-desk")
    town.acts(case, APPLICANT, "withdraw", THURSDAY)
    assert town.refuses(case, carys, "done", FRIDAY) == {"state"}
    town.reaches(on("2026-06-01 09:00"))
    assert town.state(case) == "withdrawn"
    assert "We are late for your bin" not in [subject for subject, _ in town.letters()]


def test_nobody_works_a_case_of_a_service_that_is_not_theirs(town: Town) -> None:
    case = report(town)
    stranger = town.hires("Ama", "information-request", "officer")
    assert "role" in town.refuses(case, stranger, "done", FRIDAY)
    with town.database.read() as session:
        assert queues.search(session, stranger, town.case(case).case.reference, FRIDAY) == ()
        assert queues.search(session, stranger, "Lovelace", FRIDAY) == ()
