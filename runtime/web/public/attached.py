"""The files of a form's page: taken in as they come, let go of, and told when one has gone bad since."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import Response

from definitions.form import Page
from definitions.journey import Journey, Visit
from definitions.questions.kind import AnswerProblem
from runtime.web import held, uploads
from runtime.web.held import Held
from runtime.web.posted import stored, typed_form
from runtime.web.public import form_pages
from runtime.web.public.form_pages import Sending
from runtime.web.spots import Spot
from runtime.web.uploads import Taken


def take(of: Held, spot: Spot, asked: Page) -> tuple[Held, Taken]:
    """What the page sent of files, each saved by itself: a mistake elsewhere on the page must not lose it."""
    if not any(question.kind == "file" for question in asked.questions):
        return of, Taken(typed_form())
    begun = [of]

    def owner() -> UUID:
        if begun[0].application is None:
            begun[0] = held.save(of, {}, {})
        return begun[0].application.id if begun[0].application else UUID(int=0)

    scope = of.scope(of.journey().names_at(spot.path))
    taken = uploads.take(asked.questions, typed_form(), of.answers_in(spot.path), scope, owner)
    of = held.save(begun[0], stored(spot, taken.answers), {}) if taken.answers else begun[0]
    if of.application:
        uploads.forget(taken, of.application.id)
    taken.problems |= uploads.gone_bad(asked.questions, of.answers_in(spot.path), scope)
    return of, taken


def page_again(of: Held, spot: Spot, taken: Taken) -> Response:
    """The page after one of its buttons for files was pressed: all that was typed is still there."""
    status = taken.status if taken.problems else 200
    return uploads.told(form_pages.show(of, spot, of.journey(), Sending(taken.typed, taken.problems), status))


def gone_bad(of: Held, journey: Journey, visits: Iterable[Visit]) -> dict[str, tuple[AnswerProblem, ...]]:
    """What is wrong with the files on these pages that was not when they were sent, by the question."""
    found: dict[str, tuple[AnswerProblem, ...]] = {}
    for visit in visits:
        if not any(question.kind == "file" for question in visit.questions):
            continue
        scope = of.scope(journey.names_at(visit.path))
        for name, problems in uploads.gone_bad(visit.questions, of.answers_in(visit.path), scope).items():
            found[name] = (*found.get(name, ()), *problems)
    return found


def in_words(of: Held, journey: Journey) -> str:
    """What to do about files that cannot be sent any more; "" when all can."""
    found = gone_bad(of, journey, journey.visits)
    return " ".join(f"{problem.message}." for problems in found.values() for problem in problems)
