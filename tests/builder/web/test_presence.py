"""Who else is there and what they changed meanwhile, told by the page itself; and the settings of a whole service."""

from __future__ import annotations

from builder import drafting
from builder.edits import Set
from runtime import drafts
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser

HERE = "http://localhost/build/missed-bin/form?at=page:where"
ALONE = {"Townclerk-By-Itself": "1", "HX-Request": "true", "HX-Current-URL": HERE}


def change(desk: Desk, edit: Set, by: str = "tom") -> int:
    with desk.database.begin() as session:
        made = drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people[by], at=now())
    return made.draft.revision


def asked(browser: Browser, revision: int) -> str:
    answer = browser.client.get(f"/build/missed-bin/presence?revision={revision}", headers=ALONE)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_who_is_there_and_what_they_changed_is_told_without_being_asked(desk: Desk) -> None:
    ines, tom = desk.sign_in(), desk.sign_in("tom")
    seen = change(desk, Set("/title", "Bins"), "ines")
    tom.get("/build/missed-bin?at=question:bin")
    page = ines.get("/build/missed-bin").response.get_data(as_text=True)
    assert f"/build/missed-bin/presence?revision={seen}" in page
    assert 'hx-trigger="every 20s"' in page
    said = asked(ines, seen)
    assert "Tom is in this draft, too" in said
    assert "Changed since" not in said
    change(desk, Set("question:bin/label", "Which bin?"))
    said = asked(ines, seen)
    assert "Tom: Changed the label of the question “Bin”" in said
    assert 'href="/build/missed-bin/form?at=page:where"' in said
    assert "Show it" in said
    change(desk, Set("/summary", "Mine"), "ines")
    assert "Mine" not in asked(ines, seen)
    for n in range(4):
        change(desk, Set("/summary", f"Summary {n}"))
    assert "and 2 more" in asked(ines, seen)
    assert "Show them" in asked(ines, seen)


def test_a_draft_that_was_thrown_away_is_said_to_be(desk: Desk) -> None:
    browser = desk.sign_in()
    seen = change(desk, Set("/title", "Bins"), "ines")
    with desk.database.begin() as session:
        drafts.discard(session, drafts.hold(session, ORGANISATION, "missed-bin"))
    assert "was discarded since you opened this page" in asked(browser, seen)


def test_it_leads_nowhere_else_and_signs_nobody_in_again(desk: Desk) -> None:
    browser = desk.sign_in()
    seen = change(desk, Set("/title", "Bins"), "tom")
    for url in ("https://example.org/build/x", "javascript:alert(1)", "//x/build/missed-binx"):
        headers = ALONE | {"HX-Current-URL": url}
        answer = browser.client.get(f"/build/missed-bin/presence?revision={seen - 1}", headers=headers)
        assert 'href="/build/missed-bin"' in answer.get_data(as_text=True)
    stranger = desk.site.test_client().get("/build/missed-bin/presence", headers=ALONE)
    assert (stranger.status_code, "HX-Redirect" in stranger.headers) == (204, False)


def test_settings_are_fields_of_the_whole_service_and_nothing_of_other_rooms(desk: Desk) -> None:
    browser, live = desk.sign_in(), desk.document()
    page = browser.get("/build/missed-bin/settings")
    form = page.form("/element")
    assert {"title", "summary"} <= form.fields.keys()
    assert not any(name.startswith(("form", "workflow", "messages", "id")) for name in form.fields)
    assert browser.send(form).status == 303
    assert desk.document() == live
    assert browser.send(form, title="Report a bin").status == 303
    assert desk.document() == live | {"title": "Report a bin"}
    page = browser.send(browser.get("/build/missed-bin/settings").form("/element"), title="")
    assert page.status == 422
    assert page.title.startswith("Error: Settings")


def test_a_service_is_given_to_another_author_and_that_is_no_change_of_it(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get("/build/missed-bin/settings")
    assert "Nobody yet" in page.text
    assert "Di" not in page.text.split()
    browser.send(page.form("/owner"), owner=str(desk.people["tom"]))
    assert "Tom owns it." in browser.get("/build").text
    with desk.database.read() as session:
        draft = drafting.open_draft(session, ORGANISATION, "missed-bin").draft
    assert draft is not None
    assert (draft.revision, draft.owner_id) == (1, desk.people["tom"])
    for owner in ("", "x", str(desk.people["di"])):
        assert desk.post(browser, "/build/missed-bin/settings/owner", owner=owner).status == 404
