"""Why a case was found: the answers with the words that were looked for, and where in them these stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.facts import Case
from definitions.questions import KINDS
from definitions.questions.kind import in_language
from definitions.service import Service
from runtime.cases import loading
from runtime.cases.folding import fold, fold_words
from runtime.cases.projections import found_by
from runtime.models.cases import cases

MOST = 3
LONGEST = 160
_PARTS = re.compile(r"\S*@\S*|\w+|\W+")

Piece = tuple[str, bool]
"""A piece of a text, and whether it is what was looked for."""


@dataclass(frozen=True, slots=True)
class Why:
    """``label`` of the question, and its answer in pieces."""

    label: str
    pieces: tuple[Piece, ...]


def why(session: Session, ids: Sequence[UUID], words: Sequence[str]) -> Mapping[UUID, tuple[Why, ...]]:
    """The answers by which each of these cases was found, in one query. The viewer may open every one of them."""
    if not ids or not words:
        return {}
    found = session.execute(loading.CASE.where(cases.c.id.in_(ids)))
    every = (loading.from_row(session, row) for row in found)
    return {loaded.id: tuple(_of(loaded.service, loaded.case, words))[:MOST] for loaded in every}


def _of(service: Service, case: Case, words: Sequence[str]) -> Iterator[Why]:
    for question, value, texts in found_by(service, case):
        if any(_has(word, words) for text in texts for word in fold_words(text)):
            shown = ", ".join(KINDS[question.kind].show(question, value, service.languages[0]).split("\n"))
            yield Why(in_language(question.label, service.languages[0]), pieces(shown, words))


def pieces(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text, told apart; all of it is what was looked for where that stands in it otherwise written."""
    found = [(part, _marked(part, words)) for part in _PARTS.findall(text)]
    if not any(marked for _, marked in found):
        return ((text[:LONGEST], True),)
    first = next(n for n, (_, marked) in enumerate(found) if marked)
    shown, length, start = list[Piece](), 0, max(first - 12, 0)
    for part, marked in found[start:]:
        if length + len(part) > LONGEST:
            shown.append((" …", False))
            break
        shown.append((part, marked))
        length += len(part)
    return (("… ", False), *shown) if start else tuple(shown)


def _marked(part: str, words: Iterable[str]) -> bool:
    return any(_has(word, words) for word in {fold(part).strip(".,;:'\"\\"), *fold_words(part)})


def _has(word: str, sought: Iterable[str]) -> bool:
    return any(word.startswith(one) for one in sought)
