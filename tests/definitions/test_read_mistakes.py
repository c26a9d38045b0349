"""Many mistakes at once: a wrong shape hides only what cannot be known without it, and one mistake is told once."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.read import check
from tests.definitions.check_cases import GONE, ask, clock, edited, flow, pages, radios
from tests.factories import example_document, page


def errors(found: Any) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in check(found) if problem.severity == "error"]


MEANING = {
    "/lookups/0/by": ("property.urpn", "expression.unknown-name"),
    "/values/0/value": ("bin == missed_on", "expression.type"),
    "/workflow/initial": ("reportd", "reference.unknown-state"),
    "/workflow/states/0/queue": ("new", "reference.unknown-queue"),
    "/workflow/transitions/1/by/0": ("crew", "reference.unknown-role"),
    "/workflow/transitions/1/effects/0/send": ("gone", "reference.unknown-message"),
    "/messages/0/body": ("By {clock.promis}", "text.unknown-name"),
}

SHAPE = {
    "a text that is a number": {"/summary": 5},
    "a category that is a list": {"/category": [5]},
    "an effect nobody knows": {"/workflow/transitions/4/effects/1": {"shout": "loud"}},
    "an example that is a text": {"/examples/0": "x"},
    "a list with one thing and no brackets": {"/workflow/transitions/2/from": "with-crew"},
    "a yes for true": {"/workflow/states/3/final": "yes"},
    "a rule without its message": {"/form/pages/1/questions/1/rules/0/message": GONE},
    "a kind of question nobody knows": {"/form/pages/3/questions/0/type": "e-mail"},
}


@pytest.mark.parametrize("shape", SHAPE)
def test_a_wrong_shape_hides_no_mistake_that_does_not_rest_on_it(shape: str):
    wrong = edited(example_document(), SHAPE[shape] | {at: value for at, (value, _) in MEANING.items()})
    found = errors(wrong)
    assert {(at, code) for at, (_, code) in MEANING.items()} <= set(found)
    assert len(found) == len(MEANING) + 1


HIDES = {
    "/workflow/states/1": ("with-crew", "reference.unknown-state"),
    "/roles/0": ("crew-desk", "reference.unknown-role"),
    "/queues/0": ("new-reports", "reference.unknown-queue"),
    "/messages/0": ("on-its-way", "reference.unknown-message"),
    "/workflow/clocks/0": ("promise", "text.unknown-name"),
    "/form/pages/1/questions/0": ("bin", "expression.unknown-name"),
    "/form/pages/1/questions/0/options/0": ("refuse", "expression.unknown-option"),
    "/lookups/0": ("round", "text.unknown-name"),
    "/workflow/transitions/0": ("dispatch", "reference.unknown-transition"),
}


@pytest.mark.parametrize("at", HIDES)
def test_what_lost_its_shape_is_not_called_unknown(at: str):
    value, _ = HIDES[at]
    assert errors(edited(example_document(), {at: value})) == [(at, "shape.type")]


@pytest.mark.parametrize("at", [at for at in HIDES if "options" not in at])
def test_what_lost_its_name_is_not_called_unknown(at: str):
    assert errors(edited(example_document(), {f"{at}/id": GONE})) == [(at, "shape.missing")]


@pytest.mark.parametrize("at", [at for at in HIDES if "options" not in at])
def test_what_has_a_number_for_a_name_is_not_called_unknown(at: str):
    assert errors(edited(example_document(), {f"{at}/id": 5})) == [(f"{at}/id", "shape.type")]


def test_a_timer_whose_actors_have_no_shape_is_still_a_timer():
    at = "/workflow/transitions/4/by"
    assert errors(edited(example_document(), {at: {}})) == [(at, "shape.type")]


@pytest.mark.parametrize(
    ("at", "put"),
    [
        ("/workflow/transitions/1/to", "with-crews"),
        ("/workflow/transitions/2/to", "colected"),
        ("/workflow/transitions/1/from/0", "reportd"),
    ],
)
def test_a_state_that_is_not_there_leads_nowhere_and_to_no_other_problem(at: str, put: str):
    assert errors(edited(example_document(), {at: put})) == [(at, "reference.unknown-state")]


def test_a_date_that_is_of_no_known_kind_is_still_no_wrong_start():
    good = flow(clocks=[clock(starts={"answer": "street"})])
    assert errors(edited(good, {"/form/pages/0/questions/0/type": "dat"})) == [
        ("/form/pages/0/questions/0/type", "shape.choice")
    ]


def test_options_without_brackets_are_one_option():
    good = pages(page("colour", radios("colour", "red")), page("more", ask("more"), when="colour == 'red'"))
    bad = edited(good, {"/form/pages/1/questions/0/options": {"value": "red", "label": "Red"}})
    assert errors(bad) == [("/form/pages/1/questions/0/options", "shape.type")]
