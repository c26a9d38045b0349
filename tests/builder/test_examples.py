"""Examples of a draft: run once a document, told in numbers and lists, and drawn on whatever they are about."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from builder.examples import coverage_marks, known, run, tried
from definitions.read import read_service
from definitions.service import Service

LIBRARY = Path(__file__).parents[2] / "definitions" / "library"


def service(name: str = "missed-bin", **changes: Any) -> Service:
    return read_service({**json.loads((LIBRARY / name / "service.json").read_text()), **changes})


def one_example(**expect: Any) -> Service:
    example = copy.deepcopy(dict(service().examples[0]))
    example["expect"] |= expect
    return service(examples=[example])


def test_each_example_passes_or_fails_in_words() -> None:
    failing = run(one_example(state="collected"))
    (result,) = failing.results
    assert result.state == "failed"
    assert [one.message for one in result.failures] == ["expected state to be “collected”, but it is “with-crew”"]
    assert (failing.failed, failing.ok) == (1, False)
    assert run(service()).ok


def test_what_was_run_is_remembered_by_its_document() -> None:
    fresh = service(title="Report a bin that was missed by us")
    assert known(fresh) is None
    assert run(fresh) is run(service(title="Report a bin that was missed by us"))
    assert known(fresh) is not None


def test_what_there_is_no_time_for_is_left_and_said() -> None:
    cut = run(service(title="Report a bin that has to be quick"), longest=-1.0)
    assert [one.state for one in cut.results][:2] == ["passed", "unrun"]
    assert cut.cut
    assert not cut.ok


def test_coverage_is_counted_by_kind_and_lists_what_no_example_tries() -> None:
    only = one_example()
    found = {each.kind: each for each in tried(only.document, run(only))}
    assert (found["page"].words, found["page"].covered, found["page"].of) == ("Pages", 4, 10)
    places = {missed.address: missed.where for missed in found["transition"].missed}
    assert places["transition:refuse"] == "the action “Could not collect”"
    said = {missed.what for missed in found["when"].missed}
    assert "Collection day is today: never so in the examples" in said


def test_a_service_whose_examples_try_everything_misses_nothing() -> None:
    whole = service()
    assert all(not each.missed for each in tried(whole.document, run(whole)))
    assert {mark.state for mark in coverage_marks(whole.document, run(whole)).values()} == {"all"}


def test_every_mark_has_the_address_of_what_it_is_drawn_on() -> None:
    only = one_example()
    marks = coverage_marks(only.document, run(only))
    assert marks["page:where"].words == "Tried by examples"
    assert (marks["page:which"].state, marks["page:which"].words) == ("some", "Tried in part: 3 of 6")
    assert marks["page:too-early"].words == "Not tried by any example"
    assert marks["transition:done"].state == "all"
    assert marks["state:not-collected"].state == "none"
    assert coverage_marks(only.document, None) == {}


@pytest.mark.parametrize("name", ["premises-licence", "scaffold-licence"])
def test_marks_are_found_where_blocks_and_tables_are_used(name: str) -> None:
    whole = service(name)
    assert {"page", "transition", "state"} <= {address.partition(":")[0] for address in
                                               coverage_marks(whole.document, run(whole))}  # fmt: skip
