"""Two documents side by side: in sentences by whom they concern, in what they can do to the world, and line by line."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from builder.differences import GROUPS, Capabilities, capabilities, differences, gained
from definitions.destinations import Destination, moved
from definitions.reading.beside import taken_in

Document = Mapping[str, Any]

HEADINGS = {
    "citizen": "For people who use it",
    "staff": "For staff",
    "mail": "Emails and other systems",
    "privacy": "Personal information",
    "inside": "Inside, where nobody else sees it",
}
CAN = {
    "mail": "Who gets email",
    "hosts": "Which other systems are told or asked",
    "personal": "Which answers are personal",
    "kept": "How long they are kept",
}
MOST_LINES = 1500
AROUND = 2


class Line(NamedTuple):
    """A line of the difference in JSON. ``gap``: lines that are the same were left out here."""

    kind: Literal["same", "in", "out", "gap"]
    text: str


class Can(NamedTuple):
    """Something that a service can do. ``new``: the other version cannot; ``gone``: only the other could."""

    words: str
    state: Literal["", "new", "gone"] = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """``told``: sentences with the service as their subject, by the headings of ``HEADINGS``. ``cut``: there are more
    lines. ``moved``: where answers go that they did not go before."""

    told: Mapping[str, tuple[str, ...]]
    lines: tuple[Line, ...]
    cut: bool
    can: Mapping[str, tuple[Can, ...]]
    moved: tuple[Destination, ...]

    @property
    def same(self) -> bool:
        return not self.told


def compared(before: Document | None, after: Document) -> Compared:
    """What ``after`` has otherwise than ``before``; None where there was nothing. Both are of the right shape."""
    new = taken_in(dict(after))
    if before is None:
        return Compared({}, (), False, _can(capabilities(new), None, None), moved(None, new))
    old = taken_in(dict(before))
    sentences = differences(old, new)
    told = {
        HEADINGS[group]: tuple(_sentence(one.words) for one in sentences if one.group == group)
        for group in GROUPS
        if any(one.group == group for one in sentences)
    }
    lines = tuple(_lines(old, new)) if sentences else ()
    return Compared(
        told, lines[:MOST_LINES], len(lines) > MOST_LINES, _can(capabilities(new), *gained(old, new)), moved(old, new)
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _can(now: Capabilities, new: Capabilities | None, gone: Capabilities | None) -> dict[str, tuple[Can, ...]]:
    found = {}
    for name, heading in CAN.items():
        fresh = getattr(new, name) if new else ()
        can = [Can(one.words, "new" if one in fresh else "") for one in getattr(now, name)]
        can += [Can(one.words, "gone") for one in (getattr(gone, name) if gone else ())]
        found[heading] = tuple(can)
    return found


def _lines(old: Document, new: Document) -> Iterator[Line]:
    was, now = (json.dumps(one, indent=2, ensure_ascii=False).splitlines() for one in (old, new))
    matcher = difflib.SequenceMatcher(None, was, now)
    for n, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if n:
            yield Line("gap", "")
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (Line("same", text) for text in was[i:j])
            else:
                yield from (Line("out", text) for text in was[i:j])
                yield from (Line("in", text) for text in now[k:m])
