"""Compares what an example expects with what came to be; says the difference in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from definitions.examples.story import Story
from definitions.form import Question
from definitions.nearest import listed
from definitions.problems import pointer
from definitions.questions.kind import AnswerProblem
from definitions.questions.written import written
from definitions.tasks.fold import out
from definitions.visits import qualified
from definitions.waiting import queue_of

Difference = tuple[str, str]
"""Where (a pointer below the expectation) and what."""

OF_THE_FORM = frozenset(("pages", "tasks", "stop", "reads", "problems", "values"))


OF_ITS_FORM = frozenset(
    ("date.real", "time.real", "email.format", "phone.format", "address.uk-postcode", "choice.unknown", "number.number")
)
"""Problems that an answer has which only a person could have typed so."""


def differences(story: Story, expected: Mapping[str, Any]) -> Iterator[Difference]:
    """Everything that is not as expected. Only what is named is compared."""
    if story.case is None and (asked := sorted(set(expected) - OF_THE_FORM)):
        yield "", f"this expects {_and(asked)}, but there is no case: {why_not_sent(story)}"
    for name, value in expected.items():
        if name in _COMPARE and (story.case is not None or name in OF_THE_FORM):
            yield from _COMPARE[name](story, value)
    if story.refusal and "refused" not in expected:
        words = "; ".join(reason.staff for reason in story.refusal.reasons)
        yield "", f"“{story.refusal.action}” was refused: {words}"


def _same(name: str, expected: Any, found: Any) -> Iterator[Difference]:
    if expected != found:
        yield pointer(name), f"expected {name} to be {_shown(expected)}, but it is {_shown(found)}"


def _pages(story: Story, expected: list[str]) -> Iterator[Difference]:
    visits = story.journey.visits if story.journey else ()
    yield from _same("pages", expected, [qualified(visit.path, visit.page.id) for visit in visits])


def _tasks(story: Story, expected: Mapping[str, str]) -> Iterator[Difference]:
    found = {one.section.id: one.state for one in story.journey.sections} if story.journey else {}
    for name, state in expected.items():
        if found.get(name) != state:
            so = f"it is {_shown(found[name])}" if name in found else "it is not asked"
            yield pointer("tasks", name), f"expected “{name}” to be {_shown(state)}, but {so}"


def _stop(story: Story, expected: str | None) -> Iterator[Difference]:
    stop = story.journey.stop if story.journey else None
    yield from _same("stop", expected, stop.id if stop else None)


def _reads(story: Story, expected: list[str]) -> Iterator[Difference]:
    yield from _same("reads", expected, story.reads())


def _problems(story: Story, expected: list[str]) -> Iterator[Difference]:
    found = dict(story.journey.problems) if story.journey else {}
    for name in found.keys() - set(expected):
        yield "/problems", f"“{name}” is not accepted: {_said(story, name, found[name])}"
    for name in expected:
        if name not in found:
            yield "/problems", f"expected the answer to “{name}” not to be accepted, but it is"


def _values(story: Story, expected: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in expected.items():
        found = story.named(name)
        if found != value or isinstance(found, bool) != isinstance(value, bool):
            yield pointer("values", name), f"expected {name} to be {_shown(value)}, but it is {_shown(found)}"


def _state(story: Story, expected: str) -> Iterator[Difference]:
    yield from _same("state", expected, story.case.state if story.case else None)


def _queue(story: Story, expected: str | None) -> Iterator[Difference]:
    found = queue_of(story.service, story.case) if story.case else None
    yield from _same("queue", expected, found.id if found else None)


def _due(story: Story, expected: Mapping[str, str | None]) -> Iterator[Difference]:
    found = {one.clock.id: one for one in story.dues()}
    for clock, value in expected.items():
        one = found.get(clock)
        if value is None:
            if one is not None and one.running:
                yield (
                    pointer("due", clock),
                    f"expected “{clock}” not to be running, but it is due {_local(story, one.due)}",
                )
        elif one is None:
            yield pointer("due", clock), f"expected “{clock}” to be due {value}, but it does not run for this case"
        elif not _is_at(value, local := story.moment.calendar.local(one.due)):
            yield (
                pointer("due", clock),
                f"expected “{clock}” to be due {value}, but it is due {local:%Y-%m-%dT%H:%M:%S}",
            )


def _is_at(value: str, local: datetime) -> bool:
    """As exactly as was written: a day, a minute, or a second."""
    if len(value) == 10:
        return date.fromisoformat(value) == local.date()
    return f"{local:%Y-%m-%dT%H:%M:%S}".startswith(value)


def _local(story: Story, at: datetime) -> str:
    return f"{story.moment.calendar.local(at):%Y-%m-%dT%H:%M}"


def _sent(story: Story, expected: list[str]) -> Iterator[Difference]:
    yield from _same("sent", expected, story.sent)


def _refused(story: Story, expected: list[str]) -> Iterator[Difference]:
    if story.refusal is None:
        yield "/refused", f"expected a refusal ({_and(expected)}), but it was done"
    else:
        found = {reason.code for reason in story.refusal.reasons}
        if found != set(expected):
            words = "; ".join(reason.staff for reason in story.refusal.reasons)
            yield (
                "/refused",
                f"expected it to be refused for {_and(expected)}, but it was for {_and(sorted(found))}: {words}",
            )


def _assignee(story: Story, expected: str | None) -> Iterator[Difference]:
    found = story.case.assignee if story.case else None
    yield from _same("assignee", story.people.assigned(expected), found)


def _priority(story: Story, expected: str) -> Iterator[Difference]:
    yield from _same("priority", expected, story.case.priority if story.case else None)


def _open(story: Story, expected: list[str]) -> Iterator[Difference]:
    found = story.open_actions()
    if set(found) != set(expected):
        yield "/open", f"expected the open actions to be {_shown(expected)}, but they are {_shown(found)}"


def _replies(story: Story, expected: list[str]) -> Iterator[Difference]:
    if set(found := story.replies()) != set(expected):
        yield "/replies", f"expected the replies offered to be {_shown(expected)}, but they are {_shown(found)}"


def _asked(story: Story, expected: list[str]) -> Iterator[Difference]:
    found = [errand.key for errand in out(story.case)] if story.case else []
    if set(found) != set(expected):
        yield "/asked", f"expected the open tasks to be {_shown(expected)}, but they are {_shown(found)}"


def _progress(story: Story, expected: str) -> Iterator[Difference]:
    yield from _same("progress", expected, story.progress())


_COMPARE: dict[str, Callable[[Story, Any], Iterator[Difference]]] = {
    "pages": _pages,
    "tasks": _tasks,
    "stop": _stop,
    "reads": _reads,
    "problems": _problems,
    "values": _values,
    "state": _state,
    "queue": _queue,
    "due": _due,
    "sent": _sent,
    "refused": _refused,
    "assignee": _assignee,
    "priority": _priority,
    "open": _open,
    "replies": _replies,
    "asked": _asked,
    "progress": _progress,
}


def why_not_sent(story: Story) -> str:
    """Why the application could not be sent."""
    journey = story.journey
    if journey is None:
        return "there is no form"
    if journey.stop:
        return f"the journey stops at “{journey.stop.id}”"
    bad = [f"“{name}” is not accepted ({_said(story, name, found)})" for name, found in journey.problems.items()]
    for name, question, value in _not_offered(story, journey.missing):
        choices = listed(f"“{option.value}”" for option in question.options)
        bad.append(f"“{name}” is answered with {_shown(value)}, which is not offered: write {choices}")
    if missing := [f"“{name}”" for name in journey.missing if not story.answered(name)]:
        bad.append(f"{_and(missing)} must be answered")
    return "; ".join(bad) or "it was not sent"


def _not_offered(story: Story, missing: Iterable[str]) -> Iterator[tuple[str, Question, Any]]:
    """What the example does answer, but with choices that the question does not offer then."""
    for name in missing:
        question = story.service.questions.get(name.rpartition(".")[2])
        if question and (value := story.answered(name)) is not None:
            yield name, question, value


def _said(story: Story, name: str, problems: Sequence[AnswerProblem]) -> str:
    """What is wrong with an answer, and how one is written where that may be what is wrong."""
    question = story.service.questions.get(name.rpartition(".")[2])
    if question is None or problems[0].code not in OF_ITS_FORM:
        return problems[0].message
    return f"{problems[0].message}; in an example it is written like {json.dumps(written(question))}"


def _and(some: Iterable[str]) -> str:
    *first, last = list(some) or ["nothing"]
    return f"{', '.join(first)} and {last}" if first else last


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "nothing" if value is None else f"“{value}”"
