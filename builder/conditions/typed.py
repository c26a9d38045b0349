"""What is typed or chosen as the value of a row, and the value that it is: one way in and the same way out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from builder.conditions.offered import Takes
from builder.conditions.rows import Value

TODAY = "today"
Unit = Literal["", "day", "month", "working day"]
UNITS: dict[str, tuple[Unit, int]] = {
    "days after": ("day", 1),
    "days before": ("day", -1),
    "working days after": ("working day", 1),
    "working days before": ("working day", -1),
    "months after": ("month", 1),
    "months before": ("month", -1),
}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Typed:
    """``against`` is "" for what is written, "today", or the name of an answer. Days may be moved by ``count`` of a
    ``unit`` as ``UNITS`` has them."""

    text: str = ""
    against: str = ""
    count: str = ""
    unit: str = ""


def shown(value: Value, takes: Takes) -> Typed:
    """How the inputs stand that say a value."""
    against = TODAY if value.kind == "today" else f"name:{value.value}" if value.kind == "name" else ""
    text = "" if against else _written(value, takes)
    if not value.unit:
        return Typed(text, against)
    sign = -1 if value.count < 0 else 1
    unit = next(words for words, way in UNITS.items() if way == (value.unit, sign))
    return Typed(text, against, str(abs(value.count)), unit)


def _written(value: Value, takes: Takes) -> str:
    if value.kind != "number":
        return str(value.value)
    plain = Decimal(repr(value.value))
    return f"{plain / 100:.2f}" if takes == "money" and type(value.value) is int else f"{plain:f}"


def value(typed: Typed, takes: Takes) -> Value | str:
    """The value; in words what is wrong where there is none."""
    base = _base(typed, takes)
    if isinstance(base, str) or not typed.unit or takes != "day":
        return base
    unit, sign = UNITS.get(typed.unit, ("", 1))
    count = typed.count.strip()
    if not unit or not re.fullmatch("[0-9]{1,6}", count):
        return "Enter how many days, as a whole number" if "day" in typed.unit else "Enter how many months"
    return Value(base.kind, base.value, sign * int(count), unit)


def _base(typed: Typed, takes: Takes) -> Value | str:
    if typed.against == TODAY:
        return Value("today")
    if typed.against.startswith("name:"):
        return Value("name", typed.against[5:])
    match takes:
        case "day":
            return _day(typed.text.strip())
        case "number" | "money":
            return _number(typed.text, takes)
        case "choice" | "choices":
            return Value("text", typed.text) if typed.text else "Choose one"
    return Value("text", typed.text)


def _number(text: str, takes: Takes) -> Value | str:
    plain = text.strip().replace(",", "").removeprefix("£") if takes == "money" else text.strip().replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return "Enter an amount, such as 12.50" if takes == "money" else "Enter a number, such as 5"
    if takes == "money":
        pence = Decimal(plain) * 100
        return Value("number", int(pence)) if pence == int(pence) else "Enter pounds and whole pence, such as 12.50"
    return Value("number", float(plain) if "." in plain else int(plain))


def _day(text: str) -> Value | str:
    try:
        return Value("day", date.fromisoformat(text).isoformat()) if len(text) == 10 else "Enter a day"
    except ValueError:
        return "Enter a day that is in the calendar"
