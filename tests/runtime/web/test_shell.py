"""What surrounds every page: headers, cookies, tokens, limits, access rules, and files that browsers may keep."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment, UndefinedError

from runtime import frontend
from runtime.app import create_site
from runtime.config import Settings
from runtime.db import Database
from runtime.web import access_rules, shell, words
from runtime.web.undefined import Forgotten
from tests.conftest import KEYS, STATE

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def production(database: Database, **changes: Any) -> Flask:
    safe = {"mode": "production", "base_url": "https://council.example", "trusted_hosts": ("council.example",)}
    settings = Settings(**KEYS, state=STATE, **safe | changes)
    return create_site(settings, database)


def sample(rule: Any) -> str:
    one_of = re.sub(r"<any\((\w+)[^>]*>", r"\1", re.sub(r"<int\W[^>]+>", "1", rule.rule))
    return re.sub(r"<[^>]+>", "00000000-0000-7000-8000-000000000000", one_of)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/track", "/apply/none", "/staff", "/healthz", "/demo/mailbox"])
def test_every_reply_is_guarded(site: Flask, path: str) -> None:
    reply = site.test_client().get(path)
    assert {name: reply.headers[name] for name in HEADERS} == HEADERS
    assert reply.headers["Cache-Control"] == "no-store"
    policy = reply.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy
    assert "unsafe" not in policy
    nonce = re.search(r"script-src '(?:none|nonce-([^']+))'", policy)
    assert nonce
    assert all(f'nonce="{nonce[1]}"' in script for script in re.findall(r"<script[^>]*>", reply.text))
    assert not re.search(r"\son[a-z]+=|\sstyle=", reply.text)


def test_no_two_replies_share_a_nonce(site: Flask) -> None:
    policies = {site.test_client().get("/").headers["Content-Security-Policy"] for _ in range(5)}
    assert len(policies) == 5


def test_every_route_says_who_may_use_it(site: Flask) -> None:
    found = access_rules.declared(site)
    assert found
    assert [rule.endpoint for rule, who in found if who is None] == []
    assert {who for _, who in found} == {"public", "applicant", "staff"}


def test_a_view_that_says_nothing_is_refused(database: Database) -> None:
    app = production(database)
    app.add_url_rule("/silent", "silent", lambda: "secret")
    with pytest.raises(access_rules.UndeclaredAccess, match="silent"):
        access_rules.refuse_undeclared(app)
    reply = app.test_client().get("/silent", base_url="https://council.example")
    assert reply.status_code == 500
    assert "secret" not in reply.text


def test_nothing_changes_without_a_token(site: Flask) -> None:
    for rule, _ in access_rules.declared(site):
        for method in CHANGING & (rule.methods or set()):
            reply = site.test_client().open(sample(rule), method=method, data={"anything": "x"})
            assert reply.status_code in (400, 401, 404, 302, 303), (rule.rule, reply.status_code)
            assert reply.status_code >= 400 or "/staff/sign-in" in reply.headers["Location"], rule.rule


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
def test_nothing_changes_from_another_site(site: Flask, headers: dict[str, str]) -> None:
    client = site.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/track").text)[1]  # type: ignore[index]
    for rule, _ in access_rules.declared(site):
        if CHANGING & (rule.methods or set()):
            reply = client.post(sample(rule), data={"csrf_token": token}, headers=headers)
            assert reply.status_code == 403, (rule.rule, reply.status_code)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_only_our_own_names_are_answered(site: Flask, host: str) -> None:
    assert site.test_client().get("/", headers={"Host": host}).status_code == 400


def test_forwarded_names_are_not_believed(database: Database) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    reply = production(database).test_client().get("/track", base_url="https://council.example", headers=headers)
    assert reply.status_code == 200
    assert "evil.example" not in reply.text


def test_the_cookie_of_production_is_bound_to_its_host(database: Database) -> None:
    reply = production(database).test_client().get("/track", base_url="https://council.example")
    cookie = reply.headers["Set-Cookie"]
    assert cookie.startswith("__Host-townclerk=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_production_has_no_mailbox_and_no_banner(database: Database) -> None:
    client = production(database).test_client()
    assert client.get("/demo/mailbox", base_url="https://council.example").status_code == 404
    assert "demonstration" not in client.get("/", base_url="https://council.example").text


def test_more_than_a_form_is_refused_in_our_own_words(site: Flask) -> None:
    reply = site.test_client().post("/track", data={"reference": "x" * 1_000_001})
    assert reply.status_code == 413
    assert "That is too big to send" in reply.text
    many = {f"n{n}": "x" for n in range(2000)}
    reply = site.test_client().post("/track", data=many, content_type="multipart/form-data")
    assert reply.status_code == 413


def test_a_wrong_method_says_which_are_right(site: Flask) -> None:
    reply = site.test_client().delete("/track")
    assert reply.status_code == 405
    assert "POST" in reply.headers["Allow"]
    assert "This page cannot be used like that" in reply.text


def test_files_are_kept_by_browsers_and_are_what_the_pages_say(site: Flask) -> None:
    page = site.test_client().get("/").text
    named = re.findall(r'(?:src|href)="(/static/vendor/[^"]+)" integrity="sha384-([^"]+)"', page)
    assert len(named) == 3
    for path, integrity in named:
        reply = site.test_client().get(path, buffered=True)
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert base64.b64encode(hashlib.sha384(reply.data).digest()).decode() == integrity


def test_no_typeface_crown_or_address_of_another_comes_along() -> None:
    styles = next(frontend.VENDOR.glob("townclerk.*.css")).read_text()
    for trace in ("GDS Transport", "@font-face", "crown", "crest"):
        assert trace not in styles, trace
    assert [url for url in re.findall(r"url\(([^)]*)\)", styles) if not url.strip("\"'").startswith("data:")] == []


def test_htmx_knows_every_setting_we_give_it() -> None:
    source = next(frontend.VENDOR.glob("htmx.*.js")).read_text()
    assert [name for name in shell.HTMX if not re.search(rf"\b{name}\b", source)] == []
    assert shell.HTMX["allowEval"] is False
    assert shell.HTMX["selfRequestsOnly"] is True


@pytest.mark.parametrize("key", sorted(words.WORDS))
def test_every_word_is_said_in_every_language(key: str) -> None:
    said = words.WORDS[key]
    assert set(said) == set(words.LANGUAGES)
    assert len({frozenset(re.findall(r"\{\w+\}", text)) for text in said.values()}) == 1


def test_every_word_that_is_said_is_known() -> None:
    house = Path(shell.__file__).parents[2]
    sources = [*(house / "templates").rglob("*.html"), *Path(shell.__file__).parent.glob("*.py")]
    used = {key for path in sources for key in re.findall(r'say\((?:\w+\.?\w*, )?"([a-z0-9.-]+)"', path.read_text())}
    assert used - set(words.WORDS) <= {key for key in used if "." in key and key not in words.WORDS}


def test_a_forgotten_value_fails_and_a_left_out_option_does_not() -> None:
    environment = Environment(undefined=Forgotten, autoescape=True)
    assert environment.from_string("{{ params.hint.text }}{% if params.x %}x{% endif %}").render(params={}) == ""
    for source in ("{{ name }}", "{% if name %}{% endif %}", "{{ thing.missing }}", "{% for x in names %}{% endfor %}"):
        with pytest.raises(UndefinedError):
            environment.from_string(source).render(thing=object())
