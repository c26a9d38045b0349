"""How cases have to do with one another: what an event says of a link, on either side of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from definitions.facts import Event, Link

INVERSE: Mapping[str, str] = MappingProxyType(
    {
        "related": "related", "distinct": "distinct", "duplicate-of": "has-duplicate", "has-duplicate": "duplicate-of",
        "follows": "followed-by", "followed-by": "follows", "part-of": "has-part", "has-part": "part-of",
        "merged-into": "merged-from", "merged-from": "merged-into",
        "split-from": "split-to", "split-to": "split-from",
    }
)  # fmt: skip
"""What the other case is told. ``distinct``: somebody has looked, and they are not about the same thing."""

CHOSEN = ("related", "duplicate-of", "follows", "followed-by", "part-of", "has-part")
"""Relations that staff may choose."""

KINDS = ("linked", "unlinked", "merged", "split")


def linked(links: Mapping[str, Link], event: Event) -> Mapping[str, Link]:
    """The links after ``event``, of whose data ``other`` is the other case's id and ``relation`` what it is to it.

    There is one link between two cases: a later one takes the place of an earlier.
    """
    if event.kind not in KINDS:
        return links
    other = str(event.data["other"])
    rest = {name: link for name, link in links.items() if name != other}
    if event.kind == "unlinked":
        return rest
    return {**rest, other: Link(str(event.data["relation"]), event.at, event.number)}
