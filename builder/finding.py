"""Words found all over a service: in its texts, and in the ids by which it names things; and replaced in the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.edits import Edit, Set, Several
from builder.references.addresses import address, owner, resolve, value_at
from builder.references.fresh import labelled
from builder.references.shapes import Path, Shape, branch
from definitions.schema import schema

Document = Mapping[str, Any]

KINDS = {
    "transition": "Action", "message": "Email", "option": "Choice", "decision": "Decision table", "reply": "Letter",
    "list": "Repeat", "part": "Column",
}  # fmt: skip
PARTS = {"public": "what applicants read", "why": "why it is asked", "id": "short name", "value": "short name"}
LANGUAGES = {"en": "English", "cy": "Welsh"}
AROUND = 60
"""Characters shown before and after what is found."""
_NAMES = re.compile(r"\{\{|\}\}|\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Sought:
    """``whole``: only as a word by itself; ``exact``: with these capitals."""

    words: str
    whole: bool = False
    exact: bool = False

    def pattern(self) -> re.Pattern[str]:
        literal = re.escape(self.words)
        bounded = rf"(?<!\w){literal}(?!\w)" if self.whole else literal
        return re.compile(bounded, 0 if self.exact else re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A string that holds the words. ``address`` leads to it; ``where`` is that in words. ``text``: its words can be
    replaced, which those of ids cannot. ``spans`` are where the words stand, those in {names} left out."""

    address: str
    element: str
    where: str
    value: str
    spans: tuple[tuple[int, int], ...]
    text: bool

    def pieces(self) -> list[tuple[str, bool]]:
        """What is shown of it: the words found, and some around them."""
        found, at = list[tuple[str, bool]](), 0
        for start, end in self.spans:
            between = self.value[at:start]
            if len(between) > 2 * AROUND:
                cut = f"{between[:AROUND]} … {between[-AROUND:]}" if at else f"… {between[-AROUND:]}"
                between = cut
            found += [(between, False), (self.value[start:end], True)]
            at = end
        left = self.value[at:]
        return [*found, (left if len(left) <= AROUND else f"{left[:AROUND]} …", False)]

    def replaced(self, new: str) -> str:
        """The text with other words. Braces in them are braces."""
        text, plain = self.value, new.replace("{", "{{").replace("}", "}}")
        for start, end in reversed(self.spans):
            text = text[:start] + plain + text[end:]
        return text


def found(document: Document, sought: Sought) -> list[Found]:
    """Everything that holds the words, in the order of the document."""
    if not sought.words.strip():
        return []
    pattern = sought.pattern()
    made = (_found(document, path, value, text, pattern) for path, value, text in strings(document))
    return [one for one in made if one is not None]


def replacing(document: Document, chosen: list[Found], new: str) -> Edit | None:
    """One edit that puts other words into the texts that were chosen; None when nothing changes. A translation that was
    of what its text said stays so only where the text stays: it is marked as one to look at again."""
    edits = [Set(one.address, one.replaced(new)) for one in chosen if one.text and one.replaced(new) != one.value]
    return Several(tuple(edits)) if edits else None


def strings(document: Document) -> Iterator[tuple[Path, str, bool]]:
    """Every string of a document that says or names something: whether it is a text is told."""
    yield from _strings(document, schema(), ())


def _strings(part: Any, own: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str, bool]]:
    here = branch(part, own)
    if isinstance(part, str):
        if _is_text(here, path):
            yield path, part, True
        elif here.sort == "defines":
            yield path, part, False
    elif isinstance(part, list) and here.items is not None:
        for n, one in enumerate(part):
            yield from _strings(one, here.items, (*path, n))
    elif isinstance(part, dict):
        for key, one in part.items():
            below = here.properties.get(key, here.others)
            if below is not None:
                yield from _strings(one, below, (*path, key))


def _is_text(here: Shape, path: Path) -> bool:
    told = here.sort == "text" or (not here.sort and path[-1] in _WORDED and path[0] != "examples")
    return told or (path[0] == "translations" and path[-1] == "text")


_WORDED = frozenset(("label", "title", "hint", "message", "text", "description", "empty", "unit", "notice_text"))


def _found(document: Document, path: Path, value: str, text: bool, pattern: re.Pattern[str]) -> Found | None:
    names = [span.span() for span in _NAMES.finditer(value)] if text else []
    spans = tuple(
        one.span()
        for one in pattern.finditer(value)
        if one.group() and not any(start < one.end() and one.start() < end for start, end in names)
    )
    if not spans:
        return None
    element = owner(document, path)
    return Found(address(document, path), str(element or ""), _where(document, path), value, spans, text)


def _where(document: Document, path: Path) -> str:
    """The place of a string in words: Question “Bin”: label."""
    if path[0] == "translations":
        return f"{LANGUAGES.get(str(path[1]), path[1])} translation: {path[2]}"
    element = owner(document, path)
    if element is None:
        below, whole = path, "The service"
    else:
        at = resolve(document, str(element)) or ()
        part = value_at(document, at)
        said = (labelled(part) if isinstance(part, dict) else "") or element.id
        kind = KINDS.get(element.kind, element.kind.capitalize())
        below, whole = path[len(at) :], f"{kind} “{said}”"
    names = [PARTS.get(str(one), str(one).replace("_", " ")) for one in below if isinstance(one, str) and one != "text"]
    return f"{whole}: {' '.join(names)}" if names else whole
