"""Every route there is, asked by everybody there is, for what is theirs, what is another's and what is not there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from runtime import bulk, cases, incidents, sessions
from runtime import incident_runs as runs
from runtime.cases import conflicts
from runtime.queues import views
from runtime.staffing import absences
from runtime.web import access_rules
from tests.runtime.web.browsing import Browser
from tests.runtime.web.offices import Office, now

ABSENT = {
    "service_id": "no-such-service", "queue_id": "no-such-queue", "reference": "AAAA-AAAAA", "action": "no-such-action",
    "file_id": str(uuid.uuid4()), "incident_id": str(uuid.uuid4()), "session_id": str(uuid.uuid4()),
    "view_id": str(uuid.uuid4()),
    "person_id": str(uuid.uuid4()), "absence_id": str(uuid.uuid4()), "acquaintance_id": str(uuid.uuid4()),
    "cause": "no-such-cause", "run_id": str(uuid.uuid4()), "recount_id": str(uuid.uuid4()), "deed": "stop",
    "bulk_id": str(uuid.uuid4()), "what": "no-such-thing", "first": 9,
    "number": 99, "place": "nothing", "key": "no-such-task", "priority": "high",
}  # fmt: skip
"""An object that is not there, for each argument that a route of staff may take. A new argument must be added here."""

NOT_THERE = ("downloads.fetch", "looking.show", "looking.looked", "undoing.show", "undoing.do", "conflict.lift")
NOT_THERE += ("corrections.show", "corrections.do")
NOT_THERE += ("task_page.show", "task_page.do", "task_page.take", "task_hand_on.show", "task_hand_on.do")
NOT_THERE += tuple(f"team.{name}" for name in ("show", "member", "away", "back", "give"))
NOT_THERE += tuple(
    f"calendar.{name}" for name in ("show", "holidays", "close", "reopen", "hours", "recount", "counting", "decide")
)
"""Not for Ada: no answer is a file or kept from view, she supervises nobody, keeps no calendar, and has done nothing to
undo."""

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def rules(site: Flask, who: str | None = None) -> Iterator[tuple[Rule, str]]:
    for rule, declared in access_rules.declared(site):
        if who in (None, declared):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


def address(site: Flask, rule: Rule, given: dict[str, Any]) -> str:
    """The rule's address with these arguments; what it takes beside them is made up."""
    values = {name: given.get(name, "made-up") for name in rule.arguments}
    return str(site.url_map.bind("localhost").build(rule.endpoint, values))


def ask(browser: Browser, method: str, path: str, **more: Any) -> tuple[int, str]:
    """Status and body, without what differs from one reply to the next."""
    data = more.pop("data", None)
    answer = browser.client.open(path, method=method, data=data, **more)
    body = re.sub(r'(nonce|value)="[^"]*"', "", answer.get_data(as_text=True))
    return answer.status_code, body


def token(browser: Browser) -> dict[str, str]:
    """A form that would be taken, had it anything to say."""
    page = browser.get("/staff/account")
    csrf = page.forms[0].fields["csrf_token"]
    return {
        "csrf_token": csrf,
        "revision": "2",
        "key": "k",
        "note": "x",
        "reason": "x",
        "to": "nobody",
        "service": "missed-bin",
        "queue": "new-reports",
    }


@pytest.fixture
def objects(office: Office) -> dict[str, Any]:
    """What is Ada's to see, and with it a session of hers: none of it is Di's."""
    return made(office)


def made(office: Office) -> dict[str, Any]:
    with office.database.begin() as session:
        for known, *_ in conflicts.known_to(session, office.people["ada"]):
            conflicts.forget(session, office.people["ada"], known, at=now())
    case, other = office.case(), office.case()
    with office.database.begin() as session:
        cases.note(session, case.id, "A note", office.viewer("ada").actor("missed-bin"), at=now())
        incidents.open(session, case.id, kind="timer", about="escalate", owner="crew-desk", reason="No", at=now())
        incident = incidents.open_for(session, case.id)[0]
        for old in views.of(session, office.viewer("ada")):  # nobody may have a view for every route there is
            views.delete(session, office.viewer("ada"), old.id, at=now())
        view = views.new("missed-bin", "new-reports", f"Mine {uuid.uuid4()}", {"with": "me"}, {})
        views.save(session, office.viewer("ada"), view, at=now())
        run = runs.begin(session, office.viewer("ada"), "missed-bin", incident.cause, at=now())
        absence, known = _of_ada(session, office, other)
        key = sessions.begin(session, office.people["ada"], device="Elsewhere", at=now())
        elsewhere = sessions.resolve(session, key, at=now())
        chosen = bulk.Chosen("missed-bin", "new-reports", [case.case.reference])
        many = bulk.begin(session, office.viewer("ada"), chosen, at=now())
    assert elsewhere is not None
    return {
        "service_id": "missed-bin", "queue_id": "new-reports", "reference": case.case.reference, "action": "send",
        "address": "where", "file_id": str(uuid.uuid4()), "incident_id": str(incident.id),
        "absence_id": str(absence), "acquaintance_id": str(known), "person_id": str(office.people["bo"]),
        "session_id": str(elsewhere.id), "cause": incident.cause, "run_id": str(run),
        "bulk_id": str(many), "what": "do:send", "first": 1,
        "view_id": str(view.id),
        "recount_id": str(uuid.uuid4()), "deed": "stop",
        "number": 2, "priority": "high",
    }  # fmt: skip


