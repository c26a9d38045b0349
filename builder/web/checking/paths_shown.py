"""Possible paths in words: titles, questions and minutes for stops, answers for branches, actions for the workflow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.paths import Stop, outcomes
from builder.paths.blocks import Line
from builder.references import Element
from builder.references.addresses import located, value_at
from builder.references.fresh import labelled
from builder.web.painting.places import place
from definitions.nearest import listed
from definitions.words.dates import day_in_words

Document = Mapping[str, Any]
MOST_SAID = 4
"""The most answers said of one branch."""


@dataclass(frozen=True, slots=True)
class ShownBranch:
    words: str
    lines: list[ShownLine]


@dataclass(frozen=True, slots=True)
class ShownLine:
    kind: str
    number: int
    title: str
    url: str
    questions: str
    minutes: str
    branches: list[ShownBranch]


@dataclass(frozen=True, slots=True)
class Way:
    """To an outcome, or out of a state: the actions on it, or none where there is no way."""

    label: str
    url: str
    steps: list[str] | None


class Words:
    """What the parts of one document are called."""

    def __init__(self, document: Document, service_id: str) -> None:
        self.document, self.service_id = document, service_id
        self._known: dict[Element, Any] = {}

    def part(self, one: Element) -> Any:
        if one not in self._known:
            path = located(self.document, one)
            self._known[one] = value_at(self.document, path) if path is not None else {}
        return self._known[one]

    def called(self, kind: str, id: str, of: str = "") -> str:
        part = self.part(Element(kind, id, of))
        return (labelled(part).rstrip("?.:") if isinstance(part, dict) else "") or id

    def lines(self, lines: Iterable[Line]) -> list[ShownLine]:
        return [
            ShownLine(
                line.kind, line.number, self.title(line.stop), place(self.service_id, f"page:{line.stop.page}"),
                self.questions(line.stop), spent(line.stop.minutes),
                self.branches(line),
            )
            for line in lines
        ]  # fmt: skip

    def title(self, stop: Stop) -> str:
        """What a stop is called: its page, for which item of a list."""
        if stop.kind == "sent":
            return "The form is sent"
        name = self.called("page", stop.page)
        if not stop.item:
            return name
        listed_in, _, number = stop.item.partition(".")
        return f"{name} ({self.called('list', listed_in).lower()}{f' {number}' if number else ''})"

    def questions(self, stop: Stop) -> str:
        """What is asked; nothing where the title says it already."""
        asked = [self.called("question", one) for one in stop.questions]
        return "" if asked == [self.called("page", stop.page)] else "; ".join(asked)

    def branches(self, line: Line) -> list[ShownBranch]:
        """What branches off, by the answers that tell the branches apart."""
        every = [one.decided for branch in line.branches for one in branch.choices]
        names = dict.fromkeys(name for decided in every for name in decided)
        apart = {n for n in names if len({repr(decided.get(n, ...)) for decided in every}) > 1}
        told = [[{n: v for n, v in one.decided.items() if n in apart} for one in b.choices] for b in line.branches]
        return [
            ShownBranch(self.choices(decided, line.stop), self.lines(branch.lines))
            for branch, decided in zip(line.branches, told, strict=True)
        ]

    def choices(self, decided: Sequence[Mapping[str, Any]], stop: Stop) -> str:
        """The answers of a branch: "Bin: Rubbish or Recycling"."""
        asked = {tuple(one) for one in decided}
        if len(asked) == 1 and len(only := next(iter(asked))) == 1:
            name = only[0]
            values = list(dict.fromkeys(self.value(name, one[name]) for one in decided))
            said = self.called("question", name)
            return _few(values) if said == self.called("page", stop.page) else f"{said}: {_few(values)}"
        return _few(list(dict.fromkeys(self._all(one) for one in decided)), "; or ")

    def _all(self, decided: Mapping[str, Any]) -> str:
        each = [f"{self.called('question', name)}: {self.value(name, value)}" for name, value in decided.items()]
        return ", ".join(each) or "Whatever is answered"

    def value(self, name: str, value: Any) -> str:
        """An answer that was tried, as its question shows it."""
        if value is None:
            return "left blank"
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, list):
            return listed([self.value(name, one) for one in value], "and") or "none"
        question = self.part(Element("question", name))
        kind = question.get("type") if isinstance(question, dict) else ""
        if kind == "date" and isinstance(value, str):
            return f"for example {_day(value)}"
        if kind == "money" and isinstance(value, int):
            return f"for example £{value / 100:,.2f}"
        if isinstance(value, dict):
            return "answered"
        return self.called("option", str(value), name)

    def outcomes(self) -> tuple[list[Way], list[Way]]:
        """The shortest way to each outcome, and out of each other state."""
        found = outcomes(self.document)
        return self._ways(found.ends), self._ways(found.out)

    def _ways(self, ways: Mapping[str, tuple[str, ...] | None]) -> list[Way]:
        return [
            Way(self.called("state", state), place(self.service_id, f"state:{state}"),
                None if way is None else [self.called("transition", one) for one in way])
            for state, way in ways.items()
        ]  # fmt: skip


def spent(minutes: float) -> str:
    """How long something takes, in few words."""
    if minutes <= 0:
        return ""
    return "less than a minute" if minutes < 0.75 else f"about {round(minutes)} minute{'' if minutes < 1.5 else 's'}"


def between(minutes: tuple[float, float]) -> str:
    """How long the shortest and the longest route take."""
    least, most = (max(1, round(one)) for one in minutes)
    if least == most:
        return f"about {least} minute{'' if least == 1 else 's'}"
    return f"{least} to {most} minutes"


def _few(words: list[str], joined: str = "") -> str:
    shown, more = words[:MOST_SAID], len(words) - MOST_SAID
    shown = [*shown, f"{more} more"] if more > 0 else shown
    return joined.join(shown) if joined else listed(shown)


def _day(text: str) -> str:
    try:
        return day_in_words(date.fromisoformat(text), "en")
    except ValueError:
        return text
