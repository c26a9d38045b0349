"""Cases for the checks: a good document, and what turns it into one that a check must find, at which place."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from tests.factories import document

GONE: Any = object()
"""As a new value: take the property away."""


@dataclass(frozen=True, slots=True)
class Case:
    """``edits`` turn ``good`` into a document in which the check finds something at ``at``."""

    good: dict[str, Any]
    at: str
    edits: dict[str, Any] = field(default_factory=dict)

    @property
    def bad(self) -> dict[str, Any]:
        return edited(self.good, self.edits)


def edited(document: dict[str, Any], edits: dict[str, Any]) -> dict[str, Any]:
    """A copy with the value at each JSON pointer replaced; the pointer's last part "-" adds to a list."""
    changed = copy.deepcopy(document)
    for pointer, value in edits.items():
        *above, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        parent: Any = changed
        for part in above:
            parent = parent[int(part)] if isinstance(parent, list) else parent[part]
        _put(parent, last, value)
    return changed


def _put(parent: Any, last: str, value: Any) -> None:
    if value is GONE:
        del parent[int(last) if isinstance(parent, list) else last]
    elif isinstance(parent, list) and last == "-":
        parent.append(value)
    else:
        parent[int(last) if isinstance(parent, list) else last] = value


def case(at: str, good: dict[str, Any] | None = None, **edits: Any) -> Case:
    """A case whose only edit is at ``at``, unless ``edit`` says more: ``put`` is the new value there."""
    made = {at: edits["put"]} if "put" in edits else {}
    return Case(good or document(), at, made | edits.get("edits", {}))


def radios(id: str, *values: str, **changes: Any) -> dict[str, Any]:
    options = [{"value": value, "label": value.capitalize()} for value in values]
    return {"id": id, "type": "radios", "label": id.capitalize(), "options": options} | changes


def ask(id: str, kind: str = "text", **changes: Any) -> dict[str, Any]:
    return {"id": id, "type": kind, "label": id.replace("_", " ").capitalize()} | changes


def pages(*pages: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A document whose form has these pages after its own."""
    good = document(**changes)
    good["form"] = {"pages": [*good["form"]["pages"], *pages]}
    return good


def flow(*, transitions: tuple[dict[str, Any], ...] = (), states: tuple[dict[str, Any], ...] = (), **more: Any) -> Any:
    """A document whose workflow has these states and transitions besides its own."""
    clocks = more.pop("clocks", None)
    good = document(**more)
    good["workflow"]["states"] += states
    good["workflow"]["transitions"] += transitions
    if clocks:
        good["workflow"]["clocks"] = clocks
    return good


def state(id: str, **changes: Any) -> dict[str, Any]:
    return {"id": id, "label": id.capitalize(), "public": f"It is {id}", "queue": "triage"} | changes


def move(id: str, source: str, to: str, by: str = "officer", **changes: Any) -> dict[str, Any]:
    return {"id": id, "label": id.replace("-", " ").capitalize(), "from": [source], "to": to, "by": [by]} | changes


def clock(id: str = "promise", **changes: Any) -> dict[str, Any]:
    return {"id": id, "label": id.capitalize(), "length": "5 working days", "starts": "submission"} | changes


def mail(id: str = "told", **changes: Any) -> dict[str, Any]:
    to = {"address": "desk@example.com"}
    return {"id": id, "to": to, "subject": "About it", "body": "It is done."} | changes
