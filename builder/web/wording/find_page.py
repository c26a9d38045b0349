"""Words found in one service or in all, and replaced in the texts that are ticked: one edit a service, to be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from builder import drafting, finding
from builder.drafting import Conflicting
from builder.finding import Found, Sought
from builder.references import Refused
from builder.references.fresh import labelled
from builder.web.drafts import refusals
from builder.web.drafts.drafted import done, opened
from builder.web.elements.element_page import seen_document
from builder.web.painting import paint
from builder.web.painting.places import place
from builder.web.painting.work import Work
from runtime import documents, drafts
from runtime.errors import DraftNotFound
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in

pages = Blueprint("build_find", __name__, url_prefix="/build")

LONGEST = 100
MOST = 100
"""The most places that one page shows of one service."""
KEPT = "stays: it has to say something"
ID = "stays: a short name is changed where it is given"


@dataclass(frozen=True, slots=True)
class Line:
    """A place that holds the words. ``send`` is what its tick box sends; nothing where it cannot be replaced, and
    ``stays`` says why."""

    found: Found
    url: str
    send: str
    ticked: bool
    stays: str


@dataclass(slots=True)
class Group:
    """The places of one service: ``lines`` are those of one page, ``many`` counts all."""

    id: str
    title: str
    revision: int
    many: int = 0
    page: int = 1
    lines: list[Line] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return max(1, -(-self.many // MOST))

    @property
    def first(self) -> int:
        return (self.page - 1) * MOST + 1


@pages.get("/<service_id>/find")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    page = request.args.get("page", "")
    groups = [_group(work.id, work.document, work.revision, int(page) if page.isdecimal() and len(page) < 5 else 1)]
    return _page(groups, url_for(".show", service_id=service_id), work)


@pages.post("/<service_id>/find")
@access("author")
def replace(service_id: str) -> ResponseReturnValue:
    """Put the other words into the texts that were ticked, as they were when their author saw them."""
    work = opened(service_id)
    back = url_for(".show", service_id=service_id, **_asked())
    try:
        edit, words = _edit(seen_document(work), service_id)
    except Refused as why:
        return refusals.refused(work, why, back)
    if edit is None:
        flash("Nothing was ticked, so nothing is changed.")
    return done(work, edit, back=back, words=words)


@pages.get("/find")
@access("author")
def show_all() -> ResponseReturnValue:
    with current_site().database.read() as session:
        services = _services(session, signed_in.viewer().organisation_id)
    groups = [_group(id, document, revision) for id, (document, revision) in services.items()]
    return _page([one for one in groups if one.lines], url_for(".show_all"))


@pages.post("/find")
@access("author")
def replace_all() -> ResponseReturnValue:
    """The same in several services: in each it is one edit of its own, and none waits for another."""
    viewer, changed, sent = signed_in.viewer(), 0, request.form
    for service_id in dict.fromkeys(one.partition("/")[0] for one in sent.getlist("in")):
        revision = sent.get(f"revision-{service_id}", "")
        base = int(revision) if revision.isdecimal() and len(revision) < 10 else None
        changed += _replaced_in(service_id, viewer.organisation_id, viewer.person_id, base)
    if changed:
        flash(f"Replaced in {changed} service{'s' if changed > 1 else ''}. Each can undo it.", "done")
    elif not sent.getlist("in"):
        flash("Nothing was ticked, so nothing is changed.")
    return redirect(url_for(".show_all", **_asked()), 303)


def _replaced_in(service_id: str, organisation_id: UUID, by: UUID, base: int | None) -> bool:
    try:
        with current_site().database.begin() as session:
            here = drafting.open_draft(session, organisation_id, service_id)
            edit, words = _edit(here.document, service_id) if here.revision == base else (None, "")
            if edit is None:
                raise Refused("another", "it was changed since")
            given: dict[str, Any] = {"base": base, "by": by, "at": now(), "words": words}
            made = drafting.change(session, organisation_id, service_id, edit, **given)
    except (Refused, Conflicting, DraftNotFound):
        flash(f"{service_id} was changed by somebody meanwhile, and is left alone: look at it again.")
        return False
    return bool(made.words)


def _edit(document: Mapping[str, Any], service_id: str) -> tuple[Any, str]:
    """What the form asks for: the edit, none where nothing is ticked; and what it does, in words."""
    sought, new = _sought(), request.values.get("to", "")[:LONGEST]
    ticked = set(request.form.getlist("in"))
    chosen = [one for one in finding.found(document, sought) if f"{service_id}/{one.address}" in ticked]
    edit = finding.replacing(document, chosen, new) if new or "replace" in request.form else None
    count = f"{len(chosen)} text{'s' if len(chosen) != 1 else ''}"
    if not new:
        return edit, f"Took “{sought.words}” out of {count}"
    return edit, f"Replaced “{sought.words}” with “{new}” in {count}"


def _sought() -> Sought:
    sent = request.values
    return Sought(sent.get("q", "").strip()[:LONGEST], "whole" in sent, "exact" in sent)


def _asked() -> dict[str, Any]:
    """What is looked for, to lead there again."""
    names = ("q", "whole", "exact", "to", "replace")
    return {name: request.values[name][:LONGEST] for name in names if request.values.get(name)}


def _services(session: Session, organisation_id: UUID) -> dict[str, tuple[Mapping[str, Any], int]]:
    """Each service as it is being changed, or else as it is live, by title."""
    found = {one.service_id: (one.service.document, 0) for one in documents.catalogue(session, organisation_id)}
    for one in drafts.listed(session, organisation_id):
        found[one.service_id] = (drafting.parsed(one.text), one.revision)
    return dict(sorted(found.items(), key=lambda one: labelled(one[1][0]).lower()))


def _group(id: str, document: Mapping[str, Any], revision: int, page: int = 1) -> Group:
    places = finding.found(document, _sought())
    group = Group(id, labelled(document) or id, revision, len(places))
    group.page = min(max(page, 1), group.pages)
    group.lines = [_line(id, document, one) for one in places[group.first - 1 : group.first - 1 + MOST]]
    return group


def _line(id: str, document: Mapping[str, Any], one: Found) -> Line:
    new = request.args.get("to", "")[:LONGEST]
    empty = one.text and not one.replaced(new).strip()
    stays = ID if not one.text else KEPT if empty and not finding.left_out(document, one) else ""
    send = f"{id}/{one.address}" if not stays else ""
    translated = one.address.startswith("/translations/")
    url = url_for("build_translate.show", service_id=id, q=_sought().words) if translated else _place(id, one)
    return Line(one, url, send, bool(send) and not translated, stays)


def _place(id: str, one: Found) -> str:
    return place(id, one.element) if one.element else url_for("build_settings.show", service_id=id)


def _page(groups: list[Group], action: str, work: Work | None = None) -> ResponseReturnValue:
    sent, sought = request.args, _sought()
    return paint(
        "build/find.html", work=work, groups=groups, action=action, sought=sought, to=sent.get("to", "")[:LONGEST],
        count=sum(one.many for one in groups), changing=bool(sent.get("to") or "replace" in sent), asked=_asked(),
    )  # fmt: skip
