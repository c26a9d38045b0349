"""What the kinds of date share: boxes for a day, a month and a year, and the bounds that a date may have."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.days import FIRST_YEAR, day_named
from definitions.questions.kind import BadAnswer, Posted, bad
from definitions.text import Context
from definitions.words import words
from definitions.words.dates import month_named

InWords = Callable[[datetime.date, str], str]

_FROM = {"today": "date.today-or-future", "today + 1 day": "date.future"}
_UNTIL = {"today": "date.today-or-past", "today - 1 day": "date.past"}


def inputs(question: Question, boxes: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{question.id}-{box}" for box in boxes)


def whole(question: Question, boxes: Sequence[str]) -> dict[str, Any]:
    """For a problem of all boxes together: the input to go to, and the others."""
    first, *others = inputs(question, boxes)
    return {"input": first, "also": tuple(others)}


def typed_in(question: Question, posted: Posted, context: Context, boxes: Sequence[str]) -> dict[str, str]:
    """What stands in each box, made plain."""
    named = zip(boxes, inputs(question, boxes), strict=True)
    return {box: typed.token(question, typed.only(question, posted, context, n), context, n) for box, n in named}


def filled(question: Question, posted: Posted, context: Context, boxes: Sequence[str]) -> dict[str, str] | None:
    """What stands in the boxes, none of which is empty; None when all are.

    Raises:
        BadAnswer: only some are.
    """
    given = typed_in(question, posted, context, boxes)
    if not any(given.values()):
        return None
    if missing := [box for box, text in given.items() if not text]:
        raise left_out(question, context, missing)
    return given


def left_out(question: Question, context: Context, boxes: Sequence[str]) -> BadAnswer:
    """What to say when these boxes are empty and others are not."""
    parts = words(context.language)("date.parts." + "-".join(boxes))
    return bad(question, context, "date.missing", parts=parts, **whole(question, boxes))


def day_of(question: Question, given: Mapping[str, str], context: Context) -> datetime.date:
    """The day that three boxes say.

    Raises:
        BadAnswer: there is none, and which box is to blame.
    """
    day = _number(given["day"])
    if day is None or not 1 <= day <= 31:
        raise bad(question, context, "date.real", input=f"{question.id}-day")
    month, year = month_of(question, given["month"], context), year_of(question, given["year"], context)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise bad(question, context, "date.real", **whole(question, ("day", "month", "year"))) from None


def month_of(question: Question, text: str, context: Context, code: str = "date.real") -> int:
    """1 to 12, of a number or a name.

    Raises:
        BadAnswer: it is neither.
    """
    month = _number(text) or month_named(text)
    if month is None or not 1 <= month <= 12:
        raise bad(question, context, code, input=f"{question.id}-month")
    return month


def year_of(question: Question, text: str, context: Context, code: str = "date.real") -> int:
    """A year of four digits.

    Raises:
        BadAnswer: it is none.
    """
    year = _number(text)
    if year is None:
        raise bad(question, context, code, input=f"{question.id}-year")
    if len(text) != 4 or year < FIRST_YEAR:
        raise bad(question, context, "date.year", input=f"{question.id}-year")
    return year


def within(
    question: Question, context: Context, boxes: Sequence[str], span: tuple[datetime.date, datetime.date], say: InWords
) -> None:
    """Checks a day, or a span of days one of which is meant, against ``min`` and ``max``; ``say`` words a bound.

    Raises:
        BadAnswer: all of it is before the one, or after the other.
    """
    earliest, latest = span
    least, most = question.settings.get("min"), question.settings.get("max")
    if least and latest < (bound := day_named(least, context.moment)):
        code = _FROM.get(" ".join(least.split()), "date.min")
        raise bad(question, context, code, least=say(bound, context.language), **whole(question, boxes))
    if most and earliest > (bound := day_named(most, context.moment)):
        code = _UNTIL.get(" ".join(most.split()), "date.max")
        raise bad(question, context, code, most=say(bound, context.language), **whole(question, boxes))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
