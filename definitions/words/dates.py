"""Dates and times in words, in GOV.UK's style: "27 March 2026", "27 Mawrth 2026", "9:30am"."""

from __future__ import annotations

from datetime import date, datetime, time

from definitions.words import LANGUAGES, both, words


def day_in_words(day: date, language: str) -> str:
    return words(language)("date.shown", day=day.day, month=words(language)(f"month.{day.month}"), year=day.year)


def month_in_words(day: date, language: str) -> str:
    """The month of a day, with its year: "March 2026"."""
    return words(language)("date.month", month=words(language)(f"month.{day.month}"), year=day.year)


def time_in_words(at: time, language: str) -> str:
    """Minutes only when there are some; midday and midnight by name, since 12am and 12pm mislead."""
    if not at.minute and at.hour in (0, 12):
        return words(language)("time.midday" if at.hour else "time.midnight")
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def moment_in_words(local: datetime, language: str) -> str:
    """``local`` is already in the council's zone: "9am on 30 March 2026"."""
    return words(language)(
        "date.at", time=time_in_words(local.time(), language), date=day_in_words(local.date(), language)
    )


def month_named(name: str) -> int | None:
    """1 to 12 for a month's name, in any of our languages, or for the start of one (three letters at least)."""
    name = name.strip().rstrip(".").lower()
    if len(name) < 3:
        return None
    found = {
        month
        for month in range(1, 13)
        for spelled in both(f"month.{month}")[: len(LANGUAGES)]
        if spelled.lower().startswith(name)
    }
    return found.pop() if len(found) == 1 else None
