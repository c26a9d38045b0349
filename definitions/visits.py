"""What a journey came upon: pages, sections and the items of those that repeat, each with how far it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from definitions.form import Content, Page, Question, Section
from definitions.questions.kind import AnswerProblem

Path = tuple[tuple[str, str], ...]
"""Which item something is in: list and item's key, the outermost first, such as ``(("children", "k3f9"),)``. The key is
what the item was stored under, or else its number."""

State = Literal["not-started", "in-progress", "done", "cannot-start"]


def qualified(path: Path, name: str) -> str:
    """The name of an answer, page or section inside an item: "children.k3f9.first_name"."""
    return ".".join((*(part for step in path for part in step), name)) if path else name


@dataclass(frozen=True, slots=True)
class Visit:
    """A page on the route, with the questions and content that are shown on it.

    ``left``: nothing on it is to be done. ``open``: the applicant may visit it now, because everything before it is
    done. ``begun``: one of its questions has been answered, or left blank. ``waiting`` are questions that the page
    holds under a choice that is not made.
    """

    page: Page
    questions: tuple[Question, ...]
    content: tuple[Content, ...]
    left: bool
    open: bool = True
    begun: bool = False
    section: Section | None = None
    path: Path = ()
    waiting: tuple[Question, ...] = ()

    @property
    def on_page(self) -> tuple[Question, ...]:
        """All that the page shows, in its order: what is asked, and what one of its choices would ask."""
        return tuple(q for q in self.page.questions if q in self.questions or q in self.waiting)


@dataclass(frozen=True, slots=True)
class ItemVisit:
    """One item of a list. ``number`` counts from 1, ``path`` leads to it, ``answers`` are those kept of it.

    ``names`` is all that a text or expression inside it may name: its own answers, those outside it, ``item``, and
    under the list's name the items before it. ``visits`` are of the section's own pages; those of the sections inside
    it are theirs.
    """

    key: str
    number: int
    path: Path
    answers: Mapping[str, Any]
    names: Mapping[str, Any]
    visits: tuple[Visit, ...]
    sections: tuple[SectionVisit, ...]
    done: bool

    @property
    def next(self) -> Visit | SectionVisit | None:
        """What is to be done first in it; None when it is done."""
        return next((visit for visit in self.visits if not visit.left), None) or next(_next_of(self.sections), None)


@dataclass(frozen=True, slots=True)
class SectionVisit:
    """A section on the route. ``path`` leads to the item that it is in, if it is in one.

    ``waits_for`` are the sections that must be done before it can be started. ``problems`` are what is wrong with its
    answers together: its rules, and too few or too many items. ``asked``: it was answered how many there are, even if
    none.
    """

    section: Section
    path: Path
    state: State
    waits_for: tuple[Section, ...] = ()
    visits: tuple[Visit, ...] = ()
    items: tuple[ItemVisit, ...] = ()
    problems: tuple[AnswerProblem, ...] = ()
    asked: bool = True

    @property
    def open(self) -> bool:
        return self.state != "cannot-start"

    @property
    def done(self) -> bool:
        return self.state == "done"

    @property
    def may_add(self) -> bool:
        """Whether there may be one more item."""
        repeat = self.section.repeat
        return repeat is not None and self.open and len(self.items) < repeat.max

    @property
    def next(self) -> Visit | SectionVisit | None:
        """What is to be done first in it: a page, or itself where items are to be added, or its rules to be met."""
        if self.done:
            return None
        first = next((visit for visit in self.visits if not visit.left), None)
        return first or next((found for item in self.items if (found := item.next)), None) or self

    def item(self, key: str) -> ItemVisit | None:
        return next((item for item in self.items if item.key == key), None)


def _next_of(sections: tuple[SectionVisit, ...]) -> Iterator[Visit | SectionVisit]:
    return (found for section in sections if (found := section.next))


def first_to_do(sections: tuple[SectionVisit, ...]) -> Visit | SectionVisit | None:
    """What is to be done first in these sections; those that cannot be started only when nothing else is left."""
    return next(_next_of(tuple(one for one in sections if one.open)), None) or next(_next_of(sections), None)
