"""How long a page takes: what is to be read, and what each kind of question takes to answer. An estimate only."""

from __future__ import annotations

from definitions.form import Question
from definitions.questions.kind import in_language
from definitions.visits import Visit

WORDS_A_MINUTE = 180
_SECONDS = {
    "address": 40, "approximate-date": 20, "bank-details": 60, "checkboxes": 15, "date": 15, "declaration": 20,
    "email": 20, "file": 120, "map-point": 60, "name": 10, "national-insurance-number": 40, "ranking": 40,
    "signature": 20, "table": 90, "organisation-number": 40, "vehicle-registration": 20,
}  # fmt: skip
OTHERWISE = 10
A_LINE = 20
"""Seconds for each line of a box that wants several."""


def minutes(visit: Visit) -> float:
    words = [in_language(visit.page.title, "en"), *(in_language(one.text, "en") for one in visit.content)]
    words += [in_language(text, "en") for q in visit.questions for text in (q.label, q.hint) if text]
    seconds = sum(map(_seconds, visit.questions))
    return seconds / 60 + sum(len(text.split()) for text in words) / WORDS_A_MINUTE


def _seconds(question: Question) -> int:
    lines = int(question.settings.get("lines", 1))
    return A_LINE * lines if lines > 1 else _SECONDS.get(question.kind, OTHERWISE)
