"""Answers that an address brings: taken where they can be answers, left out where they cannot."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.again import taken_over
from definitions.prefill import from_link, from_query, is_kept
from definitions.read import read_service
from definitions.service import Service
from tests.definitions.check_cases import radios
from tests.definitions.playing import at
from tests.factories import document, page, question

NOW = at("2026-03-26T09:00")
QUERY = {"query": "q", "link": True}


def asking(**changes: Any) -> Service:
    asked = question("it", prefill=QUERY) | changes
    return read_service(document(form={"pages": [page(), page("it", asked, question("other"))]}))


@pytest.mark.parametrize(
    ("changes", "text", "answer"),
    [
        ({}, " Oak ", "Oak"),
        ({"max": 3}, "Oaks", None),
        ({"pattern": "[0-9]+"}, "12a", None),
        ({"type": "integer", "max": 5}, "4", 4),
        ({"type": "integer", "max": 5}, "6", None),
        ({"type": "integer"}, "four", None),
        ({"type": "money"}, "£12.50", 1250),
        ({"type": "date"}, "2026-03-27", "2026-03-27"),
        ({"type": "date"}, "27/3/2026", None),
        ({"type": "yes-no"}, "yes", True),
        ({"type": "postcode"}, "ab1 2cd", "AB1 2CD"),
        (radios("it", "red", "blue"), "red", "red"),
        (radios("it", "red", "blue"), "green", None),
        (radios("it", "red", "blue", type="checkboxes"), "red, blue", ["red", "blue"]),
        ({"type": "text", "lines": 3}, "x" * 501, None),
        ({}, "", None),
        ({}, "\x00", None),
    ],
)
def test_text_becomes_an_answer_or_nothing(changes: dict, text: str, answer: Any) -> None:
    expected = {} if answer is None else {"it": answer}
    assert from_query(asking(**changes), {"q": text, "other": "x", "street": "y"}, NOW) == expected


@given(st.dictionaries(st.sampled_from(["q", "it", "other", "street", "x"]), st.text(max_size=20)))
@settings(max_examples=150, deadline=None)
def test_no_address_brings_what_its_author_does_not_list(query: dict[str, str]) -> None:
    assert set(from_query(asking(), query, NOW)) <= {"it"}
    assert from_query(asking(prefill={"link": True}), query, NOW) == {}
    assert set(from_link(asking(), query, NOW)) <= {"it"}
    assert from_link(asking(prefill={"query": "q"}), query, NOW) == {}


def test_what_must_stay_is_what_the_version_says() -> None:
    readonly = asking(prefill={"link": True, "readonly": True})
    assert is_kept(readonly, "it", "Oak", NOW)
    assert not is_kept(asking(), "it", "Oak", NOW)
    assert not is_kept(readonly, "gone", "Oak", NOW)
    assert not is_kept(asking(prefill={"link": True, "readonly": True}, type="integer"), "it", "Oak", NOW)


CASE = {"street": "High Street", "it": "Oak", "other": "Ash", "ill": "Yes", "agreed": True}


def again(allowed: Any, **changes: Any) -> Service:
    sent = page("it", question("it") | changes, question("other"), question("ill", sensitive=True))
    agreed = page("agreed", question("agreed", type="declaration"))
    applications = {} if allowed is None else {"applications": {"again": allowed}}
    return read_service(document(form={"pages": [page(), sent, agreed]}, **applications))


@pytest.mark.parametrize(
    ("allowed", "changes", "taken"),
    [
        (None, {}, set()),
        (False, {}, set()),
        (True, {}, {"street", "it", "other"}),
        ({"also": ["ill"]}, {}, {"street", "it", "other", "ill"}),
        ({"without": ["it"]}, {}, {"street", "other"}),
        (True, {"sensitive": True}, {"street", "other"}),
        (True, {"type": "date"}, {"street", "other"}),
    ],
)
def test_answers_taken_over_to_a_new_application(allowed: Any, changes: dict, taken: set) -> None:
    new = again(allowed, **changes)
    assert set(taken_over(again(True), new, CASE, NOW, lambda: "k")) == taken


def test_lists_are_taken_over_item_by_item() -> None:
    section = {"id": "people", "title": "People", "repeat": {"id": "people", "label": "Person", "max": 3},
               "pages": [page("who", question("who"), question("ill", sensitive=True))]}  # fmt: skip
    made = document(form={"pages": [page()], "sections": [section]}, applications={"again": True})
    service, keys = read_service(made), iter(["a1", "b2"])
    sent = {"street": "x", "people": [{"who": "Ada", "ill": "no"}, {"who": "Bo", "ill": "yes"}]}
    taken = taken_over(service, service, sent, NOW, lambda: next(keys))
    assert taken["people.a1.who"] == "Ada"
    assert taken["people.b2.who"] == "Bo"
    assert not [name for name in taken if name.endswith("ill")]
