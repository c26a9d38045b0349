"""A conflict settled for the other side: the edit of the merged document that does as they want it."""

from __future__ import annotations

from builder.edits import Delete, Edit, Move, Rename, Set, Several, Unset
from builder.merging.flat import STORIES, Mark, marks
from builder.merging.three import Conflict, stays, together
from definitions.problems import pointer
from definitions.types import ABSENT


def taking_theirs(conflict: Conflict) -> Edit | None:
    """The edit; None where there is no one edit for it: a whole document, a list of some that have names and some that
    have none."""
    if conflict.at == ("id",):
        return Rename(conflict.address, conflict.theirs)
    if isinstance(conflict.theirs, tuple):
        owner, at = conflict.theirs
        return None if "*" in at else Move(conflict.address, owner + pointer(*at))
    at_place = conflict.address + pointer(*conflict.at)
    if conflict.theirs is ABSENT:
        return Unset(at_place) if conflict.at else Delete(conflict.address, clear=True)
    if conflict.at and isinstance(conflict.theirs, list) and marks(conflict.theirs):
        return _ordered(conflict, at_place)
    return Set(at_place, conflict.theirs) if conflict.at and not marks([conflict.theirs]) else None


def _ordered(conflict: Conflict, into: str) -> Edit | None:
    """The order of a list of elements as theirs is: all that is not in its place already goes to the end, in turn."""
    each = [*conflict.base, *conflict.ours, *conflict.theirs]
    if not all(isinstance(one, Mark) and not one.startswith(STORIES) for one in each):
        return None
    old, mine, yours = conflict.base, conflict.ours, conflict.theirs
    here, there = (
        [one for one in together(*pair, old) if stays(one, old, mine, yours)] for pair in ((mine, yours), (yours, mine))
    )
    fit = next(n for n in range(len(there), -1, -1) if [one for one in here if one in there[:n]] == there[:n])
    return Several(tuple(Move(one, into) for one in there[fit:]))
