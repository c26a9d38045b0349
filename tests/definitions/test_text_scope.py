"""What names in a text stand for, in each language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from definitions.calendars import Moment, calendar
from definitions.form import Term
from definitions.read import read_service
from definitions.scope import Scope
from definitions.text import Text, Variant, plain
from tests.factories import document, page, question, workflow

MOMENT = Moment(datetime(2026, 3, 26, 9, tzinfo=UTC), calendar())
CHOICES = [{"value": "a", "label": "Apples"}, {"value": "b", "label": "Pears"}]
NAMES: dict[str, Any] = {
    "street": "High Street",
    "fee": 1250,
    "born": "2001-04-05",
    "fruit": ["a", "b"],
    "own": True,
    "home": {"line_1": "1 High St", "town": "Bath", "postcode": "BA1 1AA", "uprn": "1"},
    "price": 900,
    "late": False,
    "account": {"since": "2020-01-31", "owed": 10050},
    "case": {"reference": "K7QM-2XRDT", "state": "new", "submitted": "2026-06-30T23:30:00+00:00", "priority": "high"},
    "clock": {"promise": "2026-06-30T23:30:00Z", "quick": "2026-03-30T08:00:00+00:00"},
}


def service():
    form = page(
        "about",
        question("street"),
        question("fee", type="money"),
        question("born", type="date"),
        question("fruit", type="checkboxes", options=CHOICES),
        question("own", type="yes-no", yes="I own it"),
        question("home", type="address"),
    )
    clocks = [
        {"id": "promise", "label": "Promise", "length": "2 working days", "starts": "submission", "runs_in": ["new"]},
        {"id": "quick", "label": "Quick", "length": "4 hours", "starts": "submission", "runs_in": ["new"]},
    ]
    translations = {
        "fruit.a.label": {"text": "Afalau"},
        "new.public": {"text": "Mae gennym ni"},
    }
    return read_service(
        document(
            languages=["en", "cy"],
            form={"pages": [form]},
            workflow=workflow(clocks=clocks),
            lookups=[
                {"id": "account", "source": "accounts", "by": "street", "gives": {"since": "date", "owed": "money"}}
            ],
            values=[
                {"id": "price", "type": "money", "value": "fee"},
                {"id": "late", "type": "boolean", "value": "fee > 1"},
            ],
            terms=[{"id": "your", "variants": [{"when": "own", "text": "your"}, {"text": "their"}]}],
            translations={"cy": translations},
        )
    )


@pytest.fixture(scope="module")
def compiled():
    return service()


@pytest.mark.parametrize(
    ("name", "english", "welsh"),
    [
        ("street", "High Street", "High Street"),
        ("fee", "£12.50", "£12.50"),
        ("born", "5 April 2001", "5 Ebrill 2001"),
        ("fruit", "Apples\nPears", "Afalau\nPears"),
        ("own", "I own it", "I own it"),
        ("home", "1 High St\nBath\nBA1 1AA", "1 High St\nBath\nBA1 1AA"),
        ("home.postcode", "BA1 1AA", "BA1 1AA"),
        ("home.county", "", ""),
        ("price", "£9", "£9"),
        ("late", "No", "Na"),
        ("account.since", "31 January 2020", "31 Ionawr 2020"),
        ("account.owed", "£100.50", "£100.50"),
        ("case.reference", "K7QM-2XRDT", "K7QM-2XRDT"),
        ("case.state", "We have it", "Mae gennym ni"),
        ("case.submitted", "1 July 2026", "1 Gorffennaf 2026"),
        ("clock.promise", "1 July 2026", "1 Gorffennaf 2026"),
        ("clock.quick", "9am on 30 March 2026", "9am ar 30 Mawrth 2026"),
        ("nothing", "", ""),
        ("street.nothing", "", ""),
    ],
)
def test_names_are_shown(compiled, name, english, welsh):
    scope = Scope(compiled, NAMES, MOMENT)
    assert scope.shown(name) == english
    assert scope.in_language("cy").shown(name) == welsh


def test_a_term_changes_with_the_answers(compiled):
    assert Scope(compiled, {"own": True}, MOMENT).shown("your") == "your"
    assert Scope(compiled, {"own": False}, MOMENT).shown("your") == "their"
    assert Scope(compiled, {}, MOMENT).shown("your") == "their"


def test_terms_that_name_each_other_end():
    ring = service()
    terms = tuple(
        Term(a, Text({"en": (Variant(None, ("<", b, ">")),)})) for a, b in (("ping", "pong"), ("pong", "ping"))
    )
    object.__setattr__(ring.form, "terms", terms)
    assert Scope(ring, {}, MOMENT).shown("ping") == "<<>>"


def test_an_answer_that_looks_like_a_name_is_an_answer(compiled):
    text = plain("").variants | {"en": (Variant(None, ("", "street", " ", "your", "")),)}
    shown = Text(text).render(Scope(compiled, {"street": "{fee} {{your}} ${fee}", "fee": 1}, MOMENT))
    assert shown == "{fee} {{your}} ${fee} their"


def test_without_a_service_names_are_shown_as_they_are_stored():
    assert Scope(None, {"born": "2001-04-05", "n": 3}, MOMENT).shown("born") == "2001-04-05"
