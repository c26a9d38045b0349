"""A case as one member of staff has it open: only if they may, and without what they may not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Actor, Case, Event
from definitions.service import Service
from definitions.standing import case_names
from runtime import cases, people
from runtime.access import Viewer, may_see_service
from runtime.cases import Loaded
from runtime.errors import CaseNotFound
from runtime.web.staff import timeline
from runtime.web.staff.guarded import Guarded, hidden_from


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that the viewer may see, at one moment. ``names`` are of the people it mentions."""

    loaded: Loaded
    viewer: Viewer
    moment: Moment
    scope: Guarded
    names: Mapping[UUID, str]

    @property
    def service(self) -> Service:
        return self.loaded.service

    @property
    def case(self) -> Case:
        return self.loaded.case

    @property
    def actor(self) -> Actor:
        return self.viewer.actor(self.service.id)

    @property
    def url(self) -> str:
        return url_for("case_page.show", reference=self.case.reference)

    @property
    def holder(self) -> str:
        return timeline.holder(self.service, self.case.assignee, self.names, self.scope)

    def told(self, events: Iterable[Event]) -> tuple[timeline.Told, ...]:
        return tuple(timeline.told(self.service, each, self.names, self.scope, self.moment) for each in events)


def opened(session: Session, reference: str, viewer: Viewer, at: datetime) -> Opened:
    """The case of that reference, if it is there for this person.

    Raises:
        CaseNotFound: there is none, or it is none of theirs: nobody can tell which.
    """
    loaded = cases.by_reference(session, reference)
    if not may_see_service(viewer, loaded.service_id, loaded.organisation_id):
        raise CaseNotFound("There is no such case.")
    service, case = loaded.service, loaded.case
    moment = Moment(at, service.calendar)
    names: Mapping[str, Any] = case_names(service, case, moment, viewer.actor(service.id))
    hidden = hidden_from(viewer, service)
    scope = Guarded(service, names, moment, service.languages[0], hidden=hidden)
    return Opened(loaded, viewer, moment, scope, _people(session, loaded))


def again(session: Session, of: Opened) -> Opened:
    """The same case as it stands now."""
    return opened(session, of.case.reference, of.viewer, of.moment.at)


def asking(of: Opened, names: Mapping[str, Any]) -> Guarded:
    """The scope for what an action asks, which sees ``names`` instead: they grow as its questions are answered."""
    return replace(of.scope, names=names)


def _people(session: Session, loaded: Loaded) -> Mapping[UUID, str]:
    named = timeline.people_in(loaded.case.history)
    kind, _, person = (loaded.case.assignee or "").partition(":")
    return people.names(session, named | ({UUID(person)} if kind == "person" else set()))
