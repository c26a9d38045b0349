"""What every page may ask for: the installation's settings, database and plugins, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app

from runtime.config import Settings
from runtime.db import Database
from runtime.ports import Addresses

_KEY = "townclerk"


@dataclass(frozen=True, slots=True)
class Site:
    """One installation, as its pages see it."""

    settings: Settings
    database: Database
    addresses: Addresses | None = None
    """Where addresses are looked up; None: people type them."""


def place(app: Flask, site: Site) -> None:
    app.extensions[_KEY] = site


def current_site() -> Site:
    """The site that this request is for."""
    site: Site = current_app.extensions[_KEY]
    return site


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)
