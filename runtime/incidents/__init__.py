"""Incidents: what went wrong and needs a person. Each has an owner, a reason, and a retry or an end."""

from __future__ import annotations

from runtime.incidents.closing import IncidentNotFound, give_up, resolve, restate, retry, take
from runtime.incidents.listing import (
    PAGE,
    Filters,
    Group,
    Incident,
    Place,
    closed,
    count,
    everywhere,
    for_viewer,
    groups,
    history,
    in_group,
    open_for,
    owned,
)
from runtime.incidents.opening import GLASS, cause, open, open_letter, owner_of

__all__ = [
    "GLASS",
    "PAGE",
    "Filters",
    "Group",
    "Incident",
    "IncidentNotFound",
    "Place",
    "cause",
    "closed",
    "count",
    "everywhere",
    "for_viewer",
    "give_up",
    "groups",
    "history",
    "in_group",
    "open",
    "open_for",
    "open_letter",
    "owned",
    "owner_of",
    "resolve",
    "restate",
    "retry",
    "take",
]
