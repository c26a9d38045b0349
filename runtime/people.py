"""Staff: who they are, which teams they are in, and which roles of which services those teams hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Executable, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from runtime import passwords
from runtime.access import Viewer, by_service
from runtime.models.base import ORGANISATION
from runtime.models.cases import cases
from runtime.models.people import grants, members, people, staff_sessions, teams
from runtime.references import new_id
from runtime.staffing.standing_in import as_stand_ins, standing_in


class UnknownPerson(LookupError):
    """There is nobody here with that id or email address."""


class UnfitPerson(ValueError):
    """They cannot be added like that; the message says why."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a case can be handed to, with the roles of its service that they hold."""

    id: UUID
    name: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's own account: ``teams`` by name, with what each grants as pairs of service id and role.
    ``mention_mail``: they are written to when a note mentions them."""

    id: UUID
    name: str
    email: str
    password_at: datetime | None
    teams: Mapping[str, tuple[tuple[str, str], ...]]
    mention_mail: bool = True


def normal_email(typed: str) -> str:
    """The one spelling under which an account is kept.

    Raises:
        UnfitPerson: it is not an email address.
    """
    try:
        return validate_email(typed.strip(), check_deliverability=False, test_environment=True).normalized.casefold()
    except EmailNotValidError as error:
        raise UnfitPerson(f"{typed!r} is not an email address: {error}") from error


def create(
    session: Session,
    *,
    name: str,
    email: str,
    password: str | None,
    at: datetime,
    organisation_id: UUID = ORGANISATION,
) -> UUID:
    """Add a person; without a password they cannot sign in with one. The organisation is the installation's first.

    Raises:
        UnfitPerson: the address is not one, or somebody here has it.
        UnfitPassword: the password will not do.
    """
    address, called = normal_email(email), " ".join(name.split())
    if not called:
        raise UnfitPerson("Everybody needs a name")
    row = {
        "id": new_id(), "organisation_id": organisation_id, "name": called, "email": address, "created_at": at,
        "password": None if password is None else passwords.keep(password, name=called, email=address),
        "password_at": None if password is None else at,
    }  # fmt: skip
    added = upsert(people).values(row).on_conflict_do_nothing(index_elements=["email"]).returning(people.c.id)
    person_id: UUID | None = session.execute(added).scalar_one_or_none()
    if person_id is None:
        raise UnfitPerson(f"{address} already has an account")
    return person_id


def leave(session: Session, person_id: UUID, *, at: datetime) -> None:
    """They work here no more: nobody signs in as them, and their name stays on what they did."""
    session.execute(update(people).where(people.c.id == person_id).values(left_at=at, password=None))
    session.execute(delete(members).where(members.c.person_id == person_id))
    _end_sessions(session, [person_id], "left", at)


def create_team(session: Session, name: str, *, at: datetime, organisation_id: UUID = ORGANISATION) -> UUID:
    """The team of that name, made now if there is none."""
    row = {"id": new_id(), "organisation_id": organisation_id, "name": name, "created_at": at}
    session.execute(upsert(teams).values(row).on_conflict_do_nothing())
    same = (teams.c.organisation_id == organisation_id, teams.c.name == name)
    team_id: UUID = session.execute(select(teams.c.id).where(*same)).scalar_one()
    return team_id


def join(session: Session, team_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Put a person in a team of their own organisation, which ends their sessions: their roles are others now.

    Raises:
        UnfitPerson: the team is another organisation's.
    """
    ours = select(teams.c.id).join(people, people.c.organisation_id == teams.c.organisation_id)
    if session.execute(ours.where(teams.c.id == team_id, people.c.id == person_id)).first() is None:
        raise UnfitPerson("A person can only join a team of their own organisation")
    row = {"team_id": team_id, "person_id": person_id, "since": at}
    if _changes(session, upsert(members).values(row).on_conflict_do_nothing().returning(members.c.team_id)):
        _end_sessions(session, [person_id], "roles", at)


