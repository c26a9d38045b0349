"""The emails' page: what each says to whom, with an example's words put in and marked; new ones; an answer put in."""

from __future__ import annotations

from typing import Any

from builder.emails import Piece, bare
from tests.builder.web.authoring import Desk

PAGE = "/build/missed-bin/emails"
ON_ITS_WAY = f"{PAGE}?at=message:on-its-way"


def message(desk: Desk, id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in desk.document()["messages"] if one["id"] == id)
    return found


def write(desk: Desk, id: str, **texts: str) -> str:
    """Write an email anew: the page with it in hand, as HTML."""
    browser = desk.sign_in()
    browser.send(browser.get(f"{PAGE}?at=message:{id}").form("/element"), **texts)
    return browser.get(f"{PAGE}?at=message:{id}").response.get_data(as_text=True)


def test_every_email_is_a_link_and_reads_as_an_example_sends_it(desk: Desk) -> None:
    page = desk.sign_in().get(ON_ITS_WAY)
    assert page.heading == "Emails"
    assert page.links["Your missed bin"] == f"{ON_ITS_WAY}#element"
    assert "How it reads" in page.text


def test_what_comes_from_the_case_is_marked(desk: Desk) -> None:
    html = write(desk, "on-its-way", body="Your {bin} is late. <b>Sorry</b>, {case.reference}")
    assert 'Your <mark class="tc-mail__given">Rubbish</mark> is late. &lt;b&gt;Sorry' in html


def test_another_example_is_chosen(desk: Desk) -> None:
    page = desk.sign_in().get(f"{ON_ITS_WAY}&example=0")
    assert 'value="0" selected' in page.response.get_data(as_text=True)
    assert desk.sign_in().get(f"{ON_ITS_WAY}&example=999").status == 200


def test_while_the_draft_has_errors_names_stand_for_what_is_put_in(desk: Desk) -> None:
    html = write(desk, "on-its-way", body="About {bin}: {nobody.knows}")
    assert 'About <mark class="tc-mail__given">Bin</mark>' in html
    assert "Once everything that must be put right is" in html


def test_an_answer_is_put_in_without_scripts(desk: Desk) -> None:
    browser = desk.sign_in()
    before = message(desk, "on-its-way")["body"]
    browser.send(browser.get(ON_ITS_WAY).form("/insert?at=message%3Aon-its-way"), name="bin", where="body")
    assert message(desk, "on-its-way")["body"] == f"{before} {{bin}}"
    browser.send(browser.get(ON_ITS_WAY).form("/insert?at=message%3Aon-its-way"), name="no such name", where="subject")
    assert message(desk, "on-its-way")["subject"] == "Your missed bin"


def test_an_email_is_added(desk: Desk) -> None:
    browser = desk.sign_in()
    given = {"new-subject": "We need a photo", "new-body": "Please send one.", "to": "supervisor"}
    browser.send(browser.get(f"{PAGE}?add=message").form("/new"), **given)
    added = next(one for one in desk.document()["messages"] if one["subject"] == "We need a photo")
    assert (added["to"], added["body"]) == ({"role": "supervisor"}, "Please send one.")


def test_an_email_is_written_where_an_action_sends_it(desk: Desk) -> None:
    browser = desk.sign_in()
    form = browser.get("/build/missed-bin/workflow?at=transition:done").form("/emails/new?of=transition%3Adone")
    page = browser.send(form, **{"new-subject": "Emptied", "new-body": "Your bin is empty."})
    assert page.response.location == "/build/missed-bin/workflow?at=transition:done#element"
    done = next(one for one in desk.document()["workflow"]["transitions"] if one["id"] == "done")
    assert done["effects"] == [{"send": "emptied"}]
    assert message(desk, "emptied")["to"] == "applicant"


def test_a_letter_for_staff_to_begin_with_is_added(desk: Desk) -> None:
    browser = desk.sign_in()
    given = {"new-label": "Ask again", "new-subject": "Your report", "new-body": "Which bin was it?"}
    browser.send(browser.get(f"{PAGE}?add=reply").form("/reply"), **given)
    assert desk.document()["replies"][-1]["label"] == "Ask again"
    assert "Letters that staff begin with" in browser.get(PAGE).text


def test_what_is_left_out_of_a_new_email_is_asked_for(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.send(browser.get(f"{PAGE}?add=message").form("/new"))
    assert page.status == 422
    assert "Write what it says" in page.text


def test_a_form_that_cannot_be_read_is_shown_again(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.send(browser.get(ON_ITS_WAY).form("/element"), subject="")
    assert (page.status, page.heading) == (422, "Emails")


def test_a_text_in_pieces() -> None:
    found = bare([{"when": "x", "text": "No"}, {"text": "Dear {name.full}, {thing}"}], {"thing": "Thing"}.get)
    assert found == (Piece("Dear "), Piece("name.full", True), Piece(", "), Piece("Thing", True))


def test_a_clock_that_an_email_names_is_changed_beside_it(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(browser.get(ON_ITS_WAY).links["Change it here"])
    form = next(one for one in page.forms if one.fields.get("element") == "clock:promise")
    browser.send(form, label="Back within 2 working days")
    assert desk.document()["workflow"]["clocks"][0]["label"] == "Back within 2 working days"
