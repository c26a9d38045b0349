"""What pages ask for by themselves: rows and counts as they are now, nothing when nothing changed, no sign of life."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from tests.runtime.web.browsing import Browser, Page
from tests.runtime.web.offices import Office
from tests.runtime.web.test_queue_pages import NEW

FRESH = f"{NEW}/fresh"


def fresh(browser: Browser, page: Page) -> tuple[str, str]:
    """The address from which a page keeps up, and the mark of what it shows."""
    body = page.response.get_data(as_text=True)
    url, mark = (body.partition(f'{name}="')[2].partition('"')[0] for name in ("data-fresh", "data-fresh-mark"))
    return url.replace("&amp;", "&"), mark


def test_nothing_is_sent_while_the_rows_are_as_they_were(office: Office) -> None:
    case, ada, bo = office.case(), office.sign_in("ada"), office.sign_in("bo")
    url, mark = fresh(ada, ada.get(NEW))
    response = ada.client.get(url, headers={"If-None-Match": f'"{mark}"'})
    assert (response.status_code, response.get_data()) == (304, b"")
    bo.send(office.open(bo, case).form("/take"))
    response = ada.client.get(url, headers={"If-None-Match": f'"{mark}"'})
    assert response.status_code == 200
    assert "Bo" in response.get_data(as_text=True)


def test_a_page_keeps_up_with_its_own_part_of_the_queue(office: Office) -> None:
    made = [office.case(ago=timedelta(minutes=60 - n)) for n in range(52)]
    ada = office.sign_in("ada")
    first = ada.get(NEW)
    url, _ = fresh(ada, first)
    early = office.case(ago=timedelta(minutes=90))
    late = office.case()
    rows = ada.client.get(url).get_data(as_text=True)
    assert early.case.reference in rows
    assert made[49].case.reference in rows, "what is new pushes nothing off the page"
    assert made[50].case.reference not in rows
    url, _ = fresh(ada, ada.get(first.links["Next 50 cases"]))
    rows = ada.client.get(url).get_data(as_text=True)
    assert made[49].case.reference not in rows
    assert all(one.case.reference in rows for one in (made[51], late))


def test_counts_are_those_of_home(office: Office) -> None:
    office.case(ago=timedelta(days=9))
    ada = office.sign_in("ada")
    response = ada.client.get("/staff/counts")
    assert response.json["overdue"] == response.json["missed-bin/new-reports"] == "1"
    again = ada.client.get("/staff/counts", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_page_left_open_keeps_nobody_signed_in(office: Office) -> None:
    """Threat 27: thirty minutes without a person end a session, whatever its pages ask for meanwhile."""
    ada = office.sign_in("ada")
    with office.database.begin() as session:
        session.execute(sa.text("UPDATE staff_sessions SET seen_at = now() - interval '29 minutes'"))
    assert ada.client.get(FRESH).status_code == 200
    assert ada.client.get("/staff/counts").status_code == 200
    with office.database.read() as session:
        idle = session.execute(sa.text("SELECT now() - seen_at > interval '28 minutes' FROM staff_sessions")).scalars()
        assert idle.all() == [True]
    with office.database.begin() as session:
        session.execute(sa.text("UPDATE staff_sessions SET seen_at = now() - interval '31 minutes'"))
    assert ada.client.get(FRESH).status_code == 401


def test_without_scripts_there_is_a_link(office: Office) -> None:
    office.case()
    page = office.sign_in("ada").get(f"{NEW}?with=nobody")
    assert page.links["Refresh"] == f"{NEW}?with=nobody"
    assert "As of" in page.text
