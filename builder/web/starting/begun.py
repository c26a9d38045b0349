"""A draft of a new service: its id, which nobody else's is, and where its author goes on from."""

from __future__ import annotations

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from builder.beginning import id_for
from runtime import documents, drafts
from runtime.errors import DraftExists
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in


def taken() -> frozenset[str]:
    """The ids of all services here, drafts and published."""
    organisation_id = signed_in.viewer().organisation_id
    with current_site().database.read() as session:
        return drafts.ids(session, organisation_id) | documents.ids(session, organisation_id)


def free_id(words: str) -> str:
    """An id made of a title, or of an id that is taken."""
    return id_for(words, taken().__contains__)


def begun(service_id: str, text: str, words: str) -> ResponseReturnValue | None:
    """Keep a draft and lead to it; None when somebody else has begun one of that id in the meantime."""
    viewer = signed_in.viewer()
    try:
        with current_site().database.begin() as session:
            if service_id in documents.ids(session, viewer.organisation_id):
                return None
            here, by = viewer.organisation_id, viewer.person_id
            drafts.begin(session, service_id, text, organisation_id=here, by=by, at=now())
    except DraftExists:
        return None
    flash(words, "done")
    first = "build_form.show" if "build_form.show" in current_app.view_functions else "build_services.open"
    return redirect(url_for(first, service_id=service_id), 303)
