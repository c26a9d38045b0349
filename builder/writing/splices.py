"""The smallest single splice that makes one text of another, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Splice(NamedTuple):
    """At a character ``out`` goes and ``into`` comes. It holds both, so that it can be taken back."""

    at: int
    out: str
    into: str

    @property
    def inverse(self) -> Splice:
        return Splice(self.at, self.into, self.out)

    def on(self, text: str) -> str:
        """The text after it.

        Raises:
            ValueError: it was made for another text.
        """
        end = self.at + len(self.out)
        if self.at < 0 or text[self.at : end] != self.out:
            raise ValueError(f"the text at {self.at} is another")
        return text[: self.at] + self.into + text[end:]


def spliced(before: str, after: str) -> Splice:
    """What makes ``after`` of ``before``: their beginning and their end that are the same are left out."""
    shorter = min(len(before), len(after))
    first = _longest(shorter, lambda a, b: before[a:b] == after[a:b])
    one, two = len(before), len(after)
    last = _longest(shorter - first, lambda a, b: before[one - b : one - a] == after[two - b : two - a])
    return Splice(first, before[first : one - last], after[first : two - last])


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
