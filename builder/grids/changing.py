"""Changes of a decision table as edits: its rules, what it looks at, what it gives, and which rule wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.edits import Add, Delete, Edit, Move, Rename, Set, Several, Unset
from builder.grids.cells import Cell, cell_of, controls
from builder.grids.grid import Grid, RuleRow, decision
from builder.grids.written import blank, result, source_of

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field of the grid that says no value: a column of a rule, or an output. The rule is None for otherwise."""

    rule: int | None
    place: int
    output: bool
    words: str


def added(document: Document, grid: Grid, cells: Sequence[str], before: int | None = None) -> Edit:
    """A rule for these tests at the end, or before another, with results that are to be filled in: those of otherwise
    where there are some."""
    table = decision(document, grid.id) or {}
    otherwise = table.get("otherwise", {})
    then = {one.name: otherwise.get(one.name, blank(one.kind)) for one in grid.outputs}
    beside = None if before is None else f"{grid.address}/rules/{before}"
    return Add(f"{grid.address}/rules", {"when": list(cells), "then": then}, beside)


def moved(grid: Grid, rule: int, by: int) -> Edit | None:
    """A rule one place up (-1) or down (1); None where it is the first or last."""
    last = len(grid.rules) - 1
    if not 0 <= rule + by <= last:
        return None
    into, before = f"{grid.address}/rules", rule - 1 if by < 0 else rule + 2
    return Move(f"{into}/{rule}", into, f"{into}/{before}" if before <= last else None)


def with_input(document: Document, grid: Grid, source: str, label: str = "") -> Edit:
    """One more thing to look at, the last, of which every rule takes anything."""
    part = ({"label": label} if label else {}) | {"value": source}
    before = (decision(document, grid.id) or {}).get("inputs", [])
    edits: list[Edit] = [Set(f"{grid.address}/inputs", [*before, part])]
    for n, rule in enumerate(_rules(document, grid)):
        cells = [*rule["when"], *["-"] * len(grid.columns)][: len(grid.columns)]
        edits.append(Set(f"{grid.address}/rules/{n}/when", [*cells, "-"]))
    return Several(tuple(edits))


def without_input(document: Document, grid: Grid, place: int) -> Edit:
    edits: list[Edit] = [Delete(f"{grid.address}/inputs/{place}")]
    for n, rule in enumerate(_rules(document, grid)):
        cells = [cell for m, cell in enumerate(rule["when"]) if m != place]
        edits.append(Set(f"{grid.address}/rules/{n}/when", cells))
    return Several(tuple(edits))


def input_moved(document: Document, grid: Grid, place: int, by: int) -> Edit | None:
    """A column one place to the left (-1) or right (1), its tests with it."""
    last = len(grid.columns) - 1
    if not 0 <= place + by <= last:
        return None
    into, before = f"{grid.address}/inputs", place - 1 if by < 0 else place + 2
    edits: list[Edit] = [Move(f"{into}/{place}", into, f"{into}/{before}" if before <= last else None)]
    for n, rule in enumerate(_rules(document, grid)):
        cells = list(rule["when"])
        if len(cells) > last:
            cells.insert(place + by, cells.pop(place))
            edits.append(Set(f"{grid.address}/rules/{n}/when", cells))
    return Several(tuple(edits))


def with_output(document: Document, grid: Grid, name: str, kind: str) -> Edit:
    edits: list[Edit] = [Set(f"{grid.address}/outputs/{name}", kind)]
    edits += [Set(f"{at}/{name}", blank(kind)) for at in _thens(document, grid)]
    return Several(tuple(edits))


def without_output(document: Document, grid: Grid, name: str) -> Edit:
    """An output taken out; refused where something else names it."""
    edits: list[Edit] = [Unset(f"{at}/{name}") for at, then in _thens(document, grid).items() if name in then]
    return Several((*edits, Unset(f"{grid.address}/outputs/{name}")))


def output_renamed(grid: Grid, name: str, new: str) -> Edit:
    return Rename(f"part:{grid.id}.{name}", new)


