"""Ports: what we need of the world outside, as protocols. A plugin answers each, found by entry point, never imported.

A plugin is called with the :class:`~runtime.db.Database`, whose ``settings`` it may read, and gives the port's object.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol

from runtime.config import UnsafeSettings
from runtime.db import Database

ADDRESSES, SCANNER = "townclerk.addresses", "townclerk.scanner"
MOST_ADDRESSES = 100
"""Addresses that are shown at a time: a longer list is no help to anybody."""


class SourceDown(Exception):
    """The far end cannot say, now. The message is for the log: why, and without what was asked."""


@dataclass(frozen=True, slots=True)
class Address:
    """One property of the gazetteer, in the parts that a question of kind address has."""

    uprn: str
    line_1: str
    town: str
    postcode: str
    line_2: str = ""
    county: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """What the question's answer is made of: the parts that are there."""
        names = ("line_1", "line_2", "town", "county", "postcode", "uprn")
        return {name: text for name in names if (text := getattr(self, name))}

    @property
    def line(self) -> str:
        return ", ".join(text for name, text in self.parts.items() if name not in ("uprn", "postcode"))


@dataclass(frozen=True, slots=True)
class Found:
    """At most :data:`MOST_ADDRESSES` addresses, in the order of the street; ``total`` counts all there are."""

    addresses: tuple[Address, ...]
    total: int


class Addresses(Protocol):
    """Where the addresses of the country are known."""

    def at(self, postcode: str, building: str = "") -> Found:
        """Those with this postcode (as "AB1 2CD"); only those that ``building``, a number or a name, can mean.

        Raises:
            SourceDown: it cannot say.
        """
        ...

    def of(self, uprn: str) -> Address | None:
        """The one with this number; None when there is none.

        Raises:
            SourceDown: it cannot say.
        """
        ...


class CannotScan(Exception):
    """The scanner answers, but will not judge this file: somebody has to change how it is set up, or judge for it."""


class Scanner(Protocol):
    """Looks for malware in files."""

    def scan(self, content: bytes) -> str | None:
        """What was found, by the scanner's own name for it; None when it found nothing.

        Raises:
            SourceDown: it cannot be reached, or did not answer in time.
            CannotScan: it refuses this file.
        """
        ...


def addresses(database: Database) -> Addresses | None:
    """What TOWNCLERK_ADDRESSES names; None when that is "none": people type their addresses.

    Raises:
        UnsafeSettings: it names no plugin that is installed here.
    """
    name = database.settings.addresses
    found: Addresses | None = None if name == "none" else plugged(ADDRESSES, name, "TOWNCLERK_ADDRESSES", database)
    return found


def scanner(database: Database) -> Scanner | None:
    """What TOWNCLERK_SCANNER names; None when that is "none": files are opened that nobody has checked.

    Raises:
        UnsafeSettings: it names no plugin that is installed here, or one whose own settings are no good.
    """
    name = database.settings.scanner
    found: Scanner | None = plugged(SCANNER, name, "TOWNCLERK_SCANNER", database) if database.settings.scans else None
    return found


def plugged(group: str, name: str, variable: str, database: Database) -> Any:
    """The plugin of that name in a port's group of entry points, made ready.

    Raises:
        UnsafeSettings: there is none; it says which there are, and which ``variable`` to set.
    """
    known = {entry.name: entry for entry in entry_points(group=group)}
    if name not in known:
        raise UnsafeSettings(
            [f"{variable} must be one of {', '.join(sorted({'none', *known}))}: {name} is none of them"]
        )
    return known[name].load()(database)