def quit_team(session: Session, team_id: UUID, person_id: UUID, *, at: datetime) -> None:
    gone = delete(members).where(members.c.team_id == team_id, members.c.person_id == person_id)
    if _changes(session, gone.returning(members.c.team_id)):
        _end_sessions(session, [person_id], "roles", at)


def grant(session: Session, team_id: UUID, service_id: str, role: str, *, at: datetime) -> None:
    """Give everybody in a team a role of a service. It ends their sessions: privilege changes with a new sign-in."""
    row = {"team_id": team_id, "service_id": service_id, "role": role, "since": at}
    if _changes(session, upsert(grants).values(row).on_conflict_do_nothing().returning(grants.c.team_id)):
        _end_sessions(session, _in_team(session, team_id), "roles", at)


def revoke(session: Session, team_id: UUID, service_id: str, role: str, *, at: datetime) -> None:
    same = and_(grants.c.team_id == team_id, grants.c.service_id == service_id, grants.c.role == role)
    if _changes(session, delete(grants).where(same).returning(grants.c.team_id)):
        _end_sessions(session, _in_team(session, team_id), "roles", at)


def viewer(session: Session, person_id: UUID) -> Viewer:
    """What a person may see, read afresh.

    Raises:
        UnknownPerson: nobody has that id, or they have left.
    """
    held = (
        select(
            people.c.id,
            people.c.organisation_id,
            people.c.name,
            grants.c.service_id,
            grants.c.role,
            standing_in(people.c.id),
        )
        .outerjoin(members, members.c.person_id == people.c.id)
        .outerjoin(grants, grants.c.team_id == members.c.team_id)
        .where(people.c.id == person_id, people.c.left_at.is_(None))
    )
    rows = session.execute(held).all()
    if not rows:
        raise UnknownPerson(str(person_id))
    first, roles = rows[0], by_service((row.service_id, row.role) for row in rows)
    return Viewer(person_id, first.organisation_id, first.name, roles, as_stand_ins(first.stands_in))


def account(session: Session, person_id: UUID) -> Person:
    """Everything a person may know of their own account.

    Raises:
        UnknownPerson: nobody has that id.
    """
    row = session.execute(select(people).where(people.c.id == person_id)).first()
    if row is None:
        raise UnknownPerson(str(person_id))
    held = (
        select(teams.c.name, grants.c.service_id, grants.c.role)
        .join(members, members.c.team_id == teams.c.id)
        .outerjoin(grants, grants.c.team_id == teams.c.id)
        .where(members.c.person_id == person_id)
        .order_by(teams.c.name, grants.c.service_id, grants.c.role)
    )
    by_team: dict[str, list[tuple[str, str]]] = {}
    for name, service_id, role in session.execute(held):
        by_team.setdefault(name, []).extend([(service_id, role)] if role else [])
    teams_ = {name: tuple(of) for name, of in by_team.items()}
    return Person(row.id, row.name, row.email, row.password_at, teams_, row.mention_mail)


def find(session: Session, email: str) -> UUID:
    """Whose account that is.

    Raises:
        UnknownPerson: nobody's.
    """
    wanted = select(people.c.id).where(people.c.email == normal_email(email))
    found: UUID | None = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise UnknownPerson(email)
    return found


def colleagues(session: Session, organisation_id: UUID, service_id: str) -> tuple[Colleague, ...]:
    """Everybody here who holds a role of a service, by name, so that a case can be handed to them."""
    held = (
        select(people.c.id, people.c.name, grants.c.role)
        .join(members, members.c.person_id == people.c.id)
        .join(grants, and_(grants.c.team_id == members.c.team_id, grants.c.service_id == service_id))
        .where(people.c.organisation_id == organisation_id, people.c.left_at.is_(None))
        .order_by(people.c.name, people.c.id)
    )
    found: dict[UUID, tuple[str, set[str]]] = {}
    for person_id, name, role in session.execute(held):
        found.setdefault(person_id, (name, set()))[1].add(role)
    return tuple(Colleague(person_id, name, frozenset(roles)) for person_id, (name, roles) in found.items())


