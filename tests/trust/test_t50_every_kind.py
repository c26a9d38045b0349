"""Threat 50 for every kind of question and for lists: nothing sent twice is taken, nothing of another type is."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from flask import Flask

from definitions.questions import KINDS, BadAnswer, read
from runtime.db import Database
from tests.definitions.asking import scope
from tests.definitions.test_questions_properties import QUESTIONS, names
from tests.runtime.web.applicants import Applicant, publish
from tests.runtime.web.families import family

SEVERAL = {"checkboxes"}
"""Kinds that are declared to take more than one of the same name."""
CONFUSED: tuple[Any, ...] = (
    0, -1, 1.5, 10**400, True, False, "", " ", "\x00", "1; DROP", [], [[]], [None], [0], ["x"] * 1000, {}, {"x": 1},
    {"id": {}}, {"name": []}, [{}], {"$ne": None}, "__proto__", float("nan"), float("inf"), "\ud800",
)  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS, ids=names)
def test_t50_no_input_of_any_kind_is_taken_twice(question: Any) -> None:
    kind = KINDS[question.kind]
    if question.kind in SEVERAL:
        return
    for name in kind.inputs(question):
        for twice in (["1", "2"], ["1", "1"], ["", "1"], ["x"] * 99):
            with pytest.raises(BadAnswer):
                read(question, {name: twice}, scope())


def refused(question: Any, value: Any) -> bool:
    try:
        KINDS[question.kind].check(question, value, scope())
    except BadAnswer as bad:
        return bool(bad.problems)
    return False


@pytest.mark.parametrize("question", QUESTIONS, ids=names)
def test_t50_no_kind_mistakes_one_type_for_another(question: Any) -> None:
    """What a program sends is refused in words, or is an answer that can be shown and fills the inputs again."""
    kind = KINDS[question.kind]
    for value in CONFUSED:
        if refused(question, value):
            continue
        assert isinstance(kind.show(question, value, "en"), str)
        again = {name: [each] if isinstance(each, str) else each for name, each in kind.fill(question, value).items()}
        assert kind.parse(question, again, scope()) == value
        assert type(kind.parse(question, again, scope())) is type(value)


@pytest.mark.parametrize("question", QUESTIONS, ids=names)
def test_t50_accents_are_the_same_however_they_are_composed(question: Any) -> None:
    words = "Ren\u00e9e Ll\u0177n"
    inputs = KINDS[question.kind].inputs(question)
    found = []
    for form in ("NFC", "NFD"):
        try:
            found.append(read(question, {name: [unicodedata.normalize(form, words)] for name in inputs}, scope()))
        except BadAnswer as bad:
            found.append([(problem.input, problem.code) for problem in bad.problems])
    assert found[0] == found[1]


@pytest.mark.parametrize("twice", ["more", "remove", "restore"])
def test_t50_a_button_of_a_list_that_is_sent_twice_does_nothing(site: Flask, database: Database, twice: str) -> None:
    publish(database, family())
    parent = Applicant(site, "school-run")
    parent.start()
    parent.answer("who", full_name="Ada King")
    parent.answer("live", here="yes")
    parent.browser.send(parent.open("family").form("/family"), more="yes")
    parent.browser.send(parent.browser.follow().form("/child"), first_name="Byron")
    page = parent.open("family")
    key = page.response.text.partition('name="remove" value="')[2].partition('"')[0]
    if twice == "restore":
        parent.browser.send(page.form("/family"), remove=key)
        page = parent.open("family")
    values = {"more": ["yes", "no"], "remove": [key, key], "restore": [key, "x"]}[twice]
    shown = parent.browser.send(page.form("/family"), **{"more": None, twice: values})
    assert shown.status == 422
    assert ("Byron" in parent.open("family").text) is (twice != "restore")
