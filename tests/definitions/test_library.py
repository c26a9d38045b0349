"""The library's services: each has examples that cover it, and none of its parts could be deleted unnoticed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from definitions.examples import run_examples
from definitions.problems import InvalidDefinition
from definitions.read import check, read_service

LIBRARY = Path(__file__).parents[2] / "definitions" / "library"
SERVICES = sorted(folder.name for folder in LIBRARY.iterdir() if (folder / "service.json").exists())
Place = tuple[str | int, ...]


def text(name: str) -> str:
    return (LIBRARY / name / "service.json").read_text()


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_is_wrong_with_it(name: str) -> None:
    assert [problem for problem in check(text(name)) if problem.severity == "error"] == []


@pytest.mark.parametrize("name", SERVICES)
def test_its_examples_hold_and_cover_all_of_it(name: str) -> None:
    report = run_examples(read_service(text(name)))
    assert [f"{failure.pointer}: {failure.message}" for failure in report.failures] == []
    assert [f"{item.pointer}: {item.what}" for item in report.coverage if not item.covered] == []


@pytest.mark.parametrize("name", SERVICES)
def test_no_part_can_be_deleted_unnoticed(name: str) -> None:
    document = json.loads(text(name))
    unnoticed = ["/".join(map(str, place)) for place in parts(document) if not noticed(without(document, place))]
    assert unnoticed == []


def test_the_same_answers_with_other_records_end_in_three_states() -> None:
    examples = json.loads(text("single-person-discount"))["examples"]
    ends: dict[str, set[str]] = {}
    for example in examples:
        if "state" in example.get("expect", {}):
            ends.setdefault(json.dumps(example["answers"], sort_keys=True), set()).add(example["expect"]["state"])
    assert max(map(len, ends.values())) >= 3


def parts(document: dict[str, Any]) -> Iterator[Place]:
    """Every page, option, transition, task, choice of a vote, ``when``, rule and table rule of a document."""
    for place, value in places(
        {key: part for key, part in document.items() if key not in ("examples", "translations")}
    ):
        of = place[-2] if len(place) > 1 else None
        is_item = of in ("pages", "options", "transitions", "tasks", "choices", "rules") and isinstance(place[-1], int)
        if is_item or (place[-1] == "when" and isinstance(value, str)):
            yield place


def places(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    if place:
        yield place, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*place, key))


def without(document: dict[str, Any], place: Place) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    holder: Any = changed
    for key in place[:-1]:
        holder = holder[key]
    del holder[place[-1]]
    return changed


def noticed(document: dict[str, Any]) -> bool:
    """Whether an example fails, or the document is refused because something still names the part."""
    try:
        return not run_examples(read_service(document)).ok
    except InvalidDefinition:
        return True
