"""Answers as the form asked them, in its order: part by part, item by item, each with where it can be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from definitions import items
from definitions.form import Question, Repeat
from definitions.journey import ItemVisit, Journey, SectionVisit, Visit
from definitions.questions import KINDS
from definitions.scope import Scope
from runtime.web.held import Held
from runtime.web.public import brought
from runtime.web.public.ways import ALL, href
from runtime.web.spots import of_page, of_section
from runtime.web.words import say


@dataclass(frozen=True, slots=True)
class Row:
    """An answer in a summary list: lines of plain text, and where it can be changed."""

    label: str
    lines: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """``href`` leads to the list that the part is about, with the ``words`` that say so. ``level`` is its heading's."""

    title: str
    rows: tuple[Row, ...]
    words: str = ""
    href: str = ""
    level: int = 2


def parts(of: Held, journey: Journey, change: str = ALL) -> tuple[Part, ...]:
    """Every answer on the route. Without ``change`` nothing leads to where it was asked."""
    own = rows(of, journey, [visit for visit in journey.visits if visit.section is None], change)
    below = (part for visit in journey.sections for part in section_parts(of, journey, visit, change))
    return (*([Part("", own)] if own else []), *below)


def section_parts(of: Held, journey: Journey, visit: SectionVisit, change: str, level: int = 2) -> Iterator[Part]:
    """The answers of a section; of one that repeats, a part for each item, and for each in the lists inside it."""
    title = visit.section.title.render(of.scope(journey.names_at(visit.path)))
    if visit.section.repeat is None:
        yield Part(title, rows(of, journey, visit.visits, change), level=level)
        return
    where = href(of, of_section(of.service.form, visit.section, visit.path)) if change else ""
    words = say(of.language, "check-items") if change else ""
    none = () if visit.items else (Row(title, ()),)
    yield Part(title, none, words, where, level)
    for item in visit.items:
        yield Part(item_name(of, visit.section.repeat, item), rows(of, journey, item.visits, change), level=level + 1)
        for inner in item.sections:
            yield from section_parts(of, journey, inner, change, level + 2)


def item_name(of: Held, repeat: Repeat, item: ItemVisit) -> str:
    return items.item_name(repeat, item.number, of.scope(item.names))


def rows(of: Held, journey: Journey, visits: Iterable[Visit], change: str = ALL) -> tuple[Row, ...]:
    """The answers of these pages, each with its question."""
    return tuple([row for visit in visits for row in _of_page(of, journey, visit, change)])


def _of_page(of: Held, journey: Journey, visit: Visit, change: str) -> Sequence[Row]:
    item = journey.item(visit.path) if visit.path else None
    answers = item.answers if item else journey.answers
    scope = of.scope(journey.names_at(visit.path))
    where = href(of, of_page(of.service.form, visit.page, visit.path), change) if change else ""
    stays = brought.kept(of) if where and not visit.path else {}
    answered = [
        Row(
            question.label.render(scope),
            _lines(question, answers.get(question.id), scope),
            f"{where}#{first_input(question)}" if where and question.id not in stays else "",
        )
        for question in visit.questions
    ]
    found = ((line.label.render(scope), scope.shown(line.value)) for line in visit.page.calculated)
    return answered + [Row(label, tuple(text.split("\n"))) for label, text in found if text]


def _lines(question: Question, value: object, scope: Scope) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(KINDS[question.kind].show(question, value, scope.language).split("\n"))


def first_input(question: Question) -> str:
    return KINDS[question.kind].inputs(question)[0]
