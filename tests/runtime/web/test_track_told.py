"""What applicants are told on their progress page: who has looked, what was corrected, and that it was opened again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from definitions.correcting import Correction
from runtime import applications, cases, glass
from runtime.db import Database
from tests import factories
from tests.runtime import citizens
from tests.runtime.web.offices import Office, now


def told(site: Flask, database: Database, **privacy: Any) -> tuple[Office, cases.Loaded, Any]:
    """A case that an officer has looked at twice today, and once before; with the page of its progress."""
    document = factories.document(
        languages=["en", "cy"],
        roles=[{"id": "officer", "label": "Officer", "supervises": ["clerk"]}, {"id": "clerk", "label": "Clerk"}],
        corrections={"by": ["officer"], "tell": "told"}, applicant={"track": ["street"]},
        messages=[{"id": "told", "to": {"address": "desk@example.org"}, "subject": "It", "body": "Corrected."}],
    )  # fmt: skip
    document["privacy"] |= {"break_glass": {}} | privacy
    document["workflow"]["transitions"].append(
        {"id": "reopen", "label": "Open again", "from": ["closed"], "to": "new", "by": ["officer"], "reopens": True}
    )
    office = Office(site, database)
    with database.begin() as session:
        version = citizens.publish(session, document)
        application, _ = applications.begin(session, version.id, language="en", at=now())
        application = applications.save_page(session, application, {"street": "Mill Lane"}, now())
        receipt = cases.submit(session, application, at=now() - timedelta(days=9))
        case = cases.load(session, receipt.case_id)
        for ago in (8, 0, 0):
            cases.record_read(session, case, office.people["di"], at=now() - timedelta(days=ago))
    return office, case, receipt


def progress(office: Office, token: str, language: str = "en") -> Any:
    browser = office.browser()
    with browser.client.session_transaction() as cookie:
        cookie["language"] = language
    browser.send(browser.get(f"/track/{token}").form(f"/track/{token}"))
    return browser.follow()


@pytest.mark.parametrize(
    ("how", "said", "unsaid"),
    [
        ({"show_reads": "roles"}, ["Who has looked at this", ": Officer"], ["Di"]),
        ({"show_reads": "names"}, [": Di (Officer)"], []),
        ({}, [], ["Who has looked", "Officer"]),
    ],
    ids=["roles", "names", "not"],
)
def test_who_has_looked_is_told_as_the_service_says(
    site: Flask, database: Database, how: dict[str, str], said: list[str], unsaid: list[str]
) -> None:
    office, _, receipt = told(site, database, **how)
    page = progress(office, receipt.track_token)
    assert [each for each in said if each not in page.text] == []
    assert [each for each in unsaid if each in page.text] == []
    assert page.text.count(": Officer") == (2 if how == {"show_reads": "roles"} else 0), "once a day"


def test_an_emergency_is_told_too_and_in_welsh(site: Flask, database: Database) -> None:
    office, case, receipt = told(site, database, show_reads="roles")
    with database.begin() as session:
        glass.break_for(session, case.reference, office.viewer("ada"), "harm", "She fell", now())
    office.sign_in("ada").get(f"/staff/cases/{case.case.reference}")
    assert "Somebody from another team, in an emergency" in progress(office, receipt.track_token).text
    welsh = progress(office, receipt.track_token, "cy")
    assert "Pwy sydd wedi edrych ar hwn" in welsh.text
    assert "Rhywun o dîm arall, mewn argyfwng" in welsh.text
    assert "She fell" not in welsh.response.text


def test_a_correction_and_a_reopening_are_told_truthfully(site: Flask, database: Database) -> None:
    office, case, receipt = told(site, database)
    actor = office.viewer("di").actor("report-it")
    with database.begin() as session:
        cases.act(session, case.id, "close", {}, actor, revision=None, at=now())
        cases.act(session, case.id, "reopen", {}, actor, revision=None, at=now())
        correction = Correction((), {"street": "High Street"}, "She rang")
        cases.correct(session, case.id, correction, actor, records={}, revision=None, at=now())
    page = progress(office, receipt.track_token)
    order = [page.text.index(said) for said in (
        "We corrected your answer to “Street”", "We opened this again", "It is done",
    )]  # fmt: skip
    assert order == sorted(order), page.text
    assert "This is finished" not in page.text
    assert "Mill Lane" not in page.text
    assert "High Street" not in page.text
