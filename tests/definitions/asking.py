"""Questions of every kind, and a way to answer them: what the tests of questions share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from definitions.calendars import Moment, calendar
from definitions.form import Option, Question
from definitions.questions import BadAnswer, kind_of, read
from definitions.scope import Scope
from definitions.text import Text, Variant, plain

MOMENT = Moment(datetime(2026, 3, 26, 9, tzinfo=UTC), calendar())
CHOICES = (("refuse", "Rubbish"), ("recycling", "Recycling"), ("none", "None of these"))

COLUMNS = (
    {"id": "item", "type": "text", "label": "Item", "max": 50},
    {"id": "cost", "type": "money", "label": "Cost", "required": False},
    {"id": "bin", "type": "select", "label": "Bin", "options": [{"value": v, "label": label} for v, label in CHOICES]},
)


def scope(language: str = "en", **names: Any) -> Scope:
    return Scope(None, names, MOMENT, language)


def text(en: str, cy: str | None = None) -> Text:
    return plain(en) if cy is None else Text({"en": (Variant(None, (en,)),), "cy": (Variant(None, (cy,)),)})


def ask(kind: str, label: str = "Start date", **settings: Any) -> Question:
    """A question with the id ``x``. ``required`` and ``options`` are the question's own; the rest are the kind's."""
    required = settings.pop("required", True)
    options = settings.pop("options", CHOICES if kind in ("radios", "checkboxes", "select", "ranking") else ())
    if kind == "table":
        settings.setdefault("columns", COLUMNS)
    listed = tuple(o if isinstance(o, Option) else Option(o[0], plain(o[1])) for o in options)
    return Question("x", kind, plain(label), required=required, options=listed, settings=settings)


def posted(question: Question, *given: str, **parts: str) -> dict[str, list[str]]:
    """What a browser sends: ``given`` in its inputs in order, or by the end of their names."""
    inputs = dict(zip(kind_of(question).inputs(question), ([each] for each in given), strict=False))
    return inputs | {f"{question.id}-{part}": [value] for part, value in parts.items()}


def answer(question: Question, *given: str, language: str = "en", **parts: str) -> Any:
    return read(question, posted(question, *given, **parts), scope(language))


def problems(question: Question, *given: str, language: str = "en", **parts: str) -> list[tuple[str, str, str]]:
    """Input, code and message of each problem; nothing when the answer is good."""
    try:
        answer(question, *given, language=language, **parts)
    except BadAnswer as bad:
        return [(p.input, p.code, p.message) for p in bad.problems]
    return []
