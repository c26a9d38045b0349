"""A queue's page: narrowed by answers that stand in no address, in an order and with columns of one's own."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import example_document
from tests.runtime.web.browsing import Browser, Page
from tests.runtime.web.offices import Office

NEW = "/staff/queues/missed-bin/new-reports"


def searchable() -> dict:
    document = example_document()
    for page in document["form"]["pages"]:
        for question in page.get("questions", ()):
            question["searchable"] = True
    document["queues"][0] |= {"description": "Sent to a crew today.", "empty": "Every report is with a crew."}
    return document


@pytest.fixture
def office(site, database) -> Office:
    return Office(site, database, searchable())


def narrowed(browser: Browser, **typed: str) -> Page:
    browser.send(browser.get(NEW).form("/narrow"), **typed)
    return browser.follow()


def test_answers_that_are_asked_for_are_chips_and_go_one_by_one(office: Office) -> None:
    office.case()
    office.case(property={"line_1": "2 Mill Lane", "town": "Anytown", "postcode": "AB1 2CE"})
    ada = office.sign_in("ada")
    page = narrowed(ada, **{"property-words": "mill", "bin-is": "recycling", "missed_on-from": "1/1/2020"})
    assert "Address: “mill” Remove" in page.text
    assert "Bin: Recycling Remove" in page.text
    assert "Collection day: from 1 January 2020 Remove" in page.text
    assert "2 Mill Lane" in page.text
    assert "1 High Street" not in page.text
    assert 'value="mill"' in page.response.get_data(as_text=True), "the boxes keep what is asked"
    wider = ada.get(next(link for name, link in page.links.items() if "Address: “mill”" in name))
    assert "1 High Street" in wider.text
    assert "Bin: Recycling Remove" in wider.text


def test_no_address_tells_what_was_answered_and_none_is_of_use_to_another(office: Office) -> None:
    office.case()
    ada = office.sign_in("ada")
    page = narrowed(ada, **{"property-words": "high", "email-words": "ada@example.org"})
    addresses = [ada.page.path if ada.page else "", *page.links.values()]
    assert not any(word in address.lower() for word in ("high", "ada%40", "ada@") for address in addresses)
    kept = parse_qs(urlsplit(page.path).query)["f"][0]
    assert "Address: “high”" in ada.get(f"{NEW}?f={kept}&with=nobody").text
    other = office.sign_in("bo").get(f"{NEW}?f={kept}")
    assert "high" not in other.text.replace("1 High Street", "")
    assert "chosen by somebody else" in other.text


def test_what_cannot_be_asked_is_told_and_kept(office: Office) -> None:
    ada = office.sign_in("ada")
    page = ada.send(ada.get(NEW).form("/narrow"), **{"missed_on-from": "yesterday", "property-words": "mill"})
    assert page.status == 422
    assert "Collection day: enter a date like 27/3/2026" in page.text
    body = page.response.get_data(as_text=True)
    assert 'value="yesterday"' in body
    assert 'value="mill"' in body


def test_order_and_columns_are_kept_in_the_address_and_the_queues_own_say_nothing(office: Office) -> None:
    office.case()
    ada = office.sign_in("ada")
    ada.send(ada.get(f"{NEW}?with=nobody").form("/arrange?with=nobody"), order="newest", columns=["property"])
    page = ada.follow()
    assert parse_qs(urlsplit(page.path).query) == {"with": ["nobody"], "order": ["newest"], "columns": ["property"]}
    assert "Recycling" not in page.text.partition("Reference Due")[2]
    ada.send(page.form(f"/arrange?{urlsplit(page.path).query}"), order="due", columns=["bin", "missed_on", "property"])
    assert ada.follow().path == f"{NEW}?with=nobody"
    assert ada.get(f"{NEW}?order=backwards&columns=email,reason").status == 200


def test_a_queue_says_what_it_is_for_and_what_its_being_empty_means(office: Office) -> None:
    page = office.sign_in("ada").get(NEW)
    assert "Sent to a crew today." in page.text
    assert "Every report is with a crew." in page.text
    assert "No case here is like that" in narrowed(office.sign_in("ada"), **{"bin-is": "refuse"}).text
