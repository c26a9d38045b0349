"""What a caseworker finds at once: the case of a whole reference, and the answer to each question under it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from runtime.db import Database
from tests.factories import example_document
from tests.runtime.web.offices import Office


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}"])
def test_a_whole_reference_opens_its_case(office: Office, typed: str) -> None:
    reference = office.case().case.reference
    page = office.search(office.sign_in("ada"), typed.format(reference, reference.lower().replace("-", " ")))
    assert page.path == f"/staff/cases/{reference}"
    assert page.heading.startswith(reference)


def test_a_reference_of_another_teams_case_finds_nothing(office: Office) -> None:
    page = office.search(office.sign_in("di"), office.case().case.reference)
    assert page.heading.startswith("Cases like")
    assert "Nothing found in the services you work on" in page.text


def test_an_applicant_is_listed_even_when_there_is_one(office: Office) -> None:
    office.case()
    page = office.search(office.sign_in("ada"), "ada@example.org")
    assert page.heading == "Cases like “ada@example.org”"


def asking_twice() -> dict[str, Any]:
    """The example, with a page whose title is also its first question."""
    document = example_document()
    document["form"]["pages"][1]["questions"][0]["label"] = "Which bin was missed?"
    return document


def test_an_answer_stands_under_the_heading_that_asks_it(site: Flask, database: Database) -> None:
    office = Office(site, database, asking_twice())
    page = office.open(office.sign_in("ada"), office.case())
    listed = page.response.text.partition("Looked up")[0]
    parts = listed.split('<div class="tc-answers">')[1:]
    which = next(part for part in parts if "Which bin was missed?" in part)
    assert all(part.count("<h3") == 1 for part in parts)
    assert which.count("Which bin was missed?") == 1
    assert which.index("Recycling") < which.index("Collection day")
