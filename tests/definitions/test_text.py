"""Texts: names put in once, variants, languages, and what an author gets wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.text import InvalidText, Text, compile_text, one_line, plain
from definitions.types import BOOLEAN, TEXT, TIMESTAMP, object_of
from tests.definitions.asking import scope

NAMES = {"who": TEXT, "urgent": BOOLEAN, "round": object_of(next_collection=TIMESTAMP)}


def compiled(text, **languages):
    return compile_text({"en": text} | languages, NAMES, shown=["your"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello", "Hello"),
        ("", ""),
        ("Hello {who}", "Hello Ada"),
        ("{who}{who}", "AdaAda"),
        ("On {round.next_collection}.", "On 1 April 2026."),
        ("{{who}}", "{who}"),
        ("{{{who}}}", "{Ada}"),
        ("100 % {{7*7}}", "100 % {7*7}"),
        ("} {".replace("}", "}}").replace("{", "{{"), "} {"),
    ],
)
def test_names_are_put_in(text, shown):
    names = {"who": "Ada", "round": {"next_collection": "1 April 2026"}}
    assert compiled(text).render(scope(**names)) == shown


def test_what_is_absent_leaves_nothing():
    assert compiled("Dear {who}, {round.next_collection}").render(scope()) == "Dear , "


@pytest.mark.parametrize(
    ("text", "code", "words", "offset"),
    [
        ("Dear {whom}", "text.unknown-name", 'did you mean "who"?', 5),
        ("{round.next}", "text.unknown-name", "round has no next", 0),
        ("{who.name}", "text.unknown-name", "who has no name", 0),
        ("{7*7}", "text.brace", "is not a name", 0),
        ("{ who }", "text.brace", "is not a name", 0),
        ("{}", "text.brace", "is not a name", 0),
        ("a { b", "text.brace", "double the brace", 2),
        ("a } b", "text.brace", "double the brace", 2),
        ("{__class__}", "text.brace", "is not a name", 0),
        ("{who.__class__}", "text.brace", "is not a name", 0),
    ],
)
def test_what_cannot_be_put_in_is_refused(text, code, words, offset):
    with pytest.raises(InvalidText) as bad:
        compiled(text)
    [problem] = bad.value.problems
    assert (problem.language, problem.pointer, problem.code, problem.offset) == ("en", "", code, offset)
    assert words in problem.message


def test_every_problem_is_told_at_once_with_its_place():
    with pytest.raises(InvalidText) as bad:
        compiled([{"when": "urgnt", "text": "{whom}"}, {"text": "{"}], cy="{pwy}")
    found = [(p.language, p.pointer, p.code) for p in bad.value.problems]
    assert found == [
        ("en", "/0/when", "expression.unknown-name"),
        ("en", "/0/text", "text.unknown-name"),
        ("en", "/1/text", "text.brace"),
        ("cy", "", "text.unknown-name"),
    ]


def test_the_first_variant_that_holds_is_used():
    text = compiled(
        [{"when": "urgent", "text": "Now, {who}"}, {"when": "who == 'Ada'", "text": "Ada"}, {"text": "Later"}]
    )
    assert text.render(scope(urgent=True, who="Ada")) == "Now, Ada"
    assert text.render(scope(urgent=False, who="Ada")) == "Ada"
    assert text.render(scope()) == "Later"
    assert text.names == {"urgent", "who"}
    assert text.interpolated == {"who"}


def test_a_language_that_is_missing_falls_back_to_the_first():
    text = compiled("Hello {who}", cy="Helo {who}")
    assert text.render(scope("cy", who="Ada")) == "Helo Ada"
    assert text.render(scope("fr", who="Ada")) == "Hello Ada"
    assert plain("Only").render(scope("cy")) == "Only"
    assert Text({}).render(scope()) == ""


@given(st.text(), st.text())
def test_an_answer_is_never_read_again(before, after):
    for trick in ("{other}", "{who}", "{{7*7}}", "${7*7}", "<%= 7*7 %>", "%(who)s", "{0}", "{who.__class__}"):
        answer = f"{before}{trick}{after}"
        shown = compiled("1 {who} 2 {round.next_collection} 3").render(
            scope(who=answer, round={"next_collection": answer}, other="LEAKED")
        )
        assert shown == f"1 {answer} 2 {answer} 3"


def test_what_is_put_in_is_escaped_for_where_it_lands_and_the_rest_is_not():
    text = compiled("<b>{who}</b>")
    assert text.render(scope(who="<i>"), escape=lambda said: said.replace("<", "&lt;")) == "<b>&lt;i></b>"


@given(st.text())
def test_one_line_is_one_line(text):
    assert len(one_line(text).splitlines()) <= 1
