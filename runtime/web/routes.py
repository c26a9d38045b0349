"""Routes that this process remembers: where an application's answers lead, and nothing of what was answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from definitions.journey import ItemVisit, Journey, SectionVisit

Place = tuple[UUID, int, UUID, str, datetime]
"""An application as it stood: its id and revision, its version, the language, and the minute. Whatever is saved has
another revision, and conditions on the time are as exact as a minute."""

MOST = 500

_known: dict[Place, Journey] = {}


def remembered(place: Place, journey: Callable[[], Journey]) -> Journey:
    """The route from this place: only where it leads, with no answer, name, value or fact.

    One with problems is the whole journey and is not remembered, for their words may hold what was answered.
    """
    known = _known.get(place)
    if known is not None:
        return known
    found = journey()
    if found.problems or any(one.problems for one in found.sections):
        return found
    if len(_known) >= MOST:
        _known.clear()
    return _known.setdefault(place, _bare(found))


def _bare(journey: Journey) -> Journey:
    return replace(
        journey,
        answers={},
        names={},
        values={},
        lookups={},
        lookups_wanted=(),
        unavailable=(),
        sections=tuple([_bare_section(one) for one in journey.sections]),
    )


def _bare_section(section: SectionVisit) -> SectionVisit:
    return replace(section, items=tuple([_bare_item(item) for item in section.items]))


def _bare_item(item: ItemVisit) -> ItemVisit:
    inside = tuple([_bare_section(one) for one in item.sections])
    return replace(item, answers={}, names={}, sections=inside)
