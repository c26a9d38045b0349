"""Clocks: each starts, warns in time, and tells whoever it was promised to before it slips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from definitions.checks.facts import Facts, Placed
from definitions.checks.registry import Found, check
from definitions.durations import parse_duration
from definitions.reading.compile_workflow import ONE_THING


@check("clock.runs-and-pauses", "error", "It could not tell whether it runs in a state that neither names.")
def runs_and_pauses(facts: Facts) -> Found:
    for clock in facts.clocks:
        if "runs_in" in clock.part and "pauses_in" in clock.part:
            yield f"{clock.at}/pauses_in", 'this has both "runs_in" and "pauses_in": keep one of them'


@check("clock.start-not-a-date", "error", "A clock can only start on a date.")
def start_not_a_date(facts: Facts) -> Found:
    for at, start in starts(facts):
        question = facts.question_by_id.get(start.get("answer", ""))
        if question is not None and question.part["type"] != "date":
            yield at, f'"{question.id}" does not ask for a date: name a question that does'


@check("clock.waits-for-itself", "error", "It would never start.")
def waits_for_itself(facts: Facts) -> Found:
    after = {clock.id: {name for _, name in _clocks_in(clock)} for clock in facts.clocks}
    for clock in facts.clocks:
        for at, name in _clocks_in(clock):
            if clock.id in _reached(name, after):
                words = f'and "{name}" wait for each other' if name != clock.id else "waits for its own end"
                yield at, f'"{clock.id}" {words}: let it start with something else'


@check("clock.warns-at-once", "warning", "A warning that is always there is soon overlooked.")
def warns_at_once(facts: Facts) -> Found:
    for clock in facts.clocks:
        for at, before in (("warn_before", clock.part.get("warn_before")), ("tell/before", _tell(clock).get("before"))):
            if before and at_least(before, clock.part["length"]):
                words = f"{clock.part['length']} is all it runs, so it warns as soon as it starts: warn later"
                yield f"{clock.at}/{at}", words


@check("clock.never-warns", "error", "What happens when a clock warns happens only if it does.")
def never_warns(facts: Facts) -> Found:
    for clock in facts.clocks:
        if clock.part.get("on_warn") and "warn_before" not in clock.part:
            yield f"{clock.at}/on_warn", 'this never happens: say with "warn_before" how long before its end it warns'


@check("clock.untold", "warning", "A promise that slips in silence is worse than none.")
def untold(facts: Facts) -> Found:
    applicants = {one.id for one in facts.listed("messages") if one.part["to"] == "applicant"}
    for clock in facts.clocks:
        written = {effect.get("send") for effect in clock.part.get("on_warn", ())} & applicants
        if not (clock.part.get("internal") or _tell(clock) or written):
            words = 'say when with "tell", or mark it "internal": true'
            yield clock.at, f'the applicant sees "{clock.id}", and is not told before it slips: {words}'


@check("clock.tells-others", "error", "Only the applicant can be told that a promise to them may not be kept.")
def tells_others(facts: Facts) -> Found:
    to = {one.id: one.part["to"] for one in facts.listed("messages")}
    for at, message in told(facts):
        if to.get(message, "applicant") != "applicant":
            yield at, f'the message "{message}" does not go to the applicant: use "on_warn" to write to anybody else'
    for clock in facts.clocks:
        if clock.part.get("internal") and _tell(clock):
            yield f"{clock.at}/tell", 'the applicant knows nothing of this clock: take "tell" away, or "internal"'


def told(facts: Facts) -> Iterator[tuple[str, str]]:
    """The message of every ``tell``, with its pointer."""
    for clock in facts.clocks:
        if "message" in _tell(clock):
            yield f"{clock.at}/tell/message", _tell(clock)["message"]


def starts(facts: Facts) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every start of a clock that names something, with the pointer of that name."""
    for clock in facts.clocks:
        yield from _starts_in(f"{clock.at}/starts", clock.part["starts"])


def started_by(facts: Facts, *events: str) -> Iterator[tuple[str, str]]:
    """What the starts of clocks by these events are about, where they name it, with the pointer of that name."""
    return ((at, start["of"]) for at, start in starts(facts) if start.get("event") in events and "of" in start)


def _starts_in(at: str, start: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(start, dict):
        for several in ("latest", "earliest"):
            for n, one in enumerate(start.get(several, ())):
                yield from _starts_in(f"{at}/{several}/{n}", one)
        yield from ((f"{at}/{name}", start) for name in (*ONE_THING, "of") if name in start)


def _clocks_in(clock: Placed) -> Iterator[tuple[str, str]]:
    found = _starts_in(f"{clock.at}/starts", clock.part["starts"])
    return ((at, start["clock"]) for at, start in found if "clock" in start)


def _reached(clock_id: str, after: Mapping[str, set[str]]) -> set[str]:
    """That clock, and all those that it waits for."""
    found, waiting = {clock_id}, [clock_id]
    while waiting:
        new = after.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _tell(clock: Placed) -> Mapping[str, Any]:
    tell: Mapping[str, Any] = clock.part.get("tell", {})
    return tell


def at_least(one: str, other: str) -> bool:
    """Whether a length of time is at least as long as another, where their units can be compared without a calendar."""
    try:
        first, second = parse_duration(one), parse_duration(other)
    except ValueError:
        return False  # has been reported with the shape
    if first.unit == second.unit:
        return first.count >= second.count
    minutes = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
    if first.unit in minutes and second.unit in minutes:
        return first.count * minutes[first.unit] >= second.count * minutes[second.unit]
    return False
