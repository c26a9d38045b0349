"""Threats 39 and 41, and a clerk's bad day: what colleagues can see and do, who did it, and nothing typed lost."""

from __future__ import annotations

import random
from typing import Any

import sqlalchemy as sa

from runtime import fsck, sessions
from tests.runtime.web.offices import PASSWORD, Office, now
from tests.runtime.web.test_staff_matrix import NOT_THERE, address, ask, made, rules


def reads(office: Office) -> list[tuple[Any, ...]]:
    with office.database.read() as session:
        return [tuple(row) for row in session.execute(sa.text("SELECT case_id, person_id FROM reads ORDER BY id"))]


def test_t39_every_look_at_a_case_is_one_row_with_a_name(office: Office) -> None:
    case, ada, di = office.case(), office.sign_in("ada"), office.sign_in("di")
    path, mine = f"/staff/cases/{case.case.reference}", (case.id, str(office.people["ada"]))
    for n, page in enumerate((path, f"{path}/hand-on", f"{path}/do/send", path), 1):
        assert ada.get(page).status == 200
        assert reads(office) == [mine] * n
    for page in (path, f"{path}/hand-on", f"{path}/do/send"):
        assert di.get(page).status == 404
    assert ada.get("/staff/queues/missed-bin/new-reports").status == 200
    assert reads(office) == [mine] * 4, "a list is no look, and what is not there is not seen"


def test_t39_no_list_count_or_search_has_a_row_of_others(office: Office) -> None:
    case, di, cy = office.case(), office.sign_in("di"), office.sign_in("cy")
    reference = case.case.reference
    for browser in (di, cy):
        for path in ("/staff", "/staff/incidents"):
            assert reference not in browser.get(path).text
        assert browser.get("/staff/queues/missed-bin/new-reports").status == 404
    for words in (reference, "ada@example.org", "AB1 2CD", "a"):
        assert reference not in office.search(di, words).links
    assert reference in office.search(cy, reference).text, "a supervisor of the service may"


def test_t41_random_people_doing_random_things_leave_every_case_valid(office: Office) -> None:
    chance = random.Random(41)
    found = [office.case(bin=chance.choice(["refuse", "recycling"])) for _ in range(4)]
    people = {name: office.sign_in(name) for name in ("ada", "bo", "cy", "di")}
    csrf = {name: browser.get("/staff/account").forms[0].fields["csrf_token"] for name, browser in people.items()}
    seen = set()
    for _ in range(120):
        name, case = chance.choice(list(people)), chance.choice(found)
        path = f"/staff/cases/{case.case.reference}"
        what = chance.choice(
            ["do/send", "do/done", "do/refuse", "do/dispatch", "do/escalate", "take", "hand-on", "notes"]
        )
        form = {
            "csrf_token": csrf[name], "revision": str(chance.choice([1, 2, 3, office.load(case.id).revision])),
            "key": chance.choice(["a", "b", ""]), "reason": chance.choice(["contaminated", "x"]), "note": "n",
            "to": chance.choice(["nobody", "role:crew-desk", f"person:{office.people['di']}", "role:system"]),
        }  # fmt: skip
        status = people[name].client.post(f"{path}/{what}", data=form).status_code
        assert status in (303, 403, 404, 409, 422), (name, what, status)
        assert name != "di" or status == 404
        seen.add(status)
    assert {303, 404, 409} <= seen
    with office.database.begin() as session:
        assert fsck.run(session) == []
    for case in found:
        for event in office.load(case.id).case.events:
            assert (
                event.kind != "moved" or event.actor.kind != "staff" or event.transition in ("send", "done", "refuse")
            )


def test_t41_a_lost_race_says_who_did_what_and_keeps_what_was_typed(office: Office) -> None:
    case, ada, bo = office.case(), office.sign_in("ada"), office.sign_in("bo")
    path = f"/staff/cases/{case.case.reference}"
    mine, theirs = ada.get(f"{path}/hand-on").form("/hand-on"), bo.get(path).form("/take")
    bo.send(theirs)
    page = ada.send(mine, to="role:crew-desk", reason="A long story \U0001f9d1\u200d\U0001f33e about Zo\u00eb")
    assert page.status == 409
    assert "Bo took it" in page.text
    assert "about Zo\u00eb" in page.response.text
    assert office.load(case.id).revision == 2


def test_t41_pressing_twice_does_it_once(office: Office) -> None:
    case, ada = office.case(), office.sign_in("ada")
    page = ada.get(f"/staff/cases/{case.case.reference}")
    form = page.form("/notes")
    assert [ada.send(form, note="Once").status for _ in range(3)] == [303] * 3
    assert [e.kind for e in office.load(case.id).case.events] == ["submitted", "noted"]


def test_t41_a_huge_paste_is_refused_in_words_and_kept(office: Office) -> None:
    case, ada = office.case(), office.sign_in("ada")
    form, story = ada.get(f"/staff/cases/{case.case.reference}").form("/notes"), "It was dark. " * 900
    page = ada.send(form, note=story)
    assert page.status == 422
    assert "10,000 characters or less" in page.text
    assert page.form("/notes").fields["note"].strip() == story.strip()


def test_t41_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(office: Office) -> None:
    case, ada = office.case(), office.sign_in("ada")
    path = f"/staff/cases/{case.case.reference}"
    form = ada.get(f"{path}/hand-on").form("/hand-on")
    cookie = ada.client.get_cookie("townclerk-staff")
    assert cookie is not None
    with office.database.begin() as session:
        sessions.end(session, cookie.value, at=now())
    page = ada.send(form, to="role:crew-desk", reason="Gone <b>home</b>")
    assert page.status == 401
    page = ada.send(page.form("/sign-in"), email="ada@example.org", password=PASSWORD)
    assert ada.send(page.form("/hand-on")).status == 303
    assert "Gone <b>home</b>" in ada.get(path).text


def test_t39_every_page_of_a_case_is_a_look_with_a_name(office: Office) -> None:
    ada, bo = office.sign_in("ada"), office.sign_in("bo")
    for rule, method in rules(office.site, "staff"):
        if method != "GET" or "reference" not in rule.arguments or rule.endpoint in NOT_THERE:
            continue
        given = made(office)
        before = len(reads(office))
        status, _ = ask(ada, "GET", address(office.site, rule, given))
        after = reads(office)
        assert status == 200, rule.rule
        assert [person for _, person in after[before:]] == [str(office.people["ada"])], rule.rule
    assert bo.get("/staff").status == 200
    assert str(office.people["bo"]) not in {person for _, person in reads(office)}
