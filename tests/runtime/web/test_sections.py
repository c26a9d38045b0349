"""A long form: its task list, the pages of its sections, and lists that grow, shrink and are put back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from runtime import cases
from runtime.db import Database
from tests.runtime.web.applicants import Applicant, publish
from tests.runtime.web.browsing import Page
from tests.runtime.web.families import family


class Parent(Applicant):
    """An applicant who fills in the long form."""

    def __init__(self, site: Flask) -> None:
        super().__init__(site, "school-run")

    def about(self) -> Page:
        self.start()
        self.answer("who", full_name="Ada")
        self.answer("live", here="yes")
        return self.browser.follow()

    def press(self, address: str, **inputs: Any) -> Page:
        """Press a button of a section's page."""
        page = self.open(address)
        token = page.form(address).fields["csrf_token"]
        return self.browser._show(
            self.browser.client.post(f"{self.root}/{address}", data={"csrf_token": token, **inputs}), address
        )

    def add(self, address: str = "family", **inputs: Any) -> str:
        """A new item: the address of it."""
        reply = self.press(address, more="yes", **inputs)
        assert reply.status == 303
        return reply.response.headers["Location"].removeprefix(f"{self.root}/").rpartition("/")[0]

    def child(self, name: str, years: int, **more: Any) -> str:
        item = self.add()
        self.answer(f"{item}/child", first_name=name)
        self.answer(f"{item}/age", years=str(years))
        if years < 5:
            self.answer(f"{item}/small", seat="yes")
        self.press(f"{item}/trips", more="no")
        return item


@pytest.fixture
def parent(site: Flask, database: Database) -> Parent:
    publish(database, family())
    return Parent(site)


def states(page: Page) -> list[str]:
    """How far each section is, as the task list says it."""
    body = page.response.get_data(as_text=True)
    found = re.findall(r"govuk-task-list__status[^>]*>\s*(?:<strong[^>]*>)?\s*([^<]+?)\s*<", body)
    return [words.strip() for words in found]


def test_the_task_list_says_how_far_each_section_is_and_why_it_cannot_be_started(parent: Parent) -> None:
    parent.start()
    page = parent.browser.page
    assert page is not None
    assert page.heading == "Your application"
    assert states(page) == ["Not yet started", "Cannot start yet", "Cannot start yet", "Cannot start yet"]
    assert "Complete “About you” first" in page.text
    assert "Complete “Your children” first" in page.text
    assert "You have completed 0 of 3 sections." in page.text
    assert "Your children" not in page.links
    parent.answer("who", full_name="Ada")
    assert states(parent.open("tasks"))[0] == "In progress"
    parent.answer("live", here="yes")
    assert parent.browser.follow().heading == "About you"
    page = parent.open("tasks")
    assert states(page) == ["Completed", "Not yet started", "Cannot start yet", "Cannot start yet"]
    assert page.links["About you"] == "/apply/school-run/about-you"


def test_a_section_ends_with_a_page_to_check_it_on(parent: Parent) -> None:
    page = parent.about()
    assert page.heading == "About you"
    assert "Ada" in page.text
    assert page.links["Full name"] == "/apply/school-run/who?change=part#full_name"
    page = parent.browser.get("/apply/school-run/who?change=part")
    assert page.links["Back"] == "/apply/school-run/about-you"
    parent.browser.send(page.form("/who?change=part"), full_name="Grace")
    assert parent.browser.follow().path == "/apply/school-run/about-you"
    assert "Grace" in parent.browser.page.text  # type: ignore[union-attr]
    assert parent.browser.page.links["Continue"] == "/apply/school-run/tasks"  # type: ignore[union-attr]


def test_a_section_is_no_way_round_what_comes_before(parent: Parent) -> None:
    parent.about()
    parent.answer("live", here="no")
    assert parent.browser.follow().heading == "You cannot apply"
    for address in ("family", "more", "check", "family/zzz", "family/zzz/child"):
        page = parent.open(address)
        assert page.status == 303
        assert page.response.headers["Location"] == "/apply/school-run/away"
    for address in ("nothing", "family/zzz/nothing", "about-you/zzz", "family/z/trips/y/x/w"):
        assert parent.open(address).status == 404


def test_children_are_added_named_and_checked(parent: Parent) -> None:
    parent.about()
    page = parent.open("family")
    assert page.heading == "Your children"
    assert "You have not added anything yet." in page.text
    first = parent.add()
    assert parent.open(f"{first}/child").heading == "Child 1"
    parent.answer(f"{first}/child", first_name="Ada")
    page = parent.browser.follow()
    assert page.heading == "How old is Ada?"
    assert page.links["Back"] == f"/apply/school-run/{first}/child"
    parent.answer(f"{first}/age", years="3")
    page = parent.browser.follow()
    assert "Does Ada need a seat?" in page.text
    parent.answer(f"{first}/small", seat="no")
    page = parent.browser.follow()
    assert page.heading == "Journeys of Ada"
    assert "Do you need to add one?" in page.text
    trip = parent.add(f"{first}/trips")
    assert trip.startswith(f"{first}/trips/")
    parent.answer(f"{trip}/trip", school="Hill School")
    page = parent.browser.follow()
    assert page.heading == "Journeys of Ada"
    assert "Hill School" in page.text
    parent.press(f"{first}/trips", more="no")
    page = parent.browser.follow()
    assert page.heading == "Your children"
    assert "You have added 1. You can add up to 3." in page.text
    assert "Add another child?" in page.text
    assert page.links["Ada"] == f"/apply/school-run/{first}"
    page = parent.open(first)
    assert page.heading == "Ada"
    assert page.links["Age"] == f"/apply/school-run/{first}/age?change=part#years"
    parent.press("family", more="no")
    assert parent.browser.page.response.headers["Location"] == "/apply/school-run/tasks"  # type: ignore[union-attr]
    assert states(parent.open("tasks"))[1:3] == ["Completed", "Not yet started"]


