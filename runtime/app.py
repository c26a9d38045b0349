"""The composition root of the public site: one Flask application for citizens and staff."""

from __future__ import annotations

from flask import Flask

from runtime.config import Settings
from runtime.db import Database
from runtime.web import access_rules, errors, htmx, office, shell, site
from runtime.web.health import health


def create_site(settings: Settings, database: Database) -> Flask:
    """Every page of the runtime, ready to serve.

    Raises:
        UndeclaredAccess: a view does not say who may use it.
    """
    app = Flask("runtime.web", static_folder="static", template_folder=None)
    app.jinja_loader = shell.loader()
    site.place(app, site.Site(settings, database))
    shell.install(app, settings)
    htmx.install(app)
    errors.install(app)
    app.register_blueprint(health)
    office.install(app)
    access_rules.refuse_undeclared(app)
    return app
