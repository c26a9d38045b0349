"""What a decision table leaves open: rules that nothing reaches, rules that overlap, and inputs that no rule takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from math import prod
from typing import Any

from definitions.decisions.cells import Part, read_cell
from definitions.decisions.domains import Sample, constants, samples, satisfied, say
from definitions.decisions.written import cell_of, others
from definitions.form import Decision
from definitions.types import Type

MOST_REGIONS = 20_000
MOST_LISTED = 20
MOST_OVERLAPS = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """Inputs that no rule takes: ``words`` say which, ``example`` has one value of each by the input's source.

    A value is None where any other than those named will do. ``cells`` are the tests of a rule that would take them.
    """

    words: str
    example: Mapping[str, Any]
    cells: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules, by their place, that both take the inputs of ``words``, as a rule of these ``cells`` would."""

    first: int
    second: int
    words: str
    cells: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Analysis:
    """``unreachable`` are places of rules. ``gaps``, which reach ``otherwise``, holds at most 20 of ``gap_count``.

    ``capped`` says that there are too many cases to try each: a rule is then called unreachable only where one other
    rule takes all that it would, and gaps are not looked for.
    """

    unreachable: tuple[int, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    gaps: tuple[Gap, ...] = ()
    gap_count: int = 0
    capped: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """Samples of one input that every rule treats alike: bit sets of the rules that surely, and that may, take them."""

    samples: tuple[Sample, ...]
    sure: int
    possible: int


Region = tuple[tuple[Sample, ...], ...]
"""For each input, samples that it may be."""


def analyse(decision: Decision) -> Analysis:
    """Look at every case that the cells of a table can tell apart.

    A cell that compares with a name rather than with a value that is written out may hold or not: it hides no other
    rule, and fills no gap.
    """
    cells = [tuple(read_cell(cell.source) for cell in rule.cells) for rule in decision.rules]
    types = [expression.type for expression in decision.inputs]
    groups = [_groups(of, [row[place] for row in cells]) for place, of in enumerate(types)]
    sources = [expression.source for expression in decision.inputs]
    shared = _overlaps(groups, sources, types, len(cells)) if decision.policy == "unique" else ()
    overlaps = tuple(islice(shared, MOST_OVERLAPS))
    if prod(map(len, groups)) > MOST_REGIONS:
        return Analysis(_hidden(groups, len(cells), decision.policy), overlaps, capped=True)
    reached, gaps = _reached(groups, len(cells), decision.policy)
    gaps = _merged(gaps)
    listed = tuple(_gap(region, sources, types, groups) for region in gaps[:MOST_LISTED])
    unreachable = tuple(rule for rule in range(len(cells)) if not reached >> rule & 1)
    return Analysis(unreachable, overlaps, listed, len(gaps))


def _groups(of: Type, column: list[tuple[Part, ...]]) -> list[_Group]:
    alike: dict[tuple[int, int], list[Sample]] = {}
    for sample in samples(of, [value for parts in column for value in constants(parts)]):
        answers = [satisfied(parts, sample) for parts in column]
        sure = sum(1 << place for place, answer in enumerate(answers) if answer is True)
        possible = sum(1 << place for place, answer in enumerate(answers) if answer is not False)
        alike.setdefault((sure, possible), []).append(sample)
    return [_Group(tuple(found), sure, possible) for (sure, possible), found in alike.items()]


def _reached(groups: list[list[_Group]], rules: int, policy: str) -> tuple[int, list[Region]]:
    """The rules that some case reaches, and the cases that no rule surely takes."""
    every, reached, gaps = (1 << rules) - 1, 0, []
    for region in product(*groups):
        sure = possible = every
        for group in region:
            sure &= group.sure
            possible &= group.possible
        if policy == "first" and sure:
            possible &= ((sure & -sure) << 1) - 1
        reached |= possible
        if not sure:
            gaps.append(tuple(group.samples for group in region))
    return reached, gaps


def _merged(gaps: list[Region]) -> list[Region]:
    """The same cases in fewer lists: those that differ in one input only are one."""
    for place in range(len(gaps[0]) if gaps else 0):
        alike: dict[Region, list[Sample]] = {}
        for region in gaps:
            alike.setdefault((*region[:place], *region[place + 1 :]), []).extend(region[place])
        gaps = [
            (*others[:place], tuple(sorted(found, key=lambda sample: sample.place)), *others[place:])
            for others, found in alike.items()
        ]
    return gaps


def _hidden(groups: list[list[_Group]], rules: int, policy: str) -> tuple[int, ...]:
    """Rules that contradict themselves, or of which one earlier rule takes every case."""
    return tuple(
        rule
        for rule in range(rules)
        if any(not any(group.possible >> rule & 1 for group in column) for column in groups)
        or (policy == "first" and any(_covers(groups, earlier, rule) for earlier in range(rule)))
    )


def _covers(groups: list[list[_Group]], one: int, two: int) -> bool:
    return all(group.sure >> one & 1 or not group.possible >> two & 1 for column in groups for group in column)


def _overlaps(groups: list[list[_Group]], sources: list[str], types: list[Type], rules: int) -> Iterator[Overlap]:
    for first in range(rules):
        for second in range(first + 1, rules):
            both = 1 << first | 1 << second
            shared = [next((group for group in column if group.sure & both == both), None) for column in groups]
            if all(shared):
                region = tuple(group.samples for group in shared if group)
                yield Overlap(first, second, _say(region, sources, groups), _cells(region, types, groups))


def _gap(region: Region, sources: list[str], types: list[Type], groups: list[list[_Group]]) -> Gap:
    example = {source: each[0].value for source, each in zip(sources, region, strict=True)}
    return Gap(_say(region, sources, groups), example, _cells(region, types, groups))


def _cells(region: Region, types: list[Type], groups: list[list[_Group]]) -> tuple[str, ...]:
    """The tests of a rule for a region."""
    found = []
    for each, of, column in zip(region, types, groups, strict=True):
        whole = [sample for group in column for sample in group.samples]
        found.append(cell_of(each, len(whole), of) or others(whole, each))
    return tuple(found)


def _say(region: Region, sources: list[str], groups: list[list[_Group]]) -> str:
    """The inputs that matter: those that may be anything are left out."""
    told = [
        f"{source} is {say(each)}"
        for source, each, column in zip(sources, region, groups, strict=True)
        if len(each) < sum(len(group.samples) for group in column)
    ]
    return ", ".join(told) or "anything is answered"
