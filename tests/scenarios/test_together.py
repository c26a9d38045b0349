"""Stories of cases that belong together: reported twice, put together, and nobody left in the dark."""

from __future__ import annotations

from datetime import timedelta

from runtime import cases, people
from runtime.cases.likeness import alike
from runtime.web.public.joined import joined
from tests.scenarios.town import Town, on

HIGH_STREET = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD"}
THURSDAY = on("2026-03-26 09:00")


def test_two_neighbours_report_one_bin_and_both_learn_how_it_goes(town: Town) -> None:
    clerk = town.hires("Carys", "missed-bin", "crew-desk", "supervisor")
    bin_ = {"property": HIGH_STREET, "bin": "refuse", "assisted": False, "phone": None}
    first = town.sends("missed-bin", THURSDAY, **bin_, full_name={"full": "Nia"}, email="nia@example.org")
    again = dict(HIGH_STREET, line_1="1, HIGH STREET")
    late = THURSDAY + timedelta(hours=2)
    second = town.sends(
        "missed-bin", late, **bin_ | {"property": again}, full_name={"full": "Rhys"}, email="r@example.org"
    )
    with town.database.begin() as session:
        (found,) = alike(session, cases.load(session, second), clerk)
        assert (found.case_id, found.by[0].label) == (first, "address and bin")
        revision = cases.load(session, second).revision
        cases.merge(session, second, first, clerk.actor, revision=revision, at=late)
    assert town.case(second).closed_at == late
    assert "we deal with the two together" in town.wrote("We have put two together: Report a missed bin collection")
    with town.database.read() as session:
        seen = joined(session, cases.load(session, second), late, "en")
    assert seen is not None
    assert (seen.state, seen.promises[0].due) == (
        town.tells(first, late).state,
        town.tells(first, late).promises()[0].due,
    )
    assert town.tells(second, late).actions() == ()
    town.acts(first, clerk, "done", late + timedelta(hours=1))
    with town.database.read() as session:
        seen = joined(session, cases.load(session, second), late + timedelta(hours=1), "en")
    assert seen is not None
    assert (seen.state, seen.final) == ("Your bin has been emptied", True)


def test_a_mention_reaches_whoever_may_see_the_case_and_says_nothing_of_it(town: Town) -> None:
    clerk = town.hires("Carys", "missed-bin", "crew-desk")
    other = town.hires("Tom", "missed-bin", "supervisor")
    quiet = town.hires("Uma", "missed-bin", "supervisor")
    bin_ = {"property": HIGH_STREET, "bin": "refuse", "assisted": False, "phone": None}
    case_id = town.sends("missed-bin", THURSDAY, **bin_, full_name={"full": "Nia"}, email="nia@example.org")
    with town.database.begin() as session:
        people.wish_mail(session, quiet.person_id, mentions=False)
        named = [other.person_id, quiet.person_id]
        cases.note(session, case_id, "Is it the dog?", clerk.actor("missed-bin"), mentions=named, at=THURSDAY)
    reference = town.case(case_id).reference
    letter = town.wrote(f"Carys mentioned you on {reference}")
    assert "dog" not in letter
    assert f"/staff/cases/{reference}" in letter
    assert [letter["To"] for letter in town.post.letters].count("uma@council.example") == 0
