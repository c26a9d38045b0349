"""Fault F09: the same form sent fifty times at once, and a form whose answers were changed after it was shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from runtime import applications, cases, documents
from runtime.errors import KeyReused
from tests.faults import lamps
from tests.faults.client import Applicant, Client, Page, where
from tests.faults.town import Town, check, numbers

TIMES = 50


def twin(one: Applicant) -> Client:
    """Another request of the same browser: the same cookies, sent at the same time."""
    client = Client(one.client.port)
    client.own, client.cookies = one.client.own, dict(one.client.cookies)
    return client


def test_fifty_at_once_are_one_case_with_one_reference(lamps_town: Town) -> None:
    town = lamps_town
    town.web.up()
    one = town.applicant()
    one.fill()
    form, barrier = one.ready(), Barrier(TIMES)

    def press(client: Client) -> tuple[Page, Client]:
        barrier.wait()
        return client.send(form), client

    with ThreadPoolExecutor(TIMES) as hands:
        answers = list(hands.map(press, [twin(one) for _ in range(TIMES)]))
    assert [where(page) for page, _ in answers] == ["/apply/lamp/sent"] * TIMES
    for _, client in answers[:: TIMES // 5]:
        one.client = client
        one.read()
    one.send()
    assert len(one.shown) == 6
    assert town.rows("SELECT count(*) FROM cases")[0][0] == 1
    assert town.rows("SELECT count(*) FROM effects")[0][0] == 1
    check(town)
    print(numbers(town, [("posts of one form", TIMES)]))


def test_the_same_key_with_other_answers_is_refused_and_says_what_is_true(lamps_town: Town) -> None:
    """The key names the answers that were shown: what was changed since, in another tab, is shown before it is sent."""
    town = lamps_town
    town.web.up()
    one = town.applicant()
    one.fill()
    stale = one.ready()
    page = one.client.get("/apply/lamp/where").form("where")
    assert where(one.client.send(page, wrong="Another thing.")) == "/apply/lamp/contact"
    answer = one.client.send(stale)
    assert answer.status == 409
    assert "Another thing." in answer.text
    assert town.rows("SELECT 1 FROM cases WHERE applicant = :email", email=one.answers["email"]) == []
    assert where(one.client.send(answer.form("/check"))) == "/apply/lamp/sent"
    first = one.read()
    assert where(one.client.send(stale)) == "/apply/lamp/sent"
    assert one.read() == first
    assert len(town.rows("SELECT 1 FROM cases WHERE applicant = :email", email=one.answers["email"])) == 1


def test_a_key_belongs_to_one_application(lamps_town: Town) -> None:
    town, at = lamps_town, lamps.now()
    with town.database.begin() as session:
        version = documents.published(session, "lamp").version_id
        mine, theirs = (
            applications.save_page(
                session, applications.begin(session, version, language="en", at=at)[0],
                {"street": f"Key {n} Road", "wrong": None, "email": f"key-{n}@example.org"}, at,
            )
            for n in (1, 2)
        )  # fmt: skip
    with town.database.begin() as session:
        first = cases.submit(session, mine, at=at, key="a key")
    with pytest.raises(KeyReused) as refused, town.database.begin() as session:
        cases.submit(session, theirs, at=at, key="a key")
    assert refused.value.status == 409
    with town.database.begin() as session:
        assert cases.submit(session, mine, at=at, key="a key") == first
        assert cases.submit(session, theirs, at=at, key="another").reference != first.reference
