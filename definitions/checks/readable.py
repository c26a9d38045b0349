"""Words that everybody can read: the reading age of each page, where its words are English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.readability import READABLE, Reading, reading_of
from definitions.reading.asked import bare

_OF_QUESTION = ("label", "hint", "why", "help", "statement")


@check("page.reading-age", "warning", "People who are tired, worried or new to English would not understand it.")
def reading_age(facts: Facts) -> Found:
    for at, _, reading in readings(facts):
        if reading.age > READABLE:
            yield (
                at,
                f"this page can be read from the age of {reading.age:g}, and {READABLE} is the most: use shorter words "
                f"and sentences. The hardest is “{reading.hardest}” ({reading.hardest_age:g})",
            )


def readings(facts: Facts) -> Iterator[tuple[str, str, Reading]]:
    """Pointer, id and reading of every page with enough words to tell, if the service is written in English."""
    if facts.document["languages"][:1] != ["en"]:
        return
    for page in facts.pages:
        if reading := facts.of("reading", page.part, _reading):
            yield page.at, page.id, reading


def _reading(page: Mapping[str, Any]) -> Reading | None:
    texts = [*_page_texts(page)]
    for question in bare(page.get("questions", ())):
        texts += _texts_of(question)
    return reading_of(texts)


def _page_texts(page: Mapping[str, Any]) -> Iterator[str]:
    yield from _wordings(page["title"])
    for content in page.get("content", ()):
        yield from _wordings(content["text"])


def _texts_of(question: Mapping[str, Any]) -> Iterator[str]:
    for name in _OF_QUESTION:
        yield from _wordings(question.get(name, ""))
    for option in _listed(question.get("options")):
        yield from _wordings(option.get("label", ""))
        yield from _wordings(option.get("hint", ""))


def _listed(options: Any) -> list[Mapping[str, Any]]:
    """Options that stand in the document; those of a table are somebody else's words."""
    return [option for option in options if isinstance(option, Mapping)] if isinstance(options, list) else []


def _wordings(text: Any) -> Iterator[str]:
    if isinstance(text, str):
        yield text
    elif isinstance(text, list):
        yield from (one["text"] for one in text)
