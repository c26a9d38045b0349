"""Before a form and after it: the list of services, the start page, and leaving with nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, redirect, request, session
from flask.typing import ResponseReturnValue

from definitions.clocks.explain import length_in_words
from definitions.durations import parse_duration
from definitions.form import Question
from definitions.service import Service
from definitions.text import Text
from runtime.applications import keeping
from runtime.web import asking, held
from runtime.web.fragments import slot
from runtime.web.held import Held
from runtime.web.places import path_of, place
from runtime.web.public import brought, form_pages
from runtime.web.shell import language
from runtime.web.site import current_site, now
from runtime.web.words import LANGUAGES, WORDS, say

SECONDS_A_QUESTION, SECONDS_BESIDES = 25, 45
NAMED = 8
"""How many pages the start page names: enough to know what is coming."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A service in the list. ``lang`` is set where its words are not in the language of the page."""

    id: str
    title: str
    summary: str
    lang: str | None

    @classmethod
    def of(cls, service: Service, spoken: str) -> Listed:
        own = spoken if spoken in service.languages else service.languages[0]
        scope = Held(service, UUID(int=0), now()).scope({}).in_language(own)
        summary = service.summary.render(scope) if service.summary else ""
        return cls(service.id, service.title.render(scope), summary, None if own == spoken else own)


def surroundings(back: str | None = None) -> dict[str, Any]:
    """What every public page outside a service needs."""
    return {"back": back, "languages": tuple(LANGUAGES), "place": place()}


def start_page(of: Held) -> Response:
    service, scope = of.service, of.scope({})
    privacy = service.document.get("privacy", {})
    context = {
        **service_surroundings(of, back="/"),
        "title": service.title.render(scope),
        "title_lang": asking.other_language(service.title, of.language),
        "summary": service.summary.render(scope) if service.summary else "",
        "minutes": minutes(service),
        "asked": tuple(_fixed_titles(of)),
        "needs": tuple(dict.fromkeys(_needs(of))),
        "basis": _basis(privacy.get("basis", ""), of.language),
        "keep": length_in_words(parse_duration(privacy["keep"]), of.language) if privacy else "",
        "half": length_in_words(keeping(service, current_site().settings), of.language),
        "saved": bool(of.application and not of.reference),
    }
    own = {"place": context.pop("place"), "query": brought.passed_on(service)}
    key = (of.version_id, tuple(context.items()))
    return form_pages.filled("public/start.html", key, own, **context, **{name: slot(name) for name in own})


def begun(of: Held) -> Held:
    """Start: with nothing in the database, unless the address brought something to keep."""
    if given := brought.given(of):
        return held.begin_with(of, given=given)
    held.begin(of)
    return of


def over(of: Held) -> ResponseReturnValue | None:
    """What is there in the form's stead for whoever has sent it, or left it for too long; None while it is open."""
    if of.reference:
        return redirect(f"/apply/{of.service.id}/sent", 303)
    if of.ended:
        held.forget(of.service.id)
        return ended_page(of)
    return None


def ended_page(of: Held) -> Response:
    """For somebody whose answers are no longer kept: says so, and offers to start again."""
    context = service_surroundings(of, back=f"/apply/{of.service.id}")
    return form_pages.reply("public/ended.html", None, 410, **context)


def minutes(service: Service) -> int:
    """About how long the form takes, from how much it asks: half of what is conditional is taken to be met."""
    asked = [
        (1 - 0.5 * bool(page.when)) * (1 - 0.5 * bool(q.when or q.under))
        for page in service.form.every_page
        for q in page.questions
    ]
    return max(1, round((SECONDS_BESIDES + SECONDS_A_QUESTION * sum(asked)) / 60))


def in_language(code: str) -> ResponseReturnValue:
    if code in LANGUAGES:
        session["language"] = code
    return redirect(path_of(request.form.get("place", "")), 303)


def leave() -> ResponseReturnValue:
    spoken = language()
    held.leave()
    session.clear()
    if spoken != "en":
        session["language"] = spoken
    response = redirect("/left", 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def service_surroundings(of: Held, back: str) -> dict[str, Any]:
    """What every page of a service needs."""
    return {
        "language": of.language,
        "languages": of.service.languages,
        "place": place(),
        "back": back,
        "service_id": of.service.id,
        "service_title": of.service.title.render(of.scope({})),
    }


def _basis(written: str, spoken: str) -> str:
    """A lawful basis in the language of the page, if it is one of the six of the law; else as its author wrote it."""
    key = f"basis-{written.strip().lower().replace(' ', '-')}"
    return say(spoken, key) if key in WORDS else written


def _fixed_titles(of: Held) -> Iterator[str]:
    """Titles of pages, then of sections, that say the same to everybody, in order."""
    form = of.service.form
    titles = [page.title for page in form.pages if page.kind != "stop" and page.questions]
    titles += [section.title for section in form.sections]
    return (title.render(of.scope({})) for title in [title for title in titles if _is_plain(title)][:NAMED])


def _needs(of: Held) -> Iterator[str]:
    """What somebody should have at hand: files to send, and numbers of an exact pattern."""
    for page in of.service.form.every_page:
        for question in page.questions:
            if _is_to_hand(question) and _is_plain(question.label):
                yield question.label.render(of.scope({}))


def _is_to_hand(question: Question) -> bool:
    return question.kind == "file" or (question.kind == "text" and "pattern" in question.settings)


def _is_plain(text: Text) -> bool:
    return not text.names
