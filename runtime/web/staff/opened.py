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
from definitions.items import every_answer
from definitions.service import Service
from definitions.standing import case_names
from definitions.tasks.fold import said_in
from runtime import cases, glass, people, queues
from runtime.access import Viewer, may_see_service
from runtime.cases import Loaded
from runtime.cases.looks import asked_for
from runtime.cases.secrecy import every_question
from runtime.errors import CaseNotFound
from runtime.glass import Broken
from runtime.web.staff import timeline
from runtime.web.staff.guarded import Guarded, hidden_for
from runtime.web.staff.relations import is_seen, others_in


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that the viewer may see, at one moment. ``names`` are of the people it mentions, and the references of the
    cases it is linked with that they may see too. ``sight`` are the roles as which they see it; ``broken`` is the
    emergency in which it is open to them, if only that lets them in."""

    loaded: Loaded
    viewer: Viewer
    moment: Moment
    scope: Guarded
    names: Mapping[UUID, str]
    sight: frozenset[str]
    broken: Broken | None = None

    @property
    def service(self) -> Service:
        return self.loaded.service

    @property
    def case(self) -> Case:
        return self.loaded.case

    @property
    def actor(self) -> Actor:
        actor = self.viewer.actor_on(self.service.id, self.case.assignee, self.moment.today)
        return replace(actor, roles=self.sight)

    @property
    def in_sight(self) -> frozenset[str]:
        """The sensitive answers that they see as given."""
        given = {name for _, name, value in every_answer(self.service.form, self.case.answers) if value is not None}
        given |= self.case.asked.keys() | said_in(self.case).keys()
        sensitive = (name for name, question in every_question(self.service) if question.sensitive)
        return frozenset(given.intersection(sensitive)) - self.scope.hidden

    def may_do(self, action: str) -> bool:
        """Whether an action is theirs to do at all: in an emergency, only those that the service allows."""
        glass = self.service.privacy.glass
        return self.broken is None or (glass is not None and action in glass.may)

    def looked(self, session: Session, shown: Iterable[str] = (), *, asked: bool = False, reason: str = "") -> None:
        """Have it recorded that they looked, and which sensitive answers they saw."""
        cases.record_read(
            session, self.loaded, self.viewer.person_id, at=self.moment.at, shown=tuple(shown), asked=asked,
            reason=reason, glass_id=self.broken.id if self.broken else None,
        )  # fmt: skip

    @property
    def url(self) -> str:
        return url_for("case_page.show", reference=self.case.reference)

    @property
    def holder(self) -> str:
        return timeline.holder(self.service, self.case.assignee, self.names, self.scope)

    def told(self, events: Iterable[Event]) -> tuple[timeline.Told, ...]:
        seen = (each for each in events if is_seen(each, self.names))
        return tuple(timeline.told(self.service, each, self.names, self.scope, self.moment) for each in seen)


def opened(session: Session, reference: str, viewer: Viewer, at: datetime, *, even_broken: bool = False) -> Opened:
    """The case of that reference, if it is there for this person. ``even_broken``: one that is open to them only for an
    emergency will do too.

    Raises:
        CaseNotFound: there is none, or it is none of theirs: nobody can tell which.
    """
    loaded = cases.by_reference(session, reference)
    sight, broken = viewer.roles_in(loaded.service_id), None
    if not may_see_service(viewer, loaded.service_id, loaded.organisation_id):
        broken = glass.open_to(session, loaded, viewer, at) if even_broken else None
        if broken is None:
            raise CaseNotFound("There is no such case.")
        sight = broken.sight
    service, case = loaded.service, loaded.case
    moment = Moment(at, service.calendar)
    names: Mapping[str, Any] = case_names(service, case, moment, replace(viewer.actor(service.id), roles=sight))
    asked = asked_for(session, loaded.id, viewer.person_id, at) if _may_ask(service) else frozenset()
    scope = Guarded(service, names, moment, service.languages[0], hidden=hidden_for(sight, service, asked))
    return Opened(loaded, viewer, moment, scope, _names(session, loaded, viewer), sight, broken)


def again(session: Session, of: Opened) -> Opened:
    """The same case as it stands now."""
    return opened(session, of.case.reference, of.viewer, of.moment.at, even_broken=of.broken is not None)


def asking(of: Opened, names: Mapping[str, Any]) -> Guarded:
    """The scope for what an action asks, which sees ``names`` instead: they grow as its questions are answered."""
    return replace(of.scope, names=names)


def _may_ask(service: Service) -> bool:
    return service.privacy.on_request or any(question.shown_to for question in service.questions.values())


def _names(session: Session, loaded: Loaded, viewer: Viewer) -> Mapping[UUID, str]:
    named = timeline.people_in(loaded.case.history)
    kind, _, person = (loaded.case.assignee or "").partition(":")
    called = people.names(session, named | ({UUID(person)} if kind == "person" else set()))
    linked = queues.among(session, viewer, others_in(loaded.case.history))
    return {**called, **{case_id: row.reference for case_id, row in linked.items()}}
