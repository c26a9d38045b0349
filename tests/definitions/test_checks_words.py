"""What the checks say tells an author what to do next."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.read import check
from definitions.reading.translating import mark
from tests.definitions.check_cases import GONE, ask, edited, pages, radios
from tests.factories import document, example_document, page


def said(found: Any, code: str) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.message) for problem in check(found) if problem.code == code]


def test_many_texts_without_a_translation_are_told_in_one_line():
    (at, words), *others = said(document(languages=["en", "cy"], translations={}), "translation.missing")
    assert (at, others) == ("/translations/cy", [])
    assert words.startswith('11 of 11 texts have no translation into cy: "')
    assert " and 6 more. " in words


def test_the_last_texts_without_a_translation_are_told_one_by_one():
    good = document(languages=["en", "cy"])
    keys = ["close.label", "closed.label", "closed.public", "new.label", "new.public", "officer.label", "triage.label"]
    good["translations"] = {"cy": {key: {"text": "x"} for key in keys}}
    found = [words.split(" has no ")[0] for _, words in said(good, "translation.missing")]
    assert sorted(found) == ['"service.summary"', '"service.title"', '"street.label"', '"where.title"']


def test_a_translation_without_a_mark_is_told_what_mark_to_add():
    good = document(languages=["en", "cy"], translations={"cy": {"where.title": {"text": "Ble?"}}})
    ((at, words),) = said(good, "translation.stale")
    assert at == "/translations/cy/where.title"
    assert f'add "of": "{mark("Where")}"' in words


def test_a_translation_of_an_id_that_two_things_have_is_told_the_longer_key():
    good = pages(page("colour", radios("colour", "red")), page("more", ask("more")), languages=["en", "cy"])
    good["translations"] = {"cy": {"colour.red.label": {"text": "Coch"}}}
    ((_, words),) = said(good, "translation.unknown-key")
    assert words.endswith('did you mean "questions.colour.red.label"?')


@pytest.mark.parametrize(
    ("at", "put", "code", "words"),
    [
        ("/workflow/transitions/1/to", "nowhere", "reference.unknown-state", "choose reported, with-crew, overdue,"),
        ("/queues/0/columns/0", "nothing", "reference.unknown-name", 'there is nothing called "nothing": choose'),
        ("/queues/0/columns/2", "property.nothing", "reference.unknown-name", '"nothing" is not known: choose line_1,'),
        ("/examples/0/then/1/do", "nothing", "example.unknown-name", "choose dispatch, send, done, refuse"),
    ],
)
def test_a_name_like_no_other_is_told_what_there_is(at: str, put: str, code: str, words: str):
    ((found, message),) = said(edited(example_document(), {at: put}), code)
    assert found == at
    assert words in message


@pytest.mark.parametrize(
    ("at", "put", "code", "words"),
    [
        ("/form/pages/3/title", "{case.reference}", "text.unknown-name", "only once the application has been sent"),
        ("/form/pages/3/title", "{reason}", "text.unknown-name", "only once the application has been sent"),
        (
            "/form/pages/3/title",
            "On {round}",
            "text.unknown-name",
            "put in one of them, such as {round.last_collected}",
        ),
        ("/messages/0/body", "About {case}", "text.unknown-name", "put in one of them, such as {case.state}"),
        (
            "/messages/0/body",
            "{property.xyz}",
            "text.unknown-name",
            "property has no xyz: it has line_1, line_2,",
        ),
        ("/form/pages/3/when", "reason == 'not_out'", "expression.unknown-name", "reason is asked by a transition"),
        ("/messages/0/to", "crew-desk", "shape.choice", 'write "applicant", {"role": "crew-desk"} or {"address":'),
        ("/workflow/clocks/0/starts", "send", "shape.choice", 'write "submission", {"transition": "send"},'),
    ],
)
def test_what_belongs_elsewhere_is_told_where(at: str, put: str, code: str, words: str):
    ((found, message),) = said(edited(example_document(), {at: put}), code)
    assert found == at
    assert words in message


@pytest.mark.parametrize(
    ("at", "put"),
    [
        ("/workflow/transitions/3/effects/0/send", "not-colected"),
        ("/workflow/states/0/queue", "new-report"),
        ("/workflow/transitions/4/effects/0/assign/role", "superviser"),
        ("/form/pages/2/content", "Too late"),
    ],
)
def test_what_is_not_used_because_it_is_misspelt_is_told_once(at: str, put: str):
    before = {(p.pointer, p.code) for p in check(example_document())}
    found = [p.pointer for p in check(edited(example_document(), {at: put})) if (p.pointer, p.code) not in before]
    assert found == [at]


@pytest.mark.parametrize(
    ("warn", "length", "told"),
    [
        ("10 days", "1 week", True),
        ("24 hours", "1 day", True),
        ("6 days", "1 week", False),
        ("20 days", "1 month", False),
        ("4 working days", "5 working days", False),
    ],
)
def test_a_clock_that_warns_at_once_is_found_where_that_is_certain(warn: str, length: str, told: bool):
    clock = {"/workflow/clocks/0/warn_before": warn, "/workflow/clocks/0/length": length}
    assert bool(said(edited(example_document(), clock), "clock.warns-at-once")) is told


def test_where_there_is_nothing_to_choose_it_must_be_added():
    bad = edited(example_document(), {"/messages": GONE})
    assert {words for _, words in said(bad, "reference.unknown-message")} == {
        'there is no message called "on-its-way", nor any other: add it',
        'there is no message called "not-collected", nor any other: add it',
    }


def table(**changes: Any) -> dict[str, Any]:
    rules = [{"when": ["'red'"], "then": {"fee": "1"}}, {"when": ["'red', 'blue'"], "then": {"fee": "2"}}]
    one = {"id": "price", "inputs": [{"value": "colour"}], "outputs": {"fee": "money"}, "rules": rules}
    return pages(page("colour", radios("colour", "red", "blue", "green")), decisions=[one | changes])


def test_what_no_rule_decides_is_listed_with_what_happens_then():
    ((_, words),) = said(table(), "decision.gap")
    assert "so its results count as not answered, when colour is 'green': add a rule or \"otherwise\"" in words
    ((_, words),) = said(table(otherwise={"fee": "3"}), "decision.gap")
    assert "so \"otherwise\" decides: see that it suits when colour is 'green'" in words


def test_two_rules_that_hold_are_told_how_to_be_one():
    ((at, words),) = said(table(policy="unique"), "decision.overlap")
    assert at == "/decisions/0/rules/1"
    assert (
        words == "rule 1 holds as well, when colour is 'red': let only one of them hold, or make the policy \"first\""
    )
