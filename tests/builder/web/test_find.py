"""Words found in one service and in all, and replaced where ticked, with each change shown first."""

from __future__ import annotations

import pytest

from builder import drafting
from builder.edits import Set, apply
from builder.finding import Sought, found, replacing
from builder.library import library, library_text
from builder.references import Refused
from definitions.read import check
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.factories import example_document


def change(desk: Desk, edit: Set, service_id: str = "missed-bin") -> None:
    with desk.database.begin() as session:
        by = desk.people["tom"]
        drafting.change(session, ORGANISATION, service_id, edit, base=None, by=by, at=now())


@pytest.mark.parametrize("service_id", library())
def test_replacing_everywhere_breaks_nothing_and_there_and_back_is_the_same(service_id: str) -> None:
    document = drafting.parsed(library_text(service_id))
    before = [one.code for one in check(document) if one.severity == "error"]
    here = found(document, Sought("the", whole=True, exact=True))
    assert here
    edit = replacing(document, here, "thhe")
    assert edit is not None
    after = apply(document, edit)
    assert [one.code for one in check(after.document) if one.severity == "error"] == before
    back = replacing(after.document, found(after.document, Sought("thhe")), "the")
    assert back is not None
    assert apply(after.document, back).document == document


def test_what_is_in_a_name_is_no_word_and_braces_are_braces() -> None:
    document = drafting.parsed(library_text("missed-bin"))
    body = next(one for one in found(document, Sought("bin", whole=True)) if one.address == "reply:where-is-it/body")
    assert "({bin})" in body.replaced("caddy {x}")
    assert "missed your caddy {{x}}" in body.replaced("caddy {x}")
    ids = [one for one in found(document, Sought("bin", exact=True)) if not one.text]
    assert "question:bin/id" in [one.address for one in ids]
    assert replacing(document, ids, "caddy") is None


def test_capitals_and_whole_words_are_kept_apart_where_asked() -> None:
    document = drafting.parsed(library_text("missed-bin"))

    def many(**ways: bool) -> int:
        return len(found(document, Sought("Crew", **ways)))

    assert many() > many(whole=True) > many(whole=True, exact=True) > 0
    assert found(document, Sought(" ")) == []
    assert found(document, Sought("(.*)+$")) == []


def test_each_change_is_shown_and_only_what_is_ticked_is_made_as_one_edit(desk: Desk) -> None:
    browser, first = desk.sign_in(), desk.text()
    page = browser.get("/build/missed-bin/find?q=bin&to=caddy&whole=yes")
    assert "Which caddy" not in page.text
    html = page.response.get_data(as_text=True)
    assert "<del>bin</del> <ins>caddy</ins>" in html
    assert "stays: a short name is changed where it is given" in html
    form = next(one for one in page.forms if one.method == "post" and one.action.endswith("/find"))
    chosen = ["missed-bin//title", "missed-bin/page:where/title", "missed-bin/question:bin/id"]
    answer = browser.client.post(form.action, data={**form.fields, "in": chosen})
    assert answer.status_code == 303
    document = desk.document()
    assert document["title"] == "Report a missed caddy collection"
    assert document["form"]["pages"][0]["title"] == "Where was the caddy missed?"
    assert "bin" in document["form"]["pages"][1]["title"]
    assert "Replaced “bin” with “caddy” in 3 texts." in browser.get("/build/missed-bin/find").text
    desk.post(browser, "/build/missed-bin/undo", back="/build/missed-bin")
    assert desk.text() == first


def test_with_nothing_ticked_or_nothing_to_put_in_nothing_changes(desk: Desk) -> None:
    browser, first = desk.sign_in(), desk.text()
    for fields in (
        {"q": "bin", "to": "x"},
        {"q": "bin", "in": "missed-bin//title"},
        {"to": "x", "in": "missed-bin//title"},
    ):
        assert desk.post(browser, "/build/missed-bin/find", **fields).status == 303
    assert "Nothing was ticked" in browser.get("/build").text
    assert desk.text() == first
    assert "Nothing says “zebra”" in browser.get("/build/missed-bin/find?q=zebra").text


def test_what_somebody_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    browser = desk.sign_in()
    change(desk, Set("/summary", "Tell us about your bin."))
    fields = {"q": "bin", "to": "caddy", "in": "missed-bin//title", "revision": "2"}
    change(desk, Set("/title", "Bins of the borough"))
    page = desk.post(browser, "/build/missed-bin/find", **fields)
    assert page.status == 409
    assert desk.document()["title"] == "Bins of the borough"


