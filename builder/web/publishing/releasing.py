"""What the pages about publishing share: who asks, what examples say, whom a release concerns, moments in words."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from builder.web.painting.work import Work
from definitions.examples import Report, run_examples
from definitions.service import Service
from definitions.words.dates import moment_in_words
from runtime.releases import Asker, Standing
from runtime.web.staff import signed_in

ZONE = ZoneInfo("Europe/London")


def asker() -> Asker:
    """The person at the page, as releases know them."""
    me = signed_in.viewer()
    return Asker(me.name, me.person_id)


@lru_cache(maxsize=32)
def report_of(service: Service) -> Report:
    """What a service's examples say, played once for the same text."""
    return run_examples(service)


def concerned(found: Standing, *, moves: bool) -> list[str]:
    """Whom a release concerns besides those who begin from now on, in sentences."""
    told = []
    if found.half_way:
        who = "1 person is" if found.half_way == 1 else f"{found.half_way:,} people are"
        then = "their answers move to the new version" if moves else "they finish on the version that they began"
        told.append(f"{who} half-way through the form: {then}.")
    for number, count in found.open_cases:
        told.append(f"{'1 open case stays' if count == 1 else f'{count:,} open cases stay'} on version {number}.")
    return told or ["Nobody is half-way through the form, and no case is open."]


def spoken(at: datetime | None, work: Work | None = None) -> str:
    """A moment as people here say it, in the council's own time."""
    zone = work.service.calendar.zone if work and work.service else ZONE
    return moment_in_words(at.astimezone(zone), "en") if at else ""
