"""What authors say to each other of a draft: asked, answered, settled, opened again; it follows what it is about."""

from __future__ import annotations

import re

from builder import drafting
from builder.edits import Add, Delete, Edit, Rename, Set
from runtime.drafts import comments
from runtime.models.base import ORGANISATION
from tests.builder.test_grids import fee
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser, Page

PATH = "/build/missed-bin/comments"


def change(desk: Desk, edit: Edit) -> None:
    with desk.database.begin() as session:
        by = desk.people["tom"]
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=by, at=now())


def about(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return [one.address for one in comments.listed(session, ORGANISATION, "missed-bin")]


def say(desk: Desk, browser: Browser, words: str, about: str = "question:bin", **more: str) -> Page:
    return desk.post(browser, PATH, about=about, words=words, **more)


def settling(page: Page) -> str:
    found = re.search(r"/build/missed-bin/comments/[0-9a-f-]{36}/settle", page.response.get_data(as_text=True))
    assert found
    return found[0]


def test_a_comment_is_made_beside_the_element_answered_settled_and_opened_again(desk: Desk) -> None:
    ines, tom = desk.sign_in(), desk.sign_in("tom")
    html = ines.get("/build/missed-bin/form?at=question:bin").response.get_data(as_text=True)
    assert "/comments?about=question%3Abin&amp;back=%2Fbuild%2Fmissed-bin%2Fform" in html
    page = ines.get(f"{PATH}?about=question:bin&back=/build/missed-bin/form?at=question:bin")
    form = next(one for one in page.forms if one.fields.get("about") == "question:bin")
    ines.send(form, words="Is garden waste missing?")
    assert ines.page is not None
    assert ines.page.response.headers["Location"] == "/build/missed-bin/form?at=question:bin"
    assert "Your comment is there" in ines.follow().text
    page = tom.get(PATH)
    assert "Open (1)" in page.text
    assert page.links["Question: Bin"].startswith("/build/missed-bin/form?at=question")
    answer = next(one for one in page.forms if "answers" in one.fields)
    tom.send(answer, words="Yes, <b>add</b> it.\n\nToday?")
    page = ines.get("/build/missed-bin/form?at=question:bin")
    assert "Is garden waste missing?" in page.text
    assert "&lt;b&gt;add" in page.response.get_data(as_text=True)
    desk.post(ines, settling(page))
    page = tom.get(PATH)
    assert "Nobody is waiting for an answer" in page.text
    page = tom.get(f"{PATH}?settled=yes")
    assert "Settled by Ines, today at" in page.text
    tom.send(page.form("/reopen"))
    assert "Open (1)" in tom.get(PATH).text


def test_it_follows_what_is_renamed_through_undo_and_redo(desk: Desk) -> None:
    browser = desk.sign_in()
    say(desk, browser, "This?")
    say(desk, browser, "And this choice?", "option:bin.refuse")
    say(desk, browser, "All of it.", "")
    change(desk, Rename("question:bin", "which_bin"))
    assert about(desk) == ["question:which_bin", "option:which_bin.refuse", ""]
    desk.post(browser, "/build/missed-bin/undo", back="/build/missed-bin")
    assert about(desk) == ["question:bin", "option:bin.refuse", ""]
    desk.post(browser, "/build/missed-bin/redo", back="/build/missed-bin")
    assert about(desk) == ["question:which_bin", "option:which_bin.refuse", ""]
    assert "Choice: Rubbish" in browser.get(PATH).links


def test_what_is_gone_is_said_to_be_and_is_back_when_that_is_undone(desk: Desk) -> None:
    browser = desk.sign_in()
    say(desk, browser, "Do we need it?", "question:email")
    change(desk, Delete("page:contact", clear=True))
    assert "About something that is gone" in browser.get(PATH).text
    desk.post(browser, "/build/missed-bin/undo", back="/build/missed-bin")
    assert "Question: Email address" in browser.get(PATH).links


def test_what_was_typed_and_cannot_be_kept_is_not_lost(desk: Desk) -> None:
    browser = desk.sign_in()
    for words in ("", "  \n", "a\x00b"):
        assert say(desk, browser, words).status == 422
    page = say(desk, browser, "x" * 2001)
    assert page.status == 422
    assert any(one.fields.get("words", "").strip() == "x" * 2001 for one in page.forms)
    say(desk, browser, "Fine.")
    with desk.database.read() as session:
        id = comments.listed(session, ORGANISATION, "missed-bin")[0].id
    page = say(desk, browser, "y" * 2001, answers=str(id))
    assert any(one.fields.get("words", "").strip() == "y" * 2001 for one in page.forms)


def test_nobody_comments_on_what_is_not_there_or_not_theirs(desk: Desk) -> None:
    browser = desk.sign_in()
    unknown = "00000000-0000-7000-8000-00000000dead"
    assert say(desk, browser, "x", "question:nothing").status == 404
    assert say(desk, browser, "x", "rubbish").status == 404
    for answers in (unknown, "nonsense"):
        assert say(desk, browser, "x", answers=answers).status == 404
    assert desk.post(browser, f"{PATH}/{unknown}/reopen").status == 404
    assert desk.sign_in("di").get(PATH).status == 404
    page = say(desk, browser, "x", back="https://example.org/")
    assert page.response.headers["Location"] == "/build/missed-bin"


def test_two_who_settle_at_once_both_are_told_and_the_first_is_named(desk: Desk) -> None:
    ines, tom = desk.sign_in(), desk.sign_in("tom")
    say(desk, ines, "Settle me")
    page = tom.get(PATH)
    desk.post(ines, settling(page))
    desk.post(tom, settling(page))
    assert "It is settled already." in tom.get(PATH).text
    assert "Settled by Ines" in tom.get(f"{PATH}?settled=yes").text


def test_tables_are_commented_on_beside_them_as_well(desk: Desk) -> None:
    ines = desk.sign_in()
    change(desk, Add("page:which/questions", fee()["form"]["pages"][1]["questions"][-1]))
    change(desk, Set("/decisions", fee()["decisions"]))
    change(desk, Set("/tables", {"wards.csv": "ward\nNorth\n"}))
    for one in ("decision:fee", "table:wards.csv"):
        place = f"/build/missed-bin/data?at={one}"
        (link,) = [url for words, url in ines.get(place).links.items() if words.startswith("Comment") and "?" in url]
        ines.send(ines.get(link).form("/comments"), words=f"Who keeps {one}?")
        assert f"Who keeps {one}?" in ines.get(place).text
    assert about(desk) == ["decision:fee", "table:wards.csv"]
