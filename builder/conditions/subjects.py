"""What a row may look at where it stands, by where it comes from: the questions before it, what is worked out, the
case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.conditions.vocabulary import Named, Vocabulary
from builder.references.addresses import steps, value_at
from builder.references.fresh import labelled
from builder.references.shapes import Path
from definitions.known import FOUND
from definitions.reading import layout
from definitions.reading.asked import bare
from definitions.types import Type

_CASE = ("state", "priority", "submitted", "assignee", "open_tasks")


@dataclass(frozen=True, slots=True)
class Offer:
    """Names of one origin with their labels, ``age:`` or ``size:`` before those that are measured."""

    words: str
    names: tuple[tuple[str, str], ...]


def subjects(words: Vocabulary, place: Path) -> tuple[Offer, ...]:
    """What may be looked at from a place of the document that the vocabulary is of."""
    found = [*_pages(words, place), *_worked_out(words)]
    if place[:1] and place[0] not in ("form", "values", "lookups", "decisions", "terms"):
        found += _workflow(words)
    return tuple(one for one in found if one.names)


def _pages(words: Vocabulary, place: Path) -> Iterator[Offer]:
    ends, inside = place[:1] == ("form",), _lists(words, place)
    for seat in layout.pages(words.document):
        here = steps(seat.at, words.document)
        if not set(seat.within) <= set(inside):
            continue
        questions = [one["id"] for one in bare(seat.part.get("questions", ()))]
        if ends and place[: len(here)] == here:
            questions = _before(words, here, place, questions)
        yield Offer(labelled(seat.part), tuple(pair for id in questions for pair in _named(words, id)))
        if ends and place[: len(here)] == here:
            return
    for section in layout.sections(words.document):
        repeat = section.part.get("repeat")
        if repeat and repeat["id"] not in inside and set(section.within) <= set(inside):
            yield Offer(labelled(section.part), ((f"size:{repeat['id']}", f"How many: {labelled(section.part)}"),))


def _before(words: Vocabulary, page: Path, place: Path, questions: list[str]) -> list[str]:
    """Those of a page's questions whose answers are known where a condition on it is tried."""
    below = place[len(page) :]
    if below[-1:] != ("when",):
        return questions
    if below[:1] != ("questions",):
        return []
    asked = value_at(words.document, (*page, *below[:2]))
    if not isinstance(asked, dict) or asked.get("id") not in questions:
        return questions
    beneath = "questions" in below[2:]  # a question beneath a choice is asked of those who have made it
    return questions[: questions.index(asked["id"]) + beneath]


def _lists(words: Vocabulary, place: Path) -> tuple[str, ...]:
    """The lists in whose items a place stands."""
    found = list[str]()
    for section in layout.sections(words.document):
        here = steps(section.at, words.document)
        if "repeat" in section.part and place[: len(here)] == here:
            found.append(section.part["repeat"]["id"])
    return tuple(found)


def _worked_out(words: Vocabulary) -> Iterator[Offer]:
    document = words.document
    values = [pair for one in document.get("values", ()) for pair in _named(words, one["id"])]
    yield Offer("Values", tuple(values))
    for one in document.get("decisions", ()):
        rows = one.get("policy") == "collect"
        names = [] if rows else [pair for name in one["outputs"] for pair in _named(words, f"{one['id']}.{name}")]
        yield Offer(f"Decision: {plain(one['id'])}", tuple(names))
    for one in document.get("lookups", ()):
        names = [pair for name in (*one["gives"], FOUND) for pair in _named(words, f"{one['id']}.{name}")]
        yield Offer(f"Lookup: {plain(one['id'])}", tuple(names))


def _workflow(words: Vocabulary) -> Iterator[Offer]:
    flow: Mapping[str, Any] = words.document["workflow"]
    yield Offer("The case", tuple(pair for part in _CASE for pair in _named(words, f"case.{part}")))
    clocks = [pair for one in flow.get("clocks", ()) for pair in _named(words, f"clock.{one['id']}")]
    yield Offer("When it is due", tuple(clocks))
    for way in flow["transitions"]:
        asked = [pair for one in bare(way.get("ask", ())) for pair in _named(words, one["id"])]
        yield Offer(f"Asked by: {labelled(way)}", tuple(asked))
    for task in flow.get("tasks", ()):
        known = words.get(f"task.{task['id']}")
        parts = [] if known is None else [name for name, of in known.type.fields if of.name not in ("list", "object")]
        names = [pair for part in parts for pair in _named(words, f"task.{task['id']}.{part}")]
        yield Offer(f"Task: {labelled(task)}", tuple(names))


def _named(words: Vocabulary, name: str) -> Iterator[tuple[str, str]]:
    """A name as it can be looked at: whole, by its parts, or measured."""
    named = words.get(name)
    if named is None:
        return
    label = _short(named)
    if named.type.name == "object":
        yield name, label
        for part, of in named.type.fields:
            if of.name not in ("object", "list") and (inner := words.get(f"{name}.{part}")):
                yield f"{name}.{part}", _short(inner)
        return
    yield name, label
    if named.type.name == "list":
        yield f"size:{name}", f"How many: {label}"
    if named.kind == "date":
        yield f"age:{name}", f"Age by: {label}"


def alike(words: Vocabulary, place: Path, of: Type) -> tuple[Offer, ...]:
    """The names that can be compared with something of a type."""
    kinds = ("integer", "decimal") if of.name in ("integer", "decimal") else (of.name,)
    found = []
    for offer in subjects(words, place):
        names = tuple(
            (name, label) for name, label in offer.names
            if ":" not in name and (named := words.get(name)) and named.type.name in kinds
        )  # fmt: skip
        if names:
            found.append(Offer(offer.words, names))
    return tuple(found)


def plain(id: str) -> str:
    """A name with spaces for its lines."""
    return id.replace("_", " ").capitalize()


def _short(named: Named) -> str:
    return named.label.rstrip("?.:") or "?"
