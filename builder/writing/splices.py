"""The smallest single splice that makes one text of another."""

from __future__ import annotations

from collections.abc import Callable


def spliced(before: str, after: str) -> tuple[int, str, str]:
    """At which character, what is taken out and what is put in: all that lies between what begins and ends the same."""
    shorter = min(len(before), len(after))
    first = _longest(shorter, lambda a, b: before[a:b] == after[a:b])
    one, two = len(before), len(after)
    last = _longest(shorter - first, lambda a, b: before[one - b : one - a] == after[two - b : two - a])
    return first, before[first : one - last], after[first : two - last]


def _longest(most: int, same: Callable[[int, int], bool]) -> int:
    """The most characters for which ``same`` holds of every stretch, found by halving: each is compared about twice."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
