"""The text of a condition that was changed: what the change did not touch stays as its author wrote it, to the byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from builder.conditions.reading import Piece, pieces
from builder.conditions.rows import Condition, Group
from builder.conditions.writing import SIGNS, loose, write


def kept(source: str, condition: Condition) -> str:
    """``source`` again, so that it says the condition: only what says something else now is written anew."""
    whole = pieces(source)
    if whole.condition == condition:
        return source
    text = _Keeping(source, whole).text(condition, whole)
    return source[: whole.start] + text + source[whole.end :]


class _Keeping:
    def __init__(self, source: str, whole: Piece) -> None:
        self.source = source
        self.pool: Mapping[Condition, Piece] = {one.condition: one for one in reversed(list(whole.walk()))}

    def text(self, condition: Condition, old: Piece | None = None) -> str:
        """The text of a condition that takes the place of ``old``."""
        found = self.pool.get(condition)
        if found is not None:
            return self.source[found.start : found.end]
        if not isinstance(condition, Group):
            return write(condition)
        if old is not None and _alike(old.condition, condition):
            return self._replaced(old, condition.join, condition.parts)
        return self._joined(condition)

    def _replaced(self, old: Piece, join: str, parts: Sequence[Condition]) -> str:
        """Each part in its place, and all between them as it was."""
        written, at = "", old.start
        for piece, part in zip(old.parts, parts, strict=True):
            written += self.source[at : piece.start] + self._part(part, join, piece)
            at = piece.end
        return written + self.source[at : old.end]

    def _joined(self, condition: Group) -> str:
        written = self._part(condition.parts[0], condition.join)
        for before, after in pairwise(condition.parts):
            written += self._between(before, after, SIGNS[condition.join]) + self._part(after, condition.join)
        return written

    def _part(self, condition: Condition, join: str, old: Piece | None = None) -> str:
        """A condition inside a group, with the brackets that it needs there."""
        if old is not None and old.condition == condition:
            return self.source[old.start : old.end]
        if old is not None and _alike(old.condition, condition):
            return self.text(condition, old)
        found, text = self.pool.get(condition), self.text(condition)
        if found is not None:
            stands = found.bracketed or (join == "any" and isinstance(condition, Group))
            return text if stands else _safe(condition, text)
        return _safe(condition, text)

    def _between(self, before: Condition, after: Condition, sign: str) -> str:
        """What stood between two parts that were neighbours, or the plain sign."""
        one, two = self.pool.get(before), self.pool.get(after)
        if one is None or two is None or one.end > two.start:
            return sign
        text = self.source[one.end : two.start]
        return text if text.strip() == sign.strip() else sign


def _alike(one: Condition, two: Condition) -> bool:
    return (
        isinstance(one, Group) and isinstance(two, Group) and one.join == two.join and len(one.parts) == len(two.parts)
    )


def _safe(condition: Condition, text: str) -> str:
    return f"({text})" if loose(condition) else text
