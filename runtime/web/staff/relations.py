"""What links between cases are called, in panels and in the history."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from definitions.facts import Event
from definitions.links import KINDS

WORDS: Mapping[str, str] = {
    "related": "Related to",
    "duplicate-of": "Duplicate of",
    "has-duplicate": "Has a duplicate:",
    "follows": "Follows",
    "followed-by": "Followed by",
    "part-of": "Part of",
    "has-part": "Has as a part:",
    "merged-into": "Merged into",
    "merged-from": "Merged into this:",
    "split-from": "Split off from",
    "split-to": "Split off:",
    "distinct": "Not about the same thing as",
}
"""What another case is to this one."""

_SAID = {
    "merged": {"merged-into": "merged it into {}", "merged-from": "merged {} into it"},
    "split": {"split-from": "split it off from {}", "split-to": "split {} off"},
    "linked": {
        "related": "linked it with {}",
        "duplicate-of": "said that it is a duplicate of {}",
        "has-duplicate": "said that {} is a duplicate of it",
        "follows": "said that it follows {}",
        "followed-by": "said that {} follows it",
        "part-of": "said that it is part of {}",
        "has-part": "said that {} is part of it",
        "distinct": "said that {} is about something else",
    },
    "unlinked": {"merged-into": "took it and {} apart again", "merged-from": "took it and {} apart again"},
}


def others_in(events: tuple[Event, ...]) -> set[UUID]:
    """The cases that these events name."""
    return {UUID(str(event.data["other"])) for event in events if event.kind in KINDS}


def is_seen(event: Event, names: Mapping[UUID, str]) -> bool:
    """Whether an event may be told: one about a case that somebody may not see is not there for them."""
    return event.kind not in KINDS or UUID(str(event.data["other"])) in names


def said(event: Event, names: Mapping[UUID, str]) -> str:
    """What somebody did, after their name: "merged it into K7QM-2XRDT"."""
    other = names.get(UUID(str(event.data["other"])), "another case")
    return _SAID[event.kind].get(str(event.data["relation"]), "took the link with {} away").format(other)
