"""Threats 44 and 45: what staff type, on whatever page, stands in no log, address or header, and breaks none."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import pytest
import structlog

from runtime import logs
from runtime.failpoints import VARIABLE
from tests.runtime.web.browsing import Form
from tests.runtime.web.offices import Office
from tests.runtime.web.test_staff_matrix import NOT_THERE, address, made, rules

CANARY = "canary4411"
TYPED = f'{CANARY}\n{{"event": "forged"}}\r\n\x1b[31m\u2028'
OURS = {"csrf_token", "revision", "key", "password", "email", "mention", "to", "reply", "do"}
FEWEST = 12


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    logging.root.handlers[:] = []
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def filled(form: Form) -> dict[str, str]:
    """Every field that a person writes in, and none that chooses or is hidden with something in it."""
    found = {name: TYPED for name, value in form.fields.items() if name not in OURS and not str(value).strip()}
    if form.action.endswith("/hand-on"):
        found["to"] = "role:supervisor"
    return found | ({"do": "send"} if form.action.endswith("/write") else {})


def spelt(text: str) -> list[str]:
    return [way for way in (CANARY, quote(CANARY), quote_plus(CANARY)) if way in text]


def typed_everywhere(office: Office) -> int:
    """Write into every form of every page of staff's, and send it: how many took it."""
    sent = 0
    ada = office.sign_in("ada")
    given = made(office)
    for rule, method in rules(office.site, "staff"):
        if method != "GET" or rule.endpoint in NOT_THERE:
            continue
        if "reference" in rule.arguments:
            given |= {"reference": office.case().case.reference}
        page = ada.get(address(office.site, rule, given))
        for form in page.forms:
            if not (typed := filled(form)):
                continue
            assert form.method == "post", f"{rule.rule} would put what is typed into an address"
            answer = ada.send(form, **typed)
            headers = "\n".join(f"{n}: {v}" for n, v in answer.response.headers.items() if n != "Set-Cookie")
            assert spelt(headers) == [], (rule.rule, form.action)
            sent += answer.status == 303
    return sent


def test_t44_t45_what_is_typed_on_any_page_is_in_no_log_address_or_header(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("debug")
    sent = typed_everywhere(office)
    written = capsys.readouterr().err
    assert sent >= FEWEST
    assert spelt(written) == []
    for line in written.splitlines():
        assert json.loads(line)["event"] != "forged"


def test_t44_t45_nor_when_a_defect_loses_it(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(office.site.config, "PROPAGATE_EXCEPTIONS", False)
    ada, case = office.sign_in("ada"), office.case()
    path = f"/staff/cases/{case.case.reference}"
    forms = [form for page in (path, f"{path}/hand-on", f"{path}/write") for form in ada.get(page).forms]
    logs.configure("debug")
    monkeypatch.setenv(VARIABLE, "act.before_commit=raise")
    failed, seen = 0, []
    for form in forms:
        if typed := filled(form):
            answer = ada.send(form, **typed)
            seen.append((form.action, answer.status))
            failed += answer.status == 500
            assert answer.status != 500 or spelt(answer.text) == []
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert failed >= 2, seen
    assert sum(line["event"] == "defect" for line in lines) == failed, "the log is not blind"
    assert spelt(json.dumps(lines)) == []
