"""Blocks: one definition put into many services, under other names and words, and fixed in what is published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.examples import run_examples
from definitions.journey import walk
from definitions.read import check, read_service
from definitions.reading.beside import block_hash, shipped_block, shipped_blocks
from definitions.reading.rename import in_expression, in_text
from definitions.text import Text
from tests.definitions.check_cases import ask
from tests.definitions.check_cases_beside import block
from tests.definitions.playing import at
from tests.factories import document, page, question

NOW = at("2026-03-26T09:00")
AGE = block(
    id="age",
    pages=[
        page("born", question("born", type="date", rules=[{"require": "born < today()", "message": "On {born}?"}])),
        page("school", question("school"), when="age(born) < 18", title="Which school, {born}?"),
    ],
    translations={"cy": {"pages.born.title": {"text": "Geni"}, "school.title": {"text": "Ysgol {born}"}}},
)  # fmt: skip


def using(*pages: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return document(form={"pages": [page(), *pages]}, blocks={"age": AGE, "talk": block()}, **changes)


def errors(made: dict[str, Any]) -> list[tuple[str, str]]:
    return [(p.pointer, p.code) for p in check(made) if p.severity == "error"]


def plain(text: Text, language: str = "en") -> str:
    return "".join(text.variants[language][0].parts)


def test_a_block_is_put_in_where_it_is_used() -> None:
    service = read_service(using({"use": "age"}, page("last", question("last"))))
    assert [one.id for one in service.form.pages] == ["where", "born", "school", "last"]
    journey = walk(service.form, {"street": "x", "born": "2015-01-01"}, {}, NOW, service=service)
    assert [one.id for one in journey.pages] == ["where", "born", "school", "last"]


def test_a_block_can_be_used_twice_under_other_names() -> None:
    service = read_service(using({"use": "age"}, {"use": "age", "prefix": "partner", "ids": {"school": "college"}}))
    assert [one.id for one in service.form.pages][3:] == ["partner-born", "college"]
    assert service.form.pages[4].when is not None
    assert service.form.pages[4].when.source == "age(partner_born) < 18"
    assert plain(service.form.pages[4].title).startswith("Which school, partner_born")
    assert service.questions["partner_born"].rules[0].require.source == "partner_born < today()"


def test_ids_that_clash_are_told_at_the_use() -> None:
    made = using({"use": "age"}, {"use": "age"})
    assert {pointer for pointer, code in errors(made) if code == "id.repeated"} == {"/form/pages/2"}


def test_its_words_can_be_replaced() -> None:
    texts = {
        "born.label": "Your birthday",
        "born.hint": "As in your passport",
        "born.rules.0": "Not yet",
        "school.title": "School",
    }
    service = read_service(using({"use": "age", "texts": texts}))
    asked = service.questions["born"]
    assert (plain(asked.label), plain(asked.hint or Text())) == ("Your birthday", "As in your passport")
    assert plain(asked.rules[0].message) == "Not yet"
    assert plain(service.form.pages[2].title) == "School"


def test_its_translations_come_with_it_but_not_those_of_words_replaced() -> None:
    made = using({"use": "age", "prefix": "his", "texts": {"born.title": "Birthday"}}, languages=["en", "cy"])
    service = read_service(made)
    assert plain(service.form.pages[2].title, "cy") == "Ysgol his_born"
    assert "cy" not in service.form.pages[1].title.variants
    own = made | {"translations": {"cy": {"his-school.title": {"text": "Coleg"}}}}
    assert plain(read_service(own).form.pages[2].title, "cy") == "Coleg"


def test_a_condition_holds_for_all_of_it() -> None:
    service = read_service(using({"use": "age", "when": "street == 'x'"}))
    assert [one.when.source for one in service.form.pages[1:] if one.when] == [
        "street == 'x'",
        "(street == 'x') && (age(born) < 18)",
    ]


def test_parts_can_be_left_out() -> None:
    service = read_service(using({"use": "age", "without": ["school"]}))
    assert "school" not in service.questions
    contact = document(form={"pages": [page(), {"use": "contact", "without": ["phone"]}]})
    assert "phone" not in read_service(contact).questions


def test_the_questions_of_a_page_can_stand_on_another() -> None:
    service = read_service(using(page("more", question("more"), {"use": "talk"}, question("last"))))
    assert [one.id for one in service.form.pages[1].questions] == ["more", "email", "last"]


def test_a_problem_in_a_block_is_told_at_its_use_with_its_place_inside() -> None:
    bad = block(id="age", pages=[page("born", question("born", hint="{nothing}"))])
    made = document(
        form={"pages": [page(), {"use": "age"}, page("last", question("last", hint="{nobody}"))]}, blocks={"age": bad}
    )
    found = {p.pointer: p.message for p in check(made) if p.code == "text.unknown-name"}
    assert found["/form/pages/1"].startswith(
        'in the block "age", at /pages/0/questions/0/hint: There is nothing called'
    )
    assert found["/form/pages/2/questions/0/hint"].startswith('There is nothing called "nobody"')


def test_what_comes_after_a_block_keeps_its_place_in_coverage() -> None:
    made = using({"use": "age"}, page("last", question("last", when="street == 'x'")))
    answers = {"street": "x", "born": "1980-01-01", "last": "y"}
    example = {"name": "Grown up", "at": "2026-03-26T09:00", "answers": answers, "expect": {"state": "new"}}
    report = run_examples(read_service(made | {"examples": [example]}))
    assert report.ok, report.failures
    assert "/form/pages/2/questions/0/when" in {item.pointer for item in report.coverage}
    assert {item.pointer for item in report.coverage if item.what in ("page “born”", "page “school”")} == {
        "/form/pages/1"
    }


def test_what_an_action_asks_may_be_a_block() -> None:
    made = using()
    made["workflow"]["transitions"][0]["ask"] = [{"use": "talk"}]
    assert "email" in read_service(made).asked


def test_a_block_in_a_section_and_in_its_items() -> None:
    section = {"id": "them", "title": "Them", "pages": [{"use": "age", "prefix": "their"}],
               "repeat": {"id": "them", "label": "One", "max": 3}}  # fmt: skip
    made = using() | {"form": {"pages": [page()], "sections": [section]}}
    assert errors(made) == []
    service = read_service(made)
    assert service.form.lists["their_born"] == ("them",)


def test_a_published_document_holds_what_it_uses() -> None:
    service = read_service(document(form={"pages": [page(), {"use": "address"}]}))
    held = service.document["blocks"]["address"]
    assert held["hash"] == block_hash(held) == (shipped_block("address") or {})["hash"]
    assert service.document["form"]["pages"][1] == {"use": "address"}
    assert read_service(service.document).hash == service.hash


def test_a_later_definition_changes_nothing_that_holds_a_copy() -> None:
    old = block(id="address", pages=[page("home", question("old_address"))])
    held = document(form={"pages": [page(), {"use": "address"}]}, blocks={"address": old})
    assert "old_address" in read_service(held).questions


def test_a_file_beside_comes_before_the_copy_and_that_before_the_library() -> None:
    made = document(form={"pages": [page(), {"use": "address"}]})
    new = json.dumps({"id": "address", "pages": [page("home", question("new_address"))]})
    asked = read_service(made, lambda name: new if name == "blocks/address.json" else None)
    assert "new_address" in asked.questions
    assert "new_address" in read_service(asked.document).questions


def test_a_file_that_is_no_json_is_told_with_its_line() -> None:
    found = check(document(form={"pages": [page(), {"use": "mine"}]}), lambda _: '{\n  "id": mine}')
    assert [p.code for p in found] == ["document.syntax"]
    assert "blocks/mine.json, line 2" in found[0].message


@pytest.mark.parametrize("name", shipped_blocks())
def test_a_block_of_ours_is_good_in_both_languages(name: str) -> None:
    made = document(form={"pages": [page(), {"use": name}]}, languages=["en", "cy"])
    found = [p for p in check(made) if p.pointer.startswith("/form/pages/1")]
    assert found == []
    missing = [p.message for p in check(made) if p.code == "translation.missing"]
    shipped = shipped_block(name) or {}
    ids = [one["id"] for part in shipped["pages"] for one in (part, *part["questions"])]
    assert not [words for words in missing for id in ids if f'"{id}.' in words]
    assert not [p for p in check(made) if p.code in ("translation.stale", "translation.unknown-key")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("born < today()", "b < today()"),
        ("'born' == born", "'born' == b"),
        ("x.born == born.x", "x.born == b.x"),
        ("born(born)", "born(b)"),
        ("answered(born)&&born!='born'", "answered(b)&&b!='born'"),
        ("born ==", "b =="),
        ("born '", "born '"),
    ],
)
def test_names_change_in_expressions_and_nothing_else(source: str, expected: str) -> None:
    assert in_expression(source, {"born": "b"}) == expected


@given(st.text(alphabet="{}bornx. ", max_size=20))
@settings(max_examples=200, deadline=None)
def test_renaming_there_and_back_is_nothing(text: str) -> None:
    assert in_text(in_text(text, {"born": "q1"}), {"q1": "born"}) == text
    assert in_text(text, {}) == text


def test_a_block_of_another_kind_of_question_with_reveal() -> None:
    made = document(form={"pages": [page(), {"use": "contact", "prefix": "my"}]}, applicant={"email": "my_email"})
    service = read_service(made)
    assert service.questions["my_email"].under is not None
    assert service.questions["my_email"].under.question == "my_contact_by"
    assert ask("x")["id"] == "x"
