"""The services of an organisation: what is live, what is being changed, by whom and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from builder.drafting import parsed
from builder.references.fresh import labelled
from builder.web.drafts.drafted import opened
from builder.web.painting import paint
from builder.web.painting.moments import when
from builder.web.painting.work import problems_of
from definitions.reading.beside import taken_in
from runtime import documents, drafts, people, releases
from runtime.documents import Published
from runtime.drafts import Draft
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in

pages = Blueprint("build_services", __name__, url_prefix="/build")

MANY = 8
"""With more services than these there is a box to filter them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A service in the list. ``state`` is draft, changed or live; ``number`` of the live version."""

    id: str
    title: str
    state: str
    number: int | None = None
    errors: int = 0
    owner: str = ""
    changed: str = ""
    by: str = ""
    discardable: bool = False

    def fits(self, words: list[str]) -> bool:
        said = f"{self.title} {self.id} {STATES[self.state]} {self.owner}".lower()
        return all(word in said for word in words)


STATES = {"draft": "Draft", "changed": "Live, with changes", "live": "Live"}


@pages.get("")
@access("author")
def show() -> ResponseReturnValue:
    asked = request.args.get("q", "").strip()[:100]
    with current_site().database.read() as session:
        found = _standing(session, signed_in.viewer().organisation_id, now())
        waiting = len(releases.open_requests(session, signed_in.viewer().organisation_id))
    fitting = [one for one in found if one.fits(asked.lower().split())]
    several = len(found) > MANY or bool(asked)
    shown: dict[str, Any] = {"total": len(found), "several": several, "asked": asked, "waiting": waiting}
    return paint("build/services.html", services=fitting, states=STATES, **shown)


@pages.get("/<service_id>")
@access("author")
def open(service_id: str) -> ResponseReturnValue:
    """A service at a glance, and the way to each of its rooms."""
    return paint("build/service.html", work=opened(service_id))


def _standing(session: Session, organisation_id: UUID, at: datetime) -> list[Standing]:
    live = {one.service_id: one for one in documents.catalogue(session, organisation_id)}
    drafted = {one.service_id: one for one in drafts.listed(session, organisation_id)}
    asked = {id for one in drafted.values() for id in (one.owner_id, one.changed_by) if id is not None}
    names = people.names(session, asked)
    found = [_one(id, live.get(id), drafted.get(id), names, at) for id in {**live, **drafted}]
    return sorted(found, key=lambda one: (one.title.lower(), one.id))


def _one(id: str, live: Published | None, draft: Draft | None, names: dict[UUID, str], at: datetime) -> Standing:
    number = live.number if live else None
    if draft is None:
        document: Any = live.service.document if live else {}
        return Standing(id, labelled(document) or id, "live", number)
    document = parsed(draft.text)
    same = live is not None and live.service.document == taken_in(document)
    errors = 0 if same else sum(one.severity == "error" for one in problems_of(draft.text))
    state = "live" if same else "changed" if live else "draft"
    return Standing(
        id, labelled(document) or id, state, number, errors,
        owner=names.get(draft.owner_id, "") if draft.owner_id else "",
        changed=when(draft.changed_at, at),
        by=names.get(draft.changed_by, "") if draft.changed_by else "",
        discardable=not same,
    )  # fmt: skip
