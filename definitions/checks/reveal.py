"""Questions under an option: one level of them, under choices that stay on the page."""

from __future__ import annotations

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.reading.asked import choices

OPEN = ("radios", "checkboxes")
"""Kinds whose choices are all on the page, so that something can stand beneath each."""


@check("option.reveals-within", "error", "People lose their way in questions that open inside others.")
def reveals_within(facts: Facts) -> Found:
    for question in facts.questions:
        for n, option in enumerate(choices(question.part)):
            if question.under and "questions" in option:
                words = "this question is itself under a choice: ask these on a page of their own, with a condition"
                yield f"{question.at}/options/{n}/questions", words


@check("option.reveals-nowhere", "error", "There is no place on the page for them.")
def reveals_nowhere(facts: Facts) -> Found:
    places = [(question.at, question.part) for question in facts.questions]
    places += [(f"{at}/columns/{n}", column) for at, part in places for n, column in enumerate(part.get("columns", ()))]
    for at, part in places:
        for n, option in enumerate(choices(part)):
            if part["type"] not in OPEN and "questions" in option:
                words = f'only radios and checkboxes can ask more under a choice, not "{part["type"]}"'
                yield f"{at}/options/{n}/questions", words
