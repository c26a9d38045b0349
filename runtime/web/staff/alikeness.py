"""Why two cases may be about the same thing, in words: "Same address and bin, sent 2 hours apart"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from definitions.nearest import listed
from definitions.questions.kind import in_language, lower_first
from definitions.service import Service
from definitions.workflow import Likeness
from runtime.web.staff.answers_shown import named
from runtime.web.staff.spoken import counted

_KINDS = {"email": "email address", "name": "name", "address": "address", "phone": "telephone number"}


def reason(service: Service, by: Sequence[Likeness], apart: timedelta) -> str:
    same = listed(dict.fromkeys(_same(service, rule) for rule in by), "and")
    return f"Same {same}, {_apart(abs(apart))}"


def _same(service: Service, rule: Likeness) -> str:
    return rule.label or listed([_called(service, name) for name in rule.same], "and")


def _called(service: Service, dotted: str) -> str:
    first, _, part = dotted.partition(".")
    question = service.questions.get(first)
    if part:
        return named(part).lower()
    if question is None or question.kind in _KINDS:
        return _KINDS[question.kind] if question else named(first).lower()
    label = in_language(question.label, service.languages[0])
    return named(first).lower() if label.endswith("?") else lower_first(label)


def _apart(time: timedelta) -> str:
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if time >= length:
            return f"sent {counted(time // length, unit)} apart"
    return "sent at the same time"
