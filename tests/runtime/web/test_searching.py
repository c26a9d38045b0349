"""Finding cases at a browser: what was looked for is marked, narrowed by links, and stands in no address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.runtime.web.offices import Office
from tests.runtime.web.test_queue_pages import searchable


@pytest.fixture
def office(site, database) -> Office:
    return Office(site, database, searchable())


def test_why_a_case_was_found_is_marked_and_what_was_typed_is_in_no_address(office: Office) -> None:
    office.case()
    page = office.search(office.sign_in("ada"), "high")
    assert "1 case, the newest first." in page.text
    assert "1 <mark>High</mark> Street" in page.response.get_data(as_text=True)
    assert not any("high" in link.lower() for link in page.links.values())
    page = office.search(office.sign_in("ada"), "<b>ADA</b>@example")
    assert "<b>" not in page.response.get_data(as_text=True)


def test_what_was_found_is_narrowed_by_links_and_read_page_by_page(office: Office) -> None:
    made = [office.case(ago=timedelta(minutes=n)).case.reference for n in range(22)]
    ada = office.sign_in("ada")
    closed = office.case(ago=timedelta(hours=1))
    ada.send(office.open(ada, closed).form("/do/send"))
    ada.send(office.open(ada, closed).form("/do/done"))
    first = office.search(ada, "high")
    second = ada.get(first.links["Next 20 cases"])
    shown = [[name for name in page.links if name in (*made, closed.case.reference)] for page in (first, second)]
    assert shown == [made[:20], [*made[20:], closed.case.reference]]
    ended = ada.get(first.links["Closed"])
    assert [name for name in ended.links if name in made] == []
    assert "1 case, the newest first." in ended.text
    assert "Nothing found there." in ada.get(f"{first.path}&service=report-it").text
    assert "22 cases" in ada.get(first.links["Open"]).text
