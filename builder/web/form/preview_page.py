"""A page of a draft as a citizen would see it: by the site's own templates, in a frame of the editor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from flask import Blueprint, abort, make_response, request
from flask.typing import ResponseReturnValue

from builder.drafting import parsed
from builder.references.elements import element
from builder.web.drafts.drafted import opened
from definitions.calendars import Moment
from definitions.coverage import Watch
from definitions.examples.story import Story
from definitions.examples.telling import opening
from definitions.form import Form, Page, Section
from definitions.questions.kind import AnswerProblem
from definitions.reading.beside import taken_in
from definitions.reading.compile_service import compile_service
from definitions.scope import Scope
from definitions.service import Service
from definitions.visits import Path
from runtime.web import asking, headers, htmx
from runtime.web.access_rules import access
from runtime.web.fragments import safe
from runtime.web.posted import filled, read_asked
from runtime.web.site import now
from runtime.web.words import say

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
"""None would run in the frame, and a browser says so each time."""

pages = Blueprint("build_preview", __name__, url_prefix="/build/<service_id>")


@dataclass(frozen=True, slots=True)
class Look:
    """How the preview is looked at. ``language`` is "" for that of the service."""

    width: str = "desktop"
    language: str = ""
    errors: bool = False
    filled: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Look:
        width = "phone" if given.get("width") == "phone" else "desktop"
        return cls(width, given.get("language", ""), bool(given.get("errors")), bool(given.get("filled")))

    def said(self, **changed: str) -> dict[str, str]:
        """As an address says it, with some of it otherwise."""
        own = {"width": self.width if self.width == "phone" else "", "language": self.language,
               "errors": "1" if self.errors else "", "filled": "1" if self.filled else ""}  # fmt: skip
        return {name: value for name, value in (own | changed).items() if value}


@pages.get("/preview")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    """One page by itself, without scripts: nothing is sent from it."""
    work, look = opened(service_id), Look.of(request.args)
    service = compiled(work.text)
    page = _page(service.form, element(request.args.get("page", "")).id)
    if page is None:
        abort(404)
    language = look.language if look.language in service.languages else service.languages[0]
    story = _story(work.document, service, page, look, language)
    headers.may_be_framed()
    return make_response(_painted(service, page, story, look, language))


@lru_cache(maxsize=32)
def compiled(text: str) -> Service:
    """A draft as a service to look at: its problems are told elsewhere, and stand in nobody's way here."""
    return compile_service(taken_in(dict(parsed(text)))).service


def _page(form: Form, page_id: str) -> Page | None:
    def within(sections: Sequence[Section]) -> list[Page]:
        return [page for one in sections for page in (*one.pages, *within(one.sections))]

    return next((page for page in (*form.pages, *within(form.sections)) if page.id == page_id), None)


def _story(document: Mapping[str, Any], service: Service, page: Page, look: Look, language: str) -> Story:
    """The form as it is when the page is opened: as the first example leads there, where the way needs answers."""
    unwatched = Watch(service, service)
    fresh = Story(unwatched, Moment(now(), service.calendar), language)
    fresh.fill({}, {})
    if not look.filled and _comes_by(fresh, page):
        return fresh
    for example in document.get("examples", ()):
        story = opening(unwatched, {**example, "language": language})
        story.fill(example.get("answers", {}), example.get("lookups", {}))
        if _comes_by(story, page):
            return story
    return fresh


def _comes_by(story: Story, page: Page) -> bool:
    return story.journey is not None and any(visit.page.id == page.id for visit in story.journey.visits)


def _painted(service: Service, page: Page, story: Story, look: Look, language: str) -> str:
    journey = story.journey
    assert journey is not None
    visit = next((one for one in journey.visits if one.page.id == page.id), None)
    path: Path = visit.path if visit else ()
    scope = Scope(service, journey.names_at(path), story.moment, language)
    item = journey.item(path) if path else None
    answers = dict(item.answers if item else journey.answers) if look.filled else {}
    problems: dict[str, Sequence[AnswerProblem]] = {}
    if look.errors:
        problems = {name: list(found) for name, found in read_asked(page.questions, {}, scope).problems.items()}
    asked = _questions(scope, page, answers, problems, look)
    title = page.title.render(scope)
    context = {
        "language": language, "languages": service.languages[:1], "service_id": service.id, "title": title,
        "service_title": service.title.render(scope), "asked": "", "version": "", "multipart": False, "reminded": False,
        "title_lang": asking.other_language(page.title, language), "own_heading": not _heads(page, scope),
        "calculated": [(line.label.render(scope), scope.shown(line.value)) for line in page.calculated],
        "content": asking.contents_html(page.content if visit is None else visit.content, scope), "banner": "",
        "mistakes": asking.mistakes(problems), "questions": safe(asked), "back": "#", "here": "#", "place": "",
        "say": partial(say, language), "demo": False,
    }  # fmt: skip
    html = htmx.page("public/stop.html" if page.kind == "stop" else "public/question.html", **context)
    return _SCRIPT.sub("", html)


def _questions(scope: Scope, page: Page, answers: dict[str, Any], problems: Any, look: Look) -> str:
    heading = _heads(page, scope)
    if not look.errors:
        return asking.questions_html(scope, page.questions, answers, heading=heading, searching=True)
    typed = filled(page.questions, answers) if look.filled else {}
    return asking.questions_again(scope, page.questions, typed, problems, answers, heading=heading, found={})


def _heads(page: Page, scope: Scope) -> bool:
    """Whether the first question is itself the heading of the page: as on the site."""
    if not page.questions or page.questions[0].kind in ("declaration", "signature"):
        return False
    title, label = page.title.render(scope), page.questions[0].label.render(scope)
    return title.strip().casefold() == label.strip().casefold()
