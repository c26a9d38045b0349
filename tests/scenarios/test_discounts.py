"""Single person discounts, as a councillor would ask about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.scenarios.town import APPLICANT, Town, on

MONDAY = on("2026-03-02 10:00")


def apply(town: Town, account: str, **changes: Any) -> UUID:
    given = {"action": "apply", "account_ref": account, "reason": "always", "alone_since": "2026-02-20"}
    given |= {"other_home": False, "declared": True}
    contact = {"full_name": {"full": "Lowri Hughes"}, "email": "lowri@example.org"}
    return town.sends("single-person-discount", MONDAY, **{**given, **contact, **changes})


def test_three_records_three_decisions(town: Town) -> None:
    """The same answers: only what the Council Tax account says differs."""
    alone, two_adults, has_it = apply(town, "10000001"), apply(town, "10000002"), apply(town, "10000003")
    assert [town.state(case) for case in (alone, two_adults, has_it)] == ["awarded", "needs-check", "no-change"]
    assert [subject for subject, _ in town.letters()].count("You have the single person discount") == 1


def test_an_account_that_we_do_not_know_is_looked_at_by_an_officer(town: Town) -> None:
    assert town.state(apply(town, "90000009")) == "needs-check"


def test_evidence_is_asked_for_and_the_discount_given(town: Town) -> None:
    case, ama = apply(town, "10000002"), town.hires("Ama", "single-person-discount", "officer")
    town.acts(case, ama, "ask-evidence", MONDAY, evidence_wanted="A tenancy agreement")
    assert "A tenancy agreement" in town.wrote("We need evidence from you")
    photo = town.photographs(case, on("2026-03-10 10:00"))
    town.acts(case, APPLICANT, "send-evidence", on("2026-03-10 10:00"), evidence_file=photo)
    assert town.acts(case, ama, "give", on("2026-03-11 10:00")).case.state == "awarded"


def test_without_evidence_in_three_weeks_there_is_no_discount(town: Town) -> None:
    case, ama = apply(town, "10000002"), town.hires("Ama", "single-person-discount", "officer")
    town.acts(case, ama, "ask-evidence", MONDAY, evidence_wanted="A tenancy agreement")
    town.reaches(on("2026-03-23 09:59"))
    assert town.state(case) == "evidence"
    town.reaches(on("2026-03-23 10:01"))
    assert town.state(case) == "refused"
    assert "You can apply again" in town.wrote("We have not given you the discount")
    photo = town.photographs(case, on("2026-03-24 10:00"))
    assert "state" in town.refuses(case, APPLICANT, "send-evidence", on("2026-03-24 10:00"), evidence_file=photo)


def test_every_discount_is_looked_at_again_after_a_year(town: Town) -> None:
    case, reviewer = apply(town, "10000001"), town.hires("Priya", "single-person-discount", "reviewer")
    town.reaches(on("2027-03-02 10:01"))
    assert town.state(case) == "under-review"
    town.acts(case, reviewer, "still-alone", on("2027-03-05 10:00"))
    town.reaches(on("2028-03-05 10:01"))
    assert town.state(case) == "under-review"
    assert town.acts(case, reviewer, "end", on("2028-03-06 10:00")).case.state == "ended"


def test_a_resident_who_no_longer_lives_alone_ends_the_discount(town: Town) -> None:
    case = apply(town, "10000001")
    town.acts(case, APPLICANT, "no-longer-alone", on("2026-05-02 10:00"), moved_in_on="2026-05-01")
    assert town.state(case) == "ended"
    assert "Your discount ends on 1 May 2026" in town.wrote("Your discount has ended")


def test_late_applicants_are_asked_why_and_an_officer_decides(town: Town) -> None:
    case = apply(town, "10000001", alone_since="2025-12-01", late_reason="I was in hospital")
    assert town.state(case) == "needs-check"
