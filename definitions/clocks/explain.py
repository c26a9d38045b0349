"""A due time's arithmetic in words, one line a step: "20 working days from 2 March 2026", "Good Friday skipped"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from definitions.clocks.due import Due
from definitions.clocks.lines import Line, lines
from definitions.durations import Duration
from definitions.questions.kind import in_language, lower_first
from definitions.words import keys, words
from definitions.words.dates import day_in_words, moment_in_words
from definitions.workflow import State


def explain(due: Due, language: str) -> list[str]:
    """The lines of ``due`` in words, for staff; states are named by their label."""
    return [_said(line, language) for line in lines(due)]


def length_in_words(length: Duration, language: str) -> str:
    """ "2 working days", "2 ddiwrnod gwaith"."""
    key = f"length.{length.unit}"
    if length.count == 2 and f"{key}.two" in keys():
        key += ".two"
    return words(language)(key, n=length.count)


def holiday_in_words(name: str, language: str) -> str:
    """A day off as the calendar names it, in words people know; a name we have no words for stays as it is."""
    first = name.split("; ")[0]
    if first.endswith(" (observed)"):
        return words(language)("holiday.observed", name=holiday_in_words(first.removesuffix(" (observed)"), language))
    return words(language)(f"holiday.{first}") if f"holiday.{first}" in keys() else first


def _said(line: Line, language: str) -> str:
    facts = line.facts
    said = {key: _shown(value, language) for key, value in facts.items() if value is not None}
    key = f"clock.{line.kind}"
    if line.kind == "length" and facts["restarted"]:
        key = "clock.restarted"
    elif line.kind == "paused-time":
        key = "clock.paused.office" if facts["office"] else "clock.paused"
        said["length"] = _time_in_words(facts["time"], language, days=not facts["office"])
    elif line.kind == "office":
        said["length"] = _time_in_words(facts["time"], language, days=False)
    elif line.kind == "wall-clock" and facts["forward"]:
        key = "clock.wall-clock.forward"
    elif line.kind == "extended" and facts["reason"]:
        key = "clock.extended.why"
    if "name" in facts:
        said["name"] = holiday_in_words(facts["name"], language)
    if line.kind.startswith("paused"):
        said["state"] = lower_first(said["state"])
    return words(language)(key, **said)


def _shown(value: Any, language: str) -> str:
    if isinstance(value, datetime):
        return moment_in_words(value, language)
    if isinstance(value, date):
        return day_in_words(value, language)
    if isinstance(value, Duration):
        return length_in_words(value, language)
    return in_language(value.label, language) if isinstance(value, State) else str(value)


def _time_in_words(time: timedelta, language: str, *, days: bool = True) -> str:
    """The two largest units of some time: "2 days 5 hours". Of office hours no days are made."""
    minutes = int(time.total_seconds()) // 60
    day = 1440 if days else minutes + 1
    units: Mapping[Any, int] = {"day": minutes // day, "hour": minutes % day // 60, "minute": minutes % 60}
    some = [length_in_words(Duration(count, unit), language) for unit, count in units.items() if count]
    return " ".join(some[:2]) or length_in_words(Duration(0, "minute"), language)