def test_going_on_from_a_list_needs_a_choice_and_finished_items(parent: Parent) -> None:
    parent.about()
    page = parent.press("family", more="no")
    assert page.status == 422
    assert "Child: add at least 1" in page.text
    item = parent.add()
    page = parent.press("family", more="no")
    assert page.status == 422
    assert page.links["Finish Child 1 before you continue"] == f"#item-{item.rpartition('/')[2]}"
    assert "Not finished" in page.text
    parent.answer(f"{item}/child", first_name="Ada")
    parent.answer(f"{item}/age", years="9")
    parent.press(f"{item}/trips", more="no")
    page = parent.press("family")
    assert page.links["Select yes if you need to add another"] == "#more"


def test_an_item_is_removed_and_put_back_and_its_answers_stay_its_own(parent: Parent) -> None:
    parent.about()
    ada, grace = parent.child("Ada", 9), parent.child("Grace", 7)
    key = ada.rpartition("/")[2]
    parent.press("family", remove=key)
    page = parent.browser.follow()
    assert "Ada has been removed." in page.text
    assert "You have added 1." in page.text
    assert parent.open(f"{ada}/age").status == 303
    assert parent.open(f"{grace}/age").heading == "How old is Grace?"
    assert 'value="7"' in parent.browser.page.response.text  # type: ignore[union-attr]
    parent.press("family", restore=key)
    page = parent.browser.follow()
    assert "Ada is back." in page.text
    assert page.text.index("Ada is back") < page.text.index("Change Ada") < page.text.index("Change Grace")


def test_a_new_item_can_begin_with_the_answers_of_another(parent: Parent) -> None:
    parent.about()
    key = parent.child("Ada", 9).rpartition("/")[2]
    page = parent.open("family")
    assert "Begin with a copy of" in page.text
    copy = parent.add(copy=key)
    page = parent.open(f"{copy}/child")
    assert 'value="Ada"' in page.response.text
    parent.answer(f"{copy}/child", first_name="Grace")
    parent.browser.follow()
    page = parent.open("family")
    assert "Change Ada" in page.text


def test_a_list_is_full_at_its_most(parent: Parent) -> None:
    parent.about()
    for name in ("Ada", "Grace", "Joan"):
        parent.child(name, 9)
    page = parent.open("family")
    assert "You have added 3, which is as many as you can." in page.text
    assert "Add another child?" not in page.text
    parent.press("family", more="yes")
    assert "as many as you can" in parent.open("family").text
    assert parent.press("family").response.headers["Location"] == "/apply/school-run/tasks"


def test_rules_over_all_items_are_said_on_the_list(parent: Parent) -> None:
    parent.about()
    parent.child("Ada", 9)
    parent.child("Ada", 7)
    page = parent.press("family", more="no")
    assert page.status == 422
    assert "Give each child a different name" in page.text
    assert states(parent.open("tasks"))[1] == "In progress"


def test_everything_is_checked_sent_and_shown_by_item(parent: Parent, database: Database) -> None:
    parent.about()
    parent.child("Ada", 9)
    grace = parent.child("Grace", 3)
    parent.press("family", more="no")
    assert parent.open("pass").heading == "Passes for 1 children"
    parent.answer("pass", kind_of_pass="Bus")
    parent.answer("more", remark="")
    page = parent.browser.follow()
    assert page.heading == "Your application"
    assert states(page) == ["Completed", "Completed", "Completed", "Not yet started"]
    page = parent.browser.get(page.links["Check your answers and send"])
    assert page.text.index("About you") < page.text.index("Your children") < page.text.index("Grace")
    parent.browser.get(f"/apply/school-run/{grace}/age?change=1")
    parent.browser.send(parent.browser.page.form("?change=1"), years="4")  # type: ignore[union-attr]
    page = parent.browser.follow()
    assert page.path.endswith("/check")
    parent.browser.send(page.form("/check"))
    page = parent.browser.follow()
    assert page.heading == "We have received it"
    assert "Grace" in page.text
    with database.read() as session:
        case_id = session.execute(text("SELECT id FROM cases")).scalar_one()
        answers = cases.load(session, case_id).case.answers
    assert answers["children"] == [
        {"first_name": "Ada", "years": 9, "journeys": []},
        {"first_name": "Grace", "years": 4, "seat": True, "journeys": []},
    ]


def test_without_a_task_list_the_sections_follow_one_another(site: Flask, database: Database) -> None:
    publish(database, family(task_list=False, least=0))
    parent = Parent(site)
    assert parent.start().heading == "What is your name?"
    parent.answer("who", full_name="Ada")
    parent.answer("live", here="yes")
    assert parent.browser.follow().links["Continue"] == "/apply/school-run/family"
    assert parent.open("tasks").status == 303
    page = parent.open("family")
    assert page.links["Back"] == "/apply/school-run/about-you"
    parent.press("family", more="no")
    page = parent.browser.follow()
    assert page.heading == "Anything else? (optional)"
    assert page.links["Back"] == "/apply/school-run/family"
    parent.answer("more", remark="")
    assert parent.browser.follow().heading == "Check your answers before sending"


def test_two_tabs_add_to_one_list_and_both_stay(parent: Parent) -> None:
    parent.about()
    one = parent.add()
    two = parent.add()
    parent.answer(f"{two}/child", first_name="Grace")
    parent.answer(f"{one}/child", first_name="Ada")
    page = parent.open("family")
    assert page.text.index("Finish Ada") < page.text.index("Finish Grace")
