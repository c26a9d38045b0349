"""What happens when many want the same thing at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from runtime import cases, queues
from runtime.access import Viewer
from runtime.errors import StaleCase
from tests.scenarios.test_missed_bins import FRIDAY, THURSDAY, report
from tests.scenarios.town import Town


def take(town: Town, who: Viewer, case_id: UUID, revision: int) -> str:
    try:
        with town.database.begin() as session:
            cases.take(session, case_id, who.actor("missed-bin"), revision=revision, at=FRIDAY)
    except StaleCase:
        return "somebody else was first"
    return "taken"


def test_of_two_who_take_a_case_at_once_one_is_told_that_the_other_has_it(town: Town) -> None:
    case = report(town, postcode="ZE1 0AA", missed_on="2026-03-25")
    crew = [town.hires(name, "missed-bin", "crew-desk") for name in ("Carys", "Bo")]
    revision = town.case(case).revision
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda who: take(town, who, case, revision), crew))
    assert sorted(told) == ["somebody else was first", "taken"]
    assert town.case(case).case.assignee == crew[told.index("taken")].assignee


def test_the_most_urgent_case_comes_first_and_is_nobody_elses(town: Town) -> None:
    carys, bo = (town.hires(name, "missed-bin", "crew-desk") for name in ("Carys", "Bo"))
    report(town, postcode="ZE1 0AA", missed_on="2026-03-25")
    urgent = report(town, assisted=True, bin_place="By the gate")
    waiting = report(town)
    for who, case in ((carys, urgent), (bo, waiting)):
        with town.database.begin() as session:
            row = queues.next_case(session, who, "missed-bin", "with-crews")
            assert row is not None
            assert row.id == case
            cases.take(session, row.id, who.actor("missed-bin"), revision=town.case(case).revision, at=THURSDAY)


def test_residents_of_one_street_are_each_given_a_reference_of_their_own(town: Town) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda n: report(town, email=f"resident-{n}@example.org"), range(12)))
    assert len({town.case(case).case.reference for case in sent}) == 12
    assert len([1 for subject, _ in town.letters() if subject == "Your missed bin"]) == 12
