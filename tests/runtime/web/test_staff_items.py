"""A case with lists: each item under its own name, with its own answers, and what is masked masked in each."""

from __future__ import annotations

import re
from itertools import count, pairwise
from typing import Any

from flask import Flask

from definitions.items import flat
from definitions.read import read_service
from runtime import applications, cases
from runtime.db import Database
from tests.runtime import citizens
from tests.runtime.web.browsing import Page
from tests.runtime.web.families import family
from tests.runtime.web.offices import Office, now

ANSWERS: dict[str, Any] = {
    "full_name": "Ada King",
    "here": True,
    "children": [
        {"first_name": "Byron", "years": 9, "journeys": [{"school": "Hill School"}, {"school": "Dale School"}]},
        {"first_name": "Anne", "years": 3, "seat": False, "journeys": []},
    ],
    "kind_of_pass": "Bus",
    "remark": None,
}


def opened(site: Flask, database: Database, document: dict[str, Any]) -> Page:
    """The case of these answers, as an officer sees it."""
    office, keys = Office(site, database), count(1)
    answers = flat(read_service(document).form, ANSWERS, lambda: f"k{next(keys)}")
    with database.begin() as session:
        version = citizens.publish(session, document)
        application, _ = applications.begin(session, version.id, language="en", at=now(), answers=answers)
        receipt = cases.submit(session, application, at=now())
    return office.sign_in("di").get(f"/staff/cases/{receipt.reference}")


def test_each_item_is_shown_under_its_own_name(site: Flask, database: Database) -> None:
    page = opened(site, database, family(id="report-it"))
    told = page.text.partition("What they told us")[2]
    order = [
        "About you", "Ada King", "Your children", "Byron", "9", "Journeys of Byron", "Hill School", "Dale School",
        "Anne", "Does Anne need a seat?", "No", "Journeys of Anne", "None.", "What you ask for", "Bus",
    ]  # fmt: skip
    at = -1
    for words in order:
        assert told.find(words, at + 1) > at, words
        at = told.find(words, at + 1)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page.response.text)]
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def test_a_sensitive_answer_is_masked_in_each_item(site: Flask, database: Database) -> None:
    document = family(id="report-it")
    document["form"]["sections"][1]["repeat"].pop("name")
    child = document["form"]["sections"][1]["pages"][0]["questions"][0]
    child |= {"sensitive": True, "seen_by": []}
    page = opened(site, database, document)
    assert "Byron" not in page.response.text
    assert "Anne" not in page.response.text
    assert page.text.count("Hidden.") >= 2
    assert "Hill School" in page.text
    assert "Child 1" in page.text
