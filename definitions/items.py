"""Lists of answers in their two forms: nested, as programs and cases hold them, and flat, as an application stores
them, where every answer has a name of its own and an item keeps its key whatever is removed around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from definitions.facts import Answers
from definitions.form import Form, Section
from definitions.scope import item_name
from definitions.visits import Path, qualified
from definitions.walking import KEY

ORDER, GONE = "n", "gone"
"""Of an item's own entry: its place among the others, and whether it was removed."""


def nested(form: Form, flat: Answers) -> Answers:
    """The answers with their lists. An item is there when it has an entry of its own that does not say it is gone, and
    carries its key under "_". A list of which nothing was ever said is left out; one said to be empty is [].
    """
    if not form.sections:
        return flat
    parts: dict[str, dict[str, Any]] = {}
    for name, value in flat.items():
        above, _, last = name.rpartition(".")
        parts.setdefault(above, {})[last] = value
    return _gathered(form.sections, "", parts)


def _gathered(sections: Iterable[Section], at: str, parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The answers directly below ``at``, with the lists of these sections."""
    found = dict(parts.get(at, {}))
    for section in sections:
        if section.repeat is None:
            continue
        list_id = section.repeat.id
        place = f"{at}.{list_id}" if at else list_id
        entries = {key: entry for key, entry in parts.get(place, {}).items() if isinstance(entry, Mapping)}
        there = sorted((_order(entry), key) for key, entry in entries.items() if not entry.get(GONE))
        if entries or list_id in found:
            found[list_id] = [{KEY: key} | _gathered(section.sections, f"{place}.{key}", parts) for _, key in there]
    return found


def _order(entry: Mapping[str, Any]) -> int:
    place = entry.get(ORDER)
    return place if isinstance(place, int) else 0


def flat(form: Form, answers: Answers, key: Callable[[], str]) -> dict[str, Any]:
    """The answers as an application stores them. ``key`` gives a new one for an item that carries none."""
    found: dict[str, Any] = {}
    _scatter(form.sections, answers, "", key, found)
    return found


def _scatter(
    sections: Iterable[Section], answers: Answers, at: str, key: Callable[[], str], found: dict[str, Any]
) -> None:
    lists = {section.repeat.id: section for section in sections if section.repeat}
    for name, value in answers.items():
        place = f"{at}.{name}" if at else name
        section = lists.get(name)
        if section is None or not isinstance(value, list):
            if name != KEY:
                found[place] = value
            continue
        found[place] = None
        for n, item in enumerate((one for one in value if isinstance(one, Mapping)), 1):
            own = item.get(KEY) or key()
            found[f"{place}.{own}"] = {ORDER: n, GONE: False}
            _scatter(section.sections, item, f"{place}.{own}", key, found)


def every_answer(form: Form, answers: Answers) -> Iterator[tuple[Path, str, Any]]:
    """Each single answer of nested ones: the item that it is in, the question's id, and the answer. Lists are gone
    into; what no section gives is as it stands."""
    return _each(form.sections, answers, ())


def _each(sections: Iterable[Section], answers: Answers, path: Path) -> Iterator[tuple[Path, str, Any]]:
    lists = {section.repeat.id: section for section in sections if section.repeat}
    for name, value in answers.items():
        section = lists.get(name)
        if section is None:
            if name != KEY:
                yield path, name, value
        elif isinstance(value, list | tuple):
            for number, item in enumerate((one for one in value if isinstance(one, Mapping)), 1):
                own = str(item.get(KEY) or number)
                yield from _each(section.sections, item, (*path, (name, own)))


def told(form: Form, names: Iterable[str]) -> frozenset[str]:
    """What an expression or a text tells of that names these. Of a list it is the parts of its items that are looked
    at ("children.age" is "age"), and where the list itself is put in, what its items are called by. Of a task it is the
    answer by its whole name: "task.structures.view"."""
    return frozenset(_told(form, names))


def _told(form: Form, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        first, *rest = name.split(".")
        section = form.section_of(first)
        if first == "task" and rest:
            yield from (f"task.{rest[0]}.{part}" for part in rest[1:])
        elif section is None or section.repeat is None:
            yield first
        elif rest:
            yield from rest
        elif section.repeat.name:
            yield from _told(form, section.repeat.name.names)


__all__ = ["GONE", "KEY", "ORDER", "every_answer", "flat", "item_name", "nested", "qualified", "told"]
