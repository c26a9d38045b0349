"""The questions of a page or an action as a document holds them: those under an option come right after its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from definitions.form import Under

Part = Mapping[str, Any]


class Asked(NamedTuple):
    """A question, its pointer, its place ``n`` in the order of asking, and the choice it stands under."""

    n: int
    at: str
    part: Part
    under: Under | None = None


def asked(questions: Sequence[Part], at: str = "") -> list[Asked]:
    """Every question of the list at ``at``, in the order in which they are asked."""
    found: list[Asked] = []
    for n, question in enumerate(questions):
        found.append(Asked(len(found), f"{at}/{n}", question))
        if "options" in question:
            for m, option in enumerate(choices(question)):
                for k, below in enumerate(option.get("questions", ())):
                    under = Under(question["id"], option["value"])
                    found.append(Asked(len(found), f"{at}/{n}/options/{m}/questions/{k}", below, under))
    return found


def bare(questions: Sequence[Part]) -> Sequence[Part]:
    """The same questions in the same order, where nobody needs to know where they stand."""
    if not any("options" in question and _reveals(question) for question in questions):
        return questions
    return [one.part for one in asked(questions)]


def _reveals(question: Part) -> bool:
    return any("questions" in option for option in choices(question))


def choices(question: Part) -> Sequence[Part]:
    """The options that a question itself lists."""
    options: Sequence[Part] = question.get("options", ())
    return options
