"""Examples made of routes: one for each end of each choice that makes a difference, with the pages it leads through."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.conditions import Vocabulary
from builder.paths.edges import Made, at_edges, way_of
from builder.paths.routes import WALKS, Choice, Explorer, Stop
from definitions.calendars import Moment
from definitions.form import Form
from definitions.journey import Journey
from definitions.questions import KINDS

Document = Mapping[str, Any]
MOST = 50
"""The most examples that are made: beyond these, nobody reads on."""

LONGEST = 250
FOUND = ", what is looked up is found"
BEFORE = 400
"""The most ways looked at, for each way that look-ups turn out, before those in the middle are left out."""


def examples_for(document: Document, moment: Moment, most: int = MOST, walks: int = WALKS) -> list[dict[str, Any]]:
    """Examples as documents hold them, so that each way is taken, at both edges of whatever decides. They say what is
    now so: that it is right too is for a person to see."""
    explorer, words = Explorer(document, moment, walks), Vocabulary(document)
    made: list[Made] = []
    at = f"{moment.calendar.local(moment.at):%Y-%m-%dT%H:%M}"
    for facts, first in zip(explorer.sources.findings(moment), explorer.all(), strict=True):
        for chosen in itertools.islice(_covering(first), BEFORE):
            answers = chosen[-1].answers
            journey = explorer.walk(answers, facts)
            example = {"at": at} | ({"lookups": facts} if facts else {}) | {"answers": answers}
            decided = {name: value for choice in chosen for name, value in choice.decided.items()}
            way = way_of(explorer.form, journey, facts)
            made.append(Made(way, decided, example | {"expect": _expected(journey)}))
    return _named(at_edges(explorer.form, made)[:most], Telling(words, explorer.form))


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


@dataclass(frozen=True, slots=True)
class Telling:
    """What answers are called."""

    words: Vocabulary
    form: Form

    def said(self, name: str, value: Any) -> str:
        named = self.words.get(name)
        label = named.label.rstrip("?.:") if named else name
        if value is None:
            return f"{label} is left blank"
        question = next((one for one in self.form.questions if one.id == name), None)
        shown = KINDS[question.kind].show(question, value, "en") if question else str(value)
        return f"{label}: {', '.join(shown.split(chr(10)))}"


def _named(made: list[Made], telling: Telling) -> list[dict[str, Any]]:
    """Each by what was chosen and found on the way, in the words of the form: only what differs among them."""
    all_decided = [_decided(one) for one in made]
    names = dict.fromkeys(name for decided in all_decided for name in decided)
    differing = {name for name in names if _differs(name, all_decided)}
    found: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for one, decided in zip(made, all_decided, strict=True):
        told = [telling.said(name, value) for name, value in decided.items() if name in differing]
        name = _short(("; ".join(told) or "All that is asked") + FOUND * ("lookups" in one.example))
        seen[name] = seen.get(name, 0) + 1
        found.append({"name": f"{name} ({seen[name]})" if seen[name] > 1 else name, **one.example})
    return found


def _differs(name: str, all_decided: list[dict[str, Any]]) -> bool:
    """A fact is a fact only where something was found, an answer left out is another answer."""
    some = [one for one in all_decided if name in one] if "." in name else all_decided
    return len({repr(one.get(name, ...)) for one in some}) > 1


def _decided(one: Made) -> dict[str, Any]:
    """The answers, and what was found, as texts may name it."""
    facts = one.example.get("lookups", {})
    flat = {f"{id}.{name}": value for id, each in facts.items() for name, value in each.items()}
    return {**one.decided, **{name: value for name, value in flat.items() if isinstance(value, str)}}


def _short(name: str) -> str:
    """Its end, where it is long: what comes last tells most of them apart."""
    return name if len(name) <= LONGEST else f"… {name[-LONGEST:].partition('; ')[2]}"
