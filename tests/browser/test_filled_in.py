"""Choices from a table by earlier answers, answers brought by a link, and beginning again with the last ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from definitions.calendars import Moment
from runtime import documents, links
from tests import factories
from tests.browser.citizen import CHECK, Citizen
from tests.browser.conftest import Live
from tests.runtime import citizens

both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
AREAS = ("north", "south")
ROWS = [f"{area}{n},{area.capitalize()} School {n},{area}" for area in AREAS for n in range(1, 21)]
SCHOOLS = "\n".join(["urn,name,area", *ROWS]) + "\n"


def service() -> dict[str, Any]:
    question, page = factories.question, factories.page
    area = question("area", type="radios", label="Where do you live?", prefill={"link": True, "readonly": True},
                    options=[{"value": area, "label": area.capitalize()} for area in AREAS])  # fmt: skip
    school = question("school", type="select", label="Which school?", options={
        "table": "schools.csv", "value": "urn", "label": "name", "where": {"area": "area"},
    })  # fmt: skip
    pages = [page("area", area, title="Where do you live?"), page("school", school, title="Which school?")]
    pages += [{"use": "contact"}, {"use": "declaration"}]
    return factories.document(
        id="school-place",
        title="Ask for a school place",
        form={"pages": pages},
        tables={"schools.csv": SCHOOLS},
        applications={"again": True},
        applicant={"email": "email"},
        queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["school"], "order": "due"}],
    )


@pytest.fixture(autouse=True, scope="module")
def published(live: Live) -> None:
    with live.database.begin() as session:
        citizens.publish(session, service())


def picks(citizen: Citizen, school: str, scripts: bool) -> Citizen:
    box = citizen.box("Which school?")
    if not scripts:
        box.select_option(school)
        return citizen
    box.fill(school)
    box.press("Tab")
    return citizen


@both
def test_a_school_is_one_of_the_area_and_the_next_child_needs_less(
    new_page: Callable[..., Page], scripts: bool
) -> None:
    citizen = Citizen(new_page(scripts=scripts))
    citizen.starts("Ask for a school place").sees("Where do you live?").chooses("South").goes_on("Which school?")
    expect(citizen.page.locator("option", has_text="North School")).to_have_count(0)
    expect(citizen.page.locator("option", has_text="South School")).to_have_count(20)
    picks(citizen, "South School 7", scripts).goes_on("How should we contact you?")
    citizen.chooses("By email").fills("Email address", "ada@example.org").goes_on("Declaration")
    citizen.chooses("I agree").goes_on(CHECK)
    citizen.answered("Which school?", "South School 7").answered("Email address", "ada@example.org")
    citizen.sends()
    citizen.presses("Apply again with the same answers").sees("Declaration")
    citizen.reads("We have filled in what you told us before.")
    citizen.chooses("I agree").goes_on(CHECK).answered("Which school?", "South School 7")
    citizen.changes("Where do you live?", "Where do you live?").chooses("North").goes_on("Which school?")
    picks(citizen, "North School 3", scripts).goes_on(CHECK).answered("Which school?", "North School 3")
    citizen.sends()
    citizen.progress("We have it").reads("Apply again with the same answers")


@both
def test_what_a_link_brought_is_shown_and_stays(new_page: Callable[..., Page], live: Live, scripts: bool) -> None:
    now = datetime.now(UTC)
    with live.database.begin() as session:
        made = documents.published(session, "school-place").service
    moment = Moment(now, made.calendar)
    token = links.make(live.database.keys, made, {"area": "north"}, now + timedelta(days=1), moment)
    citizen = Citizen(new_page(scripts=scripts))
    citizen.goes_to(f"/apply/school-place?link={token}").sees("Ask for a school place").presses("Start now")
    citizen.sees("Where do you live?").reads("North", "This was filled in for you and cannot be changed here.")
    expect(citizen.page.locator("main input[type=radio]")).to_have_count(0)
    citizen.goes_on("Which school?")
    expect(citizen.page.locator("option", has_text="North School")).to_have_count(20)
    picks(citizen, "North School 1", scripts).goes_on("How should we contact you?").chooses("By letter")
    citizen.goes_on("Declaration").chooses("I agree").goes_on(CHECK).answered("Where do you live?", "North")
    expect(citizen.page.get_by_role("link", name="Change Where do you live?")).to_have_count(0)
    citizen.sends()
