"""Answers put where they belong: on the form, or in an item of a list, which is begun where it is not there yet."""

from __future__ import annotations

import copy
from typing import Any

from definitions.visits import Path, SectionVisit

Answers = dict[str, Any]


def with_answer(answers: Answers, path: Path, name: str, value: Any) -> Answers:
    """A copy with one more answer."""
    found = copy.deepcopy(answers)
    _item(found, path)[name] = value
    return found


def with_item(answers: Answers, section: SectionVisit) -> Answers | None:
    """A copy with one more item of the section's list; None where it has as many as it needs."""
    repeat = section.section.repeat
    if repeat is None or len(section.items) >= max(1, repeat.min):
        return None
    found = copy.deepcopy(answers)
    _item(found, section.path).setdefault(repeat.id, []).append({})
    return found


def _item(answers: Answers, path: Path) -> Answers:
    here = answers
    for name, key in path:
        items = here.setdefault(name, [{}])
        here = items[min(int(key), len(items)) - 1] if key.isdecimal() else items[-1]
    return here


def flattened(answers: Answers) -> dict[str, Any]:
    """Answers by name, those in items too."""
    found: dict[str, Any] = {}
    for name, value in answers.items():
        found[name] = value
        if isinstance(value, list):
            for one in value:
                found |= flattened(one) if isinstance(one, dict) else {}
    return found
