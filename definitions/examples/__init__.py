"""Runs the examples inside a document: the service's own tests, played by the engine that people will use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from definitions.calendars import Moment
from definitions.coverage import Watch, watch
from definitions.durations import parse_duration
from definitions.examples.expect import differences, why_not_sent
from definitions.examples.report import Failure, Report
from definitions.examples.story import GoesRound, Story
from definitions.problems import pointer
from definitions.service import Service

__all__ = ["Failure", "Report", "run_examples"]


def run_examples(service: Service) -> Report:
    """Play every example, and list what they cover.

    Times without a zone are the council's. Time stands still but for ``wait`` and ``at``, in which timers, warnings and
    breaches happen when they are due. A lookup that an example does not mention finds nothing; null says so;
    "unavailable" is a source that is down. Never raises for a service that could be read.
    """
    watched = watch(service)
    failures = tuple(
        Failure(example["name"], pointer("examples", n) + at, message)
        for n, example in enumerate(service.examples)
        for at, message in _play(watched, example)
    )
    return Report(failures, watched.covered())


def _play(watched: Watch, example: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    service = watched.service
    calendar = service.calendar
    at = datetime.fromisoformat(example["at"]).replace(tzinfo=calendar.zone)
    story = Story(watched, Moment(at, calendar), example.get("language", service.languages[0]))
    try:
        story.people.hire(example.get("staff", ()))
        story.apply(example.get("answers", {}), example.get("lookups", {}))
        yield from _compared(story, example, "")
        journey = story.journey
        for defect in journey.defects if journey and not journey.problems else ():
            yield "/answers", f"this could not be worked out: {defect.message}"
        for n, after in enumerate(example.get("then", ())):
            if story.case is None:
                yield f"/then/{n}", f"there is no case for this to happen to: {why_not_sent(story)}"
                return
            _happen(story, after)
            yield from _compared(story, after, f"/then/{n}")
    except GoesRound:
        yield "", "the timers of this workflow never come to rest"


def _happen(story: Story, after: Mapping[str, Any]) -> None:
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


def _compared(story: Story, part: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    for below, message in differences(story, part.get("expect", {})):
        yield f"{at}/expect{below}" if "expect" in part else at, message
