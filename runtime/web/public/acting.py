"""An action that the applicant can take on their case: what it asks, read and shown again as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Response

from definitions.facts import Refusal
from definitions.form import Question
from definitions.questions import KINDS
from definitions.questions.file import listed
from definitions.questions.kind import AnswerProblem
from definitions.scope import Scope
from definitions.workflow import Transition
from runtime.cases.loading import Loaded
from runtime.web import asking as questions
from runtime.web import uploads
from runtime.web.fragments import safe
from runtime.web.places import place
from runtime.web.posted import Typed, read_asked, sent_key, typed_form
from runtime.web.public import form_pages
from runtime.web.public.progress import Progress


class Shown(Protocol):
    """A case as somebody without an account sees it."""

    @property
    def loaded(self) -> Loaded: ...
    @property
    def scope(self) -> Scope: ...


class Asks(Protocol):
    """What asks them something: an action, a task."""

    @property
    def ask(self) -> tuple[Question, ...]: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """What was sent for an action. ``key`` is the form's own, so that sending it twice does it once."""

    key: str
    typed: Typed | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, Sequence[AnswerProblem]] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    status: int = 422


def is_open(shown: Progress, transition: Transition) -> bool:
    return any(offer.open for offer in shown.offers() if offer.transition is transition)


def asked(transition: Asks, scope: Scope) -> tuple[Question, ...]:
    """The questions that are asked as things stand."""
    return tuple(filter(scope.asks, transition.ask))


def read(shown: Shown, transition: Asks) -> Asking:
    """What the form sent: typed answers, or what is wrong with them. Files are kept for the case."""
    here = asked(transition, shown.scope)
    before = uploads.carried(here, shown.loaded.id)
    taken = uploads.take(here, typed_form(), before, shown.scope, lambda: shown.loaded.id)
    uploads.forget(taken, shown.loaded.id)
    if uploads.stays(here):
        status = taken.status if taken.problems else 200
        return Asking(sent_key(), taken.typed, problems=taken.problems, files=taken.files, status=status)
    posted = read_asked(here, taken.typed, shown.scope)
    uploads.merge(posted, taken)
    return Asking(sent_key(), posted.typed, posted.answers, posted.problems, posted.files, posted.status)


def refused(asking: Asking, transition: Asks, refusal: Refusal) -> Asking:
    """What the engine found wrong with the answers, each at its question."""
    problems: dict[str, list[AnswerProblem]] = {}
    inputs = {question.id: KINDS[question.kind].inputs(question)[0] for question in transition.ask}
    for reason in refusal.reasons:
        place = reason.question or next(iter(inputs), "")
        problems.setdefault(place, []).append(AnswerProblem(inputs.get(place, place), reason.code, reason.applicant))
    return Asking(asking.key, asking.typed, asking.answers, problems, asking.files)


def page(shown: Progress, transition: Transition, asking: Asking, status: int = 200) -> Response:
    context = surroundings(shown, back="/track/case") | {"title": transition.label.render(shown.scope)}
    return form_pages.reply("public/action.html", None, status, **context, **form(shown, transition, asking))


def form(shown: Shown, transition: Asks, asking: Asking) -> dict[str, Any]:
    """The questions, blank or as they were answered, and what is around them."""
    here = asked(transition, shown.scope)
    if asking.typed is None:
        html = questions.questions_html(shown.scope, here, {})
    else:
        files = uploads.carrying(asking.files, shown.loaded.id)
        html = questions.questions_again(shown.scope, here, asking.typed, asking.problems, files)
    return {
        "asks": bool(here),
        "multipart": any(question.kind == "file" for question in here),
        "mistakes": questions.mistakes(asking.problems),
        "key": asking.key,
        "questions": safe(html),
    }


def gone_page(
    shown: Progress, transition: Transition, asking: Asking | None = None, refusal: Refusal | None = None
) -> Response:
    """The action is not open any more: why, and what was typed, so that it can be copied."""
    why = [reason.applicant for reason in refusal.reasons] if refusal else _reasons(shown, transition)
    context = surroundings(shown, back="/track/case") | {
        "reasons": tuple(dict.fromkeys(why)),
        "typed": typed_texts(transition, asking) if asking else (),
    }
    return form_pages.reply("public/action_gone.html", None, 409, **context)


def surroundings(shown: Progress, back: str | None) -> dict[str, Any]:
    """What every page about one case needs."""
    return {
        "language": shown.language,
        "languages": shown.service.languages,
        "place": place(),
        "back": back,
        "service_title": shown.service.title.render(shown.scope),
        "reference": shown.case.reference,
    }


def _reasons(shown: Progress, transition: Transition) -> list[str]:
    return [reason.applicant for o in shown.offers() if o.transition is transition for reason in o.reasons]


def typed_texts(transition: Asks, asking: Asking) -> tuple[str, ...]:
    """What was typed, and the names of what was sent."""
    typed, texts = asking.typed or {}, []
    for question in transition.ask:
        if question.kind == "file":
            texts += [each["name"] for each in listed(asking.files.get(question.id) or [])]
        else:
            texts += [text for name in KINDS[question.kind].inputs(question) for text in typed.get(name, ())]
    return tuple(text for text in texts if text.strip())
