"""What holds for a whole service: what it is called, its languages, privacy, who applies; and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder import drafting, fields
from builder.fields import Field
from builder.web.drafts.drafted import opened
from builder.web.elements import element_page
from builder.web.painting import paint
from builder.web.painting.work import Work
from runtime import people
from runtime.access import COUNCIL
from runtime.web.access_rules import access
from runtime.web.site import current_site

pages = Blueprint("build_settings", __name__, url_prefix="/build/<service_id>/settings")

SHOWN = ("title", "summary", "after_submission", "languages", "applicant", "privacy", "calendar")
RARE = ("category", "corrections", "applications", "duplicates", "tables", "blocks")
"""All else of a document has a room of its own."""


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _painted(opened(service_id))


@pages.post("/owner")
@access("author")
def own(service_id: str) -> ResponseReturnValue:
    """Give the service to another author. It changes nothing of what the service is, and so is no edit."""
    work = opened(service_id)
    chosen = next((id for id, _ in _authors(work) if str(id) == request.form.get("owner")), None)
    if chosen is None:
        abort(404)
    with current_site().database.begin() as session:
        drafting.own(session, work.viewer.organisation_id, service_id, chosen, by=work.viewer.person_id, at=work.at)
    flash("The service has another owner.", "done")
    return redirect(url_for(".show", service_id=service_id), 303)


def _painted(
    work: Work,
    fields_typed: Sequence[Field] | None = None,
    *,
    problems: Sequence[tuple[str, str]] = (),
    seen: int | None = None,
    status: int = 200,
) -> Response:
    shown = fields.fields(work.document, "") if fields_typed is None else fields_typed
    chosen = sorted((one for one in shown if one.name in SHOWN + RARE), key=lambda one: (SHOWN + RARE).index(one.name))
    for one in chosen:
        one.more = one.name in RARE
    draft = work.opened.draft
    return paint(
        "build/settings.html", work=work, tab="settings", status=status, address="", fields=chosen,
        element_label="The whole service", problems=problems, seen=seen or work.revision,
        back=url_for("build_settings.show", service_id=work.id), authors=_authors(work),
        owner=draft.owner_id if draft else None,
    )  # fmt: skip


def _again(
    work: Work, *, fields: list[Field], problems: list[tuple[str, str]], seen: int | None, status: int, **_: Any
) -> Response:
    return _painted(work, fields, problems=problems, seen=seen, status=status)


def _authors(work: Work) -> list[tuple[UUID, str]]:
    with current_site().database.read() as session:
        found = people.colleagues(session, work.viewer.organisation_id, COUNCIL)
    return [(one.id, one.name) for one in found if "author" in one.roles]


element_page.AGAIN["settings"] = _again
