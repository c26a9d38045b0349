"""Every check has fixes that make its problem go, or a reason why there is none."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from builder.edits import Edit, apply, as_json, from_json
from builder.fixes import MAKERS, fixes, standing
from builder.references import Refused
from definitions.checks import CHECKS
from definitions.problems import Problem
from definitions.read import check
from tests.definitions.check_cases import Case
from tests.definitions.check_cases_casework import FURTHER
from tests.definitions.test_checks import CASES
from tests.factories import document, example_document

NONE = {
    "table.unreadable": "the table is a file of its own",
    "table.bad-row": "the table is a file of its own",
    "table.same-label": "the table is a file of its own",
    "table.untranslated": "the table is a file of its own",
    "table.never-offered": "the table is a file of its own",
    "block.elsewhere": "only its author knows where it was to stand",
    "block.nested": "the other block's questions are written out in the block",
    "block.changed": "whether a copy may change is not a question of one service",
    "decision.gap": "what is to be decided then, only an author knows",
    "decision.too-large": "what belongs together, only an author knows",
    "example.none": "examples are made on their own page",
    "value.circular": "which of the values is wrong, only an author knows",
    "page.reading-age": "plainer words, only an author finds",
    "translation.missing": "translations are written on their own page",
    "text.secret": "what is to be said instead, only an author knows",
}
"""Checks whose problems no button can mend, and why."""

LEADS_ON = {"question.secret": {"page.empty", "form.asks-nothing"}}
"""What is still to be done once a fix is: the last question of a page is gone."""


def found_in(case: Case, code: str) -> Problem:
    return next(one for one in check(case.bad) if (one.code, one.pointer) == (code, case.at))


def errors(problems: tuple[Problem, ...]) -> Counter[str]:
    return Counter(one.code for one in problems if one.severity == "error")


def test_every_check_is_spoken_for():
    assert CHECKS.keys() == MAKERS.keys() | NONE.keys()
    assert not MAKERS.keys() & NONE.keys()


@pytest.mark.parametrize("code", NONE)
def test_where_no_button_can_help_there_is_none(code: str):
    assert fixes(CASES[code].bad, found_in(CASES[code], code)) == ()


@pytest.mark.parametrize("code", MAKERS)
def test_each_fix_makes_its_problem_go_and_nothing_else_go_wrong(code: str):
    bad, problem = CASES[code].bad, found_in(CASES[code], code)
    before = check(bad)
    offered = fixes(bad, problem)
    assert offered
    for one in offered:
        assert from_json(as_json(one.edit)) == one.edit
        after = check(apply(bad, one.edit).document)
        assert (code, problem.message) not in [(left.code, left.message) for left in after], one
        assert (errors(after) - errors(before)).keys() <= LEADS_ON.get(code, set()), one


@pytest.mark.parametrize("case", [*CASES.values(), *FURTHER.values()], ids=[*CASES, *(f"{n}+" for n in FURTHER)])
def test_whatever_is_found_is_mended_or_the_fix_is_refused_with_a_reason(case: Case):
    for problem in check(case.bad):
        for one in fixes(case.bad, problem):
            assert tried(case.bad, one.edit)


def tried(bad: dict[str, Any], edit: Edit) -> bool:
    try:
        return apply(bad, edit).document != bad
    except Refused as refused:
        return bool(str(refused))


@pytest.mark.parametrize("code", MAKERS)
def test_buttons_speak_plain_words(code: str):
    for one in fixes(CASES[code].bad, found_in(CASES[code], code)):
        assert one.words[0].isupper()
        assert not one.words.endswith(".")
        assert len(one.words) < 120


@pytest.mark.parametrize(
    ("at", "address", "group"),
    [
        ("/form/pages/0/questions/0/label", "question:property/label", "page:where"),
        ("/form/pages/1/questions/0/options/1/label", "option:bin.recycling/label", "page:which"),
        ("/form/pages/2/when", "page:too-late/when", "page:too-late"),
        ("/workflow/states/1", "state:with-crew", "state:with-crew"),
        ("/workflow/transitions/0/effects/0/send", "transition:dispatch/effects/0/send", "transition:dispatch"),
        ("/workflow/initial", "/workflow/initial", None),
        ("/examples/0/then/0", "/examples/0/then/0", None),
        ("", "", None),
    ],
)
def test_a_problem_stands_beside_the_element_it_is_of(at: str, address: str, group: str | None):
    found = standing(example_document(), Problem(at, "any.code", "Anything"))
    assert (found.address, str(found.group) if found.group else None) == (address, group)


@pytest.mark.parametrize(
    ("wrote", "meant"),
    [
        ("street = 'a'", "street == 'a'"),
        ("street == ‘a’", "street == 'a'"),
        ("street == 'a' and not (street == 'and')", "street == 'a' && !(street == 'and')"),
        ("street <> 'a' OR street == 'b'", "street != 'a' || street == 'b'"),
        ("(street == 'a'", "(street == 'a')"),
        ("street == 'a", "street == 'a'"),
        ("street == null || street != null", "!answered(street) || answered(street)"),
        ("stret == 'a'", "street == 'a'"),
        ("answerd(street)", "answered(street)"),
    ],
)
def test_what_was_meant_by_a_condition(wrote: str, meant: str):
    bad = document()
    bad["form"]["pages"].append(
        {"id": "why", "title": "Why?", "when": wrote, "questions": [{"id": "why", "type": "text", "label": "Why?"}]}
    )
    problem = next(one for one in check(bad) if one.pointer == "/form/pages/1/when")
    after = apply(bad, fixes(bad, problem)[0].edit).document
    assert after["form"]["pages"][1]["when"] == meant


def test_of_two_that_are_called_the_same_the_second_is_renamed_and_what_names_it_stays_with_the_first():
    bad = document()
    bad["form"]["pages"].append(
        {"id": "again", "title": "Again", "questions": [dict(bad["form"]["pages"][0]["questions"][0])]}
    )
    problem = next(one for one in check(bad) if one.code == "id.repeated")
    after = apply(bad, fixes(bad, problem)[0].edit).document
    assert [page["questions"][0]["id"] for page in after["form"]["pages"]] == ["street", "street_2"]
    assert after["queues"][0]["columns"] == ["street"]
