"""The sections of a document, compiled: inside an item its own answers have names, outside it only the list has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from definitions.form import Form, Repeat, Section
from definitions.known import follows
from definitions.reading.compile_names import ITEM, own_names
from definitions.reading.compile_pages import END, compile_page, compile_rules
from definitions.reading.compiling import Compiling, Document, Use, Where, numbered


def compile_sections(compiling: Compiling, part: Document, at: str, before: Where) -> tuple[Section, ...]:
    """The sections of the form or of a section. ``before`` is the place of the first page of the first."""
    made, place = [], before.page or 0
    for _, below, section in numbered(part.get("sections", ()), f"{at}/sections"):
        made.append(_section(compiling, section, below, replace(before, page=place)))
        place += count(section)
    return tuple(made)


def count(section: Document) -> int:
    """How many pages a section has, with those of the sections inside it."""
    return len(section.get("pages", ())) + sum(map(count, section.get("sections", ())))


def _section(compiling: Compiling, section: Document, at: str, before: Where) -> Section:
    key, place = compiling.translations.key, before.page or 0
    inside = _inside(section, before)
    pages = tuple(
        compile_page(compiling, page, below, replace(inside, page=place + n))
        for n, below, page in numbered(section.get("pages", ()), f"{at}/pages")
    )
    last = max(place, place + count(section) - 1)
    return Section(
        id=section["id"],
        title=compiling.text(section, "title", at, before, key("sections", section["id"], "title")),
        pages=pages,
        when=compiling.when(section, at, before),
        repeat=_repeat(compiling, section, at, before, replace(inside, page=last, question=END)),
        rules=compile_rules(
            compiling, section, at, replace(before, page=last, question=END - 1), ("sections", section["id"])
        ),
        check=section.get("check", True),
        sections=compile_sections(compiling, section, at, replace(inside, page=place + len(pages))),
    )


def _inside(section: Document, before: Where) -> Where:
    """What an item of the section sees; the same as outside where the section does not repeat."""
    if "repeat" not in section:
        return before
    own = own_names(section)
    return replace(before, names={**before.names, **own, "item": ITEM}, lists=(*before.lists, section["repeat"]["id"]))


def _repeat(compiling: Compiling, section: Document, at: str, before: Where, item: Where) -> Repeat | None:
    """``item`` is the place where all answers of one item have been given."""
    if "repeat" not in section:
        return None
    repeat, at = section["repeat"], f"{at}/repeat"
    key = compiling.translations.key("sections", section["id"], "repeat")
    return Repeat(
        id=repeat["id"],
        label=compiling.text(repeat, "label", at, before, f"{key}.label"),
        max=repeat["max"],
        min=repeat.get("min", 1),
        name=compiling.maybe_text(repeat, "name", at, item, f"{key}.name"),
        add=compiling.maybe_text(repeat, "add", at, before, f"{key}.add"),
        copy=repeat.get("copy", False),
        was=tuple(repeat.get("was", ())),
    )


def waits(form: Form, uses: Iterable[Use], document: Document) -> tuple[Section, ...]:
    """The form's sections, each with the earlier ones that must be done first: those it names, and those whose answers
    its conditions, rules and texts use, however they come to it."""
    asked = _asked(document)
    known = follows(form)
    needed: list[set[int]] = [set() for _ in form.sections]
    for use in uses:
        top = _top(use.pointer)
        if top is not None:
            needed[top] |= {n for name in use.names for n in _sources(name.partition(".")[0], known, asked)}
    found = []
    for n, section in enumerate(form.sections):
        named = document["form"]["sections"][n].get("after", ())
        waited = (one.id for m, one in enumerate(form.sections[:n]) if m in needed[n] or one.id in named)
        found.append(replace(section, waits=tuple(waited)))
    return tuple(found)


def _top(pointer: str) -> int | None:
    """The section of the form that a pointer is into."""
    parts = pointer.split("/", 4)
    return int(parts[3]) if parts[1:3] == ["form", "sections"] else None


def _asked(document: Document) -> dict[str, int]:
    """By name, the section of the form that gives it."""
    return {
        name: n for n, section in enumerate(document["form"]["sections"]) for name in own_names({"sections": [section]})
    }


def _sources(name: str, known: Mapping[str, frozenset[str]], asked: Mapping[str, int]) -> set[int]:
    found, seen, waiting = set[int](), {name}, [name]
    while waiting:
        here = waiting.pop()
        if here in asked:
            found.add(asked[here])
        new = known.get(here, frozenset()) - seen
        seen |= new
        waiting += new
    return found
