"""The answers of a service, for programs."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

import jsonschema
import pytest

from definitions.answers_schema import answers_schema, check_answers
from definitions.calendars import Moment, calendar
from definitions.questions import KINDS
from definitions.read import read_service
from tests.factories import document, example_document, page, question

MOMENT = Moment(datetime(2026, 3, 26, 9, tzinfo=UTC), calendar())
OPTIONS = {"options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]}
OWN = {
    "radios": OPTIONS,
    "checkboxes": OPTIONS,
    "select": OPTIONS,
    "ranking": OPTIONS,
    "table": {"columns": [{"id": "thing", "type": "text", "label": "Thing"}]},
    "integer": {"min": 1, "max": 9},
    "text": {"max": 9, "pattern": "[a-z]+", "hint": "Small letters"},
    "date": {"max": "today"},
    "file": {"accept": ["pdf"]},
}
GOOD = {
    "text": "abc",
    "integer": 5,
    "decimal": "1.5",
    "money": 1250,
    "date": "2026-03-26",
    "time": "09:30",
    "email": "ada@example.com",
    "phone": "+441632960001",
    "address": {"line_1": "1 High St", "town": "Bath", "postcode": "BA1 1AA"},
    "name": {"full": "Ada"},
    "radios": "a",
    "checkboxes": ["a", "b"],
    "select": "b",
    "ranking": ["b", "a"],
    "table": [{"thing": "Bed"}],
    "map_point": {"description": "By the bridge"},
    "yes_no": False,
    "declaration": True,
    "file": {"id": "f1", "name": "a.pdf", "type": "application/pdf", "size": 1, "sha256": "0" * 64},
    "percentage": "12.5",
    "month": "2026-03",
    "approximate_date": {"earliest": "2019-01-01", "latest": "2019-12-31"},
    "postcode": "BA1 1AA",
    "signature": {"name": "Ada", "on": "2026-03-26"},
    "national_insurance_number": "AA123456A",
    "vehicle_registration": "AB12CDE",
    "organisation_number": "SC012345",
    "bank_details": {"name": "Ada", "sort_code": "089999", "account_number": "66374958"},
}
BAD = [
    ("text", "ABC", "text.pattern", "/text"),
    ("text", 1, "answer.type", "/text"),
    ("integer", "5", "answer.type", "/integer"),
    ("integer", 5.0, "answer.type", "/integer"),
    ("integer", 10, "number.max", "/integer"),
    ("decimal", 1.5, "answer.type", "/decimal"),
    ("money", "12.50", "answer.type", "/money"),
    ("date", "2026-03-27", "date.today-or-past", "/date"),
    ("date", "26/03/2026", "date.real", "/date"),
    ("email", "ada@example.com\n", "email.format", "/email"),
    ("address", {"line_1": "1"}, "address.town", "/address/town"),
    ("address", {"line_1": 1}, "answer.type", "/address/line_1"),
    ("checkboxes", "a", "answer.type", "/checkboxes"),
    ("checkboxes", ["a", "a"], "answer.repeated", "/checkboxes"),
    ("radios", "c", "choice.unknown", "/radios"),
    ("yes_no", "yes", "answer.type", "/yes_no"),
    ("declaration", False, "declaration.tick", "/declaration"),
    ("percentage", 12.5, "answer.type", "/percentage"),
    ("month", "2026-3", "month.real", "/month"),
    ("signature", "Ada", "answer.type", "/signature"),
    ("postcode", "ba1 1aa", "address.uk-postcode", "/postcode"),
    ("bank_details", GOOD["bank_details"] | {"account_number": "66374959"}, "bank.together", "/bank_details/sort_code"),
    ("bank_details", {"name": "Ada"}, "bank.sort_code.missing", "/bank_details/sort_code"),
]


@pytest.fixture(scope="module")
def service():
    asked = [question(kind.replace("-", "_"), type=kind, **OWN.get(kind, {})) for kind in KINDS]
    asked += [question("maybe", required=False), question("sometimes", when="yes_no")]
    queues = [{"id": "triage", "label": "Triage", "role": "officer", "columns": ["text"], "order": "due"}]
    return read_service(document(form={"pages": [page("all", *asked)]}, queues=queues))


def test_it_is_a_json_schema_and_describes_what_is_asked(service):
    schema = answers_schema(service)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {*GOOD, "maybe", "sometimes"}
    assert set(schema["required"]) == set(GOOD)
    assert schema["properties"]["text"]["title"] == "Text"
    assert schema["properties"]["text"]["description"] == "Small letters"
    assert all("title" in each for each in schema["properties"].values())


def test_good_answers_fit(service):
    jsonschema.Draft202012Validator(answers_schema(service)).validate(GOOD)
    assert check_answers(service, GOOD, MOMENT) == ()
    assert check_answers(service, {"maybe": None}, MOMENT) == ()


@pytest.mark.parametrize(("name", "value", "code", "pointer"), BAD)
def test_bad_answers_are_told_with_their_place(service, name, value, code, pointer):
    found = check_answers(service, GOOD | {name: value}, MOMENT)
    assert (pointer, code) in [(problem.pointer, problem.code) for problem in found]


def test_every_problem_is_told_at_once_and_unknown_names_are_suggested(service):
    found = check_answers(service, {"integer": "1", "money": "1", "txt": "x", "~/": 1}, MOMENT)
    assert [problem.pointer for problem in found] == ["/integer", "/money", "/txt", "/~0~1"]
    assert 'did you mean "text"?' in found[2].message


def test_problems_are_told_in_welsh_too(service):
    [problem] = check_answers(service, {"integer": 10}, MOMENT, "cy")
    assert problem.message == "Rhaid i’r ateb i “Integer” fod yn 9 neu lai"


def test_the_example_of_the_language():
    service = read_service(example_document())
    schema = answers_schema(service, "cy")
    jsonschema.Draft202012Validator.check_schema(schema)
    answers = copy.deepcopy(service.document["examples"][0]["answers"])
    assert check_answers(service, answers, MOMENT) == ()
    jsonschema.Draft202012Validator(schema).validate(answers)
    assert "reason" not in schema["properties"]
