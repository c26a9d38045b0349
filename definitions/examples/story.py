"""One example as it is played: an application, the case it becomes, and time that stands still until told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from definitions.assigned import kept
from definitions.assigning import awaiting, choose, wanted
from definitions.calendars import Moment
from definitions.clocks import Due, dues
from definitions.coverage import Watch
from definitions.durations import Duration
from definitions.errands.doing import do_task, vote
from definitions.examples.people import People
from definitions.examples.tasks_seen import saw_task
from definitions.facts import SYSTEM, Actor, Case, Event, Refusal, Step
from definitions.form import Lookup
from definitions.history import apply, next_number
from definitions.items import every_answer
from definitions.journey import Journey, SectionVisit, walk
from definitions.known import Record
from definitions.names import reach
from definitions.scope import Scope
from definitions.standing import Standing, case_names
from definitions.step import begin, offers, settle, step
from definitions.timers import Timer, fire, timers
from definitions.undo import undo
from definitions.waiting import queue_of

REFERENCE = "TEST-EXAMPLE"
MOST_TIMERS = 1_000
"""More than this in one wait is a workflow that goes round in circles."""


class GoesRound(Exception):
    """Timers kept firing without end."""


class Story:
    """Plays what an example says, and remembers what it may ask about: ``sent`` and ``refusal`` since the last step;
    ``taken`` are all steps from the beginning."""

    def __init__(self, watch: Watch, moment: Moment, language: str) -> None:
        self.watch, self.service, self.language = watch, watch.service, language
        self.moment = moment
        self.people = People(self.service)
        self.answers: Mapping[str, Any] = {}
        self.records: Mapping[str, Record] = {}
        self.taken: list[Step] = []
        self.journey: Journey | None = None
        self.case: Case | None = None
        self.sent: list[str] = []
        self.refusal: Refusal | None = None
        self.actor: Actor = self.people.anybody()

    def fill(self, answers: Mapping[str, Any], said: Mapping[str, Any]) -> None:
        """Answer the form, with the sources saying ``said``."""
        self.records = self._looked_up(answers, said)
        form, language = self.service.form, self.language
        journey = walk(form, answers, self.records, self.moment, service=self.service, language=language)
        self.answers, self.journey = answers, journey
        self._read(journey)

    def send(self) -> None:
        """Submit it, if it may be."""
        if self.journey and self.journey.complete:
            steps = begin(self.service, self.answers, self.records, REFERENCE, self.moment, language=self.language)
            self._take(steps)
            self._give()
            self._render(self.service.after_submission)
            self.wait_until(self.moment.at)

    def do(self, action: str, actor: Actor, inputs: Mapping[str, Any]) -> None:
        if self.case is None:
            return
        self._tried(actor, step(self.service, self.case, action, inputs, actor, self.moment))

    def answer(self, key: str, actor: Actor, choice: str | None, inputs: Mapping[str, Any]) -> None:
        """Do a task; with a choice, vote."""
        if self.case is None:
            return
        if choice is None:
            done = do_task(self.service, self.case, key, inputs, actor, self.moment)
        else:
            done = vote(self.service, self.case, key, choice, inputs, actor, self.moment)
        self._tried(actor, done)

    def _tried(self, actor: Actor, done: Step | Refusal) -> None:
        self.sent, self.refusal, self.actor = [], None, actor
        if isinstance(done, Refusal):
            self.refusal = done
            for reason in done.reasons:
                self.watch.saw("refusal", done.action, reason.code)
            return
        self._take((done, *settle(self.service, done.case, self.moment)))
        self._give()
        self.wait_until(self.moment.at)

    def undo(self, actor: Actor) -> None:
        """Undo what was done last. What it was to send is not sent."""
        if self.case is None:
            return
        self.sent, self.refusal, self.actor = [], None, actor
        done = undo(self.service, self.case, actor, self.moment)
        if isinstance(done, Refusal):
            self.refusal = done
            return
        self._take((done, *settle(self.service, done.case, self.moment)))
        self.wait_until(self.moment.at)

    def wait(self, length: Duration) -> None:
        self._turn()
        self.wait_until(self.moment.calendar.add(self.moment.at, length))

    def at(self, until: datetime) -> None:
        self._turn()
        self.wait_until(until)

    def wait_until(self, until: datetime) -> None:
        """Let time pass, and every timer fire when it is due. One that is refused waits for the next event."""
        refused: set[Timer] = set()
        for _ in range(MOST_TIMERS):
            due = [t for t in self._timers() if t.due <= until and t not in refused]
            if self.case is None or not due:
                self.moment = Moment(max(until, self.moment.at), self.moment.calendar)
                return
            self.moment = Moment(max(due[0].due, self.moment.at), self.moment.calendar)
            steps = fire(self.service, self.case, due[0], self.moment)
            refused = set() if steps else refused | {due[0]}
            self._take(steps)
            self._give()
        raise GoesRound

    def dues(self) -> tuple[Due, ...]:
        return dues(self.service, self.case, self.moment) if self.case else ()

    def open_actions(self) -> list[str]:
        if self.case is None:
            return []
        found = offers(self.service, self.case, self.actor, self.moment)
        return [offer.transition.id for offer in found if offer.open]

    def replies(self) -> list[str]:
        """The letters that a caseworker would be offered now."""
        if self.case is None:
            return []
        standing = Standing(self.service, self.case, self.moment)
        return [reply.id for reply in self.service.replies if standing.holds(reply.when)]

    def named(self, dotted: str) -> Any:
        """What a name stands for now; None when it is absent."""
        if self.case is not None:
            return reach(case_names(self.service, self.case, self.moment), dotted)
        return reach(dict(self.journey.names), dotted) if self.journey else None

    def answered(self, qualified: str) -> Any:
        """What the example answers under a name such as "children.1.first_name"; None when it says nothing."""
        found: Any = self.answers
        for part in qualified.split("."):
            if isinstance(found, list):
                found = found[int(part) - 1] if part.isdigit() and 0 < int(part) <= len(found) else None
            else:
                found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def progress(self) -> str:
        """Where the case stands, in the words that the applicant reads."""
        if self.case is None:
            return ""
        return self.service.workflow.state(self.case.state).public.render(self._scope()).strip()

    def reads(self) -> list[str]:
        """The words on the last page that the applicant was led to: its content, block by block."""
        if self.journey is None or not self.journey.visits:
            return []
        last = self.journey.visits[-1]
        scope = Scope(self.service, self.journey.names_at(last.path), self.moment, self.language)
        return [content.text.render(scope) for content in last.content]

    def _looked_up(self, answers: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Record]:
        """What the sources answer on the way. Unwatched: no applicant goes on before they have answered."""
        records: dict[str, Record] = {}
        form = self.watch.plain.form
        for _ in form.lookups:
            wanted = walk(form, answers, records, self.moment).lookups_wanted
            records |= {lookup.id: _record(lookup, key, said) for lookup, key in wanted}
        return records

    def _turn(self) -> None:
        self.sent, self.refusal, self.actor = [], None, self.people.anybody()

    def _timers(self) -> tuple[Timer, ...]:
        return timers(self.service, self.case, self.moment) if self.case else ()

    def _take(self, steps: Iterable[Step]) -> None:
        """Go on to what these steps made of the case, and read all that they let people read."""
        for taken in steps:
            self.case = taken.case
            self.taken.append(taken)
            queue_of(self.service, taken.case)
            if taken.event.transition:
                self.watch.saw("transition", taken.event.transition)
            self._chosen(taken.event.data.get("inputs", {}))
            saw_task(self.watch, taken)
            for promise in taken.promises:
                if promise.kind == "send":
                    message = self.service.message(promise.what["message"])
                    self.sent.append(message.id)
                    self._render(message.subject, message.body)
            self.progress()

    def _give(self) -> None:
        """Let the queue that the case has come into give it to one of the story's staff, by its rules."""
        queue = awaiting(self.service, self.case) if self.case and self.people.hired else None
        if self.case is None or queue is None or queue.assign is None:
            return
        standing = Standing(self.service, self.case, self.moment)
        choice = choose(wanted(standing, queue.role, queue.assign), self.people.holding(queue.role))
        if choice.given is not None or self.case.assignee is not None:
            event = Event(next_number(self.case), "assigned", self.moment.at, SYSTEM, data=kept(choice))
            given = Step(event, apply(self.case, event))
            self._take((given, *settle(self.service, given.case, self.moment)))

    def _read(self, journey: Journey) -> None:
        for visit in journey.visits:
            scope = Scope(self.service, journey.names_at(visit.path), self.moment, self.language)
            self.watch.saw("page", visit.page.id)
            words = [visit.page.title, *(content.text for content in visit.content)]
            words += (text for q in visit.questions for text in (q.label, q.hint) if text)
            for text in words:
                text.render(scope)
        self._read_tasks(journey.sections, Scope(self.service, journey.names, self.moment, self.language))
        self._chosen(journey.answers)

    def _read_tasks(self, sections: Iterable[SectionVisit], scope: Scope) -> None:
        """What the list of tasks, and the lists of items, say of these sections."""
        for one in sections:
            repeat = one.section.repeat
            for text in (one.section.title, *((repeat.label, repeat.add) if repeat else ())):
                if text is not None:
                    text.render(scope)
            for item in one.items:
                inside = replace(scope, names=item.names)
                if repeat and repeat.name:
                    repeat.name.render(inside)
                self._read_tasks(item.sections, inside)

    def _chosen(self, answers: Mapping[str, Any]) -> None:
        for _, question, value in every_answer(self.service.form, answers):
            for one in value if isinstance(value, list) else (value,):
                self.watch.saw("option", question, str(one))

    def _render(self, *texts: Any) -> None:
        for text in texts:
            if text is not None:
                text.render(self._scope())

    def _scope(self) -> Scope:
        if self.case is None:
            return Scope(self.service, {}, self.moment, self.language)
        return Standing(self.service, self.case, self.moment).scope(self.language)


def _record(lookup: Lookup, key: Any, said: Mapping[str, Any]) -> Record:
    """What a source answers in this example: facts, nothing found (null, or not said), or that it is down."""
    facts = said.get(lookup.id)
    if facts == "unavailable":
        return {"key": key, "found": False, "facts": {}, "unavailable": True}
    return {"key": key, "found": facts is not None, "facts": facts or {}}
