"""The keys of translations when what they translate is called otherwise, stands elsewhere, or is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from builder.references.shapes import Path
from definitions.problems import pointer
from definitions.reading.compile_service import compile_service
from definitions.reading.translating import mark

Document = Mapping[str, Any]
Seat = tuple[str, str]
"""The pointer of a text as it is written; for a text of a block that of its use, and the pointer in the block."""


def text_keys(document: Document) -> dict[Seat, tuple[str, str]]:
    """The key and the mark of every text of a document of the right shape, in whatever languages it is translated."""
    spoken = list(dict.fromkeys([*document["languages"], *document.get("translations", {})]))
    compiled = compile_service({**document, "languages": spoken if len(spoken) > 1 else [*spoken, *_OTHERS]})
    origins, sources = compiled.service.origins, compiled.compiling.translations.sources
    found: dict[Seat, tuple[str, str]] = {}
    for place, key in compiled.compiling.keyed.items():
        written, _, inside = origins.place(place)
        found.setdefault((written, inside), (key, mark(sources[key])))
    return found


_OTHERS = ("cy",)


def moved_keys(
    before: Document, after: dict[str, Any], place: Callable[[str], str | None] = lambda pointer: pointer
) -> dict[str, Any]:
    """``after`` with the keys of its translations as its texts now have them. ``place`` says where a text of ``before``
    stands now: None when it is gone, and its translations with it. Marks follow: what changes here says the same."""
    if not before.get("translations"):
        return after
    old, new = text_keys(before), text_keys(after)
    moved: dict[str, tuple[str, str, str] | None] = {}
    for (seat, inside), (key, was) in old.items():
        at = place(seat)
        found = None if at is None else new.get((at, inside))
        moved.setdefault(key, (*found, was) if found else None)
    if all(one == (key, one[2], one[2]) if one else False for key, one in moved.items()):
        return after
    translations = {language: _moved(texts, moved) for language, texts in after["translations"].items()}
    return {**after, "translations": translations}


def _moved(texts: Mapping[str, Any], moved: Mapping[str, tuple[str, str, str] | None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, entry in texts.items():
        one = moved.get(key, (key, "", ""))
        if one is None:
            continue
        now, mark, was = one
        found.setdefault(now, _marked(entry, was, mark) if mark != was else entry)
    return found


def copied_keys(before: Document, after: dict[str, Any], source: Path, paste: Path) -> dict[str, Any]:
    """``after`` with the translations of what stands at ``source`` for its copy at ``paste`` too."""
    if not before.get("translations"):
        return after
    old, new = text_keys(before), text_keys(after)
    above, below = pointer(*source), pointer(*paste)
    pairs = []
    for (at, inside), (key, was) in old.items():
        if at.startswith(f"{above}/") and (copy := new.get((below + at[len(above) :], inside))):
            pairs.append((key, was, copy))
    translations = {}
    for language, texts in after["translations"].items():
        theirs = before["translations"].get(language, {})
        copies = {copy: _marked(theirs[key], was, mark) for key, was, (copy, mark) in pairs if key in theirs}
        translations[language] = {**texts, **{key: one for key, one in copies.items() if key not in texts}}
    return {**after, "translations": translations}


def _marked(entry: Mapping[str, Any], was: str, mark: str) -> Mapping[str, Any]:
    return {**entry, "of": mark} if entry.get("of") == was else entry
