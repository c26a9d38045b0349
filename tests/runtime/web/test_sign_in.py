"""The staff door: in with a password, out again, and back to what was being done."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from flask import url_for

from runtime import people, sessions
from runtime.app import create_site
from runtime.db import Database
from runtime.web.staff import signed_in
from tests.runtime.web.browsing import Browser
from tests.runtime.web.offices import PASSWORD, Office, now


def test_signing_in_shows_ones_work_and_says_who_one_is(office: Office) -> None:
    page = office.sign_in("ada").get("/staff")
    assert page.status == 200
    assert page.heading == "My work"
    assert "Ada" in page.text


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"email": "nobody@example.org"}, {"email": ""}])
def test_every_wrong_pair_has_the_same_answer(office: Office, wrong: dict[str, str]) -> None:
    browser = office.browser()
    form = browser.get("/staff/sign-in").form("/sign-in")
    page = browser.send(form, **({"email": "ada@example.org", "password": PASSWORD} | wrong))
    assert page.status == 422
    assert "Email address or password is not right" in page.text
    assert page.form("/sign-in").fields["password"] == ""


def test_known_and_unknown_addresses_get_the_same_page(office: Office) -> None:
    pages = []
    for email in ("ada@example.org", "xyz@example.org"):
        browser = office.browser()
        form = browser.get("/staff/sign-in").form("/sign-in")
        pages.append(browser.send(form, email=email, password="wrong").text)
    assert pages[0] == pages[1]


def test_the_sixth_try_must_wait(office: Office) -> None:
    browser = office.browser()
    form = browser.get("/staff/sign-in").form("/sign-in")
    for _ in range(5):
        assert browser.send(form, email="ada@example.org", password="wrong").status == 422
    page = browser.send(form, email="ada@example.org", password=PASSWORD)
    assert page.status == 429
    assert 0 < int(page.response.headers["Retry-After"]) <= 900
    assert "tried too many times" in page.text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    page = office.sign_in("ada").page
    assert page is not None
    cookie = next(c for c in page.response.headers.getlist("Set-Cookie") if c.startswith("townclerk-staff="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_outside_a_demo_the_cookie_is_bound_to_this_host_and_to_https(office: Office) -> None:
    with office.site.test_request_context():
        office.site.config["SESSION_COOKIE_SECURE"] = True
        try:
            given = signed_in.give(office.site.make_response(""), "token").headers["Set-Cookie"]
        finally:
            office.site.config["SESSION_COOKIE_SECURE"] = False
    assert given.startswith("__Host-townclerk-staff=token; Secure; HttpOnly; Path=/; SameSite=Lax")


def key_of(browser) -> str:
    return browser.client.get_cookie("townclerk-staff").value


def test_signing_in_gives_a_new_key_and_signing_out_kills_it(office: Office) -> None:
    browser = office.sign_in("ada")
    first = key_of(browser)
    again = office.browser()
    again.client.set_cookie("townclerk-staff", "fixed-by-somebody-else")
    form = again.get("/staff").form("/sign-in")
    again.send(form, email="ada@example.org", password=PASSWORD)
    assert key_of(again) not in ("fixed-by-somebody-else", first)
    page = browser.get("/staff")
    browser.send(page.form("/sign-out"))
    assert "signed out" in browser.follow().text
    browser.client.set_cookie("townclerk-staff", first)
    assert browser.get("/staff").status == 401


def test_a_change_of_roles_is_felt_at_the_next_request(office: Office) -> None:
    browser = office.sign_in("ada")
    with office.database.begin() as session:
        team = people.create_team(session, "Crew desk", at=now())
        people.revoke(session, team, "missed-bin", "crew-desk", at=now())
    assert browser.get("/staff").status == 401


def test_after_half_an_hour_one_signs_in_again_and_goes_on_where_one_was(office: Office, monkeypatch) -> None:
    browser = office.sign_in("ada")
    monkeypatch.setattr(sessions, "IDLE", timedelta(0))
    page = browser.get("/staff/search?q=abc&_external=1&_scheme=javascript")
    monkeypatch.undo()
    assert page.status == 401
    assert "A session ends after 30 minutes" in page.text
    browser.send(page.form("/sign-in"), email="ada@example.org", password=PASSWORD)
    location = browser.page.response.headers["Location"]
    assert location == "/staff/search?q=abc&_external=1&_scheme=javascript"


def test_what_was_typed_when_a_session_ended_can_be_sent_after_signing_in_again(office: Office) -> None:
    browser, case = office.sign_in("ada"), office.case()
    page = office.open(browser, case)
    with office.database.begin() as session:
        sessions.end(session, key_of(browser), at=now())
    page = browser.send(page.form("/notes"), note="The lid was <b>broken</b>")
    assert page.status == 401
    assert "What you typed is kept" in page.text
    page = browser.send(page.form("/sign-in"), email="ada@example.org", password=PASSWORD)
    assert page.heading == "You are signed in again"
    assert office.load(case.id).revision == case.revision, "nothing is sent without a hand on the button"
    browser.send(page.form("/notes"))
    assert "The lid was <b>broken</b>" in browser.follow().text


@pytest.mark.parametrize(
    "way",
    ["", "https://evil.example", "//evil.example", "/\\evil.example", "\t//evil.example", "javascript:x", "a.b.c"],
)
def test_a_way_back_is_one_that_we_signed_or_leads_home(office: Office, way: str) -> None:
    browser = office.browser()
    form = browser.get("/staff/sign-in").form("/sign-in")
    browser.send(form, way=way, email="ada@example.org", password=PASSWORD)
    assert browser.page.response.headers["Location"] == "/staff"


def test_a_form_that_no_page_of_ours_sent_is_not_kept(office: Office) -> None:
    page = office.browser()
    page.client.post("/staff/cases/X/notes", data={"note": "written elsewhere", "key": "1"})
    answer = page.client.post("/staff/cases/X/notes", data={"note": "written elsewhere", "csrf_token": "x"})
    assert answer.status_code == 401
    assert "What you typed is kept" not in answer.get_data(as_text=True)


def test_someone_signed_in_is_not_asked_again(office: Office) -> None:
    browser = office.sign_in("ada")
    browser.get("/staff/sign-in")
    with office.site.test_request_context():
        assert browser.page.response.headers["Location"] == url_for("staff.home")


def test_a_stolen_session_cannot_try_passwords_for_ever(office: Office) -> None:
    browser = office.sign_in("ada")
    form = browser.get("/staff/account").form("/password")
    answers = [browser.send(form, **{"password-now": f"guess {n}"}).status for n in range(6)]
    assert answers == [422] * 5 + [429]


def test_with_nothing_to_count_tries_in_nobody_gets_in(shared_database: Database) -> None:
    nowhere = dataclasses.replace(shared_database.settings, database_url="postgresql://127.0.0.1:1/none")
    browser = Browser(create_site(nowhere, Database(nowhere)).test_client())
    page = browser.send(browser.get("/staff/sign-in").form("/sign-in"), email="ada@example.org", password=PASSWORD)
    assert page.status == 503
    assert browser.client.get_cookie("townclerk-staff") is None
