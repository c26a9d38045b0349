"""A page of a form as a reply: what it asks, what was typed, what is wrong, where Back leads. Kept where it can be."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import Response, request

from definitions.form import Page, Question
from definitions.journey import Journey
from definitions.questions.kind import AnswerProblem
from definitions.scope import Scope
from definitions.service import Service
from runtime.web import asking, htmx
from runtime.web.fragments import Kept, escaped, of_this_reply, safe, slot
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


FRESH = Sending({})


@dataclass(frozen=True, slots=True)
class Showing:
    """A page about to be shown: where somebody is, and what the page holds for them."""

    held: Held
    page: Page
    journey: Journey
    questions: tuple[Question, ...]
    back: str

    @property
    def scope(self) -> Scope:
        return self.held.scope(self.journey.names)

    @property
    def files(self) -> tuple[str, ...]:
        """Questions whose file is kept already."""
        return tuple([q.id for q in self.questions if q.kind == "file" and self.held.answers.get(q.id)])


def show(
    held: Held, page: Page, journey: Journey, sent: Sending | None = None, status: int = 200, *, banner: str = ""
) -> Response:
    """A page of the form, fresh or as it was sent; a stop page says why, and what to do instead."""
    visit = journey.visit(page)
    of = Showing(held, page, journey, visit.on_page if visit else page.questions, back_link(held, page, journey))
    template = "public/stop.html" if page.kind == "stop" else "public/question.html"
    if sent or banner or not _is_fixed(held.service, page):
        return reply(
            template, None, status, **_context(of, sent or Sending({}, banner=banner)), questions=_html(of, sent)
        )
    key = (template, held.version_id, page.id, held.language, of.back, tuple([q.id for q in of.questions]))
    if held.application is None:
        return _kept(key, lambda: _framed(template, **_context(of, FRESH), questions=_html(of, None)))
    pieces = {"questions": _html(of, None)}
    return _kept(
        (*key, of.files), lambda: _framed(template, **_context(of, FRESH), questions=slot("questions")), **pieces
    )


def reply(template: str, key: Hashable | None, status: int = 200, /, **context: Any) -> Response:
    """A whole page. With a ``key``, everything but this reply's own marks is kept under it.

    The key must hold all that the context depends on, and nothing personal may be in the context.
    """
    if key is None:
        return Response(htmx.page(template, **context), status, mimetype="text/html")
    response = _kept((template, key), lambda: _framed(template, **context))
    response.status_code = status
    return response


def filled(template: str, key: Hashable, texts: Mapping[str, str], /, **context: Any) -> Response:
    """A whole page that is kept, but for ``texts``, which stand in the slots of their names and are never kept."""
    made = {name: escaped(text) for name, text in texts.items()}
    return _kept((template, key), lambda: _framed(template, **context), **made)


def back_link(held: Held, page: Page, journey: Journey) -> str:
    """The page before this one on the route; the check page while changing an answer; the start from the first."""
    root = f"/apply/{held.service.id}"
    if "change" in request.args:
        return f"{root}/check"
    before = journey.pages[: journey.pages.index(page)] if page in journey.pages else ()
    return f"{root}/{before[-1].id}" if before else root


def _kept(key: Hashable, made: Callable[[], str], /, **pieces: str) -> Response:
    return Response(of_this_reply(_pages.get(key, made), **pieces), mimetype="text/html")


def _framed(template: str, **context: Any) -> str:
    """A whole page with slots for what differs from one reply to the next."""
    return htmx.page(template, **context, nonce=lambda: slot("nonce"), csrf_token=lambda: slot("csrf"))


def _html(of: Showing, sent: Sending | None) -> str:
    scope = of.scope
    heading = _heads(of, scope)
    if sent is None:
        return safe(asking.questions_html(scope, of.questions, of.held.answers, heading=heading))
    again = asking.questions_again(scope, of.questions, sent.typed, sent.problems, of.held.answers, heading=heading)
    return safe(again)


def _context(of: Showing, sent: Sending) -> dict[str, Any]:
    scope, service = of.scope, of.held.service
    visit = of.journey.visit(of.page)
    return {
        "language": of.held.language,
        "languages": service.languages,
        "place": place(f"/apply/{service.id}/{of.page.id}"),  # a kept page must hold nobody's own query
        "service_id": service.id,
        "service_title": service.title.render(scope),
        "back": of.back,
        "asked": " ".join(question.id for question in of.questions),
        "multipart": any(question.kind == "file" for question in of.questions),
        "files": of.files,
        "title": of.page.title.render(scope),
        "title_lang": asking.other_language(of.page.title, of.held.language),
        "own_heading": not _heads(of, scope),
        "content": asking.contents_html(visit.content if visit else (), scope),
        "mistakes": asking.mistakes(sent.problems),
        "banner": sent.banner,
        "reminded": sent.reminded,
    }


@lru_cache(maxsize=4096)
def _is_fixed(service: Service, page: Page) -> bool:
    """Whether a page looks the same to everybody, always, but for its questions."""
    texts = [service.title, page.title, *(content.text for content in page.content)]
    return all(map(asking.is_fixed, texts)) and not any(content.when for content in page.content)


def _heads(of: Showing, scope: Scope) -> bool:
    """Whether the first question is itself the heading of its page, because both say the same."""
    if not of.questions or of.questions[0].kind == "declaration":
        return False
    title, label = of.page.title.render(scope), of.questions[0].label.render(scope)
    return title.strip().casefold() == label.strip().casefold()
