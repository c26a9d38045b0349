"""Runs the examples inside a document: the service's own tests, played by the engine that people will use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from definitions.coverage import Watch, watch
from definitions.examples.expect import differences, why_not_sent
from definitions.examples.report import Failure, Report
from definitions.examples.story import GoesRound, Story
from definitions.examples.telling import opening, tell
from definitions.problems import pointer
from definitions.service import Service

__all__ = ["Failure", "Report", "each", "run_examples"]


def run_examples(service: Service) -> Report:
    """Play every example, and list what they cover.

    Times without a zone are the council's. Time stands still but for ``wait`` and ``at``, in which timers, warnings and
    breaches happen when they are due. A lookup that an example does not mention finds nothing; null says so;
    "unavailable" is a source that is down. Never raises for a service that could be read.
    """
    watched = watch(service)
    failures = tuple(failure for _, failures in each(watched) for failure in failures)
    return Report(failures, watched.covered())


def each(watched: Watch) -> Iterator[tuple[Story, tuple[Failure, ...]]]:
    """Play one example after another: where it ended, and what was not as it expects."""
    for n, example in enumerate(watched.service.examples):
        story = opening(watched, example)
        found = tuple(_play(story, example))
        yield story, tuple(Failure(example["name"], pointer("examples", n) + at, said) for at, said in found)


def _play(story: Story, example: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    try:
        for at, part in tell(story, example):
            if at and story.case is None:
                yield at, f"there is no case for this to happen to: {why_not_sent(story)}"
                return
            yield from _compared(story, part, at)
            journey = story.journey
            for defect in journey.defects if journey and not at and not journey.problems else ():
                yield "/answers", f"this could not be worked out: {defect.message}"
    except GoesRound:
        yield "", "the timers of this workflow never come to rest"


def _compared(story: Story, part: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    for below, message in differences(story, part.get("expect", {})):
        yield f"{at}/expect{below}" if "expect" in part else at, message