def called(session: Session, organisation_id: UUID, beginning: str) -> tuple[str, ...]:
    """Names of people here that begin with these letters, whatever they may see; a few at most."""
    begins = people.c.name.istartswith(beginning, autoescape=True)
    here = and_(people.c.organisation_id == organisation_id, people.c.left_at.is_(None), begins)
    return tuple(session.execute(select(people.c.name).where(here).order_by(people.c.name).limit(20)).scalars())


def names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What people are called, those who have left too."""
    wanted = set(ids)
    if not wanted:
        return {}
    called = select(people.c.id, people.c.name).where(people.c.id.in_(wanted))
    return {row.id: row.name for row in session.execute(called)}


def addresses(session: Session, case_id: UUID, role: str, besides: Collection[UUID] = ()) -> tuple[str, ...]:
    """The email addresses of everybody who holds a role of the service of a case, but for some, in order: nobody of
    another council, though it may have that service too."""
    held = (
        select(people.c.email)
        .distinct()
        .join(members, members.c.person_id == people.c.id)
        .join(grants, grants.c.team_id == members.c.team_id)
        .join(
            cases,
            and_(cases.c.service_id == grants.c.service_id, cases.c.organisation_id == people.c.organisation_id),
        )
        .where(cases.c.id == case_id, grants.c.role == role, people.c.left_at.is_(None))
        .where(people.c.id.not_in(besides))
        .order_by(people.c.email)
    )
    return tuple(session.execute(held).scalars())


def task_address(session: Session, person_id: UUID) -> str | None:
    """Where to write to somebody who has taken a task; None when they have left."""
    there = select(people.c.email).where(people.c.id == person_id, people.c.left_at.is_(None))
    found: str | None = session.execute(there).scalar_one_or_none()
    return found


def mention_address(session: Session, person_id: UUID) -> str | None:
    """Where to write to somebody whom a note mentions; None when they do not wish it, or have left."""
    wishes = and_(people.c.id == person_id, people.c.mention_mail, people.c.left_at.is_(None))
    found: str | None = session.execute(select(people.c.email).where(wishes)).scalar_one_or_none()
    return found


def wish_mail(session: Session, person_id: UUID, *, mentions: bool) -> None:
    """Whether somebody wishes to be written to when a note mentions them."""
    session.execute(update(people).where(people.c.id == person_id).values(mention_mail=mentions))


def set_password(session: Session, person_id: UUID, password: str, *, at: datetime) -> None:
    """Keep a new password, and end every session that the old one opened.

    Raises:
        UnfitPassword: it will not do.
    """
    row = session.execute(select(people.c.name, people.c.email).where(people.c.id == person_id)).one()
    kept = passwords.keep(password, name=row.name, email=row.email)
    session.execute(update(people).where(people.c.id == person_id).values(password=kept, password_at=at))
    _end_sessions(session, [person_id], "password", at)


def _changes(session: Session, statement: Executable) -> bool:
    """Whether the statement, which returns the rows it touched, touched any."""
    return session.execute(statement).first() is not None


def _in_team(session: Session, team_id: UUID) -> list[UUID]:
    return list(session.execute(select(members.c.person_id).where(members.c.team_id == team_id)).scalars())


def _end_sessions(session: Session, person_ids: list[UUID], why: str, at: datetime) -> None:
    """Here and not in sessions.py, so that no change of roles can forget it."""
    open_ones = and_(staff_sessions.c.person_id.in_(person_ids), staff_sessions.c.ended_at.is_(None))
    session.execute(update(staff_sessions).where(open_ones).values(ended_at=at, ended_by=why))
