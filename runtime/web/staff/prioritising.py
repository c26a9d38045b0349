"""How urgent a case is, said from its own page by whoever works it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from definitions.consequences import PRIORITIES
from runtime import cases
from runtime.cases.priority import priority_refused
from runtime.errors import StaleCase
from runtime.web.access_rules import access
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.actions import overtaken, said_done, sent_revision
from runtime.web.staff.opened import Opened, opened

pages = Blueprint("prioritising", __name__, url_prefix="/staff/cases/<reference>")


def priorities(of: Opened) -> list[str]:
    """The priorities that the viewer may give the case now, the highest first."""
    may = (one for one in reversed(PRIORITIES) if not priority_refused(of.loaded, one, of.actor))
    return list(may) if of.broken is None else []


@pages.post("/priority/<any(low,normal,high):priority>")
@access("staff")
def prioritise(reference: str, priority: str) -> ResponseReturnValue:
    revision, key, at = sent_revision(), sent_key(), now()
    try:
        with current_site().database.begin() as session:
            of = opened(session, reference, signed_in.viewer(), at)
            acted = cases.set_priority(session, of.loaded.id, priority, of.actor, revision=revision, key=key, at=at)
    except StaleCase:
        return overtaken(of, revision, url=f"{of.url}/priority/{priority}", button=f"Make it {priority}")
    return said_done(reference, acted)
