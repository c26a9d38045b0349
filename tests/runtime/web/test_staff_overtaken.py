"""Two people at one case: one of them acts, the other is told who did what, and loses nothing that was typed."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from tests.runtime.web.offices import Office


def test_the_one_who_was_slower_sees_who_did_what_and_keeps_what_was_chosen(office: Office) -> None:
    ada, bo, case = office.sign_in("ada"), office.sign_in("bo"), office.case()
    form = ada.get(f"/staff/cases/{case.case.reference}/do/refuse").form("/do/refuse")
    bo.send(office.open(bo, case).form("/do/send"))
    page = ada.send(form, reason="not_out")
    assert page.status == 409
    assert page.heading == "Somebody else acted first"
    assert "Bo moved it from New to With crew (Send a crew)" in page.text
    again = page.form("/do/refuse")
    assert again.fields["reason"] == "not_out"
    assert again.fields["key"] != form.fields["key"]
    ada.send(again)
    assert "You moved it from With crew to Not collected" in ada.follow().text


def test_when_the_action_is_not_open_any_more_it_says_why_and_shows_what_was_typed(office: Office) -> None:
    ada, bo, case = office.sign_in("ada"), office.sign_in("bo"), office.case()
    form = ada.get(f"/staff/cases/{case.case.reference}/do/refuse").form("/do/refuse")
    bo.send(office.open(bo, case).form("/do/send"))
    bo.send(office.open(bo, case).form("/do/done"))
    page = ada.send(form, reason="not_out")
    assert page.status == 409
    assert "“Could not collect” is not open any more" in page.text
    assert "cannot be done while the case is “Collected”" in page.text
    assert "Not out in time" in page.text
    assert not [each for each in page.forms if "/do/" in each.action]


def test_taking_what_somebody_took_first_says_so_and_can_be_insisted_on(office: Office) -> None:
    ada, bo, case = office.sign_in("ada"), office.sign_in("bo"), office.case()
    form = ada_form = office.open(ada, case).form("/take")
    bo.send(office.open(bo, case).form("/take"))
    page = ada.send(form)
    assert page.status == 409
    assert "Bo took it" in page.text
    assert page.form("/take").fields["revision"] != ada_form.fields["revision"]
    ada.send(page.form("/take"))
    assert office.load(case.id).case.assignee == f"person:{office.people['ada']}"


def test_handing_on_keeps_the_reason_that_was_typed(office: Office) -> None:
    ada, bo, case = office.sign_in("ada"), office.sign_in("bo"), office.case()
    form = ada.get(f"/staff/cases/{case.case.reference}/hand-on").form("/hand-on")
    bo.send(office.open(bo, case).form("/take"))
    page = ada.send(form, to="role:crew-desk", reason="I am off to lunch")
    assert page.status == 409
    assert "Bo took it" in page.text
    assert page.form("/hand-on").fields["reason"] == "I am off to lunch"


def test_notes_of_two_people_are_both_kept(office: Office) -> None:
    ada, bo, case = office.sign_in("ada"), office.sign_in("bo"), office.case()
    forms = [(who, office.open(who, case).form("/notes")) for who in (ada, bo)]
    for number, (who, form) in enumerate(forms):
        who.send(form, note=f"Note {number}")
    assert [e.data["text"] for e in office.load(case.id).case.events if e.kind == "noted"] == ["Note 0", "Note 1"]


def test_ones_own_newer_change_is_not_blamed_on_somebody_else(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    form = office.open(ada, case).form("/do/send")
    ada.send(office.open(ada, case).form("/take"))
    page = ada.send(form)
    assert page.status == 409
    assert page.heading == "You have changed this case already"


def test_pairs_at_once_make_exactly_one_change(office: Office) -> None:
    chance, people = random.Random(7), [office.sign_in("ada"), office.sign_in("bo")]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(12):
            case = office.case()
            forms = [office.open(who, case).form(chance.choice(["/do/send", "/take"])) for who in people]
            answers = list(pool.map(lambda pair: pair[0].send(pair[1]).status, zip(people, forms, strict=True)))
            assert sorted(answers) == [303, 409], answers
            assert office.load(case.id).revision == case.revision + 1


def test_without_the_revision_that_was_shown_nothing_is_done(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    form = office.open(ada, case).form("/do/send")
    for wrong in (None, "", "x"):
        assert ada.send(form, revision=wrong).status == 400
    assert office.load(case.id).revision == case.revision
