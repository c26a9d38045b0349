"""The page of the council's calendar: only for who may, each change with its reason, and nothing moves unseen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from runtime import people, recounting
from runtime.access import COUNCIL
from tests.runtime.web.browsing import Browser
from tests.runtime.web.offices import Office, now
from tests.runtime.web.test_staff_matrix import ask


@pytest.fixture
def keeper(office: Office) -> Browser:
    """Cy, who works missed bins, too."""
    with office.database.begin() as session:
        people.grant(session, people.create_team(session, "Supervisors", at=now()), COUNCIL, "calendar", at=now())
    return office.sign_in("cy")


def tomorrow(name: str = "first") -> dict[str, str]:
    day = now().date() + timedelta(days=1)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def work(office: Office) -> None:
    while recounting.go_on(office.database):
        pass


def closed(keeper: Browser, **typed: str) -> None:
    keeper.send(keeper.get("/staff/calendar").form("/close"), **{**tomorrow(), "why": "Flooded"} | typed)


def test_there_is_no_such_page_for_others(office: Office, keeper: Browser) -> None:
    ada = office.sign_in("ada")
    there, absent = (ask(ada, "GET", path) for path in ("/staff/calendar", "/staff/calendars"))
    assert (there[0], there) == (404, absent)
    assert "Calendar" not in ada.get("/staff").links
    assert keeper.get("/staff").links["Calendar"] == "/staff/calendar"


def test_a_day_is_closed_opened_again_and_both_stand_in_the_history(office: Office, keeper: Browser) -> None:
    closed(keeper)
    page = keeper.follow()
    assert "Those days are closed. New cases count by it from now on." in page.text
    assert "Flooded Open as usual" in page.text
    assert "Version 1: Flooded Cy" in page.text
    keeper.send(page.form("/open"))
    page = keeper.follow()
    assert "Nothing ahead but bank holidays" in page.text
    assert "Version 2: As usual on" in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"why": ""}, "Say why the calendar changes"),
        ({"first-day": ""}, "is not a day"),
        (tomorrow("last") | {"last-year": "2020"}, "on or after the first"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(keeper: Browser, typed: dict[str, str], words: str) -> None:
    closed(keeper, **typed)
    assert keeper.page is not None
    assert keeper.page.status == 422
    assert keeper.page.title.startswith("Error: ")
    assert words in keeper.page.text
    assert keeper.page.form("/close").fields["first-month"] == tomorrow()["first-month"]


def test_bank_holidays_are_listed_with_their_nations(keeper: Browser) -> None:
    text = keeper.get("/staff/calendar/holidays").text
    assert "St Andrew’s Day Scotland" in text
    assert "Christmas Day All of the UK" in text or "Christmas Day (substitute day) All of the UK" in text


def test_two_who_change_it_at_once_are_told(office: Office, keeper: Browser) -> None:
    form = keeper.get("/staff/calendar").form("/hours")
    closed(keeper)
    keeper.send(form, saturday="10:00-12:00", reason="Saturdays")
    assert keeper.page is not None
    assert keeper.page.status == 409
    assert "Somebody else has changed the calendar" in keeper.page.text


def test_office_hours_are_changed_with_a_reason(keeper: Browser) -> None:
    form = keeper.get("/staff/calendar").form("/hours")
    keeper.send(form, saturday="10:00-12:00, 13:00-14:00", friday="", reason="Saturdays")
    page = keeper.follow()
    fields = page.form("/hours").fields
    assert (fields["saturday"], fields["friday"]) == ("10:00-12:00, 13:00-14:00", "")
    keeper.send(page.form("/hours"), monday="nine to five", reason="Oops")
    assert keeper.page is not None
    assert "write them like 09:00-17:00" in keeper.page.text


def test_what_would_move_is_seen_first_and_confirmed(office: Office, keeper: Browser) -> None:
    case = office.case()
    closed(keeper)
    keeper.send(keeper.get("/staff/calendar").form("/recount"), reason="Flooded")
    page = keeper.follow()
    assert "Looking at what would move: 0 % of 1 case" in page.text
    work(office)
    page = keeper.get("/staff/calendar/recount")
    assert "1 date would move, of 1 open case" in page.text
    assert case.case.reference in page.text
    assert office.load(case.id).revision == case.revision
    keeper.send(page.form("/confirm"))
    work(office)
    page = keeper.get("/staff/calendar/recount")
    assert "Done: 1 date moved" in page.text
    history = office.sign_in("ada").get(f"/staff/cases/{case.case.reference}").text
    assert "Cy counted its clocks again by a newer calendar" in history
    assert "Reason Flooded" in history
    assert re.search(r"Emptied within 2 working days \w+day \d+ \w+ \d{4} → \w+day", history)


def test_cases_of_services_that_one_does_not_work_are_counted_and_not_named(office: Office, keeper: Browser) -> None:
    case = office.case()
    with office.database.begin() as session:
        team = people.create_team(session, "Supervisors", at=now())
        people.revoke(session, team, "missed-bin", "supervisor", at=now())
    keeper = office.sign_in("cy")
    closed(keeper)
    keeper.send(keeper.get("/staff/calendar").form("/recount"), reason="Flooded")
    work(office)
    page = keeper.get("/staff/calendar/recount")
    assert "1 date would move" in page.text
    assert case.case.reference not in page.text
    assert "of services that you do not work, so they are not listed" in page.text


def test_a_recount_may_be_refused_or_left(office: Office, keeper: Browser) -> None:
    office.case()
    keeper.send(keeper.get("/staff/calendar").form("/recount"), reason="Nothing yet")
    assert keeper.page is not None
    assert "There is only one calendar yet" in keeper.page.text
    closed(keeper)
    keeper.send(keeper.get("/staff/calendar").form("/recount"), reason="Flooded")
    work(office)
    keeper.send(keeper.get("/staff/calendar/recount").form("/stop"))
    assert "Stopped" in keeper.follow().text
    assert "(stopped)" in keeper.get("/staff/calendar").text
