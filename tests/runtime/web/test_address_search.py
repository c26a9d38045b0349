"""An address is found by its postcode, chosen, changed, and can always be typed: all on the page's own address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from runtime import gazetteer
from runtime.app import create_site
from runtime.db import Database
from runtime.ports import Address, Found, SourceDown
from runtime.web.site import Site
from tests import factories
from tests.runtime.web.applicants import Applicant, publish
from tests.runtime.web.browsing import Page

OWN = "Enter the address yourself"


def document(**changes: Any) -> dict[str, Any]:
    """A service that asks for an address and, on the same page, for a word."""
    home = factories.question("home", type="address", label="Your address", lookup=True, **changes)
    pages = [factories.page("where", home, factories.question("street", label="Reason"), title="Where is it?")]
    return factories.document(
        form={"pages": [*pages, factories.page("more", factories.question("more"))]}, applicant={"track": ["street"]}
    )


@pytest.fixture
def applicant(site: Flask, database: Database, tmp_path: Path) -> Applicant:
    publish(database, document())
    rows = [f"{n},{n} High Street,,Anytown,,AB1 2CD" for n in (10, 2, 3)] + ["99,Rose Cottage,Hill,Anytown,,AB1 2CE"]
    rows += [f'{1000 + n},"Flat {n}, Tower House",,Anytown,,AB1 2CJ' for n in range(1, 132)]
    path = tmp_path / "gazetteer.csv"
    path.write_text("\n".join(["uprn,line_1,line_2,town,county,postcode", *rows]))
    with database.begin() as session:
        gazetteer.load(session, path)
    one = Applicant(site, "report-it")
    one.start()
    return one


def press(applicant: Applicant, does: str = "", /, **inputs: str) -> Page:
    """Press a button of the search, or Continue, on the page that is open."""
    given = {f"home-{name}": text for name, text in inputs.items() if name != "why"}
    given |= {"street": inputs["why"]} if "why" in inputs else {}
    assert applicant.browser.page is not None
    return applicant.browser.send(applicant.browser.page.form("where"), **given, **({"home-do": does} if does else {}))


def saved(applicant: Applicant) -> str:
    assert applicant.browser.page is not None
    assert applicant.browser.page.status == 303, applicant.browser.page.text
    return applicant.open("where").text


def fields(page: Page) -> dict[str, Any]:
    return page.form("where").fields


def test_an_address_is_found_chosen_and_kept_with_its_number(applicant: Applicant, database: Database) -> None:
    page = press(applicant, "find", postcode="ab12cd", why="Because")
    assert page.status == 200
    assert "3 addresses have the postcode AB1 2CD" in page.text
    assert "2 High Street, Anytown 3 High Street, Anytown 10 High Street, Anytown" in page.text
    assert fields(page)["street"] == "Because"
    press(applicant, pick="3")
    page = applicant.open("where")
    assert "3 High Street Anytown AB1 2CD" in page.text
    assert "Change the address" in page.text
    assert "Postcode" not in page.text
    # Sent again as it is, it is still the same.
    press(applicant)
    applicant.answer("more", more="x")
    page = applicant.browser.get(f"{applicant.root}/check")
    assert "3 High Street Anytown AB1 2CD" in page.text


def test_continue_finds_what_the_button_finds(applicant: Applicant) -> None:
    page = press(applicant, postcode="AB1 2CE")
    assert page.status == 200
    assert fields(page)["home-how"] == "choose"
    assert "1 address has the postcode AB1 2CE" in page.text


def test_a_house_number_narrows_the_list(applicant: Applicant) -> None:
    assert (
        "1 address with the postcode AB1 2CD matches “10”"
        in press(applicant, "find", postcode="AB1 2CD", building="10").text
    )
    press(applicant, "again")
    page = press(applicant, "find", postcode="AB1 2CD", building="77")
    assert "No address with the postcode AB1 2CD matches “77”, so all of them are listed" in page.text
    assert "10 High Street" in page.text


def test_a_tower_lists_a_hundred_and_finds_the_others_by_number(applicant: Applicant) -> None:
    page = press(applicant, "find", postcode="AB1 2CJ")
    assert "131 addresses have the postcode AB1 2CJ" in page.text
    assert "Only the first 100 of 131 are listed." in page.text
    assert "Flat 100, Tower House" in page.text
    assert "Flat 101, Tower House" not in page.text
    press(applicant, "find", building="Flat 131")
    press(applicant, pick="1131", why="x")
    assert "Flat 131, Tower House Anytown AB1 2CJ" in saved(applicant)


@pytest.mark.parametrize(
    ("postcode", "message"),
    [("", "Enter a postcode to find the address"), ("AB1", "Enter a full UK postcode"), ("<b>", "Enter a full UK")],
)
def test_what_is_no_postcode_is_said_at_its_box(applicant: Applicant, postcode: str, message: str) -> None:
    for does in ("find", ""):
        page = press(applicant, does, postcode=postcode, why="x")
        assert page.status == 422
        assert message in page.text
        assert {link for words, link in page.links.items() if message in words} == {"#home-postcode"}


def test_nothing_found_says_so_and_lets_it_be_typed(applicant: Applicant) -> None:
    page = press(applicant, "find", postcode="zz11zz")
    assert page.status == 200
    assert (
        "We found no address with the postcode ZZ1 1ZZ. Check the postcode, or enter the address yourself." in page.text
    )
    page = press(applicant, "type")
    assert fields(page)["home-postcode"] == "ZZ1 1ZZ"
    press(applicant, line_1="9 New Road", town="Anytown", why="x")
    assert "9 New Road" not in saved(applicant)  # in a box
    assert fields(applicant.open("where"))["home-line_1"] == "9 New Road"


def test_an_address_is_always_there_to_be_typed_and_told_what_it_lacks(applicant: Applicant) -> None:
    for step in ({}, {"does": "find", "postcode": "AB1 2CD"}):
        if step:
            press(applicant, "find", postcode="AB1 2CD")
        assert OWN in applicant.browser.page.text  # type: ignore[union-attr]
    page = press(applicant, "type", postcode="")
    page = press(applicant, why="x")
    assert page.status == 422
    assert {"#home-line_1", "#home-town", "#home-postcode"} <= set(page.links.values())
    assert 'name="home-do" value="search"' in page.response.get_data(as_text=True)
    page = press(applicant, "search")
    assert fields(page)["home-how"] == "find"


def test_continue_without_a_choice_asks_for_one(applicant: Applicant) -> None:
    press(applicant, "find", postcode="AB1 2CD")
    page = press(applicant, pick="", why="x")
    assert page.status == 422
    assert page.links["Select an address from the list, or choose to enter the address yourself"] == "#home-pick"
    assert "3 High Street" in page.text


def test_a_mistake_elsewhere_keeps_the_choice(applicant: Applicant) -> None:
    press(applicant, "find", postcode="AB1 2CD")
    page = press(applicant, pick="10", why="")
    assert page.status == 422
    assert list(page.links.values()).count("#street") == 1
    assert 'value="10" selected' in page.response.get_data(as_text=True)
    press(applicant, pick="10", why="x")
    assert "10 High Street Anytown" in saved(applicant)


def test_only_the_gazetteer_gives_a_number(applicant: Applicant) -> None:
    """What a form claims to be chosen, or kept, is asked of the source and of what was saved."""
    forged = {"line_1": "1 Palace", "town": "London", "uprn": "1"}
    press(applicant, how="kept", postcode="AB1 2CD", why="x", **forged)
    assert applicant.browser.page.status == 422  # type: ignore[union-attr]
    press(applicant, how="choose", postcode="AB1 2CD", pick="777", why="x", **forged)
    assert applicant.browser.page.status == 422  # type: ignore[union-attr]
    press(applicant, "type")
    press(applicant, how="type", postcode="AB1 2CD", why="x", **forged)
    assert applicant.browser.page.status == 303  # type: ignore[union-attr]
    assert "home-uprn" not in fields(applicant.open("where"))
    press(applicant, how="choose", postcode="AB1 2CD", pick="2", why="x", **forged)
    assert "2 High Street" in saved(applicant)


def test_it_can_be_changed(applicant: Applicant) -> None:
    press(applicant, "find", postcode="AB1 2CD")
    press(applicant, pick="3", why="x")
    assert 'name="home-do" value="change"' in applicant.open("where").response.get_data(as_text=True)
    page = press(applicant, "change")
    assert fields(page)["home-how"] == "find"
    assert fields(page)["home-postcode"] == ""
    press(applicant, "find", postcode="AB1 2CE")
    press(applicant, pick="99")
    assert "Rose Cottage Hill Anytown AB1 2CE" in saved(applicant)


def test_an_optional_one_may_be_left_blank(site: Flask, database: Database) -> None:
    publish(database, document(required=False))
    one = Applicant(site, "report-it")
    one.start()
    one.answer("where", street="x")
    assert one.browser.follow().form("more")


class Down:
    """A source that lists and then goes away, or never answers."""

    def __init__(self, *addresses: Address) -> None:
        self._found = Found(addresses, len(addresses))

    def at(self, postcode: str, building: str = "") -> Found:
        if not self._found.total:
            raise SourceDown("it took too long")
        return self._found

    def of(self, uprn: str) -> Address | None:
        raise SourceDown("it took too long")


@pytest.mark.parametrize("listed", [(), (Address("1", "1 High Street", "Anytown", "AB1 2CD"),)])
def test_a_source_that_is_down_is_said_and_the_address_is_typed(
    database: Database, monkeypatch: pytest.MonkeyPatch, listed: tuple[Address, ...]
) -> None:
    publish(database, document())
    app = create_site(database.settings, database)
    app.extensions["townclerk"] = Site(database.settings, database, Down(*listed))
    one = Applicant(app, "report-it")
    one.start()
    page = press(one, "find", postcode="AB1 2CD", why="kept")
    if listed:
        page = press(one, pick="1")
    assert page.status == 200
    assert "We cannot look up addresses at the moment. Enter the address yourself." in page.text
    assert fields(page) | {"csrf_token": ""} == fields(page) | {"csrf_token": "", "street": "kept", "home-how": "type"}
    press(one, line_1="1 High Street", town="Anytown")
    assert page.form("where").fields["home-postcode"] == "AB1 2CD"
    assert one.browser.page.status == 303  # type: ignore[union-attr]


def test_welsh_pages_search_in_welsh(site: Flask, database: Database, applicant: Applicant) -> None:
    said = document() | {"languages": ["en", "cy"]}
    publish(database, said)
    welsh = Applicant(site, "report-it")
    welsh.start()
    welsh.browser.send(welsh.browser.page.form("where"), language="cy")  # type: ignore[union-attr]
    page = press(welsh, "find", postcode="AB1 2CD")
    assert "Mae gan 3 cyfeiriad y cod post AB1 2CD" in page.text
    assert "Rhoi’r cyfeiriad eich hun" in page.text
