"""What the editor of a condition shows: for each row the names, comparisons and values to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.conditions.entries import Bundle, Entry, Free, Line, Place, subject_of, takes_of
from builder.conditions.offered import Comparison, Takes, offered, words_for
from builder.conditions.posted import name
from builder.conditions.rows import Row
from builder.conditions.subjects import Offer, alike, subjects
from builder.conditions.typed import UNITS, Typed
from builder.conditions.vocabulary import Named, Vocabulary
from builder.references.shapes import Path

_EMPTY, _BLANK = Line(), Typed()


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry to paint. ``kind`` is row, free or group; a group has ``parts``. ``at`` is its place, ``name`` the
    beginning of its inputs' names. ``choices`` are the values to choose from, as they are posted, with their labels and
    whether they are chosen; ``others`` are names to compare with."""

    kind: str
    at: str
    name: str
    problem: str = ""
    join: str = ""
    parts: tuple[Shown, ...] = ()
    text: str = ""
    line: Line = _EMPTY
    comparisons: tuple[Comparison, ...] = ()
    takes: Takes = "nothing"
    choices: tuple[tuple[str, str, bool], ...] = ()
    others: tuple[Offer, ...] = ()
    value: Typed = _BLANK
    deep: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    top: Shown
    subjects: tuple[Offer, ...]
    units: tuple[str, ...] = tuple(UNITS)


class Panels:
    """Panels of one place of a document."""

    def __init__(self, words: Vocabulary, place: Path) -> None:
        self.words, self.place = words, place
        self.subjects = subjects(words, place)
        self.known = {one for offer in self.subjects for one, _ in offer.names}

    def panel(self, field: str, bundle: Bundle, problems: Mapping[Place, str]) -> Panel:
        strange = sorted({line.subject for line in _lines(bundle)} - self.known - {""})
        more = (Offer("Not known here", tuple((one, one) for one in strange)),) if strange else ()
        return Panel(self._shown(field, bundle, (), problems), (*self.subjects, *more))

    def _shown(self, field: str, entry: Entry, at: Place, problems: Mapping[Place, str]) -> Shown:
        place, beginning = "-".join(map(str, at)), name(field, at, "")
        if isinstance(entry, Bundle):
            parts = tuple(self._shown(field, one, (*at, n), problems) for n, one in enumerate(entry.parts))
            return Shown("group", place, beginning, join=entry.join, parts=parts, deep=len(at))
        if isinstance(entry, Free):
            return Shown("free", place, beginning, text=entry.text, deep=len(at))
        return self._row(entry, place, beginning, problems.get(at, ""))

    def _row(self, line: Line, at: str, beginning: str, problem: str) -> Shown:
        if not line.subject:
            return Shown("row", at, beginning, problem)
        subject = subject_of(line.subject)
        named = self.words.get(subject.name)
        row = Row(subject, line.comparison)
        every = offered(named, subject) if named else ()
        if line.comparison and line.comparison not in [one.key for one in every]:
            every = (*every, words_for(named, subject, line.comparison))
        takes = takes_of(row, self.words) if line.comparison else "nothing"
        others = alike(self.words, self.place, named.type) if named and takes not in ("nothing", "choices") else ()
        if subject.measure:
            others = ()
        elif named and takes == "choice":
            others = tuple(self._same(others, named))
        return Shown(
            "row", at, beginning, problem, line=line, comparisons=every, takes=takes,
            choices=tuple(_choices(line, named)) if takes in ("choice", "choices") else (),
            others=tuple(_without(others, subject.name)), value=line.values[0] if line.values else Typed(),
        )  # fmt: skip

    def _same(self, others: tuple[Offer, ...], named: Named) -> Iterator[Offer]:
        """Of the names of a type those that have the same choices: no others can ever be equal."""
        for offer in others:
            fitting = ((name, label, self.words.get(name)) for name, label in offer.names)
            names = tuple(
                (name, label) for name, label, one in fitting if one and one.type.options == named.type.options
            )
            yield Offer(offer.words, names)


def _choices(line: Line, named: Named | None) -> Iterator[tuple[str, str, bool]]:
    labels = dict((named.choices if named else None) or {})
    if named and not labels:
        options = named.type.options or (named.type.of.options if named.type.of else None) or ()
        labels = {one: one.replace("-", " ").replace("_", " ").capitalize() for one in sorted(options)}
    chosen = [one.against or f"={one.text}" for one in line.values]
    for value, label in labels.items():
        yield f"={value}", label, f"={value}" in chosen
    for one in line.values:
        if not one.against and one.text not in labels:
            yield f"={one.text}", f"“{one.text}”, which is not one of its choices", True
        elif one.against:
            yield one.against, one.against.removeprefix("name:"), True


def _without(offers: tuple[Offer, ...], name: str) -> Iterator[Offer]:
    for offer in offers:
        left = tuple(pair for pair in offer.names if pair[0] != name)
        if left:
            yield Offer(offer.words, left)


def _lines(entry: Entry) -> Iterator[Line]:
    if isinstance(entry, Line):
        yield entry
    elif isinstance(entry, Bundle):
        for part in entry.parts:
            yield from _lines(part)
