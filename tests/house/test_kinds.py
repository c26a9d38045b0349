"""Every kind of question is whole: a template, a description, words in both languages, and its parts documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from definitions.questions import KINDS
from definitions.questions.boxes import boxes_of
from definitions.questions.written import written
from definitions.read import language_schema
from tests.definitions.asking import ask, scope

ROOT = Path(__file__).parents[2]
EXPRESSIONS = (ROOT / "docs" / "expressions.md").read_text()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_template_and_says_what_its_answer_is(kind: str) -> None:
    described = language_schema()["$defs"][f"question_{kind}"]["properties"]["type"]["description"]
    assert (ROOT / "templates" / "questions" / f"{kind}.html").exists()
    assert "The answer is" in described
    assert written(ask(kind)) != "Some words" or kind == "text"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_speaks_both_languages(kind: str) -> None:
    question = ask(kind)
    english, welsh = (KINDS[kind].missing(question, scope(language)).problems for language in ("en", "cy"))
    assert [(p.input, p.code) for p in english] == [(p.input, p.code) for p in welsh]
    assert all(one.message != other.message for one, other in zip(english, welsh, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_every_input_has_its_box(kind: str) -> None:
    question = ask(kind)
    assert [box.input for box in boxes_of(question, "en")] == list(KINDS[kind].inputs(question))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].type(ask(kind)).name == "object"])
def test_the_parts_of_every_answer_of_several_are_documented(kind: str) -> None:
    parts = EXPRESSIONS.partition("these are their parts")[2].partition(f"\n| {kind} |")[2].partition("\n")[0]
    assert [name for name, _ in KINDS[kind].type(ask(kind)).fields if f"`{name}`" not in parts] == []
