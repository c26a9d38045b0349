"""Tells an example from its beginning, and stops wherever it may expect something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from definitions.calendars import Moment
from definitions.coverage import Watch
from definitions.durations import parse_duration
from definitions.examples.story import Story
from definitions.service import Service

Part = Mapping[str, Any]


def opening(watched: Watch, example: Part) -> Story:
    """The story before anything is answered. A time without a zone is the council's."""
    service: Service = watched.service
    at = datetime.fromisoformat(example["at"]).replace(tzinfo=service.calendar.zone)
    story = Story(watched, Moment(at, service.calendar), example.get("language", service.languages[0]))
    story.people.hire(example.get("staff", ()))
    return story


def tell(story: Story, example: Part, *, send: bool = True) -> Iterator[tuple[str, Part]]:
    """Where in the example the story stands, and what it says there: the application first, then each thing that
    happens. What comes after that of which there is no case happens to nothing. Without ``send`` nothing is sent.

    Raises:
        GoesRound: the timers of this workflow never come to rest.
    """
    story.fill(example.get("answers", {}), example.get("lookups", {}))
    if send:
        story.send()
    yield "", example
    for n, after in enumerate(example.get("then", ())):
        _happen(story, after)
        yield f"/then/{n}", after


def _happen(story: Story, after: Part) -> None:
    if "wait" in after:
        story.wait(parse_duration(after["wait"]))
    if "at" in after:
        story.at(datetime.fromisoformat(after["at"]).replace(tzinfo=story.moment.calendar.zone))
    if "do" in after and story.case is not None:
        story.do(after["do"], story.people.actor(after["as"], story.case), after.get("inputs", {}))
    if "undo" in after and story.case is not None:
        story.undo(story.people.actor(after["as"], story.case))
    if "task" in after and story.case is not None:
        actor = story.people.member(after["as"], story.case)
        story.answer(after["task"], actor, after.get("vote"), after.get("answers", {}))
