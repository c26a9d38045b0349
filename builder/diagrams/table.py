"""What a diagram shows, as rows: each state, and beneath it what can happen there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.diagrams.people import lanes_of, people
from builder.references.fresh import labelled

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """An action from a state. ``to`` and ``leads`` are the address and label of where it leads; None where
    a case stays. ``does`` are the kinds of its effects."""

    address: str
    label: str
    who: str
    to: str | None
    leads: str | None
    guarded: bool
    does: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """``who`` works the cases in it, ``queue`` is where they wait, ``ends`` says that it is final, ``arriving`` how
    many actions lead to it."""

    address: str
    label: str
    public: str
    who: str
    queue: str
    begins: bool
    ends: bool
    arriving: int
    ways: tuple[Way, ...]


def table(document: Document) -> tuple[Row, ...]:
    flow, lanes = document["workflow"], lanes_of(document)
    labels = {one["id"]: labelled(one) for one in flow["states"]}
    named = {one.id: one.label for one in lanes.named}
    return tuple(
        Row(
            f"state:{one['id']}",
            labelled(one),
            labelled({"label": one["public"]}),
            "" if one.get("final") else named[lanes.of_state(one["id"])],
            lanes.queue_words(one),
            one["id"] == flow["initial"],
            one.get("final", False),
            sum(way.get("to") == one["id"] for way in flow["transitions"]),
            tuple(_way(document, way, labels) for way in flow["transitions"] if one["id"] in way["from"]),
        )
        for one in flow["states"]
    )


def _way(document: Document, way: Mapping[str, Any], labels: Mapping[str, str]) -> Way:
    to = way.get("to")
    _, _, who = people(document, way, "")
    return Way(f"transition:{way['id']}", labelled(way), who, f"state:{to}" if to else None,
               labels.get(to, to) if to else None, "when" in way,
               tuple(kind for effect in way.get("effects", ()) for kind in effect if kind != "when"))  # fmt: skip
