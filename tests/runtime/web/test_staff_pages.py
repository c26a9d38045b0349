"""The office as its people use it: queues, cases, actions, notes, and what is said of each."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from runtime import cases, people
from tests.runtime.web.offices import Office, now

DAY = timedelta(days=1)


def test_home_says_what_there_is_to_do(office: Office) -> None:
    browser, case = office.sign_in("ada"), office.case(ago=9 * DAY)
    office.case()
    page = browser.get("/staff")
    assert "1 overdue" in page.text
    assert "2 with nobody" in page.text
    assert "You have no cases" in page.text
    browser.send(office.open(browser, case).form("/take"))
    page = browser.get("/staff")
    assert "You have no cases" not in page.text
    assert case.case.reference in page.text


def test_how_urgent_a_case_is_can_be_said_on_its_page(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    page = office.open(ada, case)
    assert not [form for form in page.forms if form.action.endswith("/priority/normal")], "it is normal already"
    ada.send(page.form("/priority/high"))
    assert "You made its priority high" in ada.follow().text
    again = ada.send(page.form("/priority/low"))
    assert again.status == 409, "what was seen is old"
    assert office.load(case.id).case.priority == "high"


def test_someone_without_roles_is_told_whom_to_ask(office: Office) -> None:
    with office.database.begin() as session:
        people.quit_team(session, people.create_team(session, "Others", at=now()), office.people["di"], at=now())
    assert "Ask whoever looks after Townclerk here" in office.sign_in("di").get("/staff").text


def test_the_next_case_is_the_most_urgent_that_nobody_has_and_becomes_mine(office: Office) -> None:
    office.case()
    late = office.case(ago=9 * DAY)
    ada, bo = office.sign_in("ada"), office.sign_in("bo")
    ada.send(ada.get("/staff").form("/next/missed-bin/new-reports"))
    page = ada.follow()
    assert late.case.reference in page.heading
    assert office.load(late.id).case.assignee == f"person:{office.people['ada']}"
    bo.send(bo.get("/staff").form("/next/missed-bin/new-reports"))
    assert late.case.reference not in bo.follow().heading, "two who ask get two cases"


def test_the_next_case_of_a_queue_with_nothing_free_says_so(office: Office) -> None:
    ada = office.sign_in("ada")
    ada.send(ada.get("/staff/queues/missed-bin/with-crew").form("/next/missed-bin/with-crew"))
    page = ada.follow()
    assert "Nothing is waiting here that nobody has" in page.text
    assert "Nothing is waiting here. New cases appear" in page.text


def test_a_queue_shows_what_the_service_marks_and_when_it_is_due_in_words(office: Office) -> None:
    office.case(ago=9 * DAY)
    page = office.sign_in("ada").get("/staff/queues/missed-bin/new-reports")
    for heading in ("Reference", "Due", "Bin", "Collection day", "Address", "With"):
        assert heading in page.text
    assert "1 High Street, Anytown, AB1 2CD" in page.text
    assert "Overdue by" in page.text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", 3), ("?with=me", 1), ("?with=nobody", 2), ("?overdue=1", 1), ("?urgent=1", 0), ("?state=overdue", 0)],
)
def test_filters_show_less_of_a_queue(office: Office, asked: str, shown: int) -> None:
    ada, mine = office.sign_in("ada"), office.case()
    office.case()
    office.case(ago=9 * DAY)
    ada.send(office.open(ada, mine).form("/take"))
    page = ada.get(f"/staff/queues/missed-bin/new-reports{asked}")
    assert sum("/staff/cases/" in link for link in page.links.values()) == shown
    assert ("No case here is like that" in page.text) is (shown == 0)


def test_pages_of_a_queue_hold_fifty_and_join_without_gap_or_repeat(office: Office) -> None:
    made = {office.case(ago=timedelta(minutes=n)).case.reference for n in range(53)}
    ada = office.sign_in("ada")
    first = ada.get("/staff/queues/missed-bin/new-reports")
    second = ada.get(first.links["Next 50 cases"])
    pages = [{name for name in page.links if name in made} for page in (first, second)]
    assert [len(page) for page in pages] == [50, 3]
    assert pages[0] | pages[1] == made
    assert "That is all of them" in second.text


def test_a_queue_costs_four_queries_at_most(office: Office) -> None:
    for n in range(5):
        office.case(ago=n * DAY)
    ada = office.sign_in("ada")
    ada.get("/staff/queues/missed-bin/new-reports")
    asked: list[str] = []

    def count(connection, cursor, statement, *_) -> None:
        asked.append(statement)

    engines = (office.database.engine, office.database.reading_engine)
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", count)
    try:
        ada.get("/staff/queues/missed-bin/new-reports?with=nobody")
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", count)
    assert len(asked) <= 4, asked


@pytest.mark.parametrize("typed", ["{reference}", "{plain}", " {lower} ", "ada@example.org", "AB1 2CD"])
def test_a_case_is_found_by_its_reference_or_its_applicant(office: Office, typed: str) -> None:
    reference = office.case().case.reference
    forms = {"reference": reference, "plain": reference.replace("-", ""), "lower": reference.lower()}
    page = office.search(office.sign_in("ada"), typed.format(**forms))
    assert reference in page.links or page.heading.startswith(reference)


def test_a_case_lays_out_the_answers_as_the_form_asked_them(office: Office) -> None:
    page = office.open(office.sign_in("ada"), office.case(email=None))
    order = [page.text.index(words) for words in (
        "Where was the bin missed?", "1 High Street", "Which bin was missed?", "Recycling",
        "How can we tell you what happened?", "Not answered", "Looked up", "25 March 2026", "Worked out",
    )]  # fmt: skip
    assert order == sorted(order)
    assert "Emptied within 2 working days" in page.text
    assert "2 working days from" in page.text
    assert "The applicant sent it in" in page.text


def test_every_look_at_a_case_is_recorded_and_moves_nothing(office: Office) -> None:
    case, ada = office.case(), office.sign_in("ada")
    for _ in range(2):
        office.open(ada, case)
    with office.database.read() as session:
        reads = session.execute(sa.text("SELECT person_id FROM reads")).scalars().all()
    assert reads == [str(office.people["ada"])] * 2
    assert office.load(case.id).revision == case.revision


def test_an_action_says_what_was_done_and_offers_the_next_case(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    ada.send(office.open(ada, case).form("/do/send"))
    page = ada.follow()
    assert "You moved it from New to With crew (Send a crew)." in page.text
    assert page.form("/next/missed-bin/new-reports")
    assert "E-mail “Your missed bin”: being sent" in page.text


def test_an_action_with_questions_has_its_own_form_and_says_what_is_missing(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    page = ada.get(f"/staff/cases/{case.case.reference}/do/refuse")
    assert page.heading == "Could not collect"
    page = ada.send(page.form("/do/refuse"))
    assert page.status == 422
    assert "Select an answer to “Why?”" in page.text
    assert page.title.startswith("Error: ")
    ada.send(page.form("/do/refuse"), reason="contaminated")
    assert "Wrong things in the bin" in ada.follow().text
    assert office.load(case.id).case.asked == {"reason": "contaminated"}


def test_htmx_gets_only_the_form(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    page = ada.get(f"/staff/cases/{case.case.reference}/do/refuse", headers={"HX-Request": "true"})
    body = page.response.get_data(as_text=True)
    assert "<html" not in body
    assert page.form("/do/refuse").fields["csrf_token"]
    assert page.response.headers["Vary"].count("HX-Request") == 1


def test_actions_not_open_say_every_reason_why(office: Office) -> None:
    page = office.open(office.sign_in("cy"), office.case())
    assert "Not open to you now (2)" in page.text
    assert "Only “Crew desk” can do “Send a crew”" in page.text
    assert not [form for form in page.forms if "/do/" in form.action]


def test_a_double_click_is_one_action_and_one_answer(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    form = office.open(ada, case).form("/do/send")
    answers = [ada.send(form).response.headers["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert [e.kind for e in office.load(case.id).case.events] == ["submitted", "moved"]


def test_a_note_is_kept_once_and_shown_as_it_was_typed(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    form = office.open(ada, case).form("/notes")
    for _ in range(2):
        ada.send(form, note="First line\r\n<script>alert(1)</script>")
    page = ada.follow()
    assert page.text.count("<script>alert(1)</script>") == 1
    assert "Ada wrote a note" in page.text


def test_an_empty_note_is_told_so_on_the_page_of_the_case(office: Office) -> None:
    ada = office.sign_in("ada")
    page = ada.send(office.open(ada, office.case()).form("/notes"), note="  ")
    assert page.status == 422
    assert "Enter a note" in page.text


def test_a_case_is_handed_on_with_a_reason_and_back(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    url = f"/staff/cases/{case.case.reference}/hand-on"
    page = ada.send(ada.get(url).form("/hand-on"), to="person:nobody", reason="")
    assert page.status == 422
    assert "Select who to hand it to" in page.text
    assert "Enter why you are handing it on" in page.text
    bo = f"person:{office.people['bo']}"
    ada.send(page.form("/hand-on"), to=bo, reason="She knows the street")
    page = ada.follow()
    assert "You handed it to Bo" in page.text
    assert "She knows the street" in page.text
    assert office.load(case.id).case.assignee == bo
    assert "1 With you" in office.sign_in("bo").get("/staff").text


def test_a_case_is_handed_only_to_someone_who_can_work_it(office: Office) -> None:
    ada, case = office.sign_in("ada"), office.case()
    page = ada.get(f"/staff/cases/{case.case.reference}/hand-on")
    for name in ("cy", "di"):
        page = ada.send(page.form("/hand-on"), to=f"person:{office.people[name]}", reason="Please")
        assert page.status == 422
    assert office.load(case.id).case.assignee is None


def test_what_failed_can_be_given_up_with_a_reason(office: Office) -> None:
    from runtime import incidents

    ada, case = office.sign_in("ada"), office.case()
    with office.database.begin() as session:
        incidents.open(session, case.id, kind="send", about="on-its-way", owner="crew-desk", reason="No", at=now())
    assert "An e-mail was not sent" in office.open(ada, case).text
    page = ada.get("/staff/incidents")
    assert "“Your missed bin”" in page.text
    page = ada.send(page.form("/give-up"), reason=" ")
    assert page.status == 422
    assert "Enter why it is given up" in page.text
    ada.send(page.form("/give-up"), reason="They have moved away")
    assert "Nothing has gone wrong" in ada.follow().text


def test_ones_account_shows_roles_and_ends_other_sessions(office: Office) -> None:
    here, there = office.sign_in("ada"), office.sign_in("ada")
    page = here.get("/staff/account")
    assert "Crew desk of Report a missed bin collection" in page.text
    here.send(page.form("/end-others"))
    assert here.follow().status == 200
    assert there.get("/staff").status == 401


def test_a_new_password_ends_every_other_session_and_gives_this_one_a_new_key(office: Office) -> None:
    here, there = office.sign_in("ada"), office.sign_in("ada")
    form = here.get("/staff/account").form("/password")
    words = {"password-now": "correct horse battery", "password-new": "three other words"}
    assert here.send(form, **words | {"password-now": "wrong"}).status == 422
    assert here.send(form, **words | {"password-again": "different"}).status == 422
    before = here.client.get_cookie("townclerk-staff").value
    here.send(form, **words, **{"password-again": "three other words"})
    assert "Your password is changed" in here.follow().text
    assert here.client.get_cookie("townclerk-staff").value != before
    assert there.get("/staff").status == 401
    with office.database.read() as session:
        assert cases.by_reference(session, office.case().case.reference)
