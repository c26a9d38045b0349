"""Threat 40: for random roles, no page, list, table, search or record holds an answer that is kept from them."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from definitions.correcting import Correction
from runtime import applications, cases, incidents, people
from runtime.cases.loading import Loaded
from runtime.db import Database
from tests import factories
from tests.runtime import citizens
from tests.runtime.web.browsing import Browser, Form
from tests.runtime.web.offices import PASSWORD, Office, now
from tests.runtime.web.test_staff_matrix import address, ask, rules

ROLES = ("officer", "doctor", "nurse", "payer")
SEEN_BY = {
    "illness": ("doctor", "nurse"), "savings": ("payer",), "pet_illness": ("doctor",), "verdict": ("doctor",),
    "nobodys": (),
}  # fmt: skip
"""Sensitive questions: two of the form, one inside an item, one of an action, and one that is for nobody."""
CANARY = {name: f"canary{name.replace('_', '')}{random.Random(name).randrange(10**6)}" for name in SEEN_BY}
NOT_A_LOOK = ("downloads.fetch", "undoing.show", "sign_in.show")


def sensitive(name: str, **more: Any) -> dict[str, Any]:
    return factories.question(name, sensitive=True, seen_by=list(SEEN_BY[name]), **more)


def document(**privacy: Any) -> dict[str, Any]:
    """A clinic whose texts, values, list and letters would all give its secrets away if they could."""
    told = factories.page(
        "told", factories.question("since", label="Since when do you have {illness}?", searchable=True)
    )
    told["title"] = "About {illness}"
    pet = factories.question("pet", label="Name of your pet")
    made = factories.document(
        roles=[{"id": role, "label": role.capitalize()} for role in ROLES],
        form={
            "pages": [
                factories.page("ill", sensitive("illness"), sensitive("savings"), sensitive("nobodys", required=False)),
                told,
            ],
            "sections": [
                {
                    "id": "pets", "title": "Your pets",
                    "pages": [factories.page("pet-page", pet, sensitive("pet_illness"))],
                    "repeat": {"id": "pets", "label": "Pet", "max": 3, "name": "{pet}"},
                }
            ],
        },
        values=[{"id": "grave", "type": "text", "value": "illness"}],
        corrections={"by": list(ROLES)},
        queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["since"], "order": "due"}],
    )  # fmt: skip
    made["privacy"] |= privacy
    transitions = made["workflow"]["transitions"]
    transitions[0]["by"] = list(ROLES)
    transitions[0]["label"] = "Close"
    transitions.append(
        {"id": "judge", "label": "Judge", "from": ["new"], "by": list(ROLES), "ask": [sensitive("verdict")]}
    )
    return made


def clinic(site: Flask, database: Database, **privacy: Any) -> tuple[Office, Loaded]:
    """A case that has been judged, corrected and talked about, and whose letter came to nothing."""
    office = Office(site, database)
    doctor = office.viewer("cy").actor("report-it")
    with database.begin() as session:
        version = citizens.publish(session, document(**privacy))
        application, _ = applications.begin(session, version.id, language="en", at=now())
        given = {
            "illness": CANARY["illness"],
            "savings": CANARY["savings"],
            "nobodys": CANARY["nobodys"],
            "since": "Monday",
        }
        given |= {"pets": None, "pets.k1": {"n": 1, "gone": False}, "pets.k1.pet": "Rex"}
        application = applications.save_page(
            session, application, given | {"pets.k1.pet_illness": CANARY["pet_illness"]}, now()
        )
        case_id = cases.submit(session, application, at=now()).case_id
        everyone = type(doctor)("staff", doctor.id, doctor.name, frozenset(ROLES))
        cases.act(session, case_id, "judge", {"verdict": CANARY["verdict"]}, everyone, revision=None, at=now())
        correction = Correction((), {"illness": f"{CANARY['illness']}-new"}, "Misheard")
        cases.correct(session, case_id, correction, everyone, records={}, revision=None, at=now())
        incidents.open(session, case_id, kind="timer", about="close", owner="officer", reason="No.", at=now())
        return office, cases.load(session, case_id)


def somebody(office: Office, name: str, roles: frozenset[str]) -> Browser:
    """Di, with these roles of the clinic and no others."""
    with office.database.begin() as session:
        team = people.create_team(session, f"Team of {name}", at=now())
        email = f"{name}@example.org"
        person = people.create(session, name=name, email=email, password=PASSWORD, at=now())
        people.join(session, team, person, at=now())
        for role in sorted(roles):
            people.grant(session, team, "report-it", role, at=now())
    browser = office.browser()
    browser.send(browser.get("/staff/sign-in").form("/sign-in"), email=email, password=PASSWORD)
    return browser


def everything(office: Office, browser: Browser, case: Loaded) -> dict[str, str]:
    """Each page of staff about this case or its service, the pages of searches, and the queue's table."""
    with office.database.read() as session:
        cause = session.execute(sa.text("SELECT cause FROM incidents")).scalar_one()
    given = {
        "service_id": "report-it", "queue_id": "triage", "reference": case.case.reference, "action": "close",
        "cause": cause, "place": "since", "number": 3, "first": 0,
    }  # fmt: skip
    found = {}
    for rule, method in rules(office.site, "staff"):
        if method == "GET" and rule.endpoint not in NOT_A_LOOK:
            path = address(
                office.site,
                rule,
                given | dict.fromkeys(rule.arguments - given.keys(), "00000000-0000-7000-8000-000000000001"),
            )
            found[path] = ask(browser, "GET", path)[1]
    for place in ("illness", "savings", "pets.1.pet_illness"):
        found[place] = ask(browser, "GET", f"/staff/cases/{case.case.reference}/correct/{place}")[1]
    found["judge"] = ask(browser, "GET", f"/staff/cases/{case.case.reference}/do/judge")[1]
    for words in (*CANARY.values(), "Monday", case.case.reference):
        browser.send(browser.get("/staff").form("/search"), q=words)
        assert browser.page
        page = browser.follow() if browser.page.status == 303 else browser.page
        found["its reference" if words == case.case.reference else f"search {words[:6]}"] = re.sub(
            r'value="[^"]*"|“[^”]*”', "", page.response.get_data(as_text=True)
        )
    csrf = browser.get("/staff/account").forms[0].fields["csrf_token"]
    table = Form(
        "/staff/queues/report-it/triage/export", "post", {"csrf_token": csrf, "password": PASSWORD, "reason": "x"}
    )
    found["table"] = browser.send(table).response.get_data(as_text=True)
    return found


