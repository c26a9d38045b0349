"""Every text of a service beside its translation: where it stands, and whether that is of what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from builder.drafting import parsed
from builder.edits import Edit, Set, Several, Unset
from builder.fields.wording import in_a_sentence
from builder.references.addresses import owner, resolve, steps, value_at
from builder.references.fresh import labelled
from builder.references.shapes import Path
from definitions.reading.compile_service import compile_service
from definitions.reading.translating import Source, mark

NAMES = {"en": "English", "cy": "Welsh"}
KINDS = {"transition": "action", "message": "email", "option": "choice", "part": "column", "list": "repeat"}
STATES = {"missing": "Not translated", "stale": "Changed since", "done": "Translated"}
SERVICE = "The service"
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Wording:
    """One of the wordings of a text, with the condition under which it is read; and its translation."""

    source: str
    translated: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """``whole`` is what it is a text of, in words, ``part`` which of its texts; ``address`` that of the element."""

    key: str
    mark: str
    whole: str
    part: str
    address: str
    state: str
    wordings: tuple[Wording, ...]
    plain: bool

    @property
    def id(self) -> str:
        """What a page calls it: a key may hold what an address of a page may not."""
        return f"t{hashlib.sha256(self.key.encode()).hexdigest()[:8]}"

    @property
    def place(self) -> str:
        return f"{self.whole}: {self.part}"


@lru_cache(maxsize=16)
def texts(written: str, language: str) -> tuple[Text, ...]:
    """The texts of a document in its order, with what translates each into a language. The document is given as it is
    written, for a text of it is read once."""
    document = parsed(written)
    first = document["languages"][0]
    compiled = compile_service({**document, "languages": [first, language]})
    sources, origins = compiled.compiling.translations.sources, compiled.service.origins
    seats: dict[str, str] = {}
    for place, key in compiled.compiling.keyed.items():
        seats.setdefault(key, origins.place(place)[0])
    done = document.get("translations", {}).get(language, {})
    found = [_text(document, key, source, seats.get(key, ""), done.get(key)) for key, source in sources.items()]
    return tuple(sorted(found, key=lambda one: one.whole != SERVICE))


def others(document: Mapping[str, Any]) -> list[str]:
    """The languages that a service is translated into."""
    return list(document["languages"][1:])


def translated(text: Text, language: str, words: Sequence[str]) -> Edit | None:
    """The edit by which a text has these words in that language, made of what the text says now; none of them: the edit
    that takes its translation out."""
    at = f"/translations/{language}/{text.key.replace('~', '~0').replace('/', '~1')}"
    said = [one.replace("\r\n", "\n").strip()[:LONGEST] for one in words]
    if not any(said):
        return None if text.state == "missing" else Unset(at)
    if text.plain:
        return Set(at, {"text": said[0], "of": text.mark})
    pairs = zip(text.wordings, said, strict=True)
    wordings = [({"when": one.when} if one.when else {}) | {"text": words} for one, words in pairs]
    return Set(at, {"text": wordings, "of": text.mark})


def spoken(document: Mapping[str, Any], language: str) -> Edit:
    """The edit by which a service is in another language, too."""
    return Several((Set("/languages", [*document["languages"], language]),))


def _text(document: Mapping[str, Any], key: str, source: Source, seat: str, entry: Mapping[str, Any] | None) -> Text:
    path = steps(seat, document)
    element = owner(document, path)
    address = str(element) if element else ""
    at = resolve(document, address) if element else None
    part = value_at(document, at) if at is not None else None
    kind = KINDS.get(element.kind, element.kind) if element else ""
    label = (labelled(part) if isinstance(part, dict) else "") or (element.id if element else "")
    whole = f"{kind.capitalize()} “{label}”" if element else SERVICE
    below = path[len(at) :] if at is not None else path
    state = "missing" if entry is None else "done" if entry.get("of") == mark(source) else "stale"
    plain = isinstance(source, str)
    return Text(
        key,
        mark(source),
        whole,
        _part(below, key),
        address,
        state,
        _wordings(source, entry["text"] if entry else None),
        plain,
    )


def _wordings(source: Source, translation: Source | None) -> tuple[Wording, ...]:
    """Each wording beside its translation. One that has other wordings than the text has now stands in their order."""
    if isinstance(source, str):
        whole = translation if isinstance(translation, str) else ""
        return (Wording(source, whole or "".join(one["text"] for one in _listed(translation))),)
    given = _listed(translation)
    found = []
    for n, one in enumerate(source):
        same = next((two["text"] for two in given if two.get("when", "") == one.get("when", "")), None)
        other = given[n]["text"] if n < len(given) else ""
        found.append(Wording(one["text"], other if same is None else same, one.get("when", "")))
    return tuple(found)


def _listed(translation: Source | None) -> list[dict[str, str]]:
    return translation if isinstance(translation, list) else [{"text": translation}] if translation else []


def _part(below: Path, key: str) -> str:
    words = [in_a_sentence(step) for step in below if isinstance(step, str) and step not in _SILENT]
    said = " ".join(words) or in_a_sentence(key.rpartition(".")[2])
    return {"public": "what applicants read", "why": "why it is asked"}.get(said, said)


_SILENT = frozenset(("text",))
