"""What buttons within a page ask for before it is sent: find an address, add a row, calculate. They save nothing."""

from __future__ import annotations

from collections.abc import Iterable

from definitions.facts import Answers
from definitions.form import Question
from definitions.questions import table
from definitions.scope import Scope
from runtime.web import address_search
from runtime.web.address_search import Pressed
from runtime.web.posted import Typed

CALCULATE = "calculate"
"""The button, and the input of a script, that only ask for what the page calculates."""


def press(questions: Iterable[Question], typed: Typed, answers: Answers, scope: Scope) -> Pressed:
    """Do what the form asks for in each question that has buttons of its own."""
    done = Pressed({name: list(texts) for name, texts in typed.items()}, again=CALCULATE in typed)
    for question in questions:
        if question.kind == "address":
            address_search.search(question, done, answers.get(question.id), scope)
        elif question.kind == "table" and done.typed.get(f"{question.id}-do", [""])[0]:
            done.typed |= table.pressed(question, done.typed)
            done.again = True
    return done
