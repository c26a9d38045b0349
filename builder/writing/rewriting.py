"""The text of a document after an edit: what the edit did not touch keeps its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from builder.writing.comparing import Change, Gone, Inside, Item, Replaced, compared
from builder.writing.layout import breaks, closest, collapsed, last_line, line_after, shifted
from builder.writing.positions import Member, Parts, Positions, ended
from builder.writing.style import WIDTH, Style, style_of

Piece = tuple[int, int, str]
"""From where to where, and what stands there now."""


def rewritten(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The text of ``after``, made of the ``text`` of ``before``, which is one that can be read as a document."""
    gone = Gone()
    change = compared(before, after, gone)
    return text if change is None else _Rewriting(text, before, gone).whole(change)


class _Rewriting:
    def __init__(self, text: str, before: Any, gone: Gone) -> None:
        self.text, self.before, self.gone = text, before, gone
        self.places = Positions(text)

    def whole(self, change: Change) -> str:
        return self._put(0, len(self.text), self._pieces(self.places.root, self.before, change))

    @cached_property
    def style(self) -> Style:
        parts = self.places.parts(self.places.root)
        members = parts.all()
        if not members:
            return style_of(self.text, "\n  ", ": ", ", ")
        gaps = self._gaps(parts)
        colon = self.text[members[0].key_end : members[0].value]
        return style_of(self.text, gaps[0], colon, gaps[1] if len(gaps) > 2 else "")

    def _put(self, start: int, end: int, pieces: Sequence[Piece]) -> str:
        """What stands between two places, with the pieces in it."""
        made, at = list[str](), start
        for first, last, put in sorted(pieces):
            made += (self.text[at:first], put)
            at = last
        return "".join((*made, self.text[at:end]))

    def _pieces(self, start: int, old: Any, change: Change) -> list[Piece]:
        """What becomes of the value that begins at a place."""
        if isinstance(change, Inside):
            parts = self.places.parts(start)
            return [one for step, below in change.parts.items()
                    for one in self._pieces(parts.value(step), old[step], below)]  # fmt: skip
        if isinstance(change, Replaced):
            new = self._new(change.value, self.places.line(start))
            return [(start, ended(self.text, start), new)]
        parts = self.places.parts(start)
        parts.all()
        return [(start + 1, parts.close, self._ordered(parts, old, change.items))]

    def _new(self, value: Any, line: str) -> str:
        return self.style.spelt(value, line, self._moved)

    def _moved(self, value: Any, line: str) -> str | None:
        """The text of a part that stood elsewhere."""
        if (path := self.gone.place(value)) is None:
            return None
        start = self.places.start(path)
        text = self.text[start : ended(self.text, start)]
        return shifted(text, self.places.line(start), line)

    def _gaps(self, parts: Parts) -> list[str]:
        """What stands before, between and after the members."""
        members = parts.all()
        starts = [*(one.start for one in members), parts.close]
        ends = [parts.start + 1, *(parts.finish(one) for one in members)]
        return [self.text[end:start] for end, start in zip(ends, starts, strict=True)]

    def _ordered(self, parts: Parts, old: Any, items: Sequence[Item]) -> str:
        """What stands between the brackets once members went, came or changed places."""
        members = {one.step: (n, one) for n, one in enumerate(parts.all())}
        gaps = self._gaps(parts)
        line = self.places.line(parts.start) + self.text[parts.start]
        opened, made, left = "", list[str](), -1
        for place, item in enumerate(items):
            n, member = members[item.old] if item.old is not None else (-1, None)
            gap = gaps[0] if place == 0 else self._gap(gaps, n, left)
            if gap is None:
                gap = self._beside(gaps[0])
            above = line_after(line, gap)
            opened = opened or above
            text = self._member(parts, old, item, member, above)
            if member is None and place and not breaks(gap) and self._too_long(line, above, text):
                gap = self.style.comma.rstrip() + self.style.newline + " " * len(opened)
                above = line_after(line, gap)
                text = self._member(parts, old, item, member, above)
            made += (gap, text)
            line = line_after(above, text)
            left = n if member is not None else left
        return "".join((*made, gaps[-1]))

    def _gap(self, gaps: list[str], n: int, left: int) -> str | None:
        """What stands before a member that was the nth, or is new and stands somewhere after the one that was there."""
        between = gaps[1:-1]
        if not between:
            return None
        if n > 0:
            return between[n - 1]
        if n == 0:
            return between[0]
        gap = between[min(max(left, 0), len(between) - 1)]
        return collapsed(gap) if any(breaks(one) == 1 for one in between) else gap

    def _beside(self, opening: str) -> str:
        """What stands between two members where there was one."""
        return self.style.comma.rstrip() + collapsed(opening) if breaks(opening) else self.style.comma

    def _too_long(self, line: str, above: str, text: str) -> bool:
        style = self.style
        if style.flat or style.broken or len(line) >= WIDTH:
            return False
        return breaks(text) > 0 or len(above) + len(text) >= WIDTH

    def _member(self, parts: Parts, old: Any, item: Item, member: Member | None, line: str) -> str:
        """The text of a member that is to stand after ``line``."""
        if member is None:
            head = self._head(parts, item.key)
            return head + self._like(parts, old, item, line + head)
        inner = [] if item.change is None else self._pieces(member.value, old[member.step], item.change)
        own, value = self.places.line(member.start), self._put(member.value, parts.finish(member), inner)
        head = self.text[member.start : member.value]
        if isinstance(item.key, str) and item.key != member.step:
            head = self.style.scalar(item.key) + self.text[member.key_end : member.value]
        return head + value if own == line else shifted(head + value, own, line)

    def _head(self, parts: Parts, key: Any) -> str:
        if not isinstance(key, str):
            return ""
        colons = [self.text[one.key_end : one.value] for one in parts.all()]
        plain = (colon for colon in colons if "\n" not in colon and "\r" not in colon)
        return self.style.scalar(key) + next(plain, self.style.colon)

    def _like(self, parts: Parts, old: Any, item: Item, line: str) -> str:
        """The text of a new value: its own from elsewhere, or written as the nearest like it, or by the style."""
        if (own := self._moved(item.value, line)) is not None:
            return own
        model = closest(old, item)
        if model is None:
            return self._new(item.value, line)
        start = parts.value(model)
        change = compared(old[model], item.value, Gone())
        pieces = [] if change is None else self._pieces(start, old[model], change)
        end = ended(self.text, start)
        text = shifted(self._put(start, end, pieces), self.places.line(start), line)
        one_line = not breaks(self.text[start:end])
        if one_line and not breaks(text) and not self.style.flat and len(last_line(line + text)) >= WIDTH:
            return self._new(item.value, line)
        return text
