"""What is wrong with a table, marked on its rules and said in words, with the edits that mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.edits import Edit
from builder.grids.cells import controls, said
from builder.grids.changing import added
from builder.grids.grid import Column, Grid
from definitions.decisions import Analysis, analyse
from definitions.form import Decision
from definitions.problems import pointer
from definitions.reading.compile_service import compile_service

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Missing:
    """Inputs that no rule takes: in words, by the tests of a rule for them, and the edit that adds it."""

    words: str
    cells: tuple[str, ...]
    edit: Edit


@dataclass(frozen=True, slots=True)
class Remarks:
    """``rules`` says by the place of a rule what is wrong with it. ``sound`` is false while expressions of the table
    cannot be read: then nothing can be said. ``capped``: there are too many cases to try each."""

    rules: Mapping[int, tuple[str, ...]]
    missing: tuple[Missing, ...] = ()
    more: int = 0
    capped: bool = False
    sound: bool = True


def remarks(document: Document, grid: Grid) -> Remarks:
    """What can be said of a table, by the analysis that checks it."""
    found = analysed(document, grid.id)
    if found is None:
        return Remarks({}, sound=False)
    rules: dict[int, tuple[str, ...]] = {}
    for n in found.unreachable:
        rules[n] = ("Nothing comes to this rule: the rules above take it all, or its tests contradict each other.",)
    for two in found.overlaps:
        when = in_words(two.cells, grid.columns)
        for one, other in ((two.first, two.second), (two.second, two.first)):
            rules[one] = (*rules.get(one, ()), f"Rule {other + 1} fits as well when {when}.")
    open_ones = () if grid.policy == "collect" else found.gaps
    missing = tuple(
        Missing(in_words(gap.cells, grid.columns), gap.cells, added(document, grid, gap.cells)) for gap in open_ones
    )
    return Remarks(rules, missing, max(0, found.gap_count - len(missing)) if missing else 0, found.capped)


def analysed(document: Document, id: str) -> Analysis | None:
    """The analysis of a table; None while there is none to be had."""
    compiled = compile_service(document)
    table = next((one for one in compiled.service.form.derived if isinstance(one, Decision) and one.id == id), None)
    place = next((n for n, one in enumerate(document.get("decisions", ())) if one["id"] == id), None)
    if table is None or place is None or not compiled.compiling.sound(pointer("decisions", place)):
        return None
    if any(len(rule.cells) != len(table.inputs) for rule in table.rules):
        return None
    return analyse(table)


def in_words(cells: tuple[str, ...], columns: tuple[Column, ...]) -> str:
    """ "Bin is Rubbish, and Weeks is at most 2": columns that may be anything are left out."""
    told = [
        f"{column.label} {said(test, column.shape, column.choices)}"
        for cell, column in zip(cells, columns, strict=True)
        if (test := controls(cell, column.shape)).how != "any"
    ]
    return ", and ".join(told) or "anything is answered"