def test_in_all_services_each_is_one_edit_of_its_own(desk: Desk) -> None:
    browser = desk.sign_in()
    desk.post(browser, "/build/new", title="Order a bin")
    page = browser.get("/build/find?q=bin&to=caddy")
    assert page.links["Order a bin"].startswith("/build/order-bin/find?q=bin")
    form = next(one for one in page.forms if one.method == "post" and one.action == "/build/find")
    assert {"revision-missed-bin": "0", "revision-order-bin": "1"}.items() <= form.fields.items()
    chosen = ["missed-bin//title", "order-bin//title"]
    browser.client.post("/build/find", data={**form.fields, "in": chosen})
    assert "Replaced in 2 services" in browser.get("/build").text
    assert (desk.document()["title"], desk.document("order-bin")["title"]) == (
        "Report a missed caddy collection", "Order a caddy",
    )  # fmt: skip
    change(desk, Set("/title", "Order a caddy or two"), "order-bin")
    stale = {**form.fields, "q": "caddy", "to": "box", "in": ["order-bin//title", "nowhere//title"]}
    assert browser.client.post("/build/find", data=stale | {"revision-order-bin": "2"}).status_code == 303
    assert "order-bin was changed by somebody meanwhile, and is left alone" in browser.get("/build").text
    assert desk.document("order-bin")["title"] == "Order a caddy or two"
    assert desk.sign_in("di").get("/build/find").status == 404


def test_words_are_taken_out_with_the_space_beside_them() -> None:
    document = drafting.parsed(library_text("missed-bin"))
    at = {one.address: one for one in found(document, Sought("bin", whole=True))}
    assert at["/title"].replaced("") == "Report a missed collection"
    assert at["page:where/title"].replaced("") == "Where was the missed?"
    edit = replacing(document, [at["/title"]], "")
    assert edit is not None
    assert apply(document, edit).document["title"] == "Report a missed collection"


def test_a_text_of_which_nothing_is_left_goes_or_is_refused() -> None:
    document = example_document()
    (summary,) = found(document, Sought("Tell us if we did not empty your bin.", exact=True))
    edit = replacing(document, [summary], "")
    assert edit is not None
    assert "summary" not in apply(document, edit).document
    (title,) = found(document, Sought("Where was the bin missed?"))
    with pytest.raises(Refused, match="Page “Where was the bin missed\\?”: title has to say something"):
        replacing(document, [title], "")


def test_taking_words_out_is_shown_and_done_where_ticked(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get("/build/missed-bin/find?q=Your+missed+bin&replace=yes")
    html = page.response.get_data(as_text=True)
    assert "stays: it has to say something" in page.text
    assert "<del>Your missed bin</del>" not in html
    page = browser.get("/build/missed-bin/find?q=missed&whole=yes&to=&replace=yes")
    form = next(one for one in page.forms if one.method == "post" and one.action.endswith("/find"))
    assert browser.client.post(form.action, data={**form.fields, "in": ["missed-bin//title"]}).status_code == 303
    assert desk.document()["title"] == "Report a bin collection"
    assert "Took “missed” out of 1 text." in browser.get("/build/missed-bin/find").text
    at = {"q": "Your missed bin", "replace": "yes", "in": "missed-bin/message:on-its-way/subject"}
    refused = desk.post(browser, "/build/missed-bin/find", **at)
    assert refused.status == 422
    assert "Email “Your missed bin”: subject has to say something" in refused.text


def test_all_places_are_shown_a_page_after_another(desk: Desk) -> None:
    for page_id in ("where", "which", "contact"):
        change(desk, Set(f"page:{page_id}/content", [{"text": f"Words number {n}"} for n in range(45)]))
    browser = desk.sign_in()
    page = browser.get("/build/missed-bin/find?q=Words+number&to=Text&whole=yes")
    assert "135 places say" in page.text
    assert "Places 1 to 100 of 135, of which only those on this page are replaced." in page.text
    page = browser.get(page.links["The places after"])
    assert "Places 101 to 135 of 135" in page.text
    assert "Text 44" in " ".join(page.text.split())
    assert browser.get(page.links["The places before"]).status == 200
    everywhere = browser.get("/build/find?q=Words+number")
    rest = next(url for words, url in everywhere.links.items() if words.startswith("See the rest of them"))
    assert "Places 101 to 135 of 135" in browser.get(rest).text
    assert browser.get("/build/missed-bin/find?q=Words+number&page=999").text.count("101 to 135") == 1


def test_a_translation_is_found_by_what_it_translates() -> None:
    document = drafting.parsed(library_text("missed-bin"))
    where = {one.address: one.where for one in found(document, Sought("bin"))}
    assert where["/translations/cy/where.title/text"] == "Page “Where was the bin missed?”: title, in Welsh"
