"""Threats 26, 27, 30, 31 and 55: keys that die, doors that shut when nobody can count, and scripts that are ours."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from runtime import cases, frontend, people
from runtime.app import create_site
from runtime.db import Database
from runtime.web import limits
from tests.conftest import KEYS, STATE
from tests.runtime.web.applicants import Applicant, publish
from tests.runtime.web.browsing import Browser
from tests.runtime.web.offices import PASSWORD, Office, now

STAFF = "townclerk-staff"


def key_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie(STAFF)
    assert cookie is not None
    return cookie.value


def test_t26_a_key_dies_at_sign_in_sign_out_and_a_change_of_privilege(office: Office) -> None:
    browser = office.sign_in("ada")
    first = key_of(browser)
    browser.send(browser.get("/staff").form("/sign-out"))
    browser.client.set_cookie(STAFF, first)
    assert browser.get("/staff").status == 401, "signed out"
    again = office.sign_in("ada")
    assert key_of(again) != first
    with office.database.begin() as session:
        team = people.create_team(session, "Crew desk", at=now())
        people.grant(session, team, "report-it", "officer", at=now())
    assert again.get("/staff").status == 401, "other roles"


@pytest.mark.parametrize(
    ("steps", "status"),
    [([timedelta(minutes=29)] * 3, 200), ([timedelta(minutes=31)], 401), ([timedelta(minutes=20)] * 25, 401)],
    ids=["busy", "idle", "eight hours"],
)
def test_t27_a_session_ends_by_idleness_and_by_age(office: Office, steps: list[timedelta], status: int) -> None:
    browser, at = office.sign_in("ada"), datetime.now(UTC)
    for step in steps:
        at += step
        with time_machine.travel(at, tick=False):
            last = browser.get("/staff").status
    assert last == status


def test_t27_a_page_that_asks_by_itself_keeps_no_session_open(office: Office) -> None:
    """A run's page may be left open over night: what it asks every two seconds says that nobody pressed anything."""
    browser, at = office.sign_in("ada"), datetime.now(UTC)
    for minutes, alone, status in ((20, True, 200), (40, True, 401)):
        with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
            headers = {"Townclerk-By-Itself": "1"} if alone else {}
            assert browser.client.get("/staff", headers=headers).status_code == status


def test_t30_the_door_says_the_same_to_everybody(office: Office) -> None:
    seen = []
    for email in ("ada@example.org", "nobody@example.org", "Ada@Example.org ", "left"):
        browser = office.browser()
        page = browser.send(browser.get("/staff/sign-in").form("/sign-in"), email=email, password="wrong")
        seen.append((page.status, re.sub(r'(nonce|value)="[^"]*"', "", page.response.text)))
    assert len(set(seen)) == 1


@pytest.fixture
def uncounted(office: Office) -> Iterator[Office]:
    """An office whose counters are away: the database that holds them cannot be reached, and that of cases can."""
    nowhere = dataclasses.replace(
        office.database.settings, database_url="postgresql://127.0.0.1:1/none", **KEYS, state=STATE
    )
    with Database(nowhere) as lost:
        kept = office.site.extensions[limits._KEY]
        limits.install(office.site, lost)
        yield office
        office.site.extensions[limits._KEY] = kept


def test_t31_without_counters_guessing_stops_and_sending_goes_on(uncounted: Office) -> None:
    applicant = Applicant(uncounted.site)
    reference = applicant.send()
    with uncounted.database.read() as session:
        assert cases.by_reference(session, reference)
    guess = Browser(uncounted.site.test_client())
    page = guess.send(guess.get("/track").form("/track"), reference=reference, fact="AB1 2CD")
    assert page.status == 503
    assert page.response.headers["Retry-After"]


def test_t31_without_a_database_nobody_signs_in(site: Flask, database: Database) -> None:
    nowhere = dataclasses.replace(database.settings, database_url="postgresql://127.0.0.1:1/none")
    with Database(nowhere) as lost:
        browser = Browser(create_site(nowhere, lost).test_client())
        page = browser.send(browser.get("/staff/sign-in").form("/sign-in"), email="ada@example.org", password=PASSWORD)
    assert page.status == 503
    assert browser.client.get_cookie(STAFF) is None


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"])
def test_t31_an_address_that_is_only_claimed_does_not_count(office: Office, header: str) -> None:
    statuses = []
    for n in range(7):
        browser = office.browser()
        form = browser.get("/staff/sign-in").form("/sign-in")
        data = {**form.fields, "email": "ada@example.org", "password": "wrong"}
        claimed = f"for=192.0.2.{n}" if header == "Forwarded" else f"192.0.2.{n}"
        sent = browser.client.post(form.action, data=data, headers={header: claimed})
        statuses.append(sent.status_code)
    assert statuses == [422] * 5 + [429] * 2


def test_t31_a_proxy_of_ours_is_believed_for_its_own_word_only(database: Database) -> None:
    """With one proxy set, the last address counts, which that proxy wrote; what came before it, anybody can write."""
    publish(database)
    settings = dataclasses.replace(database.settings, proxies=1)
    site, statuses = create_site(settings, database), []
    for n in range(7):
        browser = Browser(site.test_client())
        browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{n}, 198.51.100.7"
        form = browser.get("/track").form("/track")
        statuses.append(browser.send(form, reference=f"AAAA-AAAA{n}", fact="x").status)
    assert statuses == [422] * 5 + [429] * 2


def test_t55_scripts_and_styles_are_the_ones_we_installed() -> None:
    listed = frontend.manifest()["files"]
    assert listed
    for name, file in listed.items():  # type: ignore[attr-defined]
        content = (frontend.VENDOR / file["file"]).read_bytes()
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        assert file["integrity"] == f"sha384-{digest}", name
    assert {path.name for path in frontend.VENDOR.iterdir() if path.suffix in (".js", ".css")} <= {
        file["file"]
        for file in listed.values()  # type: ignore[attr-defined]
    }
