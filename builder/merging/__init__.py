"""Two documents that grew from one, made one again element by element. What cannot be both is a conflict: data."""

from builder.merging.merging import Merged, merge
from builder.merging.settling import taking_theirs
from builder.merging.three import Conflict

__all__ = ["Conflict", "Merged", "merge", "taking_theirs"]
