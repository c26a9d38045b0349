"""A step of a rehearsal in an author's hands. Each that is taken is kept anew, so that reload and Back work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from builder import rehearsal
from builder.rehearsal import BadRehearsal, Deed, Played, Rehearsal
from builder.web.drafts.drafted import opened
from builder.web.painting.work import Work
from definitions.service import Service
from runtime.drafts import rehearsals
from runtime.web.site import current_site, now


@dataclass(frozen=True)
class Step:
    """``service`` is the draft as it is now: whoever changes it sees the same story go otherwise."""

    work: Work
    id: UUID
    story: Rehearsal
    service: Service

    @cached_property
    def played(self) -> Played:
        return rehearsal.play(self.service, self.story)

    @property
    def url(self) -> str:
        return f"/build/{self.work.id}/try/{self.id}"

    @property
    def words(self) -> Mapping[str, Any]:
        return self.work.document

    def on(self, story: Rehearsal) -> Step:
        """The step that is taken from here: kept."""
        return Step(self.work, keep(self.work, story), story, self.service)

    def after(self, deed: Deed) -> Step:
        """What cannot be done any more, because there is no room for it, is not done."""
        try:
            return self.on(self.story.after(deed))
        except BadRehearsal as wrong:
            abort(400, str(wrong))


def taken(service_id: str, step_id: UUID) -> Step:
    """The step that an address names. A draft that has errors by now leads back to the beginning, which says so."""
    work = opened(service_id)
    with current_site().database.read() as session:
        found = rehearsals.find(session, work.viewer.organisation_id, service_id, step_id)
    if found is None:
        abort(404)
    if work.service is None:
        abort(redirect(start_url(service_id), 303))
    return Step(work, step_id, Rehearsal.of(found), work.service)


def keep(work: Work, story: Rehearsal) -> UUID:
    with current_site().database.begin() as session:
        organisation, by = work.viewer.organisation_id, work.viewer.person_id
        return rehearsals.keep(session, organisation, work.id, story.as_json(), by=by, at=now())


def latest(work: Work) -> UUID | None:
    with current_site().database.read() as session:
        return rehearsals.latest(session, work.id, by=work.viewer.person_id)


def start_url(service_id: str) -> str:
    return url_for("build_try.show", service_id=service_id)


def lead(step: Step, *, seat: str = "") -> Response:
    """To where a step is shown."""
    return redirect(f"{step.url}?seat={seat}" if seat else step.url, 303)
