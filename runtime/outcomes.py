"""What a handler is told of an effect, and how it answers: a call to make, nothing to do, later, or never."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from definitions.facts import Case, Event
from definitions.service import Service

if TYPE_CHECKING:
    from runtime.db import Database


@dataclass(frozen=True, slots=True)
class Promised:
    """One effect to carry out now, with its case as it stands. ``key`` is the idempotency key the far end sees.

    ``cause`` is the event that promised it, ``at`` (aware) the time of this try by the database's clock.
    """

    key: str
    kind: str
    what: Mapping[str, Any]
    case_id: UUID
    service: Service
    case: Case
    cause: Event
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """Something to do outside any transaction: ``make`` does it and gives the outcome in words without personal data.

    ``peer`` names the far end, for the breaker. ``unasked_address`` is set when a mail goes to an address that nobody
    has verified, and that counts against its allowance.
    """

    peer: str
    make: Callable[[Database], str]
    unasked_address: str | None = None


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """There is nothing to do, and why: "not sent: no address given"."""

    outcome: str


class TryLater(Exception):
    """It did not work this time. ``after`` is how many seconds the far end asked us to wait, None if it did not say."""

    def __init__(self, reason: str, *, after: float | None = None) -> None:
        self.reason, self.after = reason, after
        super().__init__(reason)


class Unreachable(TryLater):
    """The far end did not answer at all, so it would not answer others either."""


class CannotDo(Exception):
    """It will not work until a person changes something; the reason says what, in plain words."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
