"""What is so at a point of a story, in the words in which an example expects it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from definitions.examples.story import Story
from definitions.tasks.fold import out
from definitions.visits import qualified
from definitions.waiting import queue_of

Expected = Mapping[str, Any]
REASONS = frozenset(
    ("state", "role", "guard", "separation", "assignee", "input", "clock", "undo", "undo-late", "undo-other", "task",
     "interest")
)  # fmt: skip
"""What an example can call a reason. The others come of what no example can tell, such as a case that was merged."""


def actually(story: Story, expected: Expected) -> dict[str, Any]:
    """The same expectations as they hold now: none for what there is not yet, and the refusal if there was one."""
    names = [name for name in expected if name != "refused"] + (["refused"] if story.refusal else [])
    return {name: _NOW[name](story, expected.get(name)) for name in names if story.case or name in _OF_THE_FORM}


def worth_expecting(story: Story, *, filled: bool) -> dict[str, Any]:
    """What is worth expecting here, as it holds now: of the form too, if it was just ``filled``."""
    names: dict[str, Any] = {}
    if filled and story.journey:
        names |= {"pages": []} | ({"stop": None} if story.journey.stop else {})
        names |= {"problems": []} if story.journey.problems and story.case is None else {}
    if story.case is not None:
        names |= {"state": None, "queue": None, "sent": [], "due": {one.clock.id: None for one in story.dues()}}
        names |= {"asked": []} if story.case.tasks else {}
        names |= {"priority": None} if story.case.priority != "normal" else {}
        names |= {"assignee": None} if story.case.assignee else {}
    found = actually(story, names)
    return {name: value for name, value in found.items() if name != "due" or value}


def _pages(story: Story, _: Any) -> list[str]:
    visits = story.journey.visits if story.journey else ()
    return [qualified(visit.path, visit.page.id) for visit in visits]


def _tasks(story: Story, expected: Expected) -> dict[str, str]:
    found = {one.section.id: one.state for one in story.journey.sections} if story.journey else {}
    return {name: found[name] for name in expected if name in found}


def _stop(story: Story, _: Any) -> str | None:
    return story.journey.stop.id if story.journey and story.journey.stop else None


def _problems(story: Story, _: Any) -> list[str]:
    return list(story.journey.problems) if story.journey else []


def _values(story: Story, expected: Expected) -> dict[str, Any]:
    return {name: story.named(name) for name in expected}


def _state(story: Story, _: Any) -> str | None:
    return story.case.state if story.case else None


def _queue(story: Story, _: Any) -> str | None:
    found = queue_of(story.service, story.case) if story.case else None
    return found.id if found else None


def _due(story: Story, expected: Expected) -> dict[str, str | None]:
    """As exactly as was expected, and else to the minute, or to the second where there are some."""
    found = {one.clock.id: one for one in story.dues()}
    made: dict[str, str | None] = {}
    for clock, was in expected.items():
        one = found.get(clock)
        if one is None or not one.running:
            made[clock] = None
            continue
        local = story.moment.calendar.local(one.due)
        length = max(len(was or ""), 16) if local.second == 0 or (was and len(was) < 19) else 19
        made[clock] = f"{local:%Y-%m-%dT%H:%M:%S}"[: 10 if was and len(was) == 10 else length]
    return made


def _assignee(story: Story, expected: str | None) -> str | None:
    """As it was expected, where it is who was expected: the same person may be named by any of their roles."""
    held = story.case.assignee if story.case else None
    return expected if story.people.assigned(expected) == held else story.people.called(held)


_NOW: Mapping[str, Callable[[Story, Any], Any]] = {
    "pages": _pages,
    "tasks": _tasks,
    "stop": _stop,
    "reads": lambda story, _: story.reads(),
    "problems": _problems,
    "values": _values,
    "state": _state,
    "queue": _queue,
    "due": _due,
    "sent": lambda story, _: list(story.sent),
    "refused": lambda story, _: sorted({reason.code for reason in story.refusal.reasons}) if story.refusal else [],
    "assignee": _assignee,
    "priority": lambda story, _: story.case.priority if story.case else None,
    "open": lambda story, _: story.open_actions(),
    "replies": lambda story, _: story.replies(),
    "asked": lambda story, _: [errand.key for errand in out(story.case)] if story.case else [],
    "progress": lambda story, _: story.progress(),
}
_OF_THE_FORM = frozenset(("pages", "tasks", "stop", "reads", "problems", "values"))
