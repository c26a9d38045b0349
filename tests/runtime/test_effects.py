"""Effects: promised with their event, tried until done, with the same key, and in an incident when they cannot be."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID, uuid4

import procrastinate.sql
import procrastinate.types
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.facts import Promise
from definitions.read import read_service
from runtime import breaker, carry, incidents, people
from runtime.access import Viewer
from runtime.breaker import Breaker
from runtime.db import Database
from runtime.effects import letters, promise
from runtime.incidents import IncidentNotFound
from runtime.models.base import ORGANISATION
from tests.runtime import noise
from tests.runtime.certificates import certificate
from tests.runtime.noise import NOW, OFFICER, act, carry_all, due_now, effects, rows, submitted
from tests.runtime.peers import MailServer, answer, endless, free_port, mail_server, reset, web_peer

HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(HERE)))


@contextmanager
def sending(database: Database, **changes: object) -> Iterator[Database]:
    given = {"webhook_secret": "a secret that only tests know", "retry_seconds": 0} | changes
    other = Database(replace(database.settings, **given))  # type: ignore[arg-type]
    yield other
    other.close()


@pytest.fixture
def post(database: Database) -> Iterator[tuple[MailServer, Database]]:
    with mail_server() as (peer, url), sending(database, smtp_url=url) as sender:
        yield peer, sender


def test_a_submission_is_acknowledged_in_our_words_and_not_the_applicants(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    submitted(sender, street="BUY PILLS http://evil.test", caller={"full": "BUY PILLS"}, meter="12345678")
    carry_all(sender)
    assert effects(sender) == [("acknowledge", "done", "sent")]
    letter, body = peer.letters[0], peer.body()
    assert letter["Subject"] == "We have received this: Report noise"
    assert letter["Message-ID"] == f"<{rows(sender, 'SELECT event_id FROM effects')[0][0]}.0@localhost>"
    assert "PILLS" not in letter.as_string()
    assert "We answer within 5 June 2026, (as you wrote it). Meter 12345678." in body
    reference = rows(sender, "SELECT reference FROM cases")[0][0]
    assert f"{reference[:4]}-{reference[4:]}" in body
    assert f"{sender.settings.base_url}/track/" in body


def test_letters_in_a_number_are_words_again(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    submitted(sender, meter="BUYPILLS")
    carry_all(sender)
    assert "PILLS" not in peer.body()


def test_a_submission_in_welsh_is_acknowledged_in_welsh(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    submitted(sender, language="cy")
    carry_all(sender)
    assert peer.letters[0]["Subject"] == "Rydym wedi derbyn hwn: Report noise"
    assert peer.letters[0]["Content-Language"] == "cy"


def test_no_address_given_is_said_and_is_no_incident(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    act(sender, submitted(sender, email=None), "tell")
    carry_all(sender)
    assert [e[1:] for e in effects(sender)] == [("done", "not sent: no address given")] * 2
    assert noise.incidents(sender) == []
    assert peer.letters == []


def test_a_message_that_staff_caused_may_repeat_what_was_written(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    act(sender, submitted(sender), "tell")
    carry_all(sender)
    assert peer.letters[1]["Subject"] == "Noise in High Street"
    assert peer.body(1).startswith("Dear Ada,\n\nWe are on it.\n\nYour reference is ")


def test_a_message_to_a_role_goes_to_each_person_who_has_it(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    case_id = submitted(sender)
    with sender.begin() as session:
        team = people.create_team(session, "Noise", organisation_id=ORGANISATION, at=NOW)
        people.grant(session, team, "noise", "officer", at=NOW)
        event_id = session.execute(sa.text("SELECT id FROM events")).scalar_one()
        promised_too(session, case_id, event_id, Promise(7, "send", {"message": "desk"}))
    carry_all(sender)
    assert [i[:2] for i in noise.incidents(sender)] == [("send", "officer")]
    with sender.begin() as session:
        for name in ("ada", "bo"):
            address = f"{name}@council.test"
            who = people.create(session, name=name, email=address, password=None, organisation_id=ORGANISATION, at=NOW)
            people.join(session, team, who, at=NOW)
        incidents.retry(session, incidents.open_for(session, case_id)[0].id, OFFICER, NOW)
    carry_all(sender)
    assert peer.recipients[1:] == [["ada@council.test"], ["bo@council.test"]]
    assert len({letter["Message-ID"] for letter in peer.letters}) == 3


def test_a_webhook_says_what_is_listed_and_no_more_and_is_signed(database: Database) -> None:
    with web_peer(HERE) as (peer, url), sending(database, allowed_hosts=(url,)) as sender:
        act(sender, submitted(sender, url, email=None), "pass-on")
        carry_all(sender)
        headers, body = peer.calls[0]
    said, (event_id,) = json.loads(body), rows(database, "SELECT event_id FROM effects WHERE kind = 'webhook'")[0]
    assert said["data"] == {"street": "High Street", "case.priority": "normal"}
    assert said["event"]["transition"] == "pass-on"
    assert (said["service"], said["state"]) == ("noise", "working")
    assert set(said) == {"id", "service", "reference", "state", "event", "data"}
    assert headers["Idempotency-Key"] == said["id"] == f"{event_id}:0"
    when = int(headers["Townclerk-Signature"].partition(",")[0].removeprefix("t="))
    made = hmac.digest(sender.settings.webhook_secret.encode(), f"{when}.".encode() + body, hashlib.sha256).hex()
    assert headers["Townclerk-Signature"] == f"t={when},v1={made}"


def test_a_host_that_is_not_allowed_is_an_incident_that_says_what_to_set(database: Database) -> None:
    with web_peer(HERE) as (peer, url), sending(database) as sender:
        act(sender, submitted(sender, url, email=None), "pass-on")
        carry_all(sender)
        assert peer.calls == []
    ((kind, owner, reason),) = noise.incidents(database)
    assert (kind, owner) == ("webhook", "officer")
    assert url in reason
    assert "TOWNCLERK_ALLOWED_HOSTS" in reason


def test_faults_of_the_far_end_are_tried_again_with_the_same_key(database: Database) -> None:
    with web_peer(HERE) as (peer, url), sending(database, allowed_hosts=(url,)) as sender:
        peer.faults = [answer(500), answer(429, Retry_After="0"), reset, endless]
        act(sender, submitted(sender, url, email=None), "pass-on")
        for _ in range(4):
            due_now(sender)
            carry_all(sender)
        assert effects(sender)[1] == ("webhook", "done", "delivered (HTTP 200)")
        assert len({headers["Idempotency-Key"] for headers, _ in peer.calls}) == 1
        assert len(peer.calls) == 4


def test_the_far_end_says_when_to_come_back(database: Database) -> None:
    with web_peer(HERE) as (peer, url), sending(database, allowed_hosts=(url,)) as sender:
        peer.faults = [answer(429, Retry_After="600"), answer(503, Retry_After="Thu, 01 Jan 2099 00:00:00 GMT")]
        act(sender, submitted(sender, url, email=None), "pass-on")
        for least, most in ((599, 751), (86_000, 108_001)):
            carry_all(sender)
            wait = rows(sender, "SELECT extract(epoch FROM due - now()) FROM effects WHERE kind = 'webhook'")[0][0]
            assert least < wait < most
            jobs = "FROM procrastinate_jobs j JOIN effects e ON e.job_id = j.id AND j.scheduled_at = e.due"
            assert rows(sender, f"SELECT count(*) {jobs}")[0][0] == 1
            due_now(sender)


@pytest.mark.parametrize(("status", "word"), [(302, "redirect"), (400, "refused"), (410, "refused")])
def test_what_will_not_get_better_is_an_incident_at_once(status: int, word: str, database: Database) -> None:
    with web_peer(HERE) as (peer, url), sending(database, allowed_hosts=(url,)) as sender:
        peer.every = answer(status, Location=url)
        act(sender, submitted(sender, url, email=None), "pass-on")
        carry_all(sender)
        assert len(peer.calls) == 1
    assert word in noise.incidents(database)[0][2]


def test_after_the_last_try_there_is_an_incident_and_its_retry_sends_once(database: Database) -> None:
    with web_peer(HERE) as (peer, url), sending(database, allowed_hosts=(url,)) as sender:
        peer.every = answer(500)
        case_id = submitted(sender, url, email=None)
        act(sender, case_id, "pass-on")
        for _ in range(carry.TRIES + 2):
            due_now(sender)
            carry_all(sender)
        assert len(peer.calls) == carry.TRIES
        assert effects(sender)[1][1] == "parked"
        ((_, _, reason),) = noise.incidents(sender)
        assert reason == "The far end answered with HTTP 500. It was tried 5 times."
        peer.every = None
        with sender.begin() as session:
            (incident,) = incidents.open_for(session, case_id)
            assert incidents.retry(session, incident.id, OFFICER, NOW)
        with sender.begin() as session, pytest.raises(IncidentNotFound):
            incidents.retry(session, incident.id, OFFICER, NOW)
        carry_all(sender)
        carry_all(sender)
        assert len(peer.applied) == 1
        assert len({headers["Idempotency-Key"] for headers, _ in peer.calls}) == 1
    assert effects(database)[1] == ("webhook", "done", "delivered (HTTP 200)")


def test_an_incident_given_up_says_why_and_is_never_tried_again(database: Database) -> None:
    with sending(database) as sender:
        case_id = submitted(sender, email=None)
        act(sender, case_id, "pass-on")
        carry_all(sender)
        viewer = Viewer(uuid4(), ORGANISATION, "Ada", {"noise": frozenset({"officer"})})
        with sender.begin() as session:
            (incident,) = incidents.for_viewer(session, viewer)
            assert incidents.count(session, viewer) == 1
            assert incidents.for_viewer(session, viewer, after=(incident.opened_at, incident.id)) == ()
            assert incidents.for_viewer(session, replace(viewer, roles={"noise": frozenset({"other"})})) == ()
            assert incidents.for_viewer(session, replace(viewer, organisation_id=uuid4())) == ()
            with pytest.raises(ValueError):
                incidents.give_up(session, incident.id, OFFICER, "  ", NOW)
            incidents.give_up(session, incident.id, OFFICER, "told them by phone", NOW)
        with sender.read() as session:
            assert incidents.open_for(session, case_id) == ()
            assert incidents.history(session, case_id)[0].ending == "given up: told them by phone"
    assert effects(database)[1][1] == "given-up"


def test_an_effect_has_one_place_in_its_event(database: Database) -> None:
    case_id = submitted(database)
    (event_id,) = rows(database, "SELECT event_id FROM effects")[0]
    with pytest.raises(sa.exc.IntegrityError), database.begin() as session:
        promised_too(session, case_id, event_id, Promise(0, "webhook", {"url": "x"}))
    jobs = rows(database, "SELECT args FROM procrastinate_jobs")
    assert [set(job.args) for job in jobs] == [{"effect"}]


def promised_too(session: Session, case_id: UUID, event_id: UUID, more: Promise) -> None:
    """As if the first event had promised one thing more."""
    (row,) = promise.rows(case_id, event_id, 1, [more])
    parts = sa.text(f"WITH guarded AS (SELECT 1), {promise.PARTS} SELECT 1")
    session.execute(parts, {"effects": json.dumps([row | {"place": 1}])})


def test_jobs_are_enqueued_as_their_library_does() -> None:
    said = procrastinate.sql.queries["defer_jobs"]
    assert promise.DEFER in said
    assert f"::{promise.TO_DEFER}[]" in said
    fields = ("queue_name", "task_name", "priority", "lock", "queueing_lock", "args", "scheduled_at")
    assert procrastinate.types.JobToDefer._fields == fields


def leased(database: Database, seconds: int, attempts: int = 1) -> UUID:
    """An effect that somebody else is trying, for ``seconds`` more."""
    with database.begin() as session:
        held = "UPDATE effects SET lease = :lease, leased_until = now() + :s * interval '1 second', attempts = :tries"
        session.execute(sa.text(held), {"lease": uuid4(), "s": seconds, "tries": attempts})
        return session.execute(sa.text("SELECT id FROM effects")).scalar_one()


def test_what_one_worker_is_trying_no_other_tries_until_its_lease_ends(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    submitted(sender)
    leased(sender, 60)
    carry_all(sender)
    assert peer.letters == []
    leased(sender, -1)
    carry_all(sender)
    assert len(peer.letters) == 1


def test_a_worker_that_wakes_too_late_changes_nothing(post: tuple[MailServer, Database]) -> None:
    """Fault F24: the result of the worker that took over stands."""
    _, sender = post
    submitted(sender)
    (effect_id,) = rows(sender, "SELECT id FROM effects")[0]
    claim = carry._claim(sender, effect_id)
    assert claim is not None
    leased(sender, -1)
    carry_all(sender)
    carry._failed(sender, claim, "a late failure", None)
    carry._park(sender, claim, "a late end")
    assert effects(sender) == [("acknowledge", "done", "sent")]
    assert noise.incidents(sender) == []


def test_an_effect_that_ends_its_process_each_time_is_parked(post: tuple[MailServer, Database]) -> None:
    """Fault F17: tries are counted before they begin."""
    peer, sender = post
    submitted(sender)
    leased(sender, -1, attempts=carry.TRIES)
    carry_all(sender)
    assert effects(sender)[0][1] == "parked"
    assert "ended the process" in noise.incidents(sender)[0][2]
    assert peer.letters == []


def test_what_lost_its_job_gets_another(post: tuple[MailServer, Database]) -> None:
    _, sender = post
    submitted(sender)
    with sender.begin() as session:
        assert carry.wake_stuck(session) == 0
        session.execute(sa.text("UPDATE effects SET due = now() - interval '1 minute'"))
        assert carry.wake_stuck(session) == 0, "its job still waits"
        session.execute(sa.text("DELETE FROM procrastinate_jobs"))
        assert carry.wake_stuck(session) == 1
        assert carry.wake_stuck(session) == 0


def test_a_fourth_unasked_letter_in_an_hour_to_one_address_waits(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    for _ in range(4):
        submitted(sender)
    submitted(sender, email="bo@example.org")
    carry_all(sender)
    carry_all(sender)
    assert sorted(to for (to,) in peer.recipients) == ["ada@example.org"] * 3 + ["bo@example.org"]
    later = "SELECT attempts, due - now() > interval '50 minutes' AS later FROM effects WHERE state = 'waiting'"
    assert [(row.attempts, row.later) for row in rows(sender, later)] == [(0, True)]
    with sender.begin() as session:
        session.execute(sa.text("UPDATE effects SET marked_at = marked_at - interval '1 hour'"))
    due_now(sender)
    carry_all(sender)
    assert len(peer.letters) == 5


def test_a_peer_that_is_away_is_left_alone_and_nothing_counts_meanwhile(database: Database) -> None:
    url = f"https://{HERE}:{free_port()}"
    with sending(database, allowed_hosts=(url,)) as sender:
        rest = Breaker()
        for _ in range(breaker.FAILURES + 1):
            act(sender, submitted(sender, url, email=None), "pass-on")
        carry_all(sender, rest)
    tries = rows(database, "SELECT attempts FROM effects WHERE kind = 'webhook' ORDER BY id")
    assert [row.attempts for row in tries] == [1] * breaker.FAILURES + [0]
    assert rest.rest(url.removeprefix("https://")) > 0
    rest.worked(url.removeprefix("https://"))
    assert rest.rest(url.removeprefix("https://")) == 0


def test_what_is_made_of_an_applicants_words_is_theirs_too() -> None:
    values = [
        {"id": "place", "type": "text", "value": "street"},
        {"id": "again", "type": "text", "value": "place"},
        {"id": "known", "type": "boolean", "value": "street == 'High Street'"},
    ]
    service = read_service(noise.noise(values=values))
    assert letters.applicants_words(service) == {"street", "meter", "caller", "place", "again"}
