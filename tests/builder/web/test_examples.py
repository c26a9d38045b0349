"""The examples of a draft on their page: which hold, what they expect, what none tries, and new ones from the paths."""

from __future__ import annotations

from builder import drafting
from builder.edits import Set
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now

EXAMPLES = "/build/missed-bin/examples"


def expecting(desk: Desk, state: str) -> None:
    with desk.database.begin() as session:
        edit = Set("/examples/0/expect/state", state)
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people["ines"], at=now())


def test_each_says_whether_it_holds(desk: Desk) -> None:
    page = desk.sign_in().get(EXAMPLES)
    assert (page.heading, "It holds" in page.text) == ("Examples", True)
    assert "Pages: 3 of 4" in page.text
    assert "No example tries: the page “You can no longer report this”" in page.text


def test_one_that_fails_says_what_was_expected_and_what_came(desk: Desk) -> None:
    expecting(desk, "collected")
    page = desk.sign_in().get(EXAMPLES)
    assert "1 of 1 does not hold" in page.text
    assert "Expected state to be “collected”, but it is “with-crew”" in page.text


def test_what_happens_now_is_accepted(desk: Desk) -> None:
    expecting(desk, "collected")
    browser = desk.sign_in()
    browser.send(browser.get(EXAMPLES).form("/0/accept"))
    page = browser.follow()
    assert "It holds" in page.text
    assert desk.document()["examples"][0]["expect"]["state"] == "with-crew"


def test_its_name_and_what_it_expects_are_changed(desk: Desk) -> None:
    expecting(desk, "collected")
    browser = desk.sign_in()
    page = browser.get(f"{EXAMPLES}/0")
    assert "State Does not hold" in page.text
    assert "Expect what happens now: With crew" in page.text
    assert "Crew desk presses “Mark collected”" in page.text
    browser.send(page.form("/examples/0"), name="A bin", **{"expect.0.state": "now", "expect.0.sent": None})
    assert "It holds" in browser.follow().text
    example = desk.document()["examples"][0]
    assert (example["name"], example["expect"]["state"], "sent" in example["expect"]) == ("A bin", "with-crew", False)
    assert len(example["then"]) == 3


def test_one_is_deleted_and_that_is_undone(desk: Desk) -> None:
    browser = desk.sign_in()
    browser.send(browser.get(EXAMPLES).form("/0/delete"))
    page = browser.follow()
    assert "There are none yet." in page.text
    browser.send(page.form("/undo"))
    assert "It holds" in browser.follow().text


def test_examples_for_every_path_are_offered_chosen_and_hold(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(f"{EXAMPLES}/paths")
    assert page.heading == "An example for every path"
    browser.send(page.form("/paths"))
    assert "Choose at least one example to add." in browser.follow().text
    browser.send(page.form("/paths"), all="1")
    page = browser.follow()
    count = len(desk.document()["examples"])
    assert count > 2
    assert f"All {count} hold" in page.text
    assert "Pages: all 4" in page.text
    assert "Every path through the form has its example already." in browser.get(f"{EXAMPLES}/paths").text


def test_a_draft_with_errors_says_what_is_to_be_put_right_first(desk: Desk) -> None:
    with desk.database.begin() as session:
        edit = Set("page:too-late/when", "bin > 2")
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people["ines"], at=now())
    browser = desk.sign_in()
    for address in (EXAMPLES, "/build/missed-bin/try"):
        assert "to be put right first" in browser.get(address).text
    assert browser.get(f"{EXAMPLES}/0").status == 303


def test_what_examples_try_is_shown_on_outline_and_diagram_to_whoever_wants_it(desk: Desk) -> None:
    browser = desk.sign_in()
    form = browser.get("/build/missed-bin/form")
    assert "Not tried by any example" not in form.text
    browser.send(form.form("/examples/marks"), show="1")
    page = browser.follow()
    assert "Where was the bin missed? ✓ Tried by examples" in page.text
    assert "You can no longer report this if : only for some people – Not tried by any example" in page.text
    flow = browser.get("/build/missed-bin/workflow").response.get_data(as_text=True)
    assert "Could not collect" in flow
    assert "Not tried by any example" in flow
    browser.send(browser.get("/build/missed-bin/form").form("/examples/marks"), show="")
    assert "Not tried by any example" not in browser.follow().text
