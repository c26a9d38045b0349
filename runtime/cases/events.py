"""The record of a case: events that nobody can change unnoticed, and beside them personal values that can be erased.

Each event's hash covers the one before it. A personal value is not in the chain: its commitment is, the hash of a salt
and the value, so that erasing both leaves a chain that still proves everything else.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from definitions.facts import Actor, Event, Step
from runtime import crypto
from runtime.references import new_id

GENESIS = bytes(32)
"""What the first event of a case is chained to."""
FIXED = ("organisation_id", "service_id", "version_id", "reference", "language")
"""What never changes of a case: its first event holds a hash of it all."""

SALT = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it is stored. ``values`` holds what the database keeps beside it: by name, a salt with the value, or
    with its sealed form when it is sensitive. ``commitments`` are by the same names, for ever."""

    id: UUID
    case_id: UUID
    event: Event
    commitments: Mapping[str, str]
    values: Mapping[str, Mapping[str, Any]]
    key: str | None
    hash: bytes


def canonical(value: Any) -> bytes:
    """JSON with one spelling only: sorted names, no spaces, UTF-8. Numbers are integers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def fixed(case: Mapping[str, Any]) -> str:
    """The hash of what never changes of a case, from its columns."""
    return hashlib.sha256(canonical([str(case[name]) for name in FIXED])).hexdigest()


def bound(steps: Sequence[Step], case: Mapping[str, Any]) -> tuple[Step, ...]:
    """The first steps of a case with its columns bound into the chain, so that it cannot pass for another one, or for
    one of another version of its service."""
    first, *others = steps
    event = replace(first.event, data={**first.event.data, "case": fixed(case)})
    return replace(first, event=event), *others


def chained(
    previous: bytes,
    case_id: UUID,
    event: Event,
    personal: Mapping[str, Any],
    *,
    sensitive: frozenset[str] = frozenset(),
    key: str | None = None,
    sealing: bytes,
) -> Entry:
    """The next entry of a chain whose head is ``previous``.

    ``personal`` are values by dotted name ("answers.email"), which ``event.data`` must not repeat. Those in
    ``sensitive`` are sealed with the key ``sealing``.
    """
    event_id = new_id()
    commitments: dict[str, str] = {}
    values: dict[str, dict[str, Any]] = {}
    for name, value in personal.items():
        salt = os.urandom(SALT)
        commitments[name] = commitment(salt, value)
        values[name] = {"salt": salt.hex()}
        if name in sensitive:
            values[name]["sealed"] = crypto.seal_json(sealing, value, event_id.bytes + name.encode())
        else:
            values[name]["value"] = value
    head = link(previous, event_id, case_id, event, commitments, key)
    return Entry(event_id, case_id, event, commitments, values, key, head)


def link(
    previous: bytes,
    event_id: UUID,
    case_id: UUID,
    event: Event,
    commitments: Mapping[str, str],
    key: str | None = None,
) -> bytes:
    """The hash of an event in its place: sha256(previous || canonical JSON)."""
    fact = {
        "id": str(event_id),
        "case": str(case_id),
        "number": event.number,
        "kind": event.kind,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": _signed(event.actor),
        "transition": event.transition,
        "source": event.source,
        "target": event.target,
        "data": event.data,
        "commitments": commitments,
        "key": key,
    }
    return hashlib.sha256(previous + canonical(fact)).digest()


def _signed(actor: Actor) -> list[Any]:
    """An actor as the chain holds it. Who stands in for nobody is written as before anybody could."""
    own = [actor.kind, actor.id, actor.name, sorted(actor.roles)]
    return own if actor.behalf is None and not actor.behalf_name else [*own, actor.behalf, actor.behalf_name]


def commitment(salt: bytes, value: Any) -> str:
    return hashlib.sha256(salt + canonical(value)).hexdigest()


def opened(entry: Entry, sealing: bytes) -> dict[str, Any]:
    """The personal values that are still there, by name, unsealed.

    Raises:
        SealBroken: a sealed value was made with another key, or moved, or changed.
    """
    return {
        name: crypto.unseal_json(sealing, kept["sealed"], entry.id.bytes + name.encode())
        if "sealed" in kept
        else kept["value"]
        for name, kept in entry.values.items()
    }


def first_break(entries: Sequence[Entry], previous: bytes = GENESIS) -> Entry | None:
    """The first entry that is not what was written in its place, or None when the chain holds."""
    for number, entry in enumerate(entries, 1):
        if entry.event.number != number:
            return entry
        if link(previous, entry.id, entry.case_id, entry.event, entry.commitments, entry.key) != entry.hash:
            return entry
        previous = entry.hash
    return None


def broken_commitments(entry: Entry, sealing: bytes) -> Iterable[str]:
    """Names of values that are not what was committed to. One that was erased breaks nothing."""
    for name, kept in entry.values.items():
        try:
            value = opened_one(entry, name, sealing)
        except crypto.SealBroken:
            yield name
            continue
        if entry.commitments.get(name) != commitment(bytes.fromhex(kept["salt"]), value):
            yield name


def opened_one(entry: Entry, name: str, sealing: bytes) -> Any:
    kept = entry.values[name]
    if "sealed" in kept:
        return crypto.unseal_json(sealing, kept["sealed"], entry.id.bytes + name.encode())
    return kept["value"]


def as_row(entry: Entry, organisation_id: UUID) -> dict[str, Any]:
    """The entry as a row of ``events``, in JSON's own types."""
    event = entry.event
    return {
        "id": str(entry.id),
        "organisation_id": str(organisation_id),
        "case_id": str(entry.case_id),
        "number": event.number,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "actor_kind": event.actor.kind,
        "actor_id": event.actor.id,
        "actor_name": event.actor.name,
        "actor_roles": sorted(event.actor.roles),
        "behalf": event.actor.behalf,
        "behalf_name": event.actor.behalf_name or None,
        "transition": event.transition,
        "source": event.source,
        "target": event.target,
        "data": event.data,
        "commitments": entry.commitments,
        "key": entry.key,
        "hash": f"\\x{entry.hash.hex()}",
    }


def from_row(row: Mapping[str, Any]) -> Entry:
    """The entry of a row of ``events``, as JSON gives it, with ``values`` of ``event_values`` (None: all erased)."""
    event = Event(
        number=row["number"],
        kind=row["kind"],
        at=datetime.fromisoformat(row["at"]).astimezone(UTC),
        actor=Actor(
            row["actor_kind"],
            row["actor_id"],
            row["actor_name"],
            frozenset(row["actor_roles"]),
            row["behalf"],
            row["behalf_name"] or "",
        ),
        transition=row["transition"],
        source=row["source"],
        target=row["target"],
        data=row["data"],
    )
    case_id, hashed = UUID(row["case_id"]), bytes.fromhex(row["hash"].removeprefix("\\x"))
    return Entry(UUID(row["id"]), case_id, event, row["commitments"], row["values"] or {}, row["key"], hashed)
