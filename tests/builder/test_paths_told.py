"""Routes told in lines: branches where they part, one row where they meet; each stop told once; nothing left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.library import library, library_text
from builder.paths import Choice, Stop, routes
from builder.paths.blocks import DEEPEST, MOST, Line, Told
from tests.definitions.playing import at
from tests.factories import example_document

NOW = at("2026-03-26T09:00")


def every(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        for branch in line.branches:
            yield from every(branch.lines)


def outline(lines: Iterable[Line]) -> list[Any]:
    """The lines in short: a page, or what it is, with its branches in a list after it."""
    found: list[Any] = []
    for line in lines:
        found.append(line.stop.page if line.kind in ("page", "stop") else line.kind)
        if line.branches:
            found.append([outline(branch.lines) for branch in line.branches])
    return found


def stop(page: str, *onward: Stop) -> Stop:
    return Stop("page", page, choices=[Choice({"way": n}, {}, to) for n, to in enumerate(onward)])


def test_who_is_turned_away_leaves_the_row_that_the_others_go_on_in():
    told = Told(routes(example_document(), NOW).first[0])
    assert outline(told.lines()) == ["where", "which", [[], ["too-late"]], "contact", "sent"]
    assert {one.kind: one.page for one in told.ends} == {"stop": "too-late", "sent": ""}


def test_branches_meet_again_and_what_is_shared_within_them_is_told_once():
    sent = Stop("sent")
    last = stop("last", sent)
    shared = stop("shared", last)
    told = Told(stop("first", stop("a", stop("more", shared), shared), stop("b", shared, last)))
    rows = outline(told.lines())
    assert rows[0] == "first"
    assert rows[-2:] == ["last", "sent"]
    assert str(rows).count("'shared'") == 1
    assert str(rows).count("'again'") == 1


def test_only_the_paths_to_one_end_are_told():
    told = Told(routes(example_document(), NOW).first[0], "too-late")
    assert outline(told.lines()) == ["where", "which", "too-late"]
    assert Told(routes(example_document(), NOW).first[0], "nowhere").lines() == []


def test_what_was_not_walked_is_said_and_what_is_too_far_in_can_be_told_from_there():
    assert outline(Told(stop("first")).lines()) == ["first", "unknown"]
    deep = stop("end", Stop("sent"))
    for n in range(DEEPEST + 3):
        deep = stop(f"in-{n}", deep, Stop("stop", f"out-{n}"), stop(f"else-{n}", Stop("stuck", "else")))
    nested = Stop("sent")
    for n in range(DEEPEST + 3):
        nested = stop(f"deep-{n}", stop(f"side-{n}", nested, Stop("stop", f"end-{n}")), Stop("stop", f"no-{n}"))
    wide = stop("w", *(stop(f"w-{n}", Stop("stop", f"w-{n}")) for n in range(MOST + 9)))
    for first in (deep, nested, wide):
        told = Told(first)
        lines = list(every(told.lines()))
        assert len(lines) < 3 * MOST
        for line in lines:
            if line.kind == "further":
                assert told.lines(line.number)[0].number == line.number


@st.composite
def graphs(draw: st.DrawFn) -> Stop:
    """Stops that lead only to later ones, some of which end a route."""
    count = draw(st.integers(1, 9))
    made: list[Stop] = [Stop("sent"), Stop("stop", "no")]
    for n in range(count):
        to = draw(st.lists(st.sampled_from(made), min_size=1, max_size=3))
        made.append(stop(f"p{n}", *to))
    return made[-1]


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_each_stop_is_told_once_and_every_route_can_be_followed(first: Stop):
    told = Told(first)
    lines = told.lines()
    numbers = [line.number for line in every(lines) if line.kind == "page"]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) == {n for n, one in enumerate(told.stops) if one.kind == "page"}
    assert ways(lines) == walked(first)


def ways(lines: list[Line]) -> set[tuple[str, ...]]:
    """Every route that a reader finds in the lines, as the pages on it."""
    rows = {line.number: (row, n) for row in all_rows(lines) for n, line in enumerate(row) if line.kind == "page"}
    above = {id(branch.lines): (row, n) for row in all_rows(lines) for n, line in enumerate(row)
             for branch in line.branches}  # fmt: skip

    def onward(row: list[Line], n: int) -> set[tuple[str, ...]]:
        if n >= len(row):
            outer, at_ = above[id(row)]
            return onward(outer, at_ + 1)
        line = row[n]
        if line.kind in ("sent", "stop"):
            return {(line.stop.page or "sent",)}
        if line.kind == "again":
            return onward(*rows[line.number])
        if not line.branches:
            return {(line.stop.page, *rest) for rest in onward(row, n + 1)}
        inner = {rest for branch in line.branches
                 for rest in (onward(branch.lines, 0) if branch.lines else onward(row, n + 1))}  # fmt: skip
        return {(line.stop.page, *rest) for rest in inner}

    return onward(lines, 0)


def all_rows(lines: list[Line]) -> Iterator[list[Line]]:
    yield lines
    for line in lines:
        for branch in line.branches:
            yield from all_rows(branch.lines)


def walked(here: Stop) -> set[tuple[str, ...]]:
    if here.kind != "page":
        return {(here.page or "sent",)}
    return {(here.page, *rest) for one in here.choices for rest in walked(one.to)}


@pytest.mark.parametrize("name", sorted(library()))
def test_a_service_of_the_library_is_told_from_its_beginning_to_its_end(name: str):
    found = routes(json.loads(library_text(name)), NOW)
    assert len(found.findings) == len(found.first)
    told = Told(found.first[0])
    lines = told.lines()
    assert lines[-1].kind == "sent"
    assert len(list(every(lines))) > 3
