"""People, teams and roles: who is added, what they may see, and what ends their sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from runtime import passwords, people, sessions

AT = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def add(session, name="Ada Clerk", email="ada@example.org", password=PASSWORD):
    return people.create(session, name=name, email=email, password=password, at=AT)


def test_what_a_person_may_see_is_what_their_teams_hold(session):
    ada = add(session)
    crew = people.create_team(session, "Crew desk", at=AT)
    bosses = people.create_team(session, "Supervisors", at=AT)
    people.grant(session, crew, "missed-bin", "crew-desk", at=AT)
    people.grant(session, bosses, "missed-bin", "supervisor", at=AT)
    people.grant(session, bosses, "information-request", "officer", at=AT)
    assert people.viewer(session, ada).roles == {}
    people.join(session, crew, ada, at=AT)
    assert people.viewer(session, ada).roles == {"missed-bin": {"crew-desk"}}
    people.join(session, bosses, ada, at=AT)
    assert people.viewer(session, ada).roles == {
        "missed-bin": {"crew-desk", "supervisor"},
        "information-request": {"officer"},
    }
    people.quit_team(session, crew, ada, at=AT)
    people.revoke(session, bosses, "information-request", "officer", at=AT)
    assert people.viewer(session, ada).roles == {"missed-bin": {"supervisor"}}


def test_an_address_names_one_account_however_it_is_typed(session):
    ada = add(session, email="  Ada@Example.org ")
    assert people.find(session, "ADA@EXAMPLE.ORG") == ada
    with pytest.raises(people.UnfitPerson, match="already has an account"):
        add(session, email="ada@EXAMPLE.org")
    with pytest.raises(people.UnknownPerson):
        people.find(session, "bob@example.org")


@pytest.mark.parametrize(("name", "email"), [("", "a@b.org"), (" \t", "a@b.org"), ("Ada", "not an address")])
def test_nobody_is_added_without_a_name_and_an_address(session, name, email):
    with pytest.raises(people.UnfitPerson):
        add(session, name=name, email=email)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "12 characters or more"),
        ("x" * 201, "200 characters or fewer"),
        ("aaaaaaaaaaaa", "5 different"),
        ("ada@example.org", "not be your name or email"),
    ],
)
def test_a_poor_password_is_refused_with_what_to_do(session, password, words):
    with pytest.raises(passwords.UnfitPassword, match=words):
        add(session, password=password)


def test_a_password_is_the_same_however_its_accents_are_composed():
    kept = passwords.keep("café au lait please")
    assert passwords.matches(kept, "cafe\u0301 au lait please")
    assert not passwords.matches(kept, "cafe au lait please")
    assert not passwords.matches(None, "nobody has this password")
    assert not passwords.is_dated(kept)


def change_of_roles(session, ada, team, what):
    match what:
        case "join":
            people.join(session, people.create_team(session, "Others", at=AT), ada, at=AT)
        case "quit":
            people.quit_team(session, team, ada, at=AT)
        case "grant":
            people.grant(session, team, "missed-bin", "supervisor", at=AT)
        case "revoke":
            people.revoke(session, team, "missed-bin", "crew-desk", at=AT)
        case "leave":
            people.leave(session, ada, at=AT)
        case "password":
            people.set_password(session, ada, "another long password", at=AT)


@pytest.mark.parametrize("what", ["join", "quit", "grant", "revoke", "leave", "password"])
def test_a_change_of_privilege_ends_the_sessions_it_concerns_and_no_other(session, what):
    ada, bob = add(session), add(session, name="Bob", email="bob@example.org")
    team = people.create_team(session, "Crew desk", at=AT)
    people.grant(session, team, "missed-bin", "crew-desk", at=AT)
    people.join(session, team, ada, at=AT)
    hers, his = (sessions.begin(session, who, device="Firefox", at=AT) for who in (ada, bob))
    change_of_roles(session, ada, team, what)
    assert sessions.resolve(session, hers, at=AT) is None
    assert sessions.resolve(session, his, at=AT) is not None


def test_saying_again_what_is_so_ends_nothing(session):
    ada = add(session)
    team = people.create_team(session, "Crew desk", at=AT)
    people.grant(session, team, "missed-bin", "crew-desk", at=AT)
    people.join(session, team, ada, at=AT)
    token = sessions.begin(session, ada, device="Firefox", at=AT)
    assert people.create_team(session, "Crew desk", at=AT) == team
    people.grant(session, team, "missed-bin", "crew-desk", at=AT)
    people.join(session, team, ada, at=AT)
    people.revoke(session, team, "missed-bin", "no-such-role", at=AT)
    assert sessions.resolve(session, token, at=AT) is not None


def test_someone_who_left_keeps_their_name_and_nothing_else(session):
    ada = add(session)
    team = people.create_team(session, "Crew desk", at=AT)
    people.grant(session, team, "missed-bin", "crew-desk", at=AT)
    people.join(session, team, ada, at=AT)
    assert [c.name for c in people.colleagues(session, people.viewer(session, ada).organisation_id, "missed-bin")] == [
        "Ada Clerk"
    ]
    organisation = people.viewer(session, ada).organisation_id
    people.leave(session, ada, at=AT + timedelta(days=1))
    assert people.colleagues(session, organisation, "missed-bin") == ()
    assert people.names(session, [ada]) == {ada: "Ada Clerk"}
    with pytest.raises(people.UnknownPerson):
        people.viewer(session, ada)


def test_an_account_says_what_each_team_gives(session):
    ada = add(session)
    team = people.create_team(session, "Crew desk", at=AT)
    people.grant(session, team, "missed-bin", "crew-desk", at=AT)
    people.join(session, team, ada, at=AT)
    people.join(session, people.create_team(session, "Anglers", at=AT), ada, at=AT)
    account = people.account(session, ada)
    assert account.teams == {"Anglers": (), "Crew desk": (("missed-bin", "crew-desk"),)}
    assert (account.name, account.email) == ("Ada Clerk", "ada@example.org")
