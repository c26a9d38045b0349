"""Facts about what was answered, fetched from their sources before anything is written."""

from __future__ import annotations

from definitions.facts import Answers
from definitions.journey import Journey
from definitions.known import Record
from runtime import lookups
from runtime.web.held import Held
from runtime.web.site import current_site


def looked_up(of: Held, answers: Answers, journey: Journey) -> dict[str, Record]:
    """What the journey wants to know and does not yet; one fact may rest on what another gave."""
    records: dict[str, Record] = {}
    for _ in of.service.form.lookups:
        if not journey.lookups_wanted:
            break
        records |= lookups.fetch(current_site().database, journey.lookups_wanted)
        journey = of.journey({**of.answers, **answers}, {**of.lookups, **records})
    return records
