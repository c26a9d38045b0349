"""New parts of a form: each kind of question with a beginning that can stand, in words that say what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from builder.fields.kinds import CHOOSING, COLUMNS, WORDS
from builder.outline import options_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question to choose: ``shape`` is drawn beside it."""

    type: str
    about: str
    group: str
    shape: str

    @property
    def words(self) -> str:
        return WORDS[self.type]


KINDS: tuple[Kind, ...] = (
    Kind("radios", "Pick one of a few", "Choices", "radios"),
    Kind("checkboxes", "Pick any number", "Choices", "ticks"),
    Kind("yes-no", "", "Choices", "radios"),
    Kind("select", "Schools, countries, streets", "Choices", "list"),
    Kind("ranking", "The best first", "Choices", "list"),
    Kind("text", "A line, or a longer answer", "Words and numbers", "line"),
    Kind("integer", "How many", "Words and numbers", "short"),
    Kind("decimal", "", "Words and numbers", "short"),
    Kind("money", "Pounds and pence", "Words and numbers", "short"),
    Kind("percentage", "", "Words and numbers", "short"),
    Kind("table", "Rows of the same few things", "Words and numbers", "table"),
    Kind("name", "", "People and places", "line"),
    Kind("email", "", "People and places", "line"),
    Kind("phone", "", "People and places", "line"),
    Kind("address", "Found by its postcode", "People and places", "lines"),
    Kind("postcode", "By itself", "People and places", "short"),
    Kind("map-point", "Or described in words", "People and places", "map"),
    Kind("date", "", "Dates and times", "date"),
    Kind("approximate-date", "A year, a month, or a day", "Dates and times", "date"),
    Kind("month", "", "Dates and times", "date"),
    Kind("time", "", "Dates and times", "short"),
    Kind("file", "Sent with the form", "Evidence", "file"),
    Kind("declaration", "", "Evidence", "tick"),
    Kind("signature", "A name typed under a statement", "Evidence", "line"),
    Kind("national-insurance-number", "", "Numbers of things", "short"),
    Kind("vehicle-registration", "", "Numbers of things", "short"),
    Kind("organisation-number", "", "Numbers of things", "short"),
    Kind("bank-details", "Sort code and account number", "Numbers of things", "lines"),
)
GROUPS = {group: [one for one in KINDS if one.group == group] for group in dict.fromkeys(one.group for one in KINDS)}
_GIVEN: dict[str, dict[str, Any]] = {
    "text": {"max": 200},
    "address": {"lookup": True},
    "integer": {"min": 0},
    "file": {"accept": ["pdf", "jpg", "png"], "max_mb": 10},
    "national-insurance-number": {"sensitive": True},
    "bank-details": {"sensitive": True},
    "declaration": {"statement": "I confirm that what I have said is true."},
    "signature": {"statement": "What I have said is true."},
}


def new_question(type: str, label: str, options: str = "", hint: str = "") -> dict[str, Any]:
    """A question without an id: it gets one where it is put in. ``options`` are choices, a line each."""
    made: dict[str, Any] = {"type": type, "label": label} | ({"hint": hint} if hint else {}) | _GIVEN.get(type, {})
    if type in CHOOSING:
        made["options"] = options_of(options) or options_of("First choice\nSecond choice")
    if type == "table":
        made["columns"] = COLUMNS
    return made


def new_page(title: str, *questions: dict[str, Any], kind: str = "") -> dict[str, Any]:
    """A page without an id, that asks something or ends the journey."""
    made: dict[str, Any] = {"title": title} | ({"kind": kind} if kind else {})
    if kind == "stop":
        return made | {"content": [{"text": "Say here why they cannot go on, and what they can do instead."}]}
    return made | ({"questions": list(questions)} if questions else {})


def new_section(title: str, item: str = "") -> dict[str, Any]:
    """A section without an id and pages yet; with ``item`` it is asked again for each of several."""
    made: dict[str, Any] = {"title": title, "pages": []}
    return made | ({"repeat": {"label": item, "max": 10}} if item else {})
