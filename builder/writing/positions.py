"""Where the parts of a JSON text stand: found as they are asked for, and what is passed over is parsed in C."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

Step = str | int

_BLANK = re.compile(r"[ \t\n\r]*")
_decoded = json.JSONDecoder().raw_decode


@dataclass(slots=True)
class Member:
    """An item of a list, or a property: where it begins, where its key ends (in a list where it begins), and where its
    value begins and ends (-1: nobody has asked)."""

    step: Step
    start: int
    key_end: int
    value: int
    end: int = -1


class Parts:
    """The members of the object or list that begins at ``start``, read no further than somebody asks."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start = text, start
        self.close = -1
        self._found: list[Member] = []
        self._next = start + 1
        self._object = text[start] == "{"

    def all(self) -> list[Member]:
        while self._read():
            pass
        return self._found

    def value(self, step: Step) -> int:
        """Where the value of a property or an item begins."""
        found = next((one for one in self._found if one.step == step), None)
        while found is None:
            if not self._read():
                raise LookupError(step)
            if self._found[-1].step == step:
                found = self._found[-1]
        return found.value

    def _read(self) -> bool:
        """Reads on to where the next value begins."""
        if self.close >= 0:
            return False
        text, at = self.text, self._next
        if self._found:
            self.finish(self._found[-1])
            at = _past(text, self._found[-1].end)
            at += text[at] == ","
        at = _past(text, at)
        if text[at] in "]}":
            self.close = at
            return False
        if not self._object:
            self._found.append(Member(len(self._found), at, at, at))
            return True
        key, end = _decoded(text, at)
        value = _past(text, _past(text, end) + 1)
        self._found.append(Member(key, at, end, value))
        return True

    def finish(self, one: Member) -> int:
        """Where a member ends."""
        if one.end < 0:
            one.end = ended(self.text, one.value)
        return one.end


def ended(text: str, start: int) -> int:
    """Where the value ends that begins at ``start``."""
    return int(_decoded(text, start)[1])


def _past(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


class Positions:
    """The places of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = _past(text, 0)
        self._parts: dict[int, Parts] = {}

    def parts(self, start: int) -> Parts:
        if start not in self._parts:
            self._parts[start] = Parts(self.text, start)
        return self._parts[start]

    def start(self, path: tuple[Step, ...]) -> int:
        """Where the value at a path begins."""
        at = self.root
        for step in path:
            at = self.parts(at).value(step)
        return at

    def line(self, at: int) -> str:
        """What stands before a place on its line."""
        return self.text[max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1 : at]
