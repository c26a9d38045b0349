"""Examples made of routes: one for each end of each choice that makes a difference, with the pages it leads through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.conditions import Vocabulary
from builder.paths.routes import WALKS, Choice, Explorer, Stop
from definitions.calendars import Moment
from definitions.journey import Journey

Document = Mapping[str, Any]
MOST = 50
"""The most examples that are made: beyond these, nobody reads on."""


def examples_for(document: Document, moment: Moment, most: int = MOST, walks: int = WALKS) -> list[dict[str, Any]]:
    """Examples as documents hold them, so that each choice is taken once at least. They say what is now so: that it is
    right too is for a person to see."""
    explorer, words = Explorer(document, moment, walks), Vocabulary(document)
    found: list[dict[str, Any]] = []
    at = f"{moment.calendar.local(moment.at):%Y-%m-%dT%H:%M}"
    for facts, first in zip(explorer.sources.findings(moment), explorer.all(), strict=True):
        for chosen in _covering(first):
            if len(found) == most:
                return found
            answers = chosen[-1].answers
            journey = explorer.walk(answers, facts)
            example: dict[str, Any] = {"name": _name(chosen, words, bool(facts), found), "at": at}
            example |= {"lookups": facts} if facts else {}
            found.append(example | {"answers": answers, "expect": _expected(journey)})
    return found


def _covering(first: Stop) -> Iterator[tuple[Choice, ...]]:
    """Routes from beginning to end that together take every choice."""
    taken: set[int] = set()
    waiting: list[tuple[Choice, ...]] = [(choice,) for choice in reversed(first.choices)]
    while waiting:
        way = waiting.pop()
        if id(way[-1]) in taken:
            continue
        while True:
            taken.add(id(way[-1]))
            below = way[-1].to.choices
            waiting += [(*way, choice) for choice in reversed(below[1:]) if id(choice) not in taken]
            if not below:
                break
            way = (*way, below[0])
        if way[-1].to.kind in ("sent", "stop"):
            yield way


def _expected(journey: Journey) -> dict[str, Any]:
    places = []
    for visit in journey.visits:
        above = [part for name, key in visit.path for part in (name, key)]
        places.append(".".join((*above, visit.page.id)))
    return {"pages": places, "stop": journey.stop.id if journey.stop else None}


def _name(chosen: tuple[Choice, ...], words: Vocabulary, found: bool, others: list[dict[str, Any]]) -> str:
    """What was chosen on the way, in the words of the form."""
    told = [_said(name, value, words) for choice in chosen for name, value in choice.decided.items()]
    name = ("; ".join(told) or "All that is asked") + (", what is looked up is found" if found else "")
    name = name if len(name) <= 250 else f"{name[:249]}…"
    same = sum(one["name"].partition(" (")[0] == name for one in others)
    return f"{name} ({same + 1})" if same else name


def _said(name: str, value: Any, words: Vocabulary) -> str:
    named = words.get(name)
    label = named.label.rstrip("?.:") if named else name
    choices = (named.choices if named else None) or {}
    if value is None:
        return f"{label} is left blank"
    if isinstance(value, bool):
        return f"{label}: {'yes' if value else 'no'}"
    shown = value if isinstance(value, list) else [value]
    return f"{label}: {', '.join(choices.get(str(one), str(one)) for one in shown)}"
