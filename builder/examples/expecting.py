"""What an example expects at each of its points, beside what comes about now: for a person to choose between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.examples.telling import Teller
from definitions.coverage import Watch
from definitions.examples.actual import actually, worth_expecting
from definitions.examples.expect import differences
from definitions.examples.story import GoesRound, Story
from definitions.examples.telling import opening, tell
from definitions.expressions import ExpressionDefect
from definitions.service import Service

Example = Mapping[str, Any]
Picks = Mapping[tuple[int, str], str]
"""By point and name: "old" expects what was expected, "now" what comes about now, "none" nothing."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """``old`` is what is expected, ``now`` what comes about, both in words; "" where nothing is expected, or where it
    cannot come about. ``holds``: what is expected comes about."""

    name: str
    label: str
    old: str
    now: str
    holds: bool
    expected: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Somewhere in an example: the application, 0, then each thing that happens. ``words`` say what."""

    number: int
    words: str
    expectations: tuple[Expectation, ...]


def points(service: Service, example: Example) -> tuple[Point, ...]:
    return tuple(_points(service, example))


def chosen(service: Service, example: Example, picks: Picks) -> dict[str, Any]:
    """The example with what was picked; what nobody was asked about stays."""
    made, then = dict(example), [dict(part) for part in example.get("then", ())]
    for number, (part, story) in enumerate(_told(service, example)):
        found = _expected(number, part, _now(story, part, number), picks)
        place = made if number == 0 else then[number - 1]
        place.pop("expect", None)
        place |= {"expect": found} if found else {}
    return made | ({"then": then} if then else {})


def _points(service: Service, example: Example) -> Iterator[Point]:
    teller = Teller(service)
    for number, (part, story) in enumerate(_told(service, example)):
        old, now = part.get("expect", {}), _now(story, part, number)
        wrong = {at.split("/")[1] for at, _ in differences(story, old) if at}
        rows = tuple(
            Expectation(
                name, teller.label(name), teller.value(name, old[name]) if name in old else "",
                teller.value(name, now[name]) if name in now else "", name not in wrong, name in old,
            )
            for name in dict.fromkeys((*old, *now))
        )  # fmt: skip
        yield Point(number, teller.happens(part) if number else teller.begins(part), rows)


def _now(story: Story, part: Example, number: int) -> dict[str, Any]:
    return worth_expecting(story, filled=number == 0) | actually(story, part.get("expect", {}))


def _told(service: Service, example: Example) -> Iterator[tuple[Example, Story]]:
    story = opening(Watch(service, service), example)
    try:
        for at, part in tell(story, example):
            if at and story.case is None:
                return
            yield part, story
    except (GoesRound, ExpressionDefect):
        return


def _expected(number: int, part: Example, now: Mapping[str, Any], picks: Picks) -> dict[str, Any]:
    old = part.get("expect", {})
    found: dict[str, Any] = {}
    for name in dict.fromkeys((*old, *now)):
        pick = picks.get((number, name), "old" if name in old else "none")
        if pick == "now" and name in now:
            found[name] = now[name]
        elif pick == "old" and name in old:
            found[name] = old[name]
    return found
