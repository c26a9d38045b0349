"""A way to see what is not in Welsh: every Welsh word of ours and of a service stands in marks, and whatever reads like
words outside them was left in English, wherever it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

import definitions.words
from definitions.reading.compile_service import compile_service
from definitions.reading.translating import Source
from definitions.reading.translating import mark as mark_of
from runtime.web.words import WORDS
from tests.runtime.web.browsing import VOID, Browser, Page

OPEN, CLOSE = "⟦", "⟧"
READ_OUT = ("alt", "title", "placeholder", "aria-label", "aria-roledescription")
"""Attributes that people see or hear, besides those that scripts say (``data-i18n``...)."""

SAME = re.compile(
    r"Anytown Council|English|Cymraeg|[\w.+-]+@[\w.-]+|https?://\S+|\d[\d.:]*(?:am|pm)"
    r"|[A-Z0-9]{4}(?:[-\s]+[A-Z0-9]{4,5})+|\b[A-Z]{1,2}\d{1,2} \d[A-Z]{2}\b|\b\d+ ?[KM]B\b"
)
"""What is the same in every language: names, addresses, times, references and codes."""


def marked(text: str) -> str:
    return f"{OPEN}{text}{CLOSE}"


def mark_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put every Welsh word of the product's into marks."""
    for key, said in WORDS.items():
        monkeypatch.setitem(WORDS, key, {**said, "cy": marked(said["cy"])})  # type: ignore[arg-type]
    for key, (english, welsh) in definitions.words._ALL.items():
        monkeypatch.setitem(definitions.words._ALL, key, (english, marked(welsh)))  # type: ignore[arg-type]


def translated(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a marked translation of every text."""
    bilingual = {**document, "languages": ["en", "cy"], "translations": {}}
    sources = compile_service(bilingual).compiling.translations.sources
    texts = {key: {"text": _marked_source(source), "of": mark_of(source)} for key, source in sources.items()}
    return bilingual | {"translations": {"cy": texts}}


def _marked_source(source: Source) -> Source:
    if isinstance(source, str):
        return marked(source)
    return [{**wording, "text": marked(wording["text"])} for wording in source]


def unmarked(html: str, *typed: str) -> list[str]:
    """Whatever reads like words outside the marks, but for what somebody ``typed`` and what is in another language."""
    reader = _Reader()
    reader.feed(html)
    return [words for text in reader.texts() for words in _words(text, typed)]


def _words(text: str, typed: tuple[str, ...]) -> Iterator[str]:
    depth, outside = 0, []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        outside.append(character if depth == 0 and character != CLOSE else " ")
    rest = SAME.sub(" ", "".join(outside))
    for each in sorted(typed, key=len, reverse=True):
        rest = rest.replace(each, " ")
    yield from re.findall(r"[^\W\d_]{2,}(?:\s+[^\W\d_]+)*", rest)


class _Reader(HTMLParser):
    """Everything in a page that a person sees or hears, but for what says that it is in another language."""

    def __init__(self) -> None:
        super().__init__()
        self._apart: list[str] = []
        self._running: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def texts(self) -> list[str]:
        return ["".join(self._running), *self._apart]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._running.append(" ")
        given = {name: value or "" for name, value in attrs}
        silent = self._silent or tag in ("script", "style", "svg") or given.get("lang", "cy") != "cy"
        if tag not in VOID:
            self._open.append((tag, silent))
        if not silent:
            said = {name: value for name, value in given.items() if name in READ_OUT or name.startswith("data-i18n")}
            self._apart += said.values()
            if tag == "input" and given.get("type") in ("submit", "button"):
                self._apart.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._running.append(data)

    @property
    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]


class WelshBrowser(Browser):
    """A browser whose every page must be in Welsh. ``typed`` is what its user may find again as they wrote it."""

    def __init__(self, client: Any, *typed: str) -> None:
        super().__init__(client)
        self.typed = typed
        self.seen: list[str] = []
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/track").text)
        assert token
        client.post("/language/cy", data={"csrf_token": token[1]})

    def _show(self, response: Any, path: str) -> Page:
        page = super()._show(response, path)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            assert '<html lang="cy"' in response.text, path
            left = unmarked(response.text, *self.typed)
            assert left == [], f"{path} says in English: {left}"
            self.seen.append(page.heading)
        return page
