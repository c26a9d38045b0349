"""Where the pages of a rehearsal are."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("build_try", __name__, url_prefix="/build/<service_id>/try")
