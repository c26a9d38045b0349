"""The composition root of the public site: one Flask application for citizens and staff."""

from __future__ import annotations

from flask import Flask

from runtime import ports
from runtime.config import Settings
from runtime.db import Database
from runtime.web import access_rules, errors, htmx, limits, shell, site
from runtime.web.assets import assets
from runtime.web.brand import brand
from runtime.web.health import health
from runtime.web.public.again import again
from runtime.web.public.asked import asked
from runtime.web.public.check import check
from runtime.web.public.citizen import citizen
from runtime.web.public.coming_back import coming_back
from runtime.web.public.later import later
from runtime.web.public.mailbox import mailbox
from runtime.web.public.tasks import tasks
from runtime.web.public.track import track
from runtime.web.staff import office


def create_site(settings: Settings, database: Database) -> Flask:
    """Every page of the runtime, ready to serve.

    Raises:
        UndeclaredAccess: a view does not say who may use it.
        UnsafeSettings: they name a plugin that is not installed.
    """
    app = Flask("runtime.web", static_folder=None, template_folder=None)
    app.jinja_loader = shell.loader()
    site.place(app, site.Site(settings, database, ports.addresses(database)))
    shell.install(app, settings)
    htmx.install(app)
    errors.install(app)
    limits.install(app, database)
    for room in (citizen, tasks, later, again, check, coming_back, track, asked, assets, brand, health):
        app.register_blueprint(room)
    if settings.demo:
        app.register_blueprint(mailbox)
    office.install(app)
    access_rules.refuse_undeclared(app)
    return app
