"""What an applicant may know of their case: where it stands, what happened when, what comes next and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from definitions.calendars import Moment
from definitions.clocks import Due, explain
from definitions.facts import APPLICANT, Event
from definitions.names import in_utc
from definitions.questions import KINDS
from definitions.questions.boxes import boxes_of
from definitions.scope import Scope
from definitions.service import Service
from definitions.standing import Standing
from definitions.step import Offer, offers
from definitions.undo import told
from definitions.words.dates import day_in_words, moment_in_words
from runtime.cases.loading import Loaded
from runtime.web.words import say


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the applicant told us on the way: the question, and the answer as lines of plain text."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry of the history. ``iso`` is for machines, ``when`` for people. The newest is ``now``."""

    label: str
    when: str
    iso: str
    told: tuple[Told, ...] = ()
    now: bool = False


@dataclass(frozen=True, slots=True)
class Promised:
    """A clock in words: what is promised, by when, and how that was worked out. ``slips``: it may not be kept, or was
    not, and the applicant is told so plainly."""

    label: str
    due: str
    lines: tuple[str, ...]
    paused: bool = False
    slips: Literal["", "may", "did"] = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something the applicant can do. ``asks``: we wait for an answer or a file of theirs."""

    id: str
    label: str
    asks: bool


class Progress:
    """One case as its applicant sees it, at one moment, in one language. What staff can still undo is not told yet."""

    def __init__(self, loaded: Loaded, at: datetime, language: str) -> None:
        self.loaded, self.language = loaded, language
        self.service: Service = loaded.service
        self.moment = Moment(at, self.service.calendar)
        self.case = told(self.service, loaded.case, self.moment)
        self._standing = Standing(self.service, self.case, self.moment, APPLICANT)
        self.scope: Scope = self._standing.scope(language)

    @property
    def state(self) -> str:
        return self.service.workflow.state(self.case.state).public.render(self.scope)

    @property
    def final(self) -> bool:
        return self.service.workflow.state(self.case.state).final

    @property
    def sent_at(self) -> str:
        return moment_in_words(self.moment.calendar.local(self.case.submitted_at), self.language)

    def history(self) -> tuple[Moved, ...]:
        """From the newest to the sending. States that read alike are one entry, unless something was told."""
        found: list[Moved] = []
        last = ""
        for event in self.case.events:
            public = self._public(event)
            told = self._told(event)
            if corrected := self._corrected(event):
                found.append(self._entry(corrected, event))
            if self._reopens(event):
                found.append(self._entry(say(self.language, "progress-reopened"), event))
            if public and (public != last or told):
                found.append(self._entry(public, event, told))
            last = public or last
        found[-1] = replace(found[-1], now=True)
        return tuple(reversed(found))

    def promises(self) -> tuple[Promised, ...]:
        """Every clock of theirs that still runs or waits, in the words of the service."""
        waiting = [one for one in self._standing.dues if one.stopped is None and not one.clock.internal]
        return tuple(
            Promised(
                label=due.clock.label.render(self.scope),
                due=self.scope.shown(f"clock.{due.clock.id}"),
                lines=tuple(explain(_for_public(due), self.language)),
                paused=not due.running,
                slips=self._slips(due),
            )
            for due in waiting
            if not self.final
        )

    def _slips(self, due: Due) -> Literal["", "may", "did"]:
        """Whether it was not kept, or they have been told that this very due time may not be."""
        if due.breached:
            return "did"
        told = {"clock": due.clock.id, "due": in_utc(due.due)}
        return "may" if any(event.kind == "told" and event.data == told for event in self.case.events) else ""

    def actions(self) -> tuple[Action, ...]:
        """What the applicant can do now."""
        open_now = [offer.transition for offer in self.offers() if offer.open]
        return tuple(Action(t.id, t.label.render(self.scope), bool(t.ask)) for t in open_now)

    def offers(self) -> tuple[Offer, ...]:
        """What could be done, open only where it is for the case as it is and as it is told."""
        found = offers(self.service, self.loaded.case, APPLICANT, self.moment)
        if self.case is self.loaded.case:
            return found
        as_told = offers(self.service, self.case, APPLICANT, self.moment)
        return tuple(really if said.open else said for really, said in zip(found, as_told, strict=True))

    def email(self) -> str:
        """Where mail goes, if the applicant gave an address."""
        question = self.service.applicant.email
        return str(self.case.answers.get(question) or "") if question else ""

    def second_facts(self) -> str:
        """Names of what opens this page besides the reference, in words."""
        return ", ".join(self._named(dotted) for dotted in self.service.applicant.track)

    def _entry(self, label: str, event: Event, told: tuple[Told, ...] = ()) -> Moved:
        local = self.moment.calendar.local(event.at)
        return Moved(label, day_in_words(local.date(), self.language), local.isoformat(timespec="minutes"), told)

    def _public(self, event: Event) -> str:
        """The public words of the state that an event led to; "" when it led to none."""
        state = self.service.workflow.initial if event.kind == "submitted" else event.target
        return self.service.workflow.state(state).public.render(self.scope) if state else ""

    def _corrected(self, event: Event) -> str:
        """Which answer of theirs was put right, where the service has them told; never what it was, or is."""
        if event.kind != "corrected" or self.service.corrections is None or self.service.corrections.tell is None:
            return ""
        asked = (self.service.questions[name] for name in event.data["questions"] if name in self.service.questions)
        labels = ", ".join(f"“{question.label.render(self.scope)}”" for question in asked)
        return say(self.language, "progress-corrected", questions=labels)

    def _reopens(self, event: Event) -> bool:
        """Whether what had ended goes on."""
        states = {state.id: state for state in self.service.workflow.states}
        source, target = states.get(event.source or ""), states.get(event.target or "")
        return source is not None and source.final and target is not None and not target.final

    def _told(self, event: Event) -> tuple[Told, ...]:
        """What the applicant sent with an event; never what staff wrote."""
        if event.actor.kind != "applicant" or event.kind != "moved":
            return ()
        return tuple(self._answers(event.data.get("inputs", {})))

    def _answers(self, inputs: dict[str, Any]) -> Iterator[Told]:
        for name, value in inputs.items():
            question = self.service.questions.get(name)
            if question and value is not None:
                lines = tuple(KINDS[question.kind].show(question, value, self.language).split("\n"))
                yield Told(question.label.render(self.scope), lines)

    def _named(self, dotted: str) -> str:
        """The label of a question, or of the one box of it that ``dotted`` names: "postcode"."""
        name, _, part = dotted.partition(".")
        question = self.service.questions[name]
        label = question.label.render(self.scope)
        boxes = {box.input: box.label for box in boxes_of(question, self.language)}
        return boxes.get(f"{name}-{part}", label) if part else label


def _for_public(due: Due) -> Due:
    """The clock without what is for staff: their names of states, and the reason they gave for more time."""
    states = {id: replace(state, label=state.public) for id, state in due.states.items()}
    waiting = due.waiting and (due.waiting[0], states.get(due.waiting[1].id, due.waiting[1]))
    extensions = tuple(replace(more, reason=None) for more in due.extensions)
    return replace(due, states=states, waiting=waiting, extensions=extensions)
