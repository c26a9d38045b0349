"""One service for whoever applies, for themselves or for somebody else: every text speaks to them, in each language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from definitions.examples import run_examples
from definitions.read import check, read_service
from definitions.reading.compile_service import compile_service
from definitions.reading.translating import mark
from runtime.db import Database
from tests import factories
from tests.runtime.web.applicants import Applicant, publish

SECTION = (Path(__file__).parents[3] / "docs" / "looks.md").read_text().partition('## "You" and "they"')[2]
WRITTEN = [line.strip() for line in SECTION.partition("\n## ")[0].splitlines() if line.startswith("    ")]
"""What the documentation shows: the terms, then a question a line."""

WELSH: dict[str, Any] = {
    "for-whom.title": "Ar gyfer pwy mae’r cais hwn?",
    "your.variants": [{"when": "applying_for == 'other'", "text": "ei"}, {"text": "eich"}],
    "do_you.variants": [
        {"when": "applying_for == 'other'", "text": "A oes ar {their_name}"},
        {"text": "A oes arnoch"},
    ],
    "birth.label": "Beth yw {your} dyddiad geni?",
    "walks.label": "{do_you} angen help i gerdded?",
    "new.public": "Rydym yn edrych ar {your} cais",
}


def document() -> dict[str, Any]:
    """A badge for oneself or another: the page after the choice, the state and the letter all say whose it is."""
    page, question = factories.page, factories.question
    terms = json.loads("{" + " ".join(line for line in WRITTEN if '"type"' not in line) + "}")["terms"]
    asked = [json.loads(line) for line in WRITTEN if '"type"' in line]
    choices = [{"value": "me", "label": "Me"}, {"value": "other", "label": "Somebody else"}]
    who = question("applying_for", type="radios", label="Whose is it?", options=choices)
    name = question("their_name", type="name", label="Their name")
    workflow = factories.workflow()
    workflow["states"][0]["public"] = "We are looking at {your} application"
    workflow["transitions"][0]["effects"] = [{"send": "done"}]
    made = factories.document(
        id="badge", title="Get a badge", languages=["en", "cy"], terms=terms, workflow=workflow,
        form={"pages": [page("for-whom", who, title="Who is this for?"),
                        page("them", name, title="Who are they?", when="applying_for == 'other'"),
                        page("about", *asked, title="About {your} needs")]},
        messages=[{"id": "done", "to": {"role": "officer"}, "subject": "Badge", "body": "Look at {your} badge"}],
        queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["birth"], "order": "due"}],
        examples=[_example("For oneself", "me", "We are looking at your application"),
                  _example("For another", "other", "We are looking at their application", their_name={"full": "Ada"})],
    )  # fmt: skip
    sources = compile_service(made).compiling.translations.sources
    texts = {key: {"text": text, "of": mark(sources[key])} for key, text in WELSH.items()}
    return made | {"translations": {"cy": texts}}


def _example(name: str, whose: str, progress: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name, "at": "2026-03-26T09:00",
        "answers": {"applying_for": whose, "birth": "1990-01-02", "walks": False, **more},
        "expect": {"state": "new", "progress": progress},
        "then": [{"do": "close", "as": "officer", "expect": {"state": "closed", "sent": ["done"]}}],
    }  # fmt: skip


def test_the_service_is_sound_and_its_examples_read_every_wording() -> None:
    assert [p for p in check(document()) if p.severity == "error"] == []
    report = run_examples(read_service(document()))
    assert report.ok
    assert [item.what for item in report.missed if item.pointer.startswith("/terms")] == []


@pytest.mark.parametrize(
    ("language", "whose", "said"),
    [
        (
            "en",
            "me",
            ["What is your date of birth?", "Do you need help to walk?", "We are looking at your application"],
        ),
        ("en", "other", ["What is their date of birth?", "Does Ada need help to walk?", "at their application"]),
        ("cy", "me", ["Beth yw eich dyddiad geni?", "A oes arnoch angen help i gerdded?", "edrych ar eich cais"]),
        ("cy", "other", ["Beth yw ei dyddiad geni?", "A oes ar Ada angen help i gerdded?", "edrych ar ei cais"]),
    ],
)
def test_every_page_speaks_to_whoever_applies(
    site: Flask, database: Database, language: str, whose: str, said: list[str]
) -> None:
    publish(database, document())
    applicant = Applicant(site, "badge")
    browser = applicant.browser
    browser.client.post(
        f"/language/{language}", data={"csrf_token": browser.get("/track").forms[-1].fields["csrf_token"]}
    )
    applicant.start()
    applicant.answer("for-whom", applying_for=whose)
    if whose == "other":
        applicant.answer("them", their_name="Ada")
    page = applicant.open("about")
    birth = {"birth-day": "2", "birth-month": "1", "birth-year": "1990"}
    told = [page.text, applicant.answer("about", walks="no", **birth) and browser.follow().text]
    browser.send(applicant.open("check").form("/check"))
    told += [browser.follow().text]
    assert [words for words in said if words not in " ".join(told)] == []
    assert all(words in told[0] and words in told[1] for words in said[:2]), "asked as it is checked"
