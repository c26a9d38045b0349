"""Translations: the key of each text, the mark of what it was made from, and which are missing or stale."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from definitions.problems import pointer
from definitions.reading import layout
from definitions.reading.asked import bare

Source = str | list[dict[str, str]]

ELEMENTS = ("roles", "terms", "queues", "messages", "replies")


def mark(source: Source) -> str:
    """The first eight digits of the sha256 of a text: of its UTF-8, or of the canonical JSON of a list of wordings."""
    written = source if isinstance(source, str) else json.dumps(source, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:8]


class Translations:
    """The texts in other languages than the source's, by key."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        languages = document["languages"] or ["en"]
        self.source: str = languages[0]
        self.others: tuple[str, ...] = tuple(languages[1:])
        self._translated: Mapping[str, Mapping[str, Any]] = document.get("translations", {})
        self._document = document
        self.sources: dict[str, Source] = {}

    def key(self, kind: str, id: str, name: str) -> str:
        """``<id>.<property>`` where the id is that of one element only, else ``<list>.<id>.<property>``; nothing where
        there is no other language."""
        if not self.others:
            return ""
        return f"{id}.{name}" if self._ids.get(id) == 1 else f"{kind}.{id}.{name}"

    @property
    def around(self) -> tuple[Any, ...]:
        """All that keys and translations depend on, besides the text itself."""
        return (self.source, self.others, self._translated, self._ids) if self.others else (self.source,)

    @cached_property
    def _ids(self) -> Counter[str]:
        return Counter(["service", *(part["id"] for _, part in elements(self._document))])

    def of(self, key: str, source: Source) -> dict[str, Source]:
        """What translates ``source``, by language."""
        if not self.others:
            return {}
        self.sources[key] = source
        found = ((language, self._translated.get(language, {}).get(key)) for language in self.others)
        return {language: one["text"] for language, one in found if one}

    def pointer(self, language: str, key: str) -> str:
        return pointer("translations", language, key, "text")


def elements(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Everything with an id and words, and the name of the list it is in."""
    workflow = document["workflow"]
    yield from (("sections", one.part) for one in layout.sections(document))
    for seat in layout.pages(document):
        yield "pages", seat.part
        yield from (("questions", question) for question in bare(seat.part.get("questions", ())))
    for transition in workflow["transitions"]:
        yield "transitions", transition
        yield from (("questions", question) for question in bare(transition.get("ask", ())))
    yield from (("states", state) for state in workflow["states"])
    yield from (("clocks", clock) for clock in workflow.get("clocks", ()))
    yield from (("tasks", task) for task in workflow.get("tasks", ()))
    for kind in ELEMENTS:
        yield from ((kind, part) for part in document.get(kind, ()))
