"""The fields of a grid as they are posted: its rules, and the edits that all of it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from builder.edits import Edit, Several, apply
from builder.grids import changing
from builder.grids.cells import HOW, Cell
from builder.grids.changing import Wrong
from builder.grids.grid import Column, Grid, RuleRow, grid

POLICIES = ("first", "unique", "collect")


class Form(Protocol):
    def getlist(self, key: str, /) -> list[str]: ...
    def __contains__(self, key: object, /) -> bool: ...


def typed(form: Form, one: Grid) -> Grid:
    """The grid with what its fields say; what was not posted is as it is."""
    rules = tuple(_rule(form, n, rule, one.columns) for n, rule in enumerate(one.rules))
    otherwise = one.otherwise
    if otherwise is not None:
        otherwise = tuple(_one(form, f"else{m}", value) for m, value in enumerate(otherwise))
    outputs = tuple(
        replace(output, name=_one(form, f"o{m}name", output.name).strip(), kind=_one(form, f"o{m}kind", output.kind))
        for m, output in enumerate(one.outputs)
    )
    policy = _one(form, "policy", one.policy)
    return replace(one, rules=rules, otherwise=otherwise, outputs=outputs,
                   policy=policy if policy in POLICIES else one.policy)  # fmt: skip


def edits(document: Mapping[str, Any], one: Grid, new: Grid) -> tuple[list[Edit], tuple[Wrong, ...]]:
    """What makes the table say what its fields say, and the fields that say nothing."""
    filled, wrong = changing.filled(document, one, new.rules, new.otherwise)
    found: list[Edit] = list(filled.edits)
    if new.policy != one.policy:
        found.append(changing.policy(one, new.policy))
    for old, output in zip(one.outputs, new.outputs, strict=True):
        if output.kind != old.kind:
            after = apply(document, Several(tuple(found))).document if found else document
            found.append(changing.output_kind(after, grid(after, one.id) or one, old.name, output.kind))
    found += [
        changing.output_renamed(one, old.name, output.name)
        for old, output in zip(one.outputs, new.outputs, strict=True) if output.name != old.name
    ]  # fmt: skip
    return found, wrong


def _rule(form: Form, n: int, rule: RuleRow, columns: tuple[Column, ...]) -> RuleRow:
    cells = tuple(
        _cell(form, f"r{n}c{m}", column, cell)
        for m, (column, cell) in enumerate(zip(columns, rule.controls, strict=True))
    )
    results = tuple(_one(form, f"r{n}o{m}", value) for m, value in enumerate(rule.results))
    return replace(rule, controls=cells, results=results)


def _cell(form: Form, key: str, column: Column, old: Cell) -> Cell:
    """``<key>`` are its values, ``<key>how`` what is done with them; ``<key>#`` says that there are boxes to tick."""
    how = _one(form, f"{key}how", "")
    if f"{key}#" in form:
        ticked = [one for one in form.getlist(key) if one]
        if not ticked:
            return Cell()
        how = "not" if how == "not" else "is"
        if how == old.how and set(ticked) == set(old.values):
            return old
        order = [*column.choices, *old.values]
        return Cell(how, tuple(sorted(ticked, key=lambda one: order.index(one) if one in order else len(order))))
    if how not in HOW:
        return old
    if how == "any":
        return Cell()
    return Cell(how, tuple(form.getlist(key)[: 2 if how == "between" else 1]))


def _one(form: Form, key: str, otherwise: str) -> str:
    found = form.getlist(key)
    return found[0] if found else otherwise
