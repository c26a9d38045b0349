"""Words found all over a service: in its texts, and in the ids by which it names things; and replaced in the texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from builder.edits import Edit, Set, Several, Unset
from builder.edits.removing import smallest
from builder.fields.wording import in_a_sentence
from builder.references import Refused
from builder.references.addresses import address, owner, resolve, steps, value_at
from builder.references.fresh import labelled
from builder.references.keys import text_keys
from builder.references.kinds import kind_in_words
from builder.references.shapes import Path, Shape, branch
from definitions.schema import schema

Document = Mapping[str, Any]
Seats = Callable[[], Mapping[str, str]]

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
        """The text with other words. Braces in them are braces. Where there are none, a space goes with what goes."""
        text, plain = self.value, new.replace("{", "{{").replace("}", "}}")
        for start, end in reversed(self.spans):
            text = _joined(text[:start], text[end:]) if not plain else text[:start] + plain + text[end:]
        return text


def found(document: Document, sought: Sought) -> list[Found]:
    """Everything that holds the words, in the order of the document."""
    if not sought.words.strip():
        return []
    pattern, seats = sought.pattern(), cache(partial(_seats, document))
    made = (_found(document, path, value, text, pattern, seats) for path, value, text in strings(document))
    return [one for one in made if one is not None]


def _seats(document: Document) -> Mapping[str, str]:
    """Where each text stands that is translated, by the key of its translation."""
    return {key: written for (written, _), (key, _) in text_keys(document).items()}


def _joined(before: str, after: str) -> str:
    """A text from which words were taken out: one space between what is left, none at its ends or before a stop."""
    if before[-1:] == " " and (not after or after[0] in " .,;:!?)"):
        before = before[:-1]
    elif after[:1] == " " and (not before or before[-1] in "\n("):
        after = after[1:]
    return before + after


def replacing(document: Document, chosen: list[Found], new: str) -> Edit | None:
    """One edit that puts other words into the texts that were chosen, or takes the words out; None when nothing
    changes. A text of which nothing is left goes. A translation that was of what its text said stays so only where the
    text stays: it is marked as one to look at again.

    Raises:
        Refused: a text of which nothing would be left has to say something.
    """
    edits = list[Edit]()
    for one in chosen:
        words = one.replaced(new)
        if not one.text or words == one.value:
            continue
        if not words.strip() and not (gone := left_out(document, one)):
            raise Refused("empty", f"{one.where} has to say something, and nothing would be left of “{one.value}”")
        edits.append(Set(one.address, words) if words.strip() else Unset(gone))
    return Several(tuple(edits)) if edits else None


def left_out(document: Document, one: Found) -> str:
    """What can be taken out where nothing is left of a text, by its address; "" where it has to say something."""
    path = resolve(document, one.address) or ()
    least = smallest(document, path)
    whole = path[:3] if path[:1] == ("translations",) else path
    return address(document, least) if least == whole and not isinstance(least[-1], int) else ""


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


def _found(
    document: Document, path: Path, value: str, text: bool, pattern: re.Pattern[str], seats: Seats
) -> Found | None:
    names = [span.span() for span in _NAMES.finditer(value)] if text else []
    spans = tuple(
        one.span()
        for one in pattern.finditer(value)
        if one.group() and not any(start < one.end() and one.start() < end for start, end in names)
    )
    if not spans:
        return None
    element = owner(document, path)
    return Found(address(document, path), str(element or ""), _where(document, path, seats), value, spans, text)


def _where(document: Document, path: Path, seats: Seats) -> str:
    """The place of a string in words: Question “Bin”: label."""
    if path[0] == "translations":
        of, seat = LANGUAGES.get(str(path[1]), path[1]), seats().get(str(path[2]))
        return f"{_where(document, steps(seat, document), seats)}, in {of}" if seat else f"{of}, of a text that is gone"
    element = owner(document, path)
    if element is None:
        below, whole = path, "The service"
    else:
        at = resolve(document, str(element)) or ()
        part = value_at(document, at)
        said = (labelled(part) if isinstance(part, dict) else "") or element.id.replace("_", " ")
        kind = kind_in_words(element.kind).capitalize()
        below, whole = path[len(at) :], f"{kind} “{said}”"
    names = [PARTS.get(str(one), in_a_sentence(str(one))) for one in below if isinstance(one, str) and one != "text"]
    return f"{whole}: {' '.join(names)}" if names else whole
