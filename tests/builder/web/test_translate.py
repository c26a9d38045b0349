"""A service beside its Welsh: what is missing, what is stale, each text saved by itself; and a translator's link."""

from __future__ import annotations

import re
from datetime import timedelta

from builder import drafting
from builder.edits import Edit, Set, Unset
from builder.library import library, library_text
from builder.translating import texts, translated
from definitions.read import check
from runtime.drafts import translators
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser, Page

TITLE = "Rhoi gwybod am fin a fethwyd"


def change(desk: Desk, edit: Edit, by: str = "ines") -> None:
    with desk.database.begin() as session:
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people[by], at=now())


def library_draft(desk: Desk) -> Browser:
    """Ines's browser, with the library's service, which is in Welsh too, as missed-bin-2."""
    browser = desk.sign_in()
    browser.send(browser.get("/build/new/library/missed-bin").form("/missed-bin"))
    return browser


def form(page: Page, key: str) -> dict[str, str]:
    return next(one.fields for one in page.forms if one.fields.get("key") == key)


def save(desk: Desk, browser: Browser, key: str, *words: str, path: str = "/build/missed-bin-2/translate") -> Page:
    sent = {f"text-{n}": one for n, one in enumerate(words)}
    fields = form(browser.get(path), key)
    return desk.post(browser, path, **(fields | sent))


def test_every_text_of_every_ready_made_service_can_be_translated_one_by_one(desk: Desk) -> None:
    for service_id in library():
        written = library_text(service_id)
        found = texts(written, "cy")
        assert len({one.id for one in found}) == len(found)
        assert all(one.part and one.whole for one in found)
    assert [one.state for one in texts(library_text("missed-bin"), "cy")] == ["done"] * 88


def test_what_is_missing_and_what_is_stale_is_marked_counted_and_filtered(desk: Desk) -> None:
    browser = library_draft(desk)
    page = browser.get("/build/missed-bin-2/translate")
    assert "88 of 88 texts are in Welsh" in page.text
    save(desk, browser, "bin.label", "")
    with desk.database.begin() as session:
        edit = Set("question:property/label", "Your address")
        drafting.change(session, ORGANISATION, "missed-bin-2", edit, base=None, by=desk.people["tom"], at=now())
    page = browser.get("/build/missed-bin-2/translate")
    assert (
        "86 of 88 texts are in Welsh, 1 is not translated, 1 was made from words that have changed since" in page.text
    )
    todo = browser.get("/build/missed-bin-2/translate?only=todo")
    assert [one.fields["key"] for one in todo.forms if "key" in one.fields] == ["property.label", "bin.label"]
    assert "It still says the same" in todo.text
    assert [one.fields["key"] for one in browser.get("/build/missed-bin-2/translate?only=missing").forms
            if "key" in one.fields] == ["bin.label"]  # fmt: skip
    assert "No text says “zebra”" in browser.get("/build/missed-bin-2/translate?q=zebra").text
    said = browser.get("/build/missed-bin-2/translate?q=gwastraff").forms
    assert "bin.garden.label" in [one.fields.get("key") for one in said]


def test_a_text_is_saved_by_itself_with_the_mark_of_what_it_was_made_from(desk: Desk) -> None:
    browser = library_draft(desk)
    answer = save(desk, browser, "bin.label", "Pa fin?")
    assert answer.status == 303
    page = browser.follow()
    assert "Translated the label of the question “Which bin was missed?” into Welsh." in page.text
    entry = desk.document("missed-bin-2")["translations"]["cy"]["bin.label"]
    assert entry == {"text": "Pa fin?", "of": "d377a5ed"}
    key = "messages.not-collected.body"
    save(desk, browser, key, "Un", "Dau", path="/build/missed-bin-2/translate?q=Dywedodd")
    wordings = desk.document("missed-bin-2")["translations"]["cy"][key]["text"]
    assert wordings == [{"when": "answered(explanation)", "text": "Un"}, {"text": "Dau"}]
    assert not [one for one in check(desk.document("missed-bin-2")) if one.code.startswith("translation")]
    save(desk, browser, "bin.label", "Pa {bin_place?")
    assert "double the brace to show one" in browser.get("/build/missed-bin-2/translate").text


def test_what_was_just_saved_stays_in_sight_though_the_filter_no_longer_fits_it(desk: Desk) -> None:
    browser = library_draft(desk)
    save(desk, browser, "bin.label", "")
    page = save(desk, browser, "bin.label", "Pa fin?", path="/build/missed-bin-2/translate?only=missing")
    assert "keep=bin.label" in page.response.headers["Location"]
    assert form(browser.follow(), "bin.label")["text-0"].strip() == "Pa fin?"


def test_two_translate_different_texts_at_once_and_the_same_text_not_unseen(desk: Desk) -> None:
    browser, other = library_draft(desk), desk.sign_in("tom")
    mine = form(browser.get("/build/missed-bin-2/translate"), "bin.label")
    save(desk, other, "property.label", "Cyfeiriad Tom")
    assert desk.post(browser, "/build/missed-bin-2/translate", **(mine | {"text-0": "Fy un i"})).status == 303
    done = desk.document("missed-bin-2")["translations"]["cy"]
    assert (done["property.label"]["text"], done["bin.label"]["text"]) == ("Cyfeiriad Tom", "Fy un i")
    save(desk, other, "bin.label", "Un Tom")
    page = desk.post(browser, "/build/missed-bin-2/translate", **(mine | {"text-0": "Arall"}))
    assert page.status == 409
    assert page.response.headers["HX-Retarget"] == "#build"
    assert desk.document("missed-bin-2")["translations"]["cy"]["bin.label"]["text"] == "Un Tom"


