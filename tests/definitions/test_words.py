"""The words that are no service's own: complete in both languages, and each given what it needs."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.words import LANGUAGES, both, keys, words
from definitions.words.answers import ANSWERS
from definitions.words.dates import day_in_words, moment_in_words, month_named, time_in_words
from definitions.words.values import money_in_words, value_in_words
from tests.definitions.asking import ask, problems


def needed(template: str) -> set[str]:
    return {name.lower() for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", sorted(keys()))
def test_both_languages_say_the_same_with_the_same_facts(key):
    english, welsh = both(key)
    assert english.strip()
    assert welsh.strip()
    assert needed(english) == needed(welsh)
    facts = dict.fromkeys(needed(english) | {"Label"}, "x")
    assert all(words(language)(key, **facts) for language in LANGUAGES)


def test_no_words_about_answers_are_said_elsewhere_too():
    assert len(keys()) >= len(ANSWERS)
    assert all(both(key) == ANSWERS[key] for key in ANSWERS)


def test_a_language_we_do_not_speak_is_english():
    assert words("fr")("answer.yes") == "Yes"
    assert words("cy")("error.date.missing", Label="Dyddiad geni", parts="blwyddyn").endswith("gynnwys blwyddyn")


def test_one_is_said_as_one():
    assert words("en")("error.text.min", Label="It", n=1) == "It must be 1 character or more"
    assert words("en")("error.text.min", Label="It", n=2) == "It must be 2 characters or more"
    assert words("cy")("error.text.min", Label="Enw", n=2) == "Rhaid i’r ateb i “Enw” fod yn 2 nod neu fwy"


def test_facts_are_not_read_again():
    assert (
        words("en")("error.text.min", Label="{n} {0.__class__}", n=5)
        == "{n} {0.__class__} must be 5 characters or more"
    )


MONTHS = ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"]
MONTHS += ["Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"]


@pytest.mark.parametrize(("number", "welsh"), list(enumerate(MONTHS, 1)))
def test_welsh_months(number, welsh):
    assert day_in_words(date(2026, number, 1), "cy") == f"1 {welsh} 2026"
    assert month_named(welsh) == month_named(welsh.upper()[:3]) == number


def test_english_dates():
    assert day_in_words(date(2026, 3, 27), "en") == "27 March 2026"
    assert day_in_words(date(2026, 3, 27), "cy") == "27 Mawrth 2026"
    assert [month_named(name) for name in ("Mar.", "sept", "Ma", "", "Smarch", "ju")] == [3, 9, None, None, None, None]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(9), "9am"),
        (time(9, 5), "9:05am"),
        (time(0), "midnight"),
        (time(0, 1), "12:01am"),
        (time(12), "midday"),
        (time(12, 30), "12:30pm"),
        (time(23, 59), "11:59pm"),
    ],
)
def test_times(at, said):
    assert time_in_words(at, "en") == said


def test_moments():
    at = datetime(2026, 3, 30, 9, tzinfo=UTC)
    assert moment_in_words(at, "en") == "9am on 30 March 2026"
    assert moment_in_words(at, "cy") == "9am ar 30 Mawrth 2026"


@pytest.mark.parametrize(
    ("pence", "said"),
    [(1250, "£12.50"), (7500, "£75"), (0, "£0"), (7, "£0.07"), (123456789, "£1,234,567.89"), (-5, "-£0.05")],
)
def test_money(pence, said):
    assert money_in_words(pence) == said


@given(st.integers(0, 10**12))
def test_money_is_read_as_it_is_shown(pence):
    assert problems(ask("money"), money_in_words(pence)) == []


def test_values_in_words():
    assert value_in_words(True, "boolean", "cy") == "Ie"
    assert value_in_words("2026-03-27", "date", "en") == "27 March 2026"
    assert value_in_words("2026-03-27", None, "en") == "2026-03-27"
    assert value_in_words(["a", "b"], "text", "en") == "a\nb"
    assert value_in_words({"a": "x", "b": None}, None, "en") == "x"
    assert value_in_words("not a date", "date", "en") == "not a date"