def _of_ada(session: Session, office: Office, other: cases.Loaded) -> tuple[uuid.UUID, uuid.UUID]:
    """When she is away, and whom she knows."""
    viewer, today = office.viewer("ada"), now().date()
    away = absences.go_away(
        session, viewer.person_id, absences.Wish(today), organisation_id=viewer.organisation_id, able=(),
        by=viewer.person_id, today=today, at=now(),
    )  # fmt: skip
    actor = viewer.actor("missed-bin")
    cases.declare(session, other.id, actor, knows="address", reason="", revision=other.revision, at=now())
    return away, conflicts.known_to(session, viewer.person_id)[0][0]


def test_every_argument_of_a_staff_route_is_known_here(site: Flask) -> None:
    assert {name for rule, _ in rules(site, "staff") for name in rule.arguments} <= ABSENT.keys()


def test_nobody_and_citizens_see_nothing_of_staffs(office: Office, objects: dict[str, Any]) -> None:
    nobody, citizen = office.browser(), office.browser()
    citizen.client.get("/")
    with citizen.client.session_transaction() as cookie:
        cookie["apply"] = {"missed-bin": {"version": str(office.version.id)}}
    for rule, method in rules(office.site, "staff"):
        path = address(office.site, rule, objects)
        for who in (nobody, citizen):
            status, body = ask(who, method, path)
            assert status == 401, (method, path)
            assert "Sign in" in body
            assert "High Street" not in body


def test_anothers_object_is_as_if_it_were_not_there(office: Office, objects: dict[str, Any]) -> None:
    di = office.sign_in("di")
    form = token(di)
    before = snapshot(office)
    for rule, method in rules(office.site, "staff"):
        if not rule.arguments:
            continue
        data = form if method in CHANGING else None
        other = ask(di, method, address(office.site, rule, objects), data=data)
        absent = ask(di, method, address(office.site, rule, ABSENT), data=data)
        assert other[0] == 404, (method, rule.rule, other[0])
        assert other == absent, (method, rule.rule)
    assert snapshot(office) == before


def test_ones_own_objects_are_there(office: Office) -> None:
    for rule, method in rules(office.site, "staff"):
        if rule.endpoint in NOT_THERE:
            continue
        ada = office.sign_in("ada")
        path, form = address(office.site, rule, made(office)), token(ada)
        status, _ = ask(ada, method, path, data=form if method in CHANGING else None)
        assert status in ((200, 204, 303, 422) if method in CHANGING else (200,)), (method, path, status)


def test_every_change_needs_a_token_and_comes_from_our_own_pages(office: Office, objects: dict[str, Any]) -> None:
    ada = office.sign_in("ada")
    form = token(ada)
    forged = {
        "no token": {"data": {**form, "csrf_token": ""}},
        "another's token": {"data": {**form, "csrf_token": token(office.sign_in("di"))["csrf_token"]}},
        "from another site": {"data": form, "headers": {"Sec-Fetch-Site": "cross-site"}},
        "from a sister site": {"data": form, "headers": {"Sec-Fetch-Site": "same-site"}},
        "from another origin": {"data": form, "headers": {"Origin": "https://evil.example"}},
    }
    before = snapshot(office)
    for rule, method in rules(office.site):
        if method not in CHANGING:
            continue
        path = address(office.site, rule, objects)
        for how, request in forged.items():
            status, _ = ask(ada, method, path, **{name: dict(part) for name, part in request.items()})
            assert status in (400, 403), (how, method, path, status)
    assert snapshot(office) == before


def test_looking_changes_nothing_but_the_record_of_looking(office: Office, objects: dict[str, Any]) -> None:
    browsers = [office.browser(), office.sign_in("di"), office.sign_in("ada")]
    before = snapshot(office)
    for rule, method in rules(office.site):
        if method == "GET":
            for browser in browsers:
                ask(browser, method, address(office.site, rule, objects))
    assert snapshot(office) == before


def snapshot(office: Office) -> dict[str, str]:
    """Every table but that of reads, as a hash of its rows."""
    with office.database.read() as session:
        tables = sa.inspect(session.connection()).get_table_names()
        return {
            name: session.execute(
                sa.text(f"SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{name}\" t")
            ).scalar_one()
            for name in tables
            if name != "reads"
        }
