"""Threat 3: an answer that was filled in to be read only is what is stored, whatever the browser sends."""

from __future__ import annotations

from runtime import cases
from runtime.db import Database
from tests.runtime.web.applicants import Applicant, reference_on
from tests.runtime.web.conftest import shared_site, site
from tests.runtime.web.test_brought import CHECK, begin, caller, sealed

__all__ = ["caller", "shared_site", "site"]


def test_t03_a_prefilled_read_only_field_is_unchanged(caller: Applicant, database: Database) -> None:
    """Open Forms' CVE-2025-64515: what was filled in to be read only is what is stored, whatever the browser sends."""
    page = begin(caller, f"link={sealed(database, ward='North')}")
    sent = {"ward": "South", "kind": "lamp", "asked": "kind ward"}
    caller.browser.send(page.form("about"), **sent)
    assert caller.browser.page is not None
    assert caller.browser.page.status == 303
    caller.browser.send(caller.open("about").form("about"), ward="East", kind="hole", depth="3")
    caller.browser.send(caller.open("about").form("about"), ward=None, kind="lamp", asked="kind")
    page = caller.browser.follow()
    caller.browser.send(page.form("you"))
    page = caller.browser.follow()
    assert page.heading == CHECK
    assert "North" in page.text
    assert "South" not in page.text
    assert "East" not in page.text
    assert "Ward" not in page.links
    caller.browser.send(page.form("/check"))
    sent_page = caller.browser.follow()
    with database.begin() as session:
        case = cases.by_reference(session, reference_on(sent_page)).case
    assert case.answers["ward"] == "North"


def test_t03_an_answer_that_must_stay_cannot_be_left_blank(caller: Applicant, database: Database) -> None:
    begin(caller, f"link={sealed(database, ward='North')}")
    page = caller.open("about")
    shown = caller.browser.send(page.form("about"), ward="", kind=None)
    assert shown.status == 422
    assert "North This was filled in for you" in shown.text
    assert "Enter ward" not in shown.text
