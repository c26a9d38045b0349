"""What the citizen has in hand: the page that the runtime would show, taken out of what surrounds it there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import Response, g
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from builder.web.rehearsing.steps import Step
from definitions.facts import Answers
from definitions.known import Record
from runtime.applications import Application
from runtime.cases.loading import Loaded
from runtime.web.fragments import safe
from runtime.web.held import Held

_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rehearsed(Held):
    """An application that is only rehearsed. Saving a page takes a step."""

    step: Step | None = None

    @property
    def language(self) -> str:
        assert self.step is not None
        return self.step.story.language

    @property
    def base(self) -> str:
        assert self.step is not None
        return f"{self.step.url}/apply"

    def saved(self, answers: Answers, lookups: Mapping[str, Record]) -> Rehearsed:
        assert self.step is not None
        return held(self.step.on(self.step.story.back_to(-1).answering(answers)))


def held(step: Step) -> Rehearsed:
    service, story, moment = step.service, step.played.story, step.played.story.moment
    version = uuid5(NAMESPACE_URL, f"{service.hash}/{service.calendar.version}")
    application = Application(
        step.id, step.work.viewer.organisation_id, version, service, step.story.answers, story.records,
        step.story.language, 1, moment.at, moment.at,
    )  # fmt: skip
    return Rehearsed(service, version, moment.at, application, begun=True, step=step)


def loaded(step: Step) -> Loaded:
    """The case as pages about one are given it."""
    case, of = step.played.case, held(step)
    assert case is not None
    return Loaded(
        UUID(int=0), step.work.viewer.organisation_id, of.version_id, step.service, case.reference, len(case.history),
        b"", case, (), (), None, None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class InHand:
    """The content of a page, and the status that it came with."""

    html: Markup
    status: int


def shown(step: Step, make: Callable[[], ResponseReturnValue], **addresses: str) -> InHand | ResponseReturnValue:
    """The page that the runtime makes, in the citizen's language, or where it leads. ``addresses`` are where its links
    lead here."""
    g.rehearsed, g.language = True, step.story.language
    for name, address in addresses.items():
        setattr(g, name, address)
    made = make()
    g.pop("language")
    if not isinstance(made, Response) or made.status_code in (302, 303):
        return made
    main = _MAIN.search(made.get_data(as_text=True))
    return InHand(safe(main[1] if main else ""), made.status_code)


def in_language(step: Step, language: str) -> Step:
    return step.on(replace(step.story, language=language))
