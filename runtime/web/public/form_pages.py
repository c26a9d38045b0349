"""A page of a form as a reply: what it asks, what was typed, what is wrong, where Back leads. Kept where it can be."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request

from definitions.facts import Answers
from definitions.form import Page, Question
from definitions.journey import Journey
from definitions.questions.kind import AnswerProblem
from definitions.questions.present import Found
from definitions.scope import Scope
from runtime.web import asking, htmx
from runtime.web.fragments import Kept, escaped, of_this_reply, safe, slot
from runtime.web.held import Held
from runtime.web.places import place
from runtime.web.posted import Typed, version_mark
from runtime.web.public import brought, ways
from runtime.web.spots import Spot

_pages = Kept(1000)


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent from a page that is shown again: as it was typed, what is wrong with it, and what was found."""

    typed: Typed
    problems: Mapping[str, Sequence[AnswerProblem]] = field(default_factory=dict)
    banner: str = ""
    reminded: bool = False
    found: Mapping[str, Found] = field(default_factory=dict)


FRESH = Sending({})


@dataclass(frozen=True, slots=True)
class Showing:
    """A page about to be shown: where somebody is, and what the page holds for them."""

    held: Held
    spot: Spot
    page: Page
    journey: Journey
    questions: tuple[Question, ...]
    answers: Answers

    @property
    def scope(self) -> Scope:
        return self.held.scope(self.journey.names_at(self.spot.path))

    def places(self) -> dict[str, str]:
        """Where this page is, where Back leads, and this page's own address, signed."""
        change = request.args.get("change", "") if request.query_string else ""
        plain = ways.href(self.held, self.spot)
        here = ways.href(self.held, self.spot, change) if change in (ways.ALL, ways.PART) else plain
        return {"here": here, "back": ways.back(self.held, self.journey, self.spot, change), "place": place(plain)}


def show(
    held: Held, spot: Spot, journey: Journey, sent: Sending | None = None, status: int = 200, *, banner: str = ""
) -> Response:
    """A page of the form, fresh or as it was sent; a stop page says why, and what to do instead."""
    page = spot.page
    assert page is not None
    visit = journey.visit(page, spot.path)
    questions = visit.on_page if visit else page.questions
    of = Showing(held, spot, page, journey, questions, _answers(held, spot))
    template = "public/stop.html" if page.kind == "stop" else "public/question.html"
    if sent or banner or not asking.is_fixed_page(held.service, page):
        context = _context(of, sent or Sending({}, banner=banner)) | of.places()
        return reply(template, None, status, **context, questions=_html(of, sent))
    places, pieces = of.places(), dict[str, str]()
    key: tuple[Hashable, ...] = (template, held.version_id, page.id, held.language, *[q.id for q in of.questions])
    if spot.path:  # an item's addresses are its own, so they are no part of what is kept
        pieces = {name: escaped(text) for name, text in places.items()}
        places = {name: slot(name) for name in places}
    else:
        key += (places["here"], places["back"])
    if held.application is None:
        return _kept(
            key, lambda: _framed(template, **_context(of, FRESH), **places, questions=_html(of, None)), **pieces
        )
    places["questions"], pieces["questions"] = slot("questions"), _html(of, None)
    return _kept((*key, "answered"), lambda: _framed(template, **_context(of, FRESH), **places), **pieces)


def _answers(held: Held, spot: Spot) -> Answers:
    """What the page holds: what was answered, or else what an address brought to be confirmed."""
    answers = held.answers_in(spot.path)
    return answers if spot.path else {**brought.to_confirm(held), **answers}


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


def _kept(key: Hashable, made: Callable[[], str], /, **pieces: str) -> Response:
    return Response(of_this_reply(_pages.get(key, made), **pieces), mimetype="text/html")


def _framed(template: str, **context: Any) -> str:
    """A whole page with slots for what differs from one reply to the next."""
    return htmx.page(template, **context, nonce=lambda: slot("nonce"), csrf_token=lambda: slot("csrf"))


def _html(of: Showing, sent: Sending | None) -> str:
    scope, kept = of.scope, brought.kept(of.held)
    heading = _heads(of, scope)
    if sent is None:
        return safe(asking.questions_html(scope, of.questions, of.answers, heading=heading, searching=True, kept=kept))
    given = (sent.typed, sent.problems, of.answers)
    return safe(asking.questions_again(scope, of.questions, *given, heading=heading, found=sent.found, kept=kept))


def _context(of: Showing, sent: Sending) -> dict[str, Any]:
    scope, service = of.scope, of.held.service
    visit = of.journey.visit(of.page, of.spot.path)
    return {
        "language": of.held.language,
        "languages": service.languages,
        "service_id": service.id,
        "service_title": service.title.render(scope),
        "asked": " ".join(question.id for question in of.questions),
        "version": version_mark(service),
        "multipart": any(question.kind == "file" for question in of.questions),
        "title": of.page.title.render(scope),
        "title_lang": asking.other_language(of.page.title, of.held.language),
        "own_heading": not _heads(of, scope),
        "calculated": [(line.label.render(scope), scope.shown(line.value)) for line in of.page.calculated],
        "content": asking.contents_html(visit.content if visit else (), scope),
        "mistakes": asking.mistakes(sent.problems),
        "banner": sent.banner,
        "reminded": sent.reminded,
    }


def _heads(of: Showing, scope: Scope) -> bool:
    """Whether the first question is itself the heading of its page, because both say the same."""
    if not of.questions or of.questions[0].kind in ("declaration", "signature"):
        return False
    title, label = of.page.title.render(scope), of.questions[0].label.render(scope)
    return title.strip().casefold() == label.strip().casefold()
