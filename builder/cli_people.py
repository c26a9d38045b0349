"""Commands for the people who work cases: add them, put them in teams, grant teams a role of a service."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from builder import cli_here as here
from definitions.service import Service
from runtime import documents, people
from runtime.access import COUNCIL, COUNCIL_ROLES
from runtime.staffing import abilities


@click.group()
def person() -> None:
    """Staff who sign in: add one, or end an account."""


@person.command()
@click.argument("email")
@click.option("--name", required=True, help="What colleagues and the timeline call them.")
@click.option("--team", "teams", multiple=True, help="A team to join; made if there is none. May be given again.")
@click.password_option(help="Their first password; asked for when not given.")
def add(email: str, name: str, teams: tuple[str, ...], password: str) -> None:
    """Add a person who can sign in with EMAIL."""
    now = datetime.now(UTC)
    with here.database().begin() as session:
        made = people.create(session, name=name, email=email, password=password, at=now)
        for team_name in teams:
            people.join(session, people.create_team(session, team_name, at=now), made, at=now)
    click.echo(f"{name} can sign in as {email}.")


@person.command()
@click.argument("email")
def leave(email: str) -> None:
    """End the account of EMAIL at once. What they did keeps their name."""
    with here.database().begin() as session:
        people.leave(session, people.find(session, email), at=datetime.now(UTC))
    click.echo(f"Nobody signs in as {email} any more.")


@person.command()
@click.argument("email")
@click.argument("name")
@click.option("--remove", is_flag=True, help="Take it away instead.")
def skill(email: str, name: str, remove: bool) -> None:
    """Give the person EMAIL the skill NAME, as queues ask for it, such as site-visits."""
    _ability("skill", email, name, remove)


@person.command()
@click.argument("email")
@click.argument("name")
@click.option("--remove", is_flag=True, help="Take it away instead.")
def area(email: str, name: str, remove: bool) -> None:
    """Have the person EMAIL work in the area NAME: a ward, or the first part of postcodes, such as AB1. With none, they
    work everywhere."""
    _ability("area", email, name, remove)


def _ability(kind: abilities.Kind, email: str, name: str, remove: bool) -> None:
    with here.database().begin() as session:
        try:
            person_id = people.find(session, email)
            kept = abilities.normal(kind, name)
            if remove and not abilities.remove(session, person_id, kind, name):
                raise click.ClickException(f"{email} does not have the {kind} {kept}.")
        except (people.UnknownPerson, abilities.UnfitAbility) as wrong:
            raise click.ClickException(str(wrong)) from wrong
        if not remove:
            abilities.add(session, person_id, kind, name, at=datetime.now(UTC))
        asked = [one.service.id for one in documents.catalogue(session) if kept in _asked(one.service)]
    click.echo(f"{email} {'no longer has' if remove else 'has'} the {kind} {kept}.")
    if kind == "skill" and not asked and not remove:
        click.echo("No published service asks for it.")


def _asked(service: Service) -> set[str]:
    """The skills that a service's queues ask for."""
    return {skill.id for queue in service.queues if queue.assign for skill in queue.assign.skills}


@click.group()
def team() -> None:
    """Teams, and the roles of services that they hold."""


@team.command()
@click.argument("name")
@click.argument("service")
@click.argument("role")
def grant(name: str, service: str, role: str) -> None:
    """Give everybody in the team NAME the ROLE of a SERVICE. The team is made if there is none.

    `council calendar` lets them keep the council's calendar: closures and office hours.
    """
    now = datetime.now(UTC)
    with here.database().begin() as session:
        _must_exist(session, service, role)
        people.grant(session, people.create_team(session, name, at=now), _held_of(service), role, at=now)
    click.echo(f"{name} is {role} of {service}.")


@team.command()
@click.argument("name")
@click.argument("service")
@click.argument("role")
def revoke(name: str, service: str, role: str) -> None:
    """Take the ROLE of a SERVICE from the team NAME, and end the sessions of those in it."""
    now = datetime.now(UTC)
    with here.database().begin() as session:
        people.revoke(session, people.create_team(session, name, at=now), _held_of(service), role, at=now)
    click.echo(f"{name} is no longer {role} of {service}.")


def _held_of(service: str) -> str:
    return COUNCIL if service == COUNCIL.rstrip(":") else service


def _must_exist(session: Session, service: str, role: str) -> None:
    if _held_of(service) == COUNCIL:
        roles = list(COUNCIL_ROLES)
    else:
        roles = [one.id for one in documents.published(session, service).service.roles]
    if role not in roles:
        raise click.ClickException(f"{service} has no role {role!r}: its roles are {', '.join(roles)}.")
