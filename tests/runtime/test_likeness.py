"""Likely duplicates, and other cases of a person and a place, against everything compared with everything else."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from runtime import applications, cases, fsck
from runtime.access import Viewer
from runtime.cases import Loaded
from runtime.cases.likeness import MOST_ALIKE, Alike, alike, others
from runtime.models.base import ORGANISATION
from tests import factories
from tests.runtime import citizens

NINE = datetime(2026, 3, 26, 9, tzinfo=UTC)
WITHIN = timedelta(days=2)
STREETS = (
    {"line_1": "1 High Street"},
    {"line_1": "1, HIGH  street"},
    {"line_1": "2 High Street"},
    {"line_1": "Ty\u0302 Gwyn"},
)
EMAILS = ("ada@example.org", "ADA@example.org", "bo@example.org", None)
CLERK = Viewer(uuid4(), ORGANISATION, "Ada", {"missed-bin": frozenset({"crew-desk"})})
STRANGER = Viewer(uuid4(), ORGANISATION, "Di", {"report-it": frozenset({"officer"})})


def document() -> dict[str, Any]:
    rules = [{"same": ["property", "bin"], "within": "48 hours", "label": "address and bin"},
             {"same": ["email"], "within": "48 hours"}]  # fmt: skip
    return factories.example_document() | {"duplicates": rules}


def sent(session: Session, version: Any, at: datetime, **answers: Any) -> Loaded:
    application = citizens.apply(session, version, at, missed_on=(at - timedelta(days=1)).date().isoformat(), **answers)
    return cases.load(session, cases.submit(session, application, at=at).case_id)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_are_found_as_by_comparing_every_two(session: Session, seed: int) -> None:
    chance, version = random.Random(seed), citizens.publish(session, document())
    uprns = count(100)
    made = []
    for _ in range(24):
        street = dict(chance.choice(STREETS)) | {"town": "Anytown", "postcode": chance.choice(["AB1 2CD", "AB1 2CE"])}
        if chance.random() < 0.3:
            street["uprn"] = str(chance.choice([7, 7, next(uprns)]))
        at = NINE + timedelta(hours=chance.randrange(0, 24 * 8))
        about = {"bin": chance.choice(["refuse", "recycling"]), "email": chance.choice(EMAILS), "property": street}
        made.append(sent(session, version, at, **about))
    for one in made:
        found = {each.case_id: {rule.id for rule in each.by} for each in alike(session, one, CLERK)}
        expected = {other.id: by for other in made if other.id != one.id and (by := brute(one, other))}
        nearest = sorted(expected, key=lambda id: (apart(one, by_id(made, id)), id))[:MOST_ALIKE]
        assert found == {case_id: expected[case_id] for case_id in nearest}
    assert fsck.run(session) == []


def brute(one: Loaded, other: Loaded) -> set[str]:
    """By which rules two cases are alike, from their answers alone."""
    if apart(one, other) > WITHIN:
        return set()
    a, b = one.case.answers, other.case.answers
    found = {"email"} if a.get("email") and str(a["email"]).lower() == str(b.get("email") or "").lower() else set()
    if a["bin"] == b["bin"] and same_place(a["property"], b["property"]):
        found.add("bin+property")
    return found


def same_place(a: dict[str, str], b: dict[str, str]) -> bool:
    words = [(p["line_1"].lower().replace(",", "").split(), p["postcode"].replace(" ", "").lower()) for p in (a, b)]
    return words[0] == words[1] or ("uprn" in a and a.get("uprn") == b.get("uprn"))


def apart(one: Loaded, other: Loaded) -> timedelta:
    return abs(one.case.submitted_at - other.case.submitted_at)


def by_id(made: list[Loaded], case_id: UUID) -> Loaded:
    return next(each for each in made if each.id == case_id)


def test_what_was_looked_at_is_not_suggested_again(session: Session) -> None:
    version = citizens.publish(session, document())
    one, other = sent(session, version, NINE), sent(session, version, NINE + timedelta(hours=2))
    (found,) = alike(session, one, CLERK)
    assert (found.case_id, found.by[0].label) == (other.id, "address and bin")
    cases.link(session, one.id, other.id, "distinct", CLERK.actor, revision=1, at=NINE)
    for case_id in (one.id, other.id):
        assert alike(session, cases.load(session, case_id), CLERK) == ()


def test_a_person_and_a_place_are_found_across_services_where_one_may_see_them(session: Session) -> None:
    version = citizens.publish(session, document())
    form = {"pages": [factories.page("where", factories.question("home", type="address")),
                      factories.page("who", factories.question("mail", type="email", required=False))]}  # fmt: skip
    other_service = factories.document(form=form, applicant={"email": "mail"}, queues=[
        factories.document()["queues"][0] | {"columns": []}])  # fmt: skip
    home = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD"}
    theirs = citizens.publish(session, other_service)
    far = NINE - timedelta(days=400)
    begun, _ = applications.begin(session, theirs.id, language="en", at=far)
    cases.submit(
        session, applications.save_page(session, begun, {"home": home, "mail": "Ada@example.org"}, far), at=far
    )
    one = sent(session, version, NINE, email="ada@example.org", property=home)
    both = Viewer(uuid4(), ORGANISATION, "Cy", {**CLERK.roles, **STRANGER.roles})
    (found,) = others(session, one, both)
    assert found.kinds == {"person", "place"}
    assert others(session, one, CLERK) == ()
    assert others(session, one, Viewer(uuid4(), uuid4(), "Far", both.roles)) == ()


def test_who_may_not_see_a_case_is_not_told_of_its_likeness(session: Session) -> None:
    version = citizens.publish(session, document())
    one = sent(session, version, NINE)
    sent(session, version, NINE)
    found: tuple[Alike, ...] = alike(session, one, STRANGER)
    assert found == ()
