"""Samples of an input as the cell that takes just what they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from definitions.decisions.domains import Sample, runs
from definitions.expressions.write import literal
from definitions.types import Type


def cell_of(alike: Sequence[Sample], every: int, of: Type) -> str:
    """The test of a column for these samples out of ``every`` one that there is."""
    if len(alike) == every:
        return "-"
    if any(sample.value is None for sample in alike):
        return ""
    return ", ".join(part for run in runs(alike) for part in _tests(run, of))


def others(column: Sequence[Sample], alike: Sequence[Sample]) -> str:
    """The test for all but those of the column that are not among these: for texts, of which no list is whole."""
    left = [literal(sample.value) for sample in column if sample not in alike]
    return f"not {left[0]}" if len(left) == 1 else f"not({', '.join(left)})"


def _tests(run: Sequence[Sample], of: Type) -> Iterator[str]:
    first, last = run[0], run[-1]
    if first.place < 0:
        yield literal(first.value)
        return
    low = None if first.low is None else (_bound(first.low[0], of), first.low[1])
    high = None if last.high is None else (_bound(last.high[0], of), last.high[1])
    if low is None or high is None:
        yield _open(low, high)
    elif low == high:
        yield low[0]
    elif low[1] and high[1]:
        yield f"{low[0]}..{high[0]}"
    else:
        yield f"not({'<' if low[1] else '<='} {low[0]}, {'>' if high[1] else '>='} {high[0]})"


def _open(low: tuple[str, bool] | None, high: tuple[str, bool] | None) -> str:
    if low is not None:
        return f"{'>=' if low[1] else '>'} {low[0]}"
    return "-" if high is None else f"{'<=' if high[1] else '<'} {high[0]}"


def _bound(written: str, of: Type) -> str:
    return f"date('{written}')" if of.name == "timestamp" else written
