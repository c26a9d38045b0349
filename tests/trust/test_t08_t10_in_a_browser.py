"""Threats 8, 9, 10, 16 and 48: hostile words everywhere, in a real browser: nothing runs, asks or frames anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime import cases, incidents
from runtime.db import Database
from tests import factories
from tests.browser.conftest import browser
from tests.faults.client import Client, where
from tests.faults.processes import Web
from tests.runtime.noise import carry_all
from tests.runtime.web.offices import PASSWORD, now
from tests.trust import served
from tests.trust.hostile import PAYLOADS
from tests.trust.watching import INTRUDERS, Watch, watch

__all__ = ["browser", "watch"]


def document() -> dict[str, Any]:
    """An author who means harm: hostile words are the labels, and every answer is shown again in other words."""
    own = [p.replace("{", "(").replace("}", ")") for p in PAYLOADS]
    questions = [
        factories.question(f"q{n}", label=f"{n} {text}"[:200], hint=text, lines=1 + n % 2 * 2)
        for n, text in enumerate(own)
    ]
    made = factories.document(
        title=f"Hostile {own[0]}", summary=own[2], applicant={"name": "who", "email": "mail", "track": ["who"]},
        form={"pages": [
            factories.page("you", factories.question("who"), factories.question("mail", type="email"),
                           title=own[3], content=[{"text": "\n\n".join(own)}]),
            factories.page("all", *questions, title="All of it {who}", content=[{"text": "You said {who}, **{who}**"}]),
        ]},
        after_submission="Thank you {who}\n\n" + "\n\n".join(own),
        messages=[{"id": "told", "to": "applicant", "subject": "About {q3}", "body": "You said {q4} and {q38}."}],
    )  # fmt: skip
    made["queues"][0] |= {"label": own[5], "columns": [f"q{n}" for n in range(4)]}
    made["roles"][0]["label"] = own[6]
    made["workflow"]["states"][0] |= {"label": own[2], "public": f"{own[4]} {{who}}"}
    close = made["workflow"]["transitions"][0]
    close |= {"label": own[7], "ask": [factories.question("why", label=own[8])], "effects": [{"send": "told"}]}
    stay = {"id": "stay", "label": own[9], "from": ["new"], "by": ["officer"], "effects": [{"send": "told"}],
            "ask": [factories.question("because", label="{who} said {q2}")]}  # fmt: skip
    made["workflow"]["transitions"].append(stay)
    return made


@pytest.fixture
def web(database: Database, tmp_path: Path) -> Iterator[Web]:
    served.staffed(database, document())
    with served.web(database, tmp_path / "web.log") as running:
        yield running


def worked(web: Web, database: Database) -> tuple[Client, str]:
    """A case with hostile words in every place that takes words; its applicant's browser, and its reference."""
    citizen = Client(web.port)
    citizen.send(citizen.get("/apply/report-it").form("/apply/report-it"))
    you = citizen.get("/apply/report-it/you").form("/you")
    assert citizen.send(you, who=PAYLOADS[3], mail="ada@example.org").status == 303
    answers = {f"q{n}": text.replace("\u2028", " ") for n, text in enumerate(PAYLOADS)}
    saved = citizen.send(citizen.get("/apply/report-it/all").form("/all"), **answers)
    assert saved.status == 303, saved.text[:500]
    assert where(citizen.send(citizen.get("/apply/report-it/check").form("/check"))) == "/apply/report-it/sent"
    reference = citizen.get("/apply/report-it/sent").text.split("Your reference number ")[1].split()[0]
    staff, path = served.signed_in(Client(web.port, 2)), f"/staff/cases/{reference}"
    staff.send(staff.get(path).form("/notes"), note="\n".join(PAYLOADS))
    staff.send(staff.get(path).form("/take"))
    staff.send(staff.get(f"{path}/hand-on").form("/hand-on"), to="nobody", reason=" ".join(PAYLOADS)[:1900])
    staff.send(staff.get(f"{path}/do/stay").form("/stay"), because=PAYLOADS[2])
    with database.begin() as session:
        case = cases.by_reference(session, reference)
        incidents.open(session, case.id, kind="timer", about=PAYLOADS[0], owner="officer", reason=PAYLOADS[2], at=now())
    carry_all(database)
    return citizen, reference


def test_t08_t09_t10_t16_hostile_words_are_words(watch: Watch, web: Web, database: Database) -> None:
    citizen, reference = worked(web, database)
    page = watch.page
    watch.opens("/staff/sign-in")
    page.locator("[name=email]").fill("di@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    case = f"/staff/cases/{reference}"
    pages = "/staff /staff/queues/report-it/triage /staff/incidents /staff/account /staff/search /demo/mailbox /"
    for path in (*pages.split(), "/apply/report-it", case, f"{case}/do/close", f"{case}/hand-on"):
        watch.opens(path)
    watch.opens(case)
    assert PAYLOADS[0] in page.locator("main").inner_text()
    assert "49" not in page.get_by_text("7*7").first.inner_text(), "T16"
    page.locator("main [hx-get]").first.click()
    page.locator("form.tc-ask").wait_for()
    watch.looks()
    page.locator("[name=q]").fill(PAYLOADS[3])
    page.locator("[name=q]").press("Enter")
    watch.looks()
    context = watch.context
    context.add_cookies(
        [{"name": n, "value": v, "url": f"http://127.0.0.1:{web.port}"} for n, v in citizen.cookies.items()]
    )
    for path in ("/apply/report-it/sent", "/track/case"):
        watch.opens(path)
        assert reference in page.locator("main").inner_text()


def test_t08_the_watch_is_not_blind(watch: Watch) -> None:
    watch.page.set_content("".join(PAYLOADS))
    assert watch.page.locator(INTRUDERS).count() > 5
    assert watch.wrong


def test_t08_what_is_typed_comes_back_as_typed(watch: Watch) -> None:
    watch.opens("/apply/report-it")
    page = watch.page
    page.locator("main form button").first.click()
    for payload in ('"><img src=x onerror=alert(1)>', "</textarea><script>alert(1)</script>", PAYLOADS[33]):
        page.locator("[name=who]").fill(payload)
        page.locator("[name=mail]").fill(payload)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_role("button", name="Continue").click()
        page.wait_for_function(
            "typed => document.querySelector('[name=who]').getAttribute('value') === typed", arg=payload
        )
        assert page.locator("[name=who]").input_value() == payload
        watch.looks()


def test_t48_no_page_of_ours_can_be_framed(watch: Watch, web: Web, tmp_path: Path) -> None:
    outside = tmp_path / "frame.html"
    for path in ("/", "/staff", "/staff/sign-in", "/track", "/apply/report-it", "/demo/mailbox"):
        outside.write_text(f'<iframe src="http://127.0.0.1:{web.port}{path}"></iframe>')
        page = watch.context.new_page()
        page.goto(outside.as_uri())
        shown = page.frames[1].locator("body").inner_text().strip()
        assert shown in ("", "127.0.0.1 refused to connect."), path
        page.close()