def test_a_service_in_one_language_is_given_another_and_begun(desk: Desk) -> None:
    browser = desk.sign_in()
    desk.post(browser, "/build/new", title="Adopt a tree")
    page = browser.get("/build/adopt-tree/translate")
    browser.send(page.form("/languages"), language="cy")
    assert desk.document("adopt-tree")["languages"] == ["en", "cy"]
    path = "/build/adopt-tree/translate"
    first, second = (form(browser.get(path), key) for key in ("service.title", "done.label"))
    for fields, words in ((first, "Mabwysiadu coeden"), (second, "Wedi'i wneud")):
        assert desk.post(browser, path, **(fields | {"text-0": words})).status == 303
    assert len(desk.document("adopt-tree")["translations"]["cy"]) == 2
    for bad in ("cy", "xx", ""):
        assert desk.post(browser, f"{path}/languages", language=bad).status == 404


def test_a_translation_of_what_is_gone_or_never_was_is_not_taken(desk: Desk) -> None:
    browser = library_draft(desk)
    path = "/build/missed-bin-2/translate"
    assert desk.post(browser, path, key="no.such", **{"text-0": "x"}).status == 404
    text = texts(desk.text("missed-bin-2"), "cy")[0]
    assert isinstance(translated(text, "cy", [" "]), Unset)


def link(desk: Desk, browser: Browser, name: str = "Siân Evans") -> str:
    page = browser.get("/build/missed-bin-2/translate/links")
    made = browser.send(page.form("/links"), name=name)
    assert "it is not shown again" in made.text
    found = re.search(r"/translate/[\w-]{43}", made.response.get_data(as_text=True))
    assert found
    return found[0]


def test_a_translator_with_a_link_translates_and_can_do_nothing_else(desk: Desk) -> None:
    browser = library_draft(desk)
    path = link(desk, browser)
    stranger = Browser(desk.site.test_client())
    page = stranger.get(path)
    assert page.status == 200
    assert page.response.headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    fields = next(one for one in page.forms if one.fields.get("key") == "bin.label")
    assert stranger.send(fields, **{"text-0": "Pa fin?"}).status == 303
    assert "Saved." in stranger.follow().text
    assert desk.document("missed-bin-2")["translations"]["cy"]["bin.label"]["text"] == "Pa fin?"
    changed = "Siân Evans, by a link: Translated the label of the question “Which bin was missed?” into Welsh"
    assert changed in browser.get("/build/missed-bin-2").response.get_data(as_text=True)
    before = desk.text("missed-bin-2")
    for key in ("no.such", "", "../title"):
        assert stranger.send(fields, key=key).status == 404
    for other in ("/build", "/build/missed-bin-2", "/build/missed-bin-2/translate"):
        assert stranger.get(other).status == 401
    assert desk.text("missed-bin-2") == before


def test_what_somebody_else_changed_meanwhile_is_shown_to_the_translator_and_nothing_is_lost(desk: Desk) -> None:
    browser = library_draft(desk)
    stranger = Browser(desk.site.test_client())
    fields = next(one for one in stranger.get(link(desk, browser)).forms if one.fields.get("key") == "bin.label")
    save(desk, browser, "bin.label", "Un Ines")
    page = stranger.send(fields, **{"text-0": "Fy un i"})
    assert page.status == 409
    assert "It says now: “Un Ines”" in page.text
    again = next(one for one in page.forms if one.fields.get("key") == "bin.label")
    assert again.fields["text-0"].strip() == "Fy un i"
    assert stranger.send(again).status == 303
    assert desk.document("missed-bin-2")["translations"]["cy"]["bin.label"]["text"] == "Fy un i"


def test_a_link_ends_by_time_and_by_being_taken_back(desk: Desk) -> None:
    browser = library_draft(desk)
    path, stranger = link(desk, browser), Browser(desk.site.test_client())
    token = path.rpartition("/")[2]
    with desk.database.read() as session:
        assert translators.opened(session, token, at=now() + timedelta(days=29)) is not None
        assert translators.opened(session, token, at=now() + timedelta(days=31)) is None
    page = browser.get("/build/missed-bin-2/translate/links")
    browser.send(page.form("/end"))
    assert "The link is taken back" in browser.follow().text
    assert stranger.get(path).status == 404
    for wrong in ("/translate/x", "/translate/" + "A" * 43, "/translate/" + "%C3%A9" * 20, "/translate/" + "A" * 900):
        assert stranger.get(wrong).status == 404


def test_a_link_has_a_name_and_a_language(desk: Desk) -> None:
    browser = library_draft(desk)
    for name in ("", " ", "x" * 101, "a\x00"):
        assert desk.post(browser, "/build/missed-bin-2/translate/links", name=name).status == 422
    assert desk.post(browser, "/build/missed-bin-2/translate/links", name="A\u202eb").status == 422
