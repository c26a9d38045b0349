"""Threats 49 and 50: whatever stands in an address, a query or a form, the site answers in words and never fails."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from flask import Flask

from runtime.db import Database
from runtime.web import access_rules
from tests import factories
from tests.runtime.web.applicants import ADDRESS, Applicant, publish
from tests.runtime.web.offices import Office
from tests.runtime.web.test_staff_matrix import made, token

STRANGE = [
    "\x00", "x\x00'\\", "' OR 1=1 --", "\ud7ff\ufffe\U0001f469\u200d\U0001f680\u202ecod.exe", "9" * 26, "-1", "1e400",
    "0001-01-01T00:00:00+23:59_" + "0" * 32, "9999-12-31T23:59:59-23:59_" + "f" * 32, "../..\\etc/passwd",
    "{{7*7}}${7*7}{street}", "<svg onload=alert(1)>", "\r\nX-Evil: 1", "x" * 9000, "person:" + "0" * 32,
    "'\\':* & b | !c <-> d", "\u0130\u0131\ufb01\u0661",
]  # fmt: skip
NAMES = [
    "q", "after", "state", "with", "overdue", "urgent", "done", "change", "way", "email", "password", "place",
    "reference", "fact", "key", "revision", "note", "reason", "to", "skip", "remove", "asked", "property-line_1",
    "property-postcode", "bin", "missed_on-day", "password-now", "password-new", "password-again",
]  # fmt: skip
LEAVING = ("/sign-out", "/leave", "/sessions/end-others")


def requests_to(site: Flask, given: dict[str, str]) -> list[tuple[str, str]]:
    """Every route but those that end a session, as method and path."""
    found = []
    for rule, _ in access_rules.declared(site):
        path = str(site.url_map.bind("localhost").build(rule.endpoint, {n: given.get(n, "x") for n in rule.arguments}))
        if not path.endswith(LEAVING):
            found += [(method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


@pytest.mark.parametrize("part", range(3))
def test_t49_no_query_and_no_form_makes_the_site_fail(office: Office, part: int) -> None:
    ada, given = office.sign_in("ada"), made(office)
    form, failed = token(ada), []
    citizen = Applicant(office.site)
    citizen.send()
    citizen.start()
    csrf = citizen.open("where").form("where").fields["csrf_token"]
    for strange in STRANGE[part::3]:
        fields = dict.fromkeys(NAMES, strange)
        for method, path in requests_to(office.site, given):
            browser, tokens = (ada, form) if path.startswith("/staff") else (citizen.browser, {"csrf_token": csrf})
            more: dict[str, Any] = {"data": fields | tokens} if method == "POST" else {"query_string": fields}
            answer = browser.client.open(path, method=method, **more)
            if answer.status_code >= 500 or "X-Evil" in answer.headers:
                failed.append((method, path, strange, answer.status_code))
    assert failed == []


@pytest.mark.parametrize("strange", ["\x00", "a\x00b\u202e", "\x1b[31m", "\u200b"])
def test_t49_what_a_clerk_pastes_is_kept_without_what_cannot_be(office: Office, strange: str) -> None:
    ada, case = office.sign_in("ada"), office.case()
    form = office.open(ada, case).form("/notes")
    assert ada.send(form, note=f"The lid was{strange} broken").status == 303
    page = ada.get(f"{case_url(case)}/hand-on")
    assert (
        ada.send(page.form("/hand-on"), to=f"person:{office.people['bo']}", reason=f"Gone{strange} home").status == 303
    )
    text = ada.follow().text
    assert "The lid was" in text
    assert "Gone" in text


def case_url(case: Any) -> str:
    return f"/staff/cases/{case.case.reference}"


def test_t49_addresses_with_anything_in_them_are_not_there(office: Office) -> None:
    ada, given = office.sign_in("ada"), made(office)
    kept = {name: given[name] for name in ("session_id", "incident_id") if name in given}
    for strange in [
        "%00",
        "%27%20OR%201=1",
        "..%2f..%2fetc%2fpasswd",
        "%ff%fe",
        "%F0%9F%98%80",
        "x" * 5000,
        "__class__",
    ]:
        for rule, _ in access_rules.declared(office.site):
            if rule.rule.startswith(("/brand", "/track", "/return", "/asked")):
                continue
            if rule.arguments and "GET" in (rule.methods or ()):
                path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda named: str(kept.get(named[1], "PLACE")), rule.rule)
                status = ada.client.get(path.replace("PLACE", strange)).status_code
                assert status in (404, 303), (path, strange, status)


def test_t50_a_field_sent_twice_is_refused(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    applicant.start()
    form = applicant.open("where").form("where")
    page = applicant.browser.send(form, **{**ADDRESS, "property-postcode": ["AB1 2CD", "ZZ9 9ZZ"]})
    assert page.status == 422
    applicant.answer("where", **ADDRESS)
    form = applicant.open("which").form("which")
    assert applicant.browser.send(form, bin=["refuse", "recycling"]).status == 422


def test_t50_a_number_that_is_words_is_refused(site: Flask, database: Database) -> None:
    document = factories.document()
    document["form"]["pages"][0]["questions"] = [factories.question("depth", type="integer")]
    document["queues"][0]["columns"] = ["depth"]
    publish(database, document)
    applicant = Applicant(site, "report-it")
    applicant.start()
    for words in ("one", "1; DROP", "0x10", "1e3", "[1]", "true", "1.0.0", "٣ apples"):
        assert applicant.answer("where", depth=words).status == 422, words


def test_t50_a_name_is_found_however_its_accents_are_composed(office: Office) -> None:
    name = "Ren\u00e9e Bront\u00eb"
    document = factories.document(applicant={"name": "street"})
    with office.database.begin() as session:
        from tests.runtime import citizens

        citizens.publish(session, document)
    applicant = Applicant(office.site, "report-it")
    applicant.start()
    applicant.answer("where", street=unicodedata.normalize("NFD", name))
    applicant.browser.send(applicant.browser.follow().form("/check"))
    di = office.sign_in("di")
    for typed in (name, unicodedata.normalize("NFD", name), "renee bronte"):
        assert "Renée Brontë" in office.search(di, typed).text
