"""Who may see and do what: pure answers from the roles that a person's teams hold. No database, no Flask, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

from definitions.facts import Actor
from definitions.form import Question
from definitions.service import Service
from definitions.waiting import roles_in
from definitions.workflow import Queue

COUNCIL = "council:"
"""Stands where a service does in what a team holds of no service. No service can have this id."""

COUNCIL_ROLES = ("author", "calendar")

NO_ROLES: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody for whom a person stands in from the ``first`` day to the ``last``, None while nobody knows; in these
    ``services``, None for all."""

    person_id: UUID
    name: str
    first: date
    last: date | None
    services: frozenset[str] | None

    def on(self, today: date, service_id: str | None = None) -> bool:
        here = service_id is None or self.services is None or service_id in self.services
        return here and self.first <= today and (self.last is None or today <= self.last)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in member of staff, as far as access goes: the roles held, by service id, and nothing wider. Standing in
    for somebody gives no role, only what is that one's own to do."""

    person_id: UUID
    organisation_id: UUID
    name: str
    roles: Mapping[str, frozenset[str]] = field(default_factory=lambda: NO_ROLES)
    stands_in: tuple[StandIn, ...] = ()

    def roles_in(self, service_id: str) -> frozenset[str]:
        return self.roles.get(service_id, frozenset())

    @property
    def assignee(self) -> str:
        """How a case names this person as the one who has it."""
        return f"person:{self.person_id}"

    def actor(self, service_id: str) -> Actor:
        """This person as the engine knows them, with the roles of that one service."""
        return Actor("staff", str(self.person_id), self.name, self.roles_in(service_id))

    def actor_on(self, service_id: str, assignee: str | None, today: date) -> Actor:
        """This person before a case that ``assignee`` has: for that one, if they stand in for them today."""
        actor = self.actor(service_id)
        for absent in self.stands_in:
            if assignee == f"person:{absent.person_id}" and absent.on(today, service_id):
                return replace(actor, behalf=str(absent.person_id), behalf_name=absent.name)
        return actor


def may_see_service(viewer: Viewer, service_id: str, organisation_id: UUID | None = None) -> bool:
    """Whether the service's cases may be opened. ``organisation_id`` is the case's: nothing crosses between them."""
    if organisation_id is not None and organisation_id != viewer.organisation_id:
        return False
    return bool(viewer.roles_in(service_id))


def may_keep_calendar(viewer: Viewer) -> bool:
    """Whether they may change the council's closures and office hours, and have cases counted again."""
    return "calendar" in viewer.roles_in(COUNCIL)


def may_build(viewer: Viewer) -> bool:
    """Whether they may make services, and change and publish those of their organisation."""
    return "author" in viewer.roles_in(COUNCIL)


def may_do_tasks(viewer: Viewer, service_id: str, role: str | None) -> bool:
    """Whether what is asked of this role there is asked of the viewer too. Whoever may see no case of the service is
    asked about none, and what is asked of somebody outside is nobody's here."""
    return may_see_service(viewer, service_id) and role in viewer.roles_in(service_id)


def may_see_queue(viewer: Viewer, service_id: str, queue: Queue) -> bool:
    """A queue is the work of its roles, so only those who hold one of them see it."""
    return not viewer.roles_in(service_id).isdisjoint(queue.roles)


def queues_of(viewer: Viewer, service: Service) -> tuple[Queue, ...]:
    """The queues of a service that are this person's work, in the document's order."""
    return tuple(queue for queue in service.queues if may_see_queue(viewer, service.id, queue))


def may_read_answer(
    roles: frozenset[str], service: Service, question: Question, asked_for: frozenset[str] = frozenset()
) -> bool:
    """Whether these roles are shown an answer as given. A sensitive one is masked but for the roles its question names;
    some must have ``asked_for`` it first, and so must everybody where the service says so."""
    if not question.sensitive:
        return True
    if question.id in asked_for:
        return may_ask_for(roles, service, question)
    return not service.privacy.on_request and not roles.isdisjoint(question.seen_by)


def may_ask_for(roles: frozenset[str], service: Service, question: Question) -> bool:
    """Whether a masked answer may be shown to these roles when they press a button, with or without saying why."""
    return not roles.isdisjoint((*question.seen_by, *question.shown_to))


def must_say_why(roles: frozenset[str], question: Question) -> bool:
    return roles.isdisjoint(question.seen_by)


def may_break_glass(viewer: Viewer, service: Service, organisation_id: UUID) -> bool:
    """Whether somebody who may not see the service's cases may open one whose reference they know, in an emergency.
    It opens that one case for a while: no list, count or search ever asks this."""
    glass = service.privacy.glass
    if glass is None or organisation_id != viewer.organisation_id or viewer.roles_in(service.id):
        return False
    return not glass.roles or any(not held.isdisjoint(glass.roles) for held in viewer.roles.values())


def supervisors(service: Service) -> tuple[str, ...]:
    """The roles that look after the work of others, in the document's order."""
    return tuple(role.id for role in service.roles if role.supervises)


def supervises(viewer: Viewer, service: Service) -> bool:
    """Whether the person looks after the work of others there: they see who has looked at a case."""
    return not viewer.roles_in(service.id).isdisjoint(supervisors(service))


def may_hold(roles: frozenset[str], service: Service, state_id: str) -> frozenset[str]:
    """Which of ``roles`` can work a case in that state: by its queues, or by an action that leaves it."""
    acting = {role for t in service.workflow.transitions if state_id in t.sources for role in t.by}
    return roles & (acting | roles_in(service, state_id))


def looked_after(viewer: Viewer, services: Iterable[Service]) -> dict[str, frozenset[str]]:
    """The roles, by service, of the people whom this person looks after."""
    found = {
        service.id: frozenset(
            other for role in service.roles if role.id in viewer.roles_in(service.id) for other in role.supervises
        )
        for service in services
    }
    return {service_id: roles for service_id, roles in found.items() if roles}


def by_service(pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, frozenset[str]]:
    """Roles by service id, from pairs of the two as a team's grants list them; halves are left out."""
    roles: dict[str, set[str]] = {}
    for service_id, role in pairs:
        if service_id and role:
            roles.setdefault(service_id, set()).add(role)
    return {service_id: frozenset(held) for service_id, held in roles.items()}
