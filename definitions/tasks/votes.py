"""What the votes of several members come to. Pure: the same votes give the same result, in whatever order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from definitions.facts import Vote
from definitions.workflow import Votes

ABSTAIN, INTEREST = "abstain", "interest"
"""What can be said besides the choices: to be there and take no side, and to take no part because of an interest."""
UNDECIDED, INQUORATE = "undecided", "inquorate"
"""Results besides the choices: none had the majority; too few took part."""


@dataclass(frozen=True, slots=True)
class Tally:
    """``counts`` by choice. ``cast`` are all who took part: those who abstained did, those with an interest did not."""

    counts: Mapping[str, int]
    abstained: int
    interests: int
    quorate: bool
    result: str

    @property
    def cast(self) -> int:
        return sum(self.counts.values()) + self.abstained


def tally(rule: Votes, votes: Iterable[Vote]) -> Tally:
    """Count the votes, one of each member, by the rule. A vote for what is no choice (any more) counts as none."""
    votes = tuple(votes)
    said = Counter(vote.choice for vote in votes)
    counts = {choice.value: said[choice.value] for choice in rule.choices}
    quorate = sum(counts.values()) + said[ABSTAIN] >= rule.quorum
    result = _result(rule, counts, votes) if quorate else INQUORATE
    return Tally(counts, said[ABSTAIN], said[INTEREST], quorate, result)


def all_in(rule: Votes, votes: Iterable[Vote]) -> bool:
    """Whether every member has said something."""
    return len(tuple(votes)) >= rule.members


def _result(rule: Votes, counts: Mapping[str, int], votes: Iterable[Vote]) -> str:
    total, most = sum(counts.values()), max(counts.values(), default=0)
    leading = [choice for choice, count in counts.items() if count == most and count]
    if not leading:
        return UNDECIDED
    if rule.majority == "unanimous":
        return leading[0] if most == total else UNDECIDED
    if rule.majority == "two-thirds":
        return leading[0] if 3 * most >= 2 * total else UNDECIDED
    return leading[0] if len(leading) == 1 else _cast(rule, leading, votes)


def _cast(rule: Votes, level: Iterable[str], votes: Iterable[Vote]) -> str:
    """The one of the choices that are level for which the chair voted."""
    chairs = {vote.choice for vote in votes if rule.casting and rule.casting in vote.actor.roles}
    decided = chairs.intersection(level)
    return decided.pop() if len(decided) == 1 else UNDECIDED
