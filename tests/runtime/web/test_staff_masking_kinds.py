"""A sensitive answer of any kind, alone or in an item of a list, is on no page of whoever may not read it."""

from __future__ import annotations

from itertools import count
from typing import Any

from flask import Flask

from definitions.items import flat
from definitions.questions import KINDS
from definitions.questions.written import written
from definitions.read import read_service
from runtime import applications, cases
from runtime.db import Database
from tests import factories
from tests.definitions.test_answers_schema import GOOD, OWN
from tests.runtime import citizens
from tests.runtime.web.offices import Office, now

TOLD = {"text": "canarytext", "radios": "b", "time": "23:47", "decimal": "71234.5", "integer": 7, "file": None}
LEAST = 5
"""Shorter texts stand on any page by chance."""


def document() -> dict[str, Any]:
    """Every kind twice, once in an item; all for a doctor's eyes. Files have tests of their own."""

    def asked(kind: str, start: str) -> dict[str, Any]:
        own = {**OWN.get(kind.replace("-", "_"), {})}
        own.pop("pattern", None), own.pop("max", None), own.pop("min", None)
        more = {"sensitive": True, "seen_by": ["doctor"], "label": f"A {kind}", "required": False}
        return factories.question(f"{start}_{kind.replace('-', '_')}", type=kind, **own | more)

    kinds = [kind for kind in KINDS if kind != "file"]
    listed = [factories.page(f"in-{kind}", asked(kind, "in")) for kind in kinds]
    section = {
        "id": "things",
        "title": "Things",
        "pages": listed,
        "repeat": {"id": "things", "label": "Thing", "max": 2},
    }
    return factories.document(
        roles=[{"id": "officer", "label": "Officer"}, {"id": "doctor", "label": "Doctor"}],
        form={"pages": [factories.page(f"a-{kind}", asked(kind, "a")) for kind in kinds], "sections": [section]},
        queues=[factories.document()["queues"][0] | {"columns": []}],
    )


def test_no_kind_is_read_by_whoever_may_not(site: Flask, database: Database) -> None:
    office, keys, told = Office(site, database), count(1), document()
    service = read_service(told)
    named = {kind: kind.replace("-", "_") for kind in KINDS if kind != "file"}
    asked = {kind: service.questions[f"a_{name}"] for kind, name in named.items()}
    values = {kind: TOLD.get(kind, GOOD.get(name, written(asked[kind]))) for kind, name in named.items()}
    answers: dict[str, Any] = {f"a_{named[kind]}": value for kind, value in values.items()}
    answers["things"] = [{f"in_{named[kind]}": value for kind, value in values.items()}]
    with database.begin() as session:
        version = citizens.publish(session, told)
        given = flat(service.form, answers, lambda: f"k{next(keys)}")
        application, _ = applications.begin(session, version.id, language="en", at=now(), answers=given)
        reference = cases.submit(session, application, at=now()).reference
    officer = office.sign_in("di")
    page = officer.get(f"/staff/cases/{reference}")
    assert page.text.count("Hidden. Shown to Doctor.") == 2 * len(values)
    pages = [
        page,
        officer.get("/staff"),
        officer.get("/staff/queues/report-it/triage"),
        office.search(officer, reference),
    ]
    for kind, value in values.items():
        shown = KINDS[kind].show(asked[kind], value, "en")
        for line in [line for line in shown.split("\n") if len(line) >= LEAST and line not in ("Confirmed",)]:
            assert not [each.path for each in pages if line in each.response.text], (kind, line)
