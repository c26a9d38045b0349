"""Problems in an author's words: labels for ids, actions and emails rather than what the language calls them."""

from __future__ import annotations

import re

import pytest

from builder.fixes import spoken
from definitions.checks import CHECKS
from definitions.problems import Problem
from definitions.read import check
from tests.definitions.test_checks import CASES
from tests.factories import example_document


@pytest.mark.parametrize("code", CHECKS)
def test_what_is_wrong_is_said_plainly(code: str):
    case = CASES[code]
    problem = next(one for one in check(case.bad) if (one.code, one.pointer) == (code, case.at))
    said = spoken(case.bad, problem)
    for words in (said.what, said.todo):
        assert '"' not in words
        assert not re.search(r"\btransitions?\b|\ba (action|email)\b|/form/|/workflow/", words)
    assert said.what
    assert not said.what.endswith(".")
    assert said.why == CHECKS[code].why.replace("The message", "The email").replace("A message", "An email")
    assert said.why not in said.what


def test_ids_are_told_by_their_labels_where_one_thing_alone_has_them():
    document = example_document()
    problem = Problem("/workflow/states/1", "state.no-exit", 'no case can leave "with-crew": add a transition from it')
    said = spoken(document, problem)
    assert (said.what, said.todo) == ("No case can leave “With crew”", "Add an action from it")
    odd = spoken(document, Problem("", "made.up", 'nothing has "pattern_message" or "no-such": true to "with-crew"'))
    assert odd.what == "Nothing has “pattern message” or “no-such” to “with-crew”"
    assert odd.why == ""


def test_a_colon_within_quotation_marks_parts_nothing():
    said = spoken(example_document(), Problem("", "made.up", 'this says "a: b" twice: say it once'))
    assert (said.what, said.todo) == ("This says “a: b” twice", "Say it once")
