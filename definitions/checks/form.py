"""Pages and questions: each asks or says something, within bounds that can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import re2

from definitions.checks.facts import Facts
from definitions.checks.references import columns_of
from definitions.checks.registry import Found, check
from definitions.items import told
from definitions.reading.asked import choices


@check("page.empty", "error", "An applicant would see a heading and a button.")
def empty_page(facts: Facts) -> Found:
    for page in facts.pages:
        if page.part.get("kind", "page") == "page" and not page.part.get("questions") and not page.part.get("content"):
            yield page.at, 'this page asks and says nothing: add "questions" or "content"'


@check("page.stop-asks", "error", "The journey ends here, so nobody could send the answers.")
def stop_asks(facts: Facts) -> Found:
    for page in facts.pages:
        if page.part.get("kind") == "stop" and (page.part.get("questions") or page.part.get("rules")):
            yield page.at, "this page ends the journey, so it cannot ask anything: move the questions to another page"


@check("page.stop-silent", "warning", "People who cannot go on need to know why, and what they can do instead.")
def stop_silent(facts: Facts) -> Found:
    for page in facts.pages:
        if page.part.get("kind") == "stop" and not page.part.get("content"):
            yield page.at, 'this page ends the journey without an explanation: add "content"'


@check("form.asks-nothing", "error", "There would be nothing to send.")
def asks_nothing(facts: Facts) -> Found:
    if not facts.form_questions:
        yield "/form/pages" if facts.document["form"].get("pages") else "/form", "no page asks anything: add a question"


@check("question.pattern", "error", "A pattern that cannot be read can never be matched.")
def bad_pattern(facts: Facts) -> Found:
    options = re2.Options()
    options.log_errors = False
    for question in facts.questions:
        pattern = question.part.get("pattern")
        if pattern is None:
            continue
        try:
            re2.compile(pattern, options)
        except re2.error as error:
            said = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
            yield f"{question.at}/pattern", f"this is not a pattern that RE2 can read: {said}"


@check("question.pattern-untold", "warning", "People who are only told that the format is wrong give up.")
def pattern_untold(facts: Facts) -> Found:
    for question in facts.questions:
        if "pattern" in question.part and "pattern_message" not in question.part:
            yield f"{question.at}/pattern", 'nothing says what to type: add "pattern_message", with an example'
        if "pattern_message" in question.part and "pattern" not in question.part:
            yield f"{question.at}/pattern_message", 'there is no "pattern" that this could be about: add it'


@check("question.bounds", "error", "No answer could ever be right.")
def bad_bounds(facts: Facts) -> Found:
    for question in facts.questions:
        if "min" not in question.part:
            continue
        low, high = (_bound(question.part.get(name)) for name in ("min", "max"))
        if type(low) is type(high) and low is not None and low > high:
            yield f"{question.at}/max", "this is less than min, so no answer can be right"
        most = len(choices(question.part))
        if question.part["type"] == "checkboxes" and isinstance(low, Decimal) and low > most:
            yield f"{question.at}/min", f"this asks for more choices than the {most} there are"


@check("question.no-such-day", "error", "No date can be compared with a day that never was.")
def no_such_day(facts: Facts) -> Found:
    for question in facts.questions:
        if question.part["type"] not in ("date", "month", "approximate-date"):
            continue
        for name in ("min", "max"):
            day = question.part.get(name)
            if isinstance(day, str) and day[:4].isdigit() and not _is_day(day):
                yield f"{question.at}/{name}", f'there is no day "{day}" in the calendar: write one that there is'


@check("question.lookup-abroad", "error", "The gazetteer knows the United Kingdom only.")
def lookup_abroad(facts: Facts) -> Found:
    for question in facts.questions:
        if question.part.get("lookup") and question.part.get("scope") == "international":
            yield f"{question.at}/lookup", 'an address abroad cannot be looked up: take "lookup" or "scope" away'


@check("table.columns", "error", "Each row is an object of its columns.")
def bad_columns(facts: Facts) -> Found:
    for question in facts.questions:
        seen: set[str] = set()
        for n, column in enumerate(question.part.get("columns", ())):
            at = f"{question.at}/columns/{n}"
            if column["id"] in seen:
                yield f"{at}/id", f'the column "{column["id"]}" is there twice: each needs a name of its own'
            if (column["type"] == "select") != ("options" in column):
                yield at, 'a column has "options" when its type is select, and only then'
            seen.add(column["id"])


@check("question.sensitive-shown", "error", "A sensitive answer is kept out of lists, search and links.")
def sensitive_shown(facts: Facts) -> Found:
    for at, name in _lists(facts):
        if told(facts.compiled.service.form, [name]) & facts.sensitive:
            yield at, f'"{name}" is sensitive, and cannot be shown here: take it out'
    for question in facts.questions:
        if question.part.get("sensitive") and question.part.get("searchable"):
            yield f"{question.at}/searchable", "a sensitive answer cannot be searched for: take one of the two away"


@check("message.sensitive", "warning", "Emails can be read on their way, and by whoever shares the mailbox.")
def sensitive_sent(facts: Facts) -> Found:
    for use in facts.uses:
        if use.expression is None and use.pointer.startswith(("/messages/", "/replies/")):
            for name in sorted(told(facts.compiled.service.form, use.names) & facts.sensitive):
                yield use.pointer, f'"{name}" is sensitive, and this email tells it: take it out, or say less'


@check("question.seen-by-all", "warning", "Only a sensitive answer is kept from other roles.")
def seen_by_all(facts: Facts) -> Found:
    for question in facts.questions:
        for name in ("seen_by", "shown_to"):
            if name in question.part and not question.part.get("sensitive"):
                yield f"{question.at}/{name}", 'this is not marked "sensitive": true, so every role sees it'


@check("question.not-sensitive", "warning", "With these, somebody can take money or a name that is not theirs.")
def not_sensitive(facts: Facts) -> Found:
    for question in facts.questions:
        worth_stealing = question.part["type"] in ("bank-details", "national-insurance-number")
        if worth_stealing and not question.part.get("sensitive"):
            yield question.at, 'everybody who sees the case sees this: add "sensitive": true, and "seen_by"'


def _lists(facts: Facts) -> Iterator[tuple[str, str]]:
    track = facts.document.get("applicant", {}).get("track", ())
    yield from ((f"/applicant/track/{n}", name) for n, name in enumerate(track))
    for queue in facts.listed("queues"):
        yield from columns_of(queue)
    for one in facts.listed("duplicates"):
        yield from ((f"{one.at}/same/{n}", name) for n, name in enumerate(one.part.get("same", ())))
    for task in facts.tasks:
        shown = task.part.get("shows", ()) if isinstance(task.part["by"], dict) else ()
        yield from ((f"{task.at}/shows/{n}", name) for n, name in enumerate(shown))


def _bound(value: object) -> Any:
    """A bound that can be compared with one of its own kind. What is counted from today cannot."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if not isinstance(value, str):
        return None
    if _is_day(value):
        return date.fromisoformat(value)
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False
