"""Reading age: what is easy, what is hard, what is not scored; and that the library can be read by everybody."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from builder.cli import townclerk
from builder.cli_documents import document_text
from builder.library import library
from definitions.read import check, read_service, reading_ages
from definitions.readability import READABLE, reading_of, sentences
from tests.factories import document

EASY = "Tell us where the lamp is. We send a crew to mend it. You will hear from us the next day."
HARD = "Supplementary documentation establishing residential circumstances necessitates authentication beforehand"


def test_short_words_in_short_sentences_are_for_children_and_long_ones_are_not() -> None:
    easy, hard = reading_of([EASY]), reading_of([EASY, HARD, HARD])
    assert easy
    assert hard
    assert easy.age < 7
    assert hard.age > 14
    assert (hard.hardest, hard.hardest_age > hard.age) == (HARD, True)


def test_the_age_is_that_of_the_index() -> None:
    # 16 words of 3 letters in 2 sentences: 4.71 * 3 + 0.5 * 8 - 21.43 is below grade 0; of 5 letters, grade 6.12.
    assert reading_of([" ".join(["abc"] * 8)] * 2) == reading_of([f"{' '.join(['abc'] * 8)}. {' '.join(['abc'] * 8)}."])
    five = reading_of([" ".join(["abcde"] * 8)] * 2)
    assert five
    assert five.age == 11.1


@pytest.mark.parametrize(
    "text", ["Full name", "Email address", "Yes", "", "A dozen words or so are not enough to tell how hard."]
)
def test_too_few_words_have_no_age(text: str) -> None:
    assert reading_of([text]) is None


def test_sentences_are_told_apart_and_what_is_put_in_counts_as_a_short_word() -> None:
    text = "We will ask {applicant_name} for it.\n\n- See [our rules about it](https://example.org/long) now\n- No"
    assert list(sentences(text)) == ["We will ask this for it", "See our rules about it now"]


@given(st.text())
def test_any_text_has_an_age_or_none(text: str) -> None:
    found = reading_of([text])
    assert found is None or found.age >= 5


@pytest.mark.parametrize("name", library())
def test_the_library_can_be_read_at_nine(name: str) -> None:
    assert [problem for problem in check(document_text(name)) if problem.code == "page.reading-age"] == []
    ages = reading_ages(read_service(document_text(name)))
    assert ages
    assert max(reading.age for reading in ages.values()) <= READABLE


def test_a_service_written_in_welsh_is_not_scored() -> None:
    page = {"id": "hard", "title": HARD, "content": [{"text": f"{HARD}. {HARD}."}], "questions": []}
    for language, codes in (("en", ["page.reading-age"]), ("cy", [])):
        bad = document()
        bad["languages"] = [language]
        bad["form"]["pages"] = [*bad["form"]["pages"], page]
        assert [p.code for p in check(bad) if p.code == "page.reading-age"] == codes


def test_the_command_says_each_age() -> None:
    said = CliRunner().invoke(townclerk, ["check", "--reading", "missed-bin"])
    assert said.exit_code == 0
    assert "help: “" in said.output
    as_json = json.loads(CliRunner().invoke(townclerk, ["check", "--reading", "--json", "missed-bin"]).output)
    assert set(as_json["missed-bin"]["help"]) == {"age", "hardest", "hardest_age"}
