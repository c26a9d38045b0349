"""The fields of a condition as they are posted: rows and the text beside them, and which of the two was changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from builder.conditions.entries import Bundle, Entry, Free, Line, Place, entries, reading, subject_of
from builder.conditions.keeping import kept
from builder.conditions.offered import offered
from builder.conditions.reading import read
from builder.conditions.rows import Condition
from builder.conditions.typed import Typed
from builder.conditions.vocabulary import Vocabulary

ALWAYS = {"true": "always", "false": "never"}
"""What holds whatever is answered, in words."""
MOST_PARTS = 50
MOST_DEEP = 6
CLASH = "You changed both the rows and the text, and they say different things: put one of them back as it was"


class Form(Protocol):
    """What was posted: werkzeug's ``MultiDict``, or anything like it."""

    def getlist(self, key: str, /) -> list[str]: ...
    def __contains__(self, key: object, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Posted:
    """``text`` is the expression, "" for none; ``bundle`` the rows to show, and ``of`` the text that they are of.
    ``problem`` is about both together, and ``problems`` are those of rows: while there are any, ``text`` is as it was.
    """

    text: str
    bundle: Bundle
    problems: Mapping[Place, str]
    of: str
    problem: str = ""

    @property
    def settled(self) -> bool:
        return not self.problems and not self.problem


def name(field: str, at: Place, what: str) -> str:
    """The name of an input of the row at a place."""
    return f"{field}~{'-'.join(map(str, at))}~{what}"


def posted(form: Form, field: str, words: Vocabulary, do: str = "") -> Posted:
    """What was posted under the name of a field, after the button ``do``: ``add 0-1``, ``group 0`` or ``remove 2``.
    Rows that were not on the page say nothing."""
    text = _one(form, field).strip().replace("\r\n", "\n")
    was = name(field, (), "of")
    if was not in form:
        return _from_rows(text, changed(rows_of(text, words), do), words)
    source = _one(form, was).replace("\r\n", "\n")
    bundle = _bundle(form, field, (), words)
    if text != source.strip():
        said = reading(bundle, words)
        if (said.problems or said.condition != _condition(source)) and said.condition != _condition(text):
            return Posted(text, bundle, said.problems, source, CLASH)
        source, bundle = text, rows_of(text, words)
    return _from_rows(source, changed(bundle, do), words)


def rows_of(text: str, words: Vocabulary) -> Bundle:
    """The rows of an expression: none of one that always or never holds, to which they can be added."""
    return entries(_condition(text), words)


def _condition(text: str) -> Condition | None:
    return None if text.strip() in ("", *ALWAYS) else read(text)


def _from_rows(source: str, bundle: Bundle, words: Vocabulary) -> Posted:
    said = reading(bundle, words)
    if said.problems:
        return Posted(source, bundle, said.problems, source)
    if said.condition is None:
        text = source if _condition(source) is None else ""
        return Posted(text, bundle, {}, text)
    text = kept(source, said.condition)
    return Posted(text, bundle, {}, text)


def changed(bundle: Bundle, do: str) -> Bundle:
    """The rows after a button was pressed."""
    what, _, written = do.partition(" ")
    at = tuple(int(step) for step in written.split("-") if step.isdecimal())
    after = _changed(bundle, at, what) if what else bundle
    return after if isinstance(after, Bundle) else Bundle()


def _changed(entry: Entry, at: Place, what: str) -> Entry | None:
    if not isinstance(entry, Bundle):
        return None if what == "remove" and not at else entry
    if not at:
        other = "any" if entry.join == "all" else "all"
        if what == "remove":
            return None
        if what not in ("add", "group") or len(entry.parts) >= MOST_PARTS:
            return entry
        new: Entry = Line() if what == "add" else Bundle("any" if other == "any" else "all", (Line(),))
        return replace(entry, parts=(*entry.parts, new))
    first, *rest = at
    parts = [_changed(one, tuple(rest), what) if n == first else one for n, one in enumerate(entry.parts)]
    left = tuple(one for one in parts if one is not None and one != Bundle(getattr(one, "join", "all")))
    return replace(entry, parts=left)


def _bundle(form: Form, field: str, at: Place, words: Vocabulary) -> Bundle:
    join = _one(form, name(field, at, "join"))
    parts = [_entry(form, field, (*at, n), words) for n in range(MOST_PARTS)] if len(at) < MOST_DEEP else []
    return Bundle("any" if join == "any" else "all", tuple(one for one in parts if one is not None))


def _entry(form: Form, field: str, at: Place, words: Vocabulary) -> Entry | None:
    if name(field, at, "join") in form:
        return _bundle(form, field, at, words)
    if name(field, at, "free") in form:
        return Free(_one(form, name(field, at, "free")))
    if name(field, at, "subject") in form:
        return _line(form, field, at, words)
    return None


def _line(form: Form, field: str, at: Place, words: Vocabulary) -> Line:
    def one(what: str) -> str:
        return _one(form, name(field, at, what))

    subject, comparison = one("subject"), one("comparison")
    if one("made") == subject:
        return Line(subject, comparison, _values(form, field, at))
    named = words.get(subject_of(subject).name)
    keys = [each.key for each in offered(named, subject_of(subject))] if named else [comparison]
    return Line(subject, comparison if comparison in keys else keys[0])


def _values(form: Form, field: str, at: Place) -> tuple[Typed, ...]:
    """The values of a row: choices are written ``=refuse``, so that none of them is taken for a name."""
    chosen = [one for one in form.getlist(name(field, at, "choice")) if one]
    if chosen:
        return tuple(Typed(one[1:]) if one.startswith("=") else Typed(against=one) for one in chosen)
    if name(field, at, "text") not in form and name(field, at, "against") not in form:
        return ()
    parts = (_one(form, name(field, at, what)) for what in ("text", "against", "count", "unit"))
    return (Typed(*parts),)


def _one(form: Form, key: str) -> str:
    found = form.getlist(key)
    return found[0] if found else ""
