"""For machines that watch: whether this process answers, and can reach its database."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from runtime.web.access_rules import access
from runtime.web.site import current_site

health = Blueprint("health", __name__)


@health.get("/healthz")
@access("public")
def healthz() -> Response:
    """200 when all is well; 503 when the database cannot be reached."""
    try:
        with current_site().database.read() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("the database cannot be reached\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
