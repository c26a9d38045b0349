"""A conflict settled for the other side: the edit of the merged document that does as they want it."""

from __future__ import annotations

from builder.edits import Delete, Edit, Move, Rename, Set, Unset
from builder.merging.flat import marks
from builder.merging.three import Conflict
from definitions.problems import pointer
from definitions.types import ABSENT


def taking_theirs(conflict: Conflict) -> Edit | None:
    """The edit; None where there is no one edit for it: the order of a list, a whole document."""
    if conflict.at == ("id",):
        return Rename(conflict.address, conflict.theirs)
    if isinstance(conflict.theirs, tuple):
        owner, at = conflict.theirs
        return None if "*" in at else Move(conflict.address, owner + pointer(*at))
    at_place = conflict.address + pointer(*conflict.at)
    if conflict.theirs is ABSENT:
        return Unset(at_place) if conflict.at else Delete(conflict.address, clear=True)
    return Set(at_place, conflict.theirs) if conflict.at and not marks([conflict.theirs]) else None
