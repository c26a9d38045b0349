"""Answers worth trying: for a question that decides something, one on either side of whatever it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from definitions.calendars import Moment
from definitions.expressions import Expression
from definitions.form import Question
from definitions.questions.file import accepted
from definitions.questions.sniff import ENDINGS
from definitions.questions.written import written

MOST = 30
"""The most answers tried of one question."""
_DAYS = (0, -1, 1, -2, -4, -7, -30, -400, 30)
_NUMBERS = ("integer", "money")
_DECIMALS = ("decimal", "percentage")


class Deciding:
    """The literals that each name is compared with, in any expression that uses it."""

    def __init__(self, expressions: Iterable[Expression], roots: Mapping[str, frozenset[str]]) -> None:
        self._literals: dict[str, set[Any]] = {}
        for expression in expressions:
            found = {node.value for node in expression.tree.walk() if node.kind == "literal"}
            for name in expression.names:
                for source in roots.get(name.partition(".")[0], ()):
                    self._literals.setdefault(source, set()).update(found)

    def of(self, question: Question, moment: Moment, given: Iterable[Any]) -> list[Any]:
        """Answers of every kind that may make a difference, those at boundaries first; None is a question left blank.
        ``given`` are the answers so far."""
        literals = self._literals.get(question.id, set())
        return _each([*_around(question, literals, moment), *likely(question, moment, given)], question)


def likely(question: Question, moment: Moment, given: Iterable[Any]) -> list[Any]:
    """Answers of which one will do, where it makes no difference which."""
    found = list(plain(question, moment))
    if question.kind == "date":
        days = [date.fromisoformat(one) for one in given if _is_day(one)]
        found += [(day + timedelta(days=step)).isoformat() for day in days for step in (1, -1)]
    return _each(found, question)


def _each(found: list[Any], question: Question) -> list[Any]:
    unique = list({repr(one): one for one in found}.values())[:MOST]
    return unique if question.required is True else [*unique, None]


def plain(question: Question, moment: Moment) -> Iterator[Any]:
    """Answers that are likely to be good, whatever else was answered."""
    today = moment.today
    match question.kind:
        case "radios" | "select":
            yield from (option.value for option in question.options[:MOST])
        case "checkboxes":
            yield from ([option.value] for option in question.options[:MOST])
            least = int(question.settings.get("min", 1))
            yield [option.value for option in question.options[: max(least, 2)]]
        case "yes-no":
            yield from (True, False)
        case "date":
            yield from ((today + timedelta(days=days)).isoformat() for days in _DAYS)
            yield from (_years(today, years).isoformat() for years in (-30, -10, -70, 1, 5))
        case "month":
            yield from ((today + timedelta(days=days)).isoformat()[:7] for days in (0, -31, 31, -400))
        case "integer" | "money" | "decimal" | "percentage":
            yield from _numbers(question)
        case "file":
            yield _file(question)
        case "text":
            most = int(question.settings.get("max", 100))
            yield from (text[:most] for text in ("Some words", "12345678", "A" * int(question.settings.get("min", 1))))
        case _:
            yield written(question)


def _file(question: Question) -> Any:
    """A file of a kind that is wanted; as many of them as there must be."""
    example = written(question)
    one, ending = example[0] if isinstance(example, list) else example, accepted(question)[0]
    one = {**one, "name": f"file.{ending}", "type": ENDINGS[ending]}
    least = int(question.settings.get("min_files", 1))
    return [{**one, "id": f"f{n + 1}"} for n in range(least)] if isinstance(example, list) else one


def _numbers(question: Question) -> Iterator[Any]:
    least, most = (question.settings.get(name) for name in ("min", "max"))
    whole = [one for one in (least, most) if isinstance(one, int)]
    found = [1, *whole, 0, 2, 5, 10, 100, 1000]
    yield from found if question.kind in _NUMBERS else map(str, found)


def _around(question: Question, literals: set[Any], moment: Moment) -> Iterator[Any]:
    """Answers just below, at and just above what the question is compared with."""
    numbers = [one for one in literals if type(one) is int]
    if question.kind in _NUMBERS:
        yield from (n + step for n in sorted(numbers) for step in (0, -1, 1))
    elif question.kind in _DECIMALS:
        both = [*numbers, *(one for one in literals if type(one) is float)]
        yield from (str(n + step) for n in sorted(both) for step in (0, -1, 1))
    elif question.kind == "date":
        by = moment.calendar.add_working_days
        days = [by(moment.today, sign * n) for n in sorted(numbers) if 0 < n < 60 for sign in (-1, 1)]
        days += [_years(moment.today, -n) for n in sorted(numbers) if 0 < n < 120]
        days += [moment.today + timedelta(days=sign * n) for n in sorted(numbers) if n < 400 for sign in (-1, 1)]
        days += [date.fromisoformat(one) for one in sorted(filter(_is_day, literals))]
        yield from ((day + timedelta(days=step)).isoformat() for day in days for step in (0, -1, 1))
    elif question.kind == "text":
        yield from sorted(one for one in literals if isinstance(one, str) and one)


def _is_day(literal: Any) -> bool:
    try:
        return isinstance(literal, str) and len(literal) == 10 and bool(date.fromisoformat(literal))
    except ValueError:
        return False


def _years(day: date, by: int) -> date:
    try:
        return day.replace(year=day.year + by)
    except ValueError:
        return day.replace(year=day.year + by, day=28)
