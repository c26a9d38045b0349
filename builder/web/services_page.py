"""The services of an organisation: what is live, what is being changed, by whom and how it stands."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from builder.drafting import parsed
from builder.web.drafted import opened
from builder.web.painting import paint
from builder.web.work import problems_of
from runtime import documents, drafts
from runtime.web.access_rules import access
from runtime.web.site import current_site
from runtime.web.staff import signed_in

pages = Blueprint("build_services", __name__, url_prefix="/build")


@pages.get("")
@access("author")
def show() -> ResponseReturnValue:
    organisation_id = signed_in.viewer().organisation_id
    with current_site().database.read() as session:
        live = {one.service_id: one for one in documents.catalogue(session, organisation_id)}
        drafted = drafts.listed(session, organisation_id)
    found: dict[str, dict[str, Any]] = {
        id: {"id": id, "title": one.service.document["title"], "live": one.number, "state": "Live", "errors": 0}
        for id, one in live.items()
    }
    for draft in drafted:
        document = parsed(draft.text)
        published = live.get(draft.service_id)
        same = published is not None and published.service.document == document
        state = "Live" if same else "Changed since it was published" if published else "Draft"
        errors = sum(one.severity == "error" for one in problems_of(draft.text))
        found[draft.service_id] = {
            "id": draft.service_id, "title": document.get("title") or draft.service_id, "state": state,
            "live": published.number if published else None, "errors": errors, "changed_at": draft.changed_at,
        }  # fmt: skip
    return paint("build/services.html", services=sorted(found.values(), key=lambda one: str(one["title"]).lower()))


@pages.get("/<service_id>")
@access("author")
def open(service_id: str) -> ResponseReturnValue:
    """A service at a glance, and the way to each of its rooms."""
    return paint("build/service.html", work=opened(service_id))
