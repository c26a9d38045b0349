"""A page of a form as a reply: what it asks, what was typed, what is wrong, where Back leads. Kept where it can be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request

from definitions.form import Page, Question
from definitions.journey import Journey
from definitions.questions.kind import AnswerProblem
from definitions.scope import Scope
from definitions.text import Text
from runtime.web import asking, htmx
from runtime.web.fragments import Kept, of_this_reply, safe, slot
from runtime.web.held import Held
from runtime.web.places import place
from runtime.web.posted import Typed

_pages = Kept(1000)


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent from a page that is shown again: as it was typed, and what is wrong with it."""

    typed: Typed
    problems: Mapping[str, Sequence[AnswerProblem]] = field(default_factory=dict)
    banner: str = ""
    reminded: bool = False


def show(
    held: Held, page: Page, journey: Journey, sent: Sending | None = None, status: int = 200, *, banner: str = ""
) -> Response:
    """A page of the form, fresh or as it was sent; a stop page says why, and what to do instead."""
    scope = held.scope(journey.names)
    visit = journey.visit(page)
    questions = visit.questions if visit else page.questions
    title = page.title.render(scope)
    heading = _heads(questions, title, scope)
    if sent:
        html = asking.questions_again(scope, questions, sent.typed, sent.problems, held.answers, heading=heading)
    else:
        html = asking.questions_html(held.service, scope, questions, held.answers, heading=heading)
    context = _surroundings(held, page, journey, questions) | {
        "title": title,
        "title_lang": asking.other_language(page.title, held.language),
        "own_heading": not heading,
        "content": asking.contents_html(visit.content if visit else (), scope),
        "mistakes": asking.mistakes(sent.problems) if sent else (),
        "banner": sent.banner if sent else banner,
        "reminded": sent.reminded if sent else False,
    }
    key = None if sent or banner else _key(held, page, questions, context)
    template = "public/stop.html" if page.kind == "stop" else "public/question.html"
    return reply(template, key, status, {"questions": html}, **context)


def reply(
    template: str, key: Hashable | None, status: int = 200, pieces: Mapping[str, str] | None = None, /, **context: Any
) -> Response:
    """A whole page. With a ``key``, everything but this reply's own marks and ``pieces`` of HTML is kept under it.

    The key must hold all that the context depends on, and nothing personal may be in the context.
    """
    pieces = pieces or {}
    if key is None:
        html = htmx.page(template, **context, **{name: safe(text) for name, text in pieces.items()})
        return Response(html, status, mimetype="text/html")

    def made() -> str:
        slots = {name: slot(name) for name in pieces}
        return htmx.page(template, **context, **slots, nonce=lambda: slot("nonce"), csrf_token=lambda: slot("csrf"))

    return Response(of_this_reply(_pages.get((template, key), made), **pieces), status, mimetype="text/html")


def back_link(held: Held, page: Page, journey: Journey) -> str:
    """The page before this one on the route; the check page while changing an answer; the start from the first."""
    root = f"/apply/{held.service.id}"
    if "change" in request.args:
        return f"{root}/check"
    before = journey.pages[: journey.pages.index(page)] if page in journey.pages else ()
    return f"{root}/{before[-1].id}" if before else root


def _surroundings(held: Held, page: Page, journey: Journey, questions: Sequence[Question]) -> dict[str, Any]:
    files = tuple(q.id for q in questions if q.kind == "file")
    return {
        "language": held.language,
        "languages": held.service.languages,
        "place": place(),
        "service_id": held.service.id,
        "service_title": held.service.title.render(held.scope({})),
        "back": back_link(held, page, journey),
        "asked": " ".join(question.id for question in questions),
        "multipart": bool(files),
        "files": tuple(id for id in files if held.answers.get(id)),
    }


def _key(held: Held, page: Page, questions: Sequence[Question], context: Mapping[str, Any]) -> Hashable | None:
    """What a fixed page depends on; None for one whose words differ from one applicant to the next."""
    texts: list[Text | None] = [held.service.title, page.title, *(content.text for content in page.content)]
    if not all(map(asking.is_fixed, texts)) or any(content.when for content in page.content):
        return None
    varies = tuple(context[name] for name in ("language", "back", "asked", "place", "files", "own_heading"))
    return held.version_id, page.id, varies


def _heads(questions: Sequence[Question], title: str, scope: Scope) -> bool:
    """Whether the only question is itself the heading of its page, because both say the same."""
    if len(questions) != 1 or questions[0].kind == "declaration":
        return False
    return title.strip().casefold() == questions[0].label.render(scope).strip().casefold()
