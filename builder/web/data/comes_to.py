"""What a value, a decision or a lookup comes to in each example of a service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from definitions.coverage import watch
from definitions.examples.telling import opening, tell
from definitions.service import Service
from definitions.words.values import value_in_words

MOST = 100


def comes_to(service: Service, id: str, kind: str | Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The name of each example, and in words what the thing of that name is once it is filled in."""
    watched = watch(service)
    for example in service.examples[:MOST]:
        story = opening(watched, example)
        next(tell(story, example, send=False))
        journey = story.journey
        value = journey.names.get(id) if journey is not None else None
        yield example["name"], said(value, kind)


def said(value: Any, kind: str | Mapping[str, str]) -> str:
    """A value in words: "Yes", "£12.50", "band: A; pounds: £12.50"."""
    if value is None:
        return "not answered"
    if isinstance(value, list) and not isinstance(kind, str):
        return " / ".join(said(one, kind) for one in value) or "nothing"
    if isinstance(kind, str):
        return value_in_words(value, kind, "en")
    parts = [f"{name.replace('_', ' ')}: {value_in_words(value[name], of, 'en')}" for name, of in kind.items()
             if value.get(name) is not None]  # fmt: skip
    return "; ".join(parts) or "nothing"