def allowed(roles: frozenset[str], name: str) -> bool:
    return not roles.isdisjoint(SEEN_BY[name])


@pytest.mark.parametrize("seed", range(3))
def test_t40_no_page_list_table_or_search_holds_what_is_kept_from_these_roles(
    site: Flask, database: Database, seed: int
) -> None:
    office, case = clinic(site, database)
    chance = random.Random(seed)
    roles = frozenset(chance.sample(ROLES, chance.randint(0, 2))) | {"officer"}
    browser = somebody(office, f"Random {seed}".replace(" ", ""), roles)
    pages = everything(office, browser, case)
    leaks = [
        (path, name)
        for path, body in pages.items()
        for name, canary in CANARY.items()
        if canary in body and not (allowed(roles, name) and path not in ("table",) and "search" not in path)
    ]
    assert leaks == [], roles
    shown = pages[f"/staff/cases/{case.case.reference}"]
    assert [name for name in SEEN_BY if (CANARY[name] in shown) != allowed(roles, name)] == [], "it is not blind"


def test_t40_where_it_is_on_request_nothing_is_shown_before_and_only_that_one_after(
    site: Flask, database: Database
) -> None:
    office, case = clinic(site, database, sensitive="on-request")
    browser = somebody(office, "Everything", frozenset(ROLES))
    for path, body in everything(office, browser, case).items():
        assert [name for name, canary in CANARY.items() if canary in body] == [], path
    page = browser.get(f"/staff/cases/{case.case.reference}")
    form = next(form for form in page.forms if form.fields.get("answer") == "savings")
    browser.send(form)
    shown = {
        name for body in everything(office, browser, case).values() for name, canary in CANARY.items() if canary in body
    }
    assert shown == {"savings"}
    with database.read() as session:
        asked = session.execute(sa.text("SELECT shown FROM reads WHERE asked")).scalars().all()
        seen = session.execute(sa.text("SELECT DISTINCT unnest(shown) FROM reads")).scalars().all()
    assert asked == [["savings"]]
    assert seen == ["savings"], "the record says what was seen and no more"


def test_t40_t43_what_is_kept_from_view_stands_sealed_after_a_correction_and_in_no_record_of_looks(
    site: Flask, database: Database
) -> None:
    office, case = clinic(site, database)
    browser = somebody(office, "Everything", frozenset(ROLES))
    everything(office, browser, case)
    with database.read() as session:
        names = session.execute(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        dump = {name: str(session.execute(sa.text(f'SELECT * FROM "{name}"')).all()) for name in names}
    assert [(name, secret) for name, rows in dump.items() for secret in CANARY.values() if secret in rows] == []
