"""Values, decision tables, lookups and words: added, changed, tried and taken out by forms that need no script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from builder import drafting
from builder.edits import Add, Edit, Set
from builder.library import library, library_text
from runtime import documents, tables
from runtime.models.base import ORGANISATION
from tests.builder.fields.posting import Inputs
from tests.builder.test_grids import fee
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser, Page

HERE = "/build/missed-bin/data"


def change(desk: Desk, edit: Edit) -> None:
    with desk.database.begin() as session:
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people["ines"], at=now())


def with_table(desk: Desk, **changes: Any) -> None:
    """The example with the table of what a bin costs."""
    document = fee(**changes)
    change(desk, Add("page:which/questions", document["form"]["pages"][1]["questions"][-1]))
    change(desk, Set("/decisions", document["decisions"]))


def send(browser: Browser, page: Page, action: str, **typed: Any) -> Page:
    """Post the form with that action as it stands, with some inputs otherwise; None leaves one out."""
    form = MultiDict(Inputs.of(page.response.get_data(as_text=True), action))
    for name, value in typed.items():
        if value is None:
            form.poplist(name)
        else:
            form.setlist(name, value if isinstance(value, list) else [value])
    response = browser.client.post(action, data=form)
    browser.page = Page(response, action)
    return browser.page


def decided(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.document()["decisions"][0]
    return found


def test_all_there_is_stands_on_one_page(desk: Desk) -> None:
    with_table(desk)
    page = desk.sign_in().get(HERE)
    assert page.heading == "Values and tables"
    assert "Yes or no: Bin is Rubbish" in page.text
    assert "2 rules. Looks at Bin, Bins; gives band, pounds." in page.text
    assert "From collection-rounds by “Address: uprn”: last collected, next collection" in page.text
    assert page.links["Urgent"] == f"{HERE}?at=value:urgent"


def test_a_value_is_added_changed_by_rows_renamed_and_deleted(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(HERE)
    send(browser, page, f"{HERE}/add", kind="value", name="For recycling", type="boolean")
    page = browser.follow()
    assert desk.document()["values"][1] == {"id": "recycling", "type": "boolean", "value": "false"}
    form = "/build/missed-bin/element"
    rows = {"value~0~subject": "bin", "value~0~made": "", "value~0~comparison": ""}
    page = send(browser, page, form, **rows, **{"value~~join": "all"})
    assert page.status == 422
    assert "Enter what to compare with" in page.text or "Choose" in page.text
    page = send(browser, page, form, **{"value~0~comparison": "one-of", "value~0~choice": "=recycling"})
    assert page.status == 303, page.text
    assert desk.document()["values"][1]["value"] == "bin in ['recycling']"
    page = browser.follow()
    assert "A recent missed bin goes straight to a crew" in page.text
    assert "Reads: Bin is one of Recycling." in page.text
    send(browser, page, f"{HERE}/rename", id="is recycling")
    page = browser.follow()
    assert desk.document()["values"][1]["id"] == "is_recycling"
    send(browser, page, "/build/missed-bin/delete")
    assert len(desk.document()["values"]) == 1


def test_what_is_used_is_not_deleted_and_it_is_said_where(desk: Desk) -> None:
    browser = desk.sign_in()
    page = send(browser, browser.get(f"{HERE}?at=value:urgent"), "/build/missed-bin/delete")
    assert page.status == 422
    assert "the condition of the action Send a crew by itself" in page.text
    assert "and delete it" in page.text


def test_something_new_that_lacks_something_is_asked_for_again(desk: Desk) -> None:
    browser = desk.sign_in()
    page = send(browser, browser.get(HERE), f"{HERE}/add", kind="lookup", name="Council tax", source="", looks="")
    assert page.status == 422
    assert "Enter the name of the source" in page.text
    send(browser, page, f"{HERE}/add", kind="lookup", name="Council tax", source="Council tax", looks="bin")
    assert desk.document()["lookups"][1]["source"] == "council-tax"
    send(browser, browser.get(HERE), f"{HERE}/add", kind="term", name="Whose", text="your")
    assert desk.document()["terms"] == [{"id": "whose", "variants": [{"text": "your"}]}]
    send(
        browser,
        browser.get(HERE),
        f"{HERE}/add",
        kind="decision",
        name="Fee",
        looks="bin",
        gives="Pounds",
        type="money",
    )
    assert decided(desk)["rules"] == [{"when": ["-"], "then": {"pounds": "0"}}]


def test_a_lookup_is_tried_against_the_table_of_the_council(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(f"{HERE}?at=lookup:round&key=100")
    assert "No table called collection-rounds is loaded here" in page.text
    with desk.database.begin() as session:
        tables.load(session, "collection-rounds", "uprn,last_collected\n100,2026-03-25\n")
    page = browser.get(f"{HERE}?at=lookup:round&key=100")
    assert "Last collected 2026-03-25" in page.text
    assert "The source does not say" in page.text
    assert "nothing under" in browser.get(f"{HERE}?at=lookup:round&key=9").text


def test_the_grid_is_saved_as_it_is_typed(desk: Desk) -> None:
    with_table(desk)
    browser, before = desk.sign_in(), desk.text()
    page = browser.get(f"{HERE}?at=decision:fee")
    send(browser, page, f"{HERE}/decision")
    assert desk.text() == before
    typed = {"r0c0": ["refuse", "recycling"], "r0c1how": "<", "r0c1": ["4", ""], "r0o0": "C", "r0o1": "15"}
    assert send(browser, page, f"{HERE}/decision", **typed).status == 303
    rule = decided(desk)["rules"][0]
    assert rule == {"when": ["'refuse', 'recycling'", "< 4"], "then": {"band": "'C'", "pounds": "1500"}}
    page = send(browser, browser.follow(), f"{HERE}/decision", r0c1="four")
    assert page.status == 422
    assert "Rule 1, Bins: Enter a number, such as 5" in page.text


def test_each_button_of_the_grid_keeps_what_was_typed(desk: Desk) -> None:
    with_table(desk)
    browser = desk.sign_in()

    def press(do: str, **typed: Any) -> dict[str, Any]:
        page = send(browser, browser.get(f"{HERE}?at=decision:fee"), f"{HERE}/decision", do=do, **typed)
        assert page.status == 303, page.text
        return decided(desk)

    assert "Bin is Recycling, and Bins is at most 5" in browser.get(f"{HERE}?at=decision:fee").text
    assert press("gap 0", r0o0="Z")["rules"][2]["when"] == ["'recycling'", "<= 5"]
    assert decided(desk)["rules"][0]["then"]["band"] == "'Z'"
    assert press("up 2")["rules"][1]["when"][0] == "'recycling'"
    assert len(press("copy 0")["rules"]) == 4
    assert len(press("delete 1")["rules"]) == 3
    assert press("add")["rules"][3]["when"] == ["-", "-"]
    assert press("column", **{"new-name": "urgent"})["rules"][0]["when"] == ["'refuse'", "<= 2", "-"]
    assert press("left 2")["inputs"][1] == {"value": "urgent"}
    assert [one["value"] for one in press("no-column 1")["inputs"]] == ["bin", "bins"]
    assert press("output", **{"new-output": "Is free", "new-kind": "boolean"})["outputs"]["is_free"] == "boolean"
    assert press("save", o2name="free")["rules"][0]["then"]["free"] == "false"
    assert "free" not in press("no-output free")["outputs"]
    assert press("otherwise", policy="unique")["otherwise"] == {"band": "''", "pounds": "0"}
    assert decided(desk)["policy"] == "unique"
    assert "otherwise" not in press("no-otherwise")


def test_a_row_is_tried(desk: Desk) -> None:
    with_table(desk)
    page = desk.sign_in().get(f"{HERE}?at=decision:fee&in0=refuse&in1=4")
    assert "Rule 2 counts." in page.text
    assert "Band B Pounds £40" in page.text
    assert "No rule fits" in desk.sign_in().get(f"{HERE}?at=decision:fee&in0=recycling&in1=4").text


def test_a_table_of_choices_is_added_changed_and_deleted(desk: Desk) -> None:
    browser = desk.sign_in()
    send(browser, browser.get(HERE), f"{HERE}/add", kind="table", name="Schools", csv="urn,name\n1,Oak\n2,Ash")
    page = browser.follow()
    assert desk.document()["tables"] == {"schools.csv": "urn,name\n1,Oak\n2,Ash\n"}
    assert "1 Oak 2 Ash" in page.text
    send(browser, page, f"{HERE}/table", text="urn,name\r\n1,Elm\r\n")
    assert desk.document()["tables"]["schools.csv"] == "urn,name\n1,Elm\n"
    send(browser, browser.follow(), f"{HERE}/rename", id="primary-schools")
    assert list(desk.document()["tables"]) == ["primary-schools.csv"]
    send(browser, browser.follow(), "/build/missed-bin/delete")
    assert "tables" not in desk.document() or not desk.document()["tables"]


def test_an_expression_is_checked_as_it_is_typed_and_nothing_is_kept(desk: Desk) -> None:
    browser, before = desk.sign_in(), desk.text()
    page = browser.get(f"{HERE}?at=value:urgent")
    check = "/build/missed-bin/expression?field=value&at=value%3Aurgent"
    form = MultiDict(Inputs.of(page.response.get_data(as_text=True), "/build/missed-bin/element"))

    def piece(url: str = check, **typed: str) -> Any:
        sent = form.copy()
        for name, value in typed.items():
            sent.setlist(name, [value])
        return browser.client.post(url, data=sent)

    said = piece(value="binn == 'refuse'").get_data(as_text=True)
    assert "Error:" in said
    assert "binn" in said
    assert "Reads: Bin is Recycling." in piece(value="bin == 'recycling'").get_data(as_text=True)
    rows = piece(f"{check}&rows=1", **{"value~0~choice": "=recycling"})
    assert rows.headers["HX-Trigger"] == "settled"
    assert "bin == &#39;recycling&#39;</textarea>" in rows.get_data(as_text=True)
    half = piece(f"{check}&rows=1", **{"value~0~subject": "missed_on"})
    assert "HX-Trigger" not in half.headers
    assert "Enter a day" in half.get_data(as_text=True) or "Enter what" in half.get_data(as_text=True)
    assert "Choose what to look at" in piece(condition="value add ").get_data(as_text=True)
    assert piece("/build/missed-bin/expression?field=no&at=value%3Aurgent").status_code == 404
    assert desk.text() == before


def test_only_authors_see_any_of_it(desk: Desk) -> None:
    clerk = desk.sign_in("di")
    assert clerk.get(HERE).status == 404
    assert clerk.client.post(f"{HERE}/add").status_code == 404


@pytest.mark.parametrize("service", [service for service in library() if service != "missed-bin"])
def test_everything_of_the_library_has_its_page(desk: Desk, service: str) -> None:
    with desk.database.begin() as session:
        documents.publish(session, json.loads(library_text(service)), by="test", at=now())
    browser, document = desk.sign_in(), desk.document(service)
    here = f"/build/{service}/data"
    assert browser.get(here).status == 200
    listed = (("value", "values"), ("decision", "decisions"), ("lookup", "lookups"), ("term", "terms"))
    addresses = [f"{kind}:{one['id']}" for kind, name in listed for one in document.get(name, ())]
    addresses += [f"table:{name}" for name in document.get("tables", ())]
    addresses += [f"block:{name}" for name in document.get("blocks", ())]
    addresses += [f"decision:{one['id']}/inputs/0" for one in document.get("decisions", ())]
    for address in addresses:
        assert browser.get(f"{here}?at={address}").status == 200, address
        if address.startswith("decision:") and "/" not in address:
            assert send(browser, browser.get(f"{here}?at={address}"), f"{here}/decision").status == 303
    assert desk.document(service) == document
