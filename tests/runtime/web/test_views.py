"""Views at a browser without scripts: kept, opened, changed, ordered, deleted and had back."""

from __future__ import annotations

import re

import pytest

from tests.runtime.web.browsing import Browser, Page
from tests.runtime.web.offices import Office
from tests.runtime.web.test_queue_pages import NEW, searchable


@pytest.fixture
def office(site, database) -> Office:
    return Office(site, database, searchable())


def keep(browser: Browser, asked: str, name: str) -> Page:
    form = next(form for form in browser.get(f"{NEW}?{asked}").forms if "/views" in form.action)
    browser.send(form, name=name, do="new")
    return browser.follow()


def change(browser: Browser, of: str, do: str, **more: str) -> Page:
    page = browser.get("/staff/views")
    view_id = page.links[of].rpartition("view=")[2].partition("&")[0]
    browser.send(page.form(f"/views/{view_id}"), do=do, **more)
    return browser.follow()


def test_a_view_is_kept_and_stands_on_home_with_its_count(office: Office) -> None:
    office.case()
    ada = office.sign_in("ada")
    page = keep(ada, "with=nobody&order=newest", "Free, newest first")
    assert "“Free, newest first” is kept" in page.text
    home = ada.get("/staff")
    assert "Free, newest first , 1" in home.text
    assert ada.get(home.links["Free, newest first"]).status == 200
    assert "Free, newest first" not in office.sign_in("bo").get("/staff").text


def test_a_view_opens_first_and_the_whole_queue_stays_one_press_away(office: Office) -> None:
    office.case()
    ada = office.sign_in("ada")
    keep(ada, "with=me", "Mine")
    assert "Opens with the queue" in change(ada, "Mine", "first").text
    ada.get(NEW)
    page = ada.follow()
    assert "No case here is like that" in page.text
    assert "1 High Street" in ada.get(page.links["Whole queue"]).text
    change(ada, "Mine", "not-first")
    assert "1 High Street" in ada.get(NEW).text


def test_what_is_asked_now_takes_the_place_of_what_a_view_asked(office: Office) -> None:
    ada = office.sign_in("ada")
    keep(ada, "with=me", "Mine")
    view = re.search(r"view=([0-9a-f-]+)", ada.page.path if ada.page else "")
    assert view
    page = ada.get(f"{NEW}?with=me&overdue=1&view={view[1]}")
    assert "Change “Mine” to this" in page.text
    ada.send(next(form for form in page.forms if "/views" in form.action), do="keep")
    assert "overdue=1" in ada.follow().path
    assert "Change “Mine”" not in ada.get(ada.get("/staff/views").links["Mine"]).text


def test_a_deleted_view_is_had_back_by_one_press(office: Office) -> None:
    ada = office.sign_in("ada")
    for name in ("Mine", "Late"):
        keep(ada, "with=me", name)
    page = change(ada, "Mine", "delete")
    assert "“Mine” is deleted." in page.text
    assert "Mine" not in page.links
    ada.send(page.forms[2], do="restore")
    page = ada.follow()
    assert page.text.index("Mine") < page.text.index("Late")
    assert change(ada, "Mine", "down").text.count("Mine") > 0
    renamed = change(ada, "Mine", "rename", name="Late")
    assert "You have a view called “Late” already." in renamed.text
    assert "There is no such" not in change(ada, "Mine", "nonsense").text


def test_a_view_without_a_name_is_told_so_and_nothing_asked_is_lost(office: Office) -> None:
    page = keep(office.sign_in("ada"), "with=me", "")
    assert "Enter a name for the view." in page.text
    assert "with=me" in page.path
