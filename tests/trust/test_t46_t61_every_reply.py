"""Threats 28, 46, 47, 48 and 61: what every reply carries, whose host it names, and where it may send a browser."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from runtime.app import create_site
from runtime.config import Settings
from runtime.db import Database
from runtime.web import access_rules
from tests.conftest import KEYS, STATE
from tests.runtime.noise import carry_all
from tests.runtime.web.applicants import Applicant, publish
from tests.runtime.web.offices import PASSWORD, Office
from tests.runtime.web.test_staff_matrix import address, made, rules, token

BASE = "https://council.example"
EXPECTED = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
COOKIES = ("__Host-townclerk=", "__Host-townclerk-staff=")


@pytest.fixture
def council(database: Database) -> Flask:
    """The site as a council runs it: by https, under one name."""
    settings = Settings(
        mode="production", base_url=BASE, trusted_hosts=("council.example",), state=STATE,
        database_url=database.settings.database_url, **KEYS,
    )  # fmt: skip
    return create_site(settings, database)


def replies(council: Flask, database: Database) -> Iterator[tuple[str, TestResponse]]:
    """One of every route, signed in, and one of every way to say no."""
    office = Office(council, database)
    given, client = made(office), council.test_client()
    page = client.get("/staff/sign-in", base_url=BASE)
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    form = {"csrf_token": csrf, "email": "ada@example.org", "password": PASSWORD}
    yield "signed in", client.post("/staff/sign-in", data=form, base_url=BASE)
    for rule, method in rules(council):
        if method == "GET":
            yield rule.rule, client.get(address(council, rule, given), base_url=BASE)
            yield f"stranger {rule.rule}", council.test_client().get(address(council, rule, given), base_url=BASE)
    yield "404", client.get("/nowhere", base_url=BASE)
    yield "405", client.delete("/track", base_url=BASE)
    yield "400", client.post("/track", base_url=BASE)
    yield "403", client.post("/track", base_url=BASE, headers={"Sec-Fetch-Site": "cross-site"})
    yield "413", client.post("/track", base_url=BASE, data={"x": "x" * 1_000_001})
    council.view_functions["health.healthz"] = access_rules.access("public")(lambda: 1 / 0)  # type: ignore[return-value, arg-type]
    yield "500", client.get("/healthz", base_url=BASE)


def test_t28_t48_t61_every_reply_is_guarded_and_kept_by_nobody(council: Flask, database: Database) -> None:
    seen = set()
    for name, reply in replies(council, database):
        seen.add(reply.status_code)
        assert {header: reply.headers.get(header) for header in EXPECTED} == EXPECTED, name
        policy = reply.headers["Content-Security-Policy"]
        if not name.endswith("/logo"):
            assert "frame-ancestors 'none'" in policy or "sandbox" in policy, name
        assert "unsafe-eval" not in policy
        for cookie in reply.headers.getlist("Set-Cookie"):
            assert cookie.startswith(COOKIES), (name, cookie)
            for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
                assert part in cookie, (name, cookie)
            assert "Domain" not in cookie
        kept = reply.headers["Cache-Control"]
        assert kept == "no-store" or (name.endswith((".css", "/logo")) and "Set-Cookie" not in reply.headers), name
    assert {200, 303, 400, 401, 403, 404, 405, 413, 500} <= seen


@pytest.mark.parametrize(
    "ending", [".css", "/x.css", "/x.js", "/..%2fx.css", "%2fx.css", ";x.css", "%3fx.css", "/x.png"]
)
def test_t61_a_personal_page_under_a_static_name_is_not_there(office: Office, ending: str) -> None:
    given, ada = made(office), office.sign_in("ada")
    paths = ("/staff", "/apply/missed-bin/sent", "/staff/account", f"/staff/cases/{given['reference']}")
    for path in paths:
        for browser in (ada.client, office.browser().client):
            reply = browser.get(path + ending)
            assert reply.status_code in (303, 401, 404), (path + ending, reply.status_code)
            assert reply.headers["Cache-Control"] == "no-store"
            assert "High Street" not in reply.text


@pytest.mark.parametrize(
    "host",
    ["evil.example", "council.example.evil.example", "evil.example:443", "council.example@evil.example", "",
     "council.example:80@evil.example", "council.example, evil.example", "127.0.0.1", "localhost"],
)  # fmt: skip
def test_t46_another_host_is_refused(council: Flask, host: str) -> None:
    assert council.test_client().get("/", base_url=BASE, headers={"Host": host}).status_code == 400


def test_t46_links_in_mail_name_the_configured_host(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    applicant.browser.client.environ_base |= {
        "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "gopher",
        "HTTP_FORWARDED": "host=evil.example", "HTTP_X_FORWARDED_PREFIX": "/evil",
    }  # fmt: skip
    applicant.send()
    carry_all(database)
    page = applicant.browser.get("/demo/mailbox")
    assert f"{database.settings.base_url}/track/" in page.response.text
    assert "evil" not in page.response.text


def payloads() -> list[str]:
    """Sixty ways of naming another site where a path of ours is expected."""
    evil, starts = "evil.example", ["", " ", "\t", "\n", "\r\n", "\x00", "\x1f", "\\", "/\\", "//", "///", "////"]
    made = [f"{start}//{evil}" for start in starts] + [f"{start}\\{evil}" for start in starts]
    made += [f"{scheme}:{rest}{evil}" for scheme in ("https", "HTTPS", "ftp", "data", "javascript", "vbscript")
             for rest in ("", "/", "//", "\\\\", "/\\")]  # fmt: skip
    made += [f"/%09/{evil}", f"/%5c{evil}", f"%2f%2f{evil}", f"/.{evil}", f"@{evil}", f"//localhost@{evil}"]
    return [*made, f"/\t/{evil}", f"/\u2028/{evil}", f"\u3002\u3002{evil}", f"//{evil}%2f.."]


def test_t47_next_never_leaves_us(office: Office) -> None:
    """As typed, and as somebody would sign it who does not have our key."""
    tried = payloads()
    assert len(tried) >= 60
    browser = office.browser()
    form = browser.get("/staff/sign-in").form("/sign-in")
    place = browser.get("/track").forms[0].fields
    for payload in tried:
        forged = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode() + ".c2lnbmVk"
        for way in (payload, forged, f'"{payload}"'):
            went = browser.client.post("/language/en", data={"csrf_token": place["csrf_token"], "place": way})
            is_ours(went, payload)
            browser.client.get(f"/staff/search?q={quote(payload)}&next={quote(payload)}&url={quote(payload)}")
    for payload in tried[::6]:
        is_ours(browser.client.get("/" + payload), payload)
        is_ours(browser.client.get(payload.replace("\x00", "") or "/"), payload)
        browser.send(form, way=payload, email="ada@example.org", password=PASSWORD)
        assert browser.page is not None
        is_ours(browser.page.response, payload)


def test_t47_the_way_back_of_a_strange_path_is_ours(office: Office) -> None:
    ada = office.sign_in("ada")
    csrf = token(ada)["csrf_token"]
    for path in ("//evil.example/", "/\\evil.example", "//evil.example/%2f.."):
        is_ours(ada.client.get(path), path)
        page = ada.client.get("/track" + path).text
        for place in re.findall(r'name="place" value="([^"]+)"', page):
            is_ours(ada.client.post("/language/cy", data={"csrf_token": csrf, "place": place}), path)


def is_ours(reply: TestResponse, payload: str) -> None:
    location = reply.headers.get("Location", "")
    assert urlsplit(urljoin("http://localhost/", location)).netloc == "localhost", (payload, location)
    assert not re.match(r"[\s\\]|/[\s\\/]", location), (payload, location)
