"""How an answer is written by whoever writes examples or sends answers by program, and what is said when it is not."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from definitions.form import Question
from definitions.questions import KINDS, BadAnswer
from definitions.questions.written import written
from tests.definitions.asking import ask, problems, scope
from tests.definitions.test_examples import MISSED, story, told

ASKED = [*(ask(kind) for kind in KINDS), ask("name", parts="first-last"), ask("address", scope="international")]
ASKED += [ask("organisation-number", register=register) for register in ("charity", "vat")]


@pytest.mark.parametrize("question", ASKED, ids=lambda q: f"{q.kind} {dict(q.settings)}")
def test_what_is_shown_as_written_is_a_good_answer(question: Question):
    kind, value = KINDS[question.kind], written(question)
    kind.check(question, value, scope())
    schema = kind.json_schema(question, "en")
    assert schema["examples"] == [value]
    jsonschema.Draft202012Validator(schema).validate(value)


@pytest.mark.parametrize("question", ASKED, ids=lambda q: f"{q.kind} {dict(q.settings)}")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_value_of_another_type_is_told_how_it_is_written(question: Question, language: str):
    with pytest.raises(BadAnswer) as bad:
        KINDS[question.kind].check(question, 1.25, scope(language))
    assert json.dumps(written(question)) in bad.value.problems[0].message


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("missed_on", "25/3/2026", 'in an example it is written like "2026-03-27"'),
        ("email", "Ada@EXAMPLE.org ", 'in an example it is written like "name@example.com"'),
        ("bin", "Rubbish", "“bin” is answered with “Rubbish”, which is not offered: write “refuse” or “recycling”"),
        ("property", "1 High Street", 'it is written like {"line_1": "1 High Street"'),
    ],
)
def test_an_example_with_an_answer_as_people_type_it_is_told_how_to_write_it(name: str, value: Any, words: str):
    ((_, message),) = told(story({"state": "with-crew"}, answers=MISSED | {name: value}))
    assert words in message


def test_the_quotation_marks_of_a_question_are_not_doubled():
    ((_, _, message),) = problems(ask("radios", "What is wrong?"), "z")
    assert message == "Select one of the answers given for “What is wrong?”"


@pytest.mark.parametrize("typed", ["0163", "01632", "960001", "+44 0163"])
def test_a_number_that_cannot_be_dialled_from_anywhere_is_no_phone_number(typed: str):
    assert [code for _, code, _ in problems(ask("phone"), typed)] == ["phone.format"]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("+447700900982", "07700 900982"), ("+441632960001", "01632 960001"), ("+33109758351", "+33 1 09 75 83 51")],
)
def test_a_number_of_this_country_is_shown_as_it_is_dialled_here(kept: str, shown: str):
    assert KINDS["phone"].show(ask("phone"), kept, "en") == shown
