"""Answers of every kind as cells: what people read, and nothing that a spreadsheet would run (threat 20's starters)."""

from __future__ import annotations

import pytest

from definitions.form import Question
from definitions.questions import KINDS
from definitions.questions.written import written
from definitions.read import read_service
from definitions.tabular import cell, rows
from tests.definitions.test_answers_schema import GOOD, OPTIONS, OWN
from tests.factories import document, page, question
from tests.runtime.web.families import family


@pytest.mark.parametrize("starter", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_begins_like_a_formula_stays_words(starter: str) -> None:
    assert cell(f"{starter}cmd|'/C calc'!A0") == f"'{starter}cmd|'/C calc'!A0"
    assert cell(f"a{starter}b") == f"a{starter}b"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_a_cell(kind: str) -> None:
    name = kind.replace("-", "_")
    own = OPTIONS if kind == "select" else OWN.get(name, {})
    more = {"pattern_message": "x"} if "pattern" in own else {}
    form = {"pages": [page("one", question(name, type=kind, label="It") | own | more, question())]}
    service = read_service(document(form=form))
    asked: Question = service.questions[name]
    value = GOOD.get(name, written(asked))
    shown = KINDS[kind].show(asked, value, "en")
    assert {place: answer for place, _, answer in rows(service, {name: value, "street": "=1+1"})} == {
        name: cell(shown),
        "street": "'=1+1",
    }


def test_the_answers_of_items_have_places_of_their_own() -> None:
    service = read_service(family())
    given = {"full_name": "Ada", "children": [{"first_name": "Bo", "journeys": [{"school": "-Hill"}]}, {"years": 3}]}
    assert list(rows(service, given)) == [
        ("full_name", "Full name", "Ada"),
        ("children.1.first_name", "First name", "Bo"),
        ("children.1.journeys.1.school", "School", "'-Hill"),
        ("children.2.years", "Age", "3"),
    ]
