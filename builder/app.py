"""The composition root: the runtime's site, with everything that the builder adds to it."""

from __future__ import annotations

import os

from flask import Flask

from builder.web import rooms
from runtime.app import create_site
from runtime.config import Settings
from runtime.db import Database
from runtime.web import access_rules


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """The whole product as one WSGI application.

    Raises:
        UnsafeSettings: with every setting that is not safe outside demo mode.
    """
    settings = settings or Settings.from_environ(os.environ)
    app = create_site(settings, database or Database(settings))
    rooms.install(app)
    access_rules.refuse_undeclared(app)
    return app
