"""What a rehearsal would tell other systems: each webhook with the names it carries and what they hold then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from builder.rehearsal.mails import case_then, due, undone, units
from builder.rehearsal.playing import Played
from definitions.calendars import Moment
from definitions.names import reach
from definitions.standing import case_names


@dataclass(frozen=True, slots=True)
class Webhook:
    event: int
    at: datetime
    url: str
    data: Mapping[str, Any]
    why_not: str = ""
    waits: bool = False


def webhooks(played: Played) -> tuple[Webhook, ...]:
    return tuple(_webhooks(played))


def _webhooks(played: Played) -> Iterator[Webhook]:
    service = played.service
    for unit in units(played):
        at = due(service, unit)
        names = case_names(service, case_then(played, at, unit), Moment(at, service.calendar))
        for step in unit:
            for promise in step.promises:
                if promise.kind == "webhook":
                    data = {name: reach(names, name) for name in promise.what.get("send", ())}
                    gone = "undone before it went" if undone(played, step.event) else ""
                    waits = not gone and played.story.moment.at < at
                    yield Webhook(step.event.number, at, str(promise.what["url"]), data, gone, waits)