def output_kind(document: Document, grid: Grid, name: str, kind: str) -> Edit:
    """Another kind of fact: results that are typed the same for both stay, the others begin again."""
    old = next((one.kind for one in grid.outputs if one.name == name), kind)
    edits: list[Edit] = [Set(f"{grid.address}/outputs/{name}", kind)]
    for at, then in _thens(document, grid).items():
        if name in then:
            typed = source_of(result(then[name], old), kind)
            edits.append(Set(f"{at}/{name}", typed or blank(kind)))
    return Several(tuple(edits))


def policy(grid: Grid, which: str) -> Edit:
    """Which rule wins: ``first`` is what it is unless the table says otherwise."""
    return Unset(f"{grid.address}/policy") if which == "first" else Set(f"{grid.address}/policy", which)


def with_otherwise(grid: Grid) -> Edit:
    return Set(f"{grid.address}/otherwise", {one.name: blank(one.kind) for one in grid.outputs})


def without_otherwise(grid: Grid) -> Edit:
    return Unset(f"{grid.address}/otherwise")


def filled(document: Document, grid: Grid, rules: Sequence[RuleRow], otherwise: Sequence[str] | None) -> (
    tuple[Several, tuple[Wrong, ...]]
):  # fmt: skip
    """The edits that make the table say what its fields say, and the fields that say nothing. What a field did not
    change stays as it was written."""
    edits, wrong = list[Edit](), list[Wrong]()
    for n, (old, new) in enumerate(zip(grid.rules, rules, strict=False)):
        at = f"{grid.address}/rules/{n}"
        cells = [_cell(grid, n, m, old, test, wrong) for m, test in enumerate(new.controls)]
        if tuple(cells) != old.cells:
            edits.append(Set(f"{at}/when", cells))
        edits += _results(grid, n, f"{at}/then", old.results, new.results, wrong)
    if otherwise is not None and grid.otherwise is not None:
        edits += _results(grid, None, f"{grid.address}/otherwise", grid.otherwise, otherwise, wrong)
    return Several(tuple(edits)), tuple(wrong)


def _cell(grid: Grid, rule: int, place: int, old: RuleRow, test: Cell, wrong: list[Wrong]) -> str:
    shape = grid.columns[place].shape
    if test == controls(old.cells[place], shape):
        return old.cells[place]
    found = cell_of(test, shape)
    if found is None:
        wrong.append(Wrong(rule, place, False, WANTED[shape]))
    return old.cells[place] if found is None else found


def _results(
    grid: Grid, rule: int | None, at: str, old: Sequence[str], new: Sequence[str], wrong: list[Wrong]
) -> list[Edit]:
    edits: list[Edit] = []
    for place, (output, before, after) in enumerate(zip(grid.outputs, old, new, strict=False)):
        if before == after:
            continue
        source = source_of(after, output.kind)
        if not source:
            wrong.append(Wrong(rule, place, True, RESULTS[output.kind]))
        else:
            edits.append(Set(f"{at}/{output.name}", source))
    return edits


WANTED: Mapping[str, str] = {
    "choice": "Tick at least one choice",
    "truth": "Choose yes or no",
    "number": "Enter a number, such as 5",
    "money": "Enter an amount, such as 12.50",
    "day": "Enter a day",
    "text": "Enter what it is",
    "other": "Enter a test",
}
RESULTS: Mapping[str, str] = {
    "text": "Enter what comes out",
    "integer": "Enter a number, or = and how to work it out",
    "decimal": "Enter a number, or = and how to work it out",
    "money": "Enter an amount, such as 12.50, or = and how to work it out",
    "date": "Enter a day, such as 2026-03-27, or = and how to work it out",
    "boolean": "Enter yes or no, or = and how to work it out",
}


def _rules(document: Document, grid: Grid) -> Sequence[Mapping[str, Any]]:
    table = decision(document, grid.id) or {"rules": []}
    rules: Sequence[Mapping[str, Any]] = table["rules"]
    return rules


def _thens(document: Document, grid: Grid) -> dict[str, Mapping[str, str]]:
    """Every place of the table that says results, with what it says."""
    found = {f"{grid.address}/rules/{n}/then": rule["then"] for n, rule in enumerate(_rules(document, grid))}
    table = decision(document, grid.id) or {}
    return found | ({f"{grid.address}/otherwise": table["otherwise"]} if "otherwise" in table else {})
