"""What joining and dividing cases does to their clocks: the earliest promise stays, and a case closed into another
runs no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from definitions.clocks.due import Due
from definitions.facts import Case


def carried(one: Due, case: Case, now: datetime) -> Due:
    """The clock as links to other cases leave it.

    A case that was merged or split from another has the other's promises in its event's ``promised``, by clock: no
    clock ends later than one of these, but for what it was extended by since. A restart after it makes a promise anew.
    """
    if case.merged and (one.stopped is None or case.merged[1].at < one.stopped):
        at = case.merged[1].at
        one = replace(one, running=False, stopped=at, waiting=None, breached=one.due < at)
    promised = min(_promised(one, case), default=None)
    if promised is None or promised >= one.due:
        return one
    earlier = one.due - promised
    return replace(
        one,
        due=promised,
        promised=promised,
        rolled_from=None,
        warn_at=max(one.warn_at - earlier, one.started) if one.warn_at else None,
        tell_at=max(one.tell_at - earlier, one.started) if one.tell_at else None,
        breached=promised < one.stopped if one.stopped else promised <= now,
    )


def _promised(one: Due, case: Case) -> Iterator[datetime]:
    standing = {link.number for link in case.links.values()}
    for event in case.events:
        given = event.data.get("promised", {}).get(one.clock.id) if event.number in standing else None
        if given and event.at >= one.started:
            end = datetime.fromisoformat(given)
            for more in one.extensions:
                end = one.calendar.add(end, more.by) if more.at > event.at else end
            yield end
