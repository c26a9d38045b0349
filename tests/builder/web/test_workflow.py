"""The workflow's page: the diagram and its rows, an element changed beside it, new states, actions and clocks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builder.web.authoring import Desk
from tests.runtime.web.browsing import Page

PAGE = "/build/missed-bin/workflow"


def named(desk: Desk, kind: str, id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in desk.document()["workflow"][kind] if one["id"] == id)
    return found


def send(desk: Desk, at: str, ending: str, **fields: Any) -> Page:
    """Fill in a form of the page and send it: what comes back, after any redirect."""
    browser = desk.sign_in()
    page = browser.send(browser.get(f"{PAGE}?{at}").form(ending), **fields)
    return browser.get(page.response.location) if page.status == 303 else page


def test_the_page_shows_each_state_and_action_twice_as_a_link(desk: Desk) -> None:
    page = desk.sign_in().get(PAGE)
    assert page.heading == "Workflow"
    assert page.links["With crew"] == f"{PAGE}?at=state:with-crew#element"
    assert page.links["Send a crew"] == f"{PAGE}?at=transition:send#element"
    assert 'aria-label="With crew. State' in page.response.get_data(as_text=True)


def test_a_state_is_changed_in_its_form(desk: Desk) -> None:
    page = send(desk, "at=state:with-crew", "/element", label="Out with a crew")
    assert named(desk, "states", "with-crew")["label"] == "Out with a crew"
    assert page.path == f"{PAGE}?at=state:with-crew#element"


def test_what_goes_with_an_action_is_changed_beside_it(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(f"{PAGE}?at=transition:send")
    assert page.links["Change it here"] == f"{PAGE}?at=transition%3Asend&also=message%3Aon-its-way#beside"
    page = browser.get(page.links["Change it here"])
    form = next(one for one in page.forms if one.fields.get("element") == "message:on-its-way")
    browser.send(form, subject="A crew will come")
    [message] = [one for one in desk.document()["messages"] if one["id"] == "on-its-way"]
    assert message["subject"] == "A crew will come"


def test_a_form_that_cannot_be_read_is_shown_again_with_what_was_typed(desk: Desk) -> None:
    page = send(desk, "at=state:with-crew", "/element", label="")
    assert (page.status, page.heading) == (422, "Workflow")
    assert "This is not saved yet" in page.text
    assert named(desk, "states", "with-crew")["label"] == "With crew"


def test_a_state_is_put_into_the_middle_of_an_action(desk: Desk) -> None:
    page = send(desk, "at=transition:done", "split?at=transition%3Adone", label="To check", onward="It is true")
    assert page.path == f"{PAGE}?at=state:check#element"
    assert named(desk, "transitions", "done")["to"] == "check"
    [onward] = [one for one in desk.document()["workflow"]["transitions"] if one["from"] == ["check"]]
    assert (onward["label"], onward["to"]) == ("It is true", "collected")


def test_a_state_is_added_before_those_that_end_a_case(desk: Desk) -> None:
    page = send(desk, "add=state", "/state", label="On hold", public="We wait", queue="with-crew")
    states = [one["id"] for one in desk.document()["workflow"]["states"]]
    assert states.index("hold") < states.index("collected")
    assert named(desk, "states", "hold") == {
        "id": "hold", "label": "On hold", "public": "We wait", "queue": "with-crew"
    }  # fmt: skip
    assert "No action leads here" in page.text


def test_an_action_is_added_that_leads_to_a_new_state(desk: Desk) -> None:
    given = {"label": "Ask for a photo", "from": ["reported"], "by": ["crew-desk"], "to": "new:"}
    send(desk, "add=transition", "/action", **given, reaching="Waiting for a photo")
    added = named(desk, "transitions", "ask-photo")
    assert (added["from"], added["to"], added["by"]) == (["reported"], "waiting-photo", ["crew-desk"])
    assert named(desk, "states", "waiting-photo")["label"] == "Waiting for a photo"


def test_a_clock_is_added(desk: Desk) -> None:
    send(desk, "add=clock", "/clock", label="Answered soon", number="1", unit="week")
    assert named(desk, "clocks", "answered_soon")["length"] == "1 week"


@pytest.mark.parametrize("kind", ["state", "action", "clock"])
def test_what_is_left_out_of_a_new_element_is_asked_for(desk: Desk, kind: str) -> None:
    page = send(desk, f"add={kind.replace('action', 'transition')}", f"/{kind}")
    assert page.status == 422
    assert "This is not saved yet" in page.text


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk.sign_in().get(f"{PAGE}?at=state:nowhere").status == 404


def test_what_is_wrong_is_marked_in_the_diagram(desk: Desk) -> None:
    send(desk, "add=state", "/state", label="On hold")
    assert "To put right: " in desk.sign_in().get(PAGE).response.get_data(as_text=True)


def test_what_an_action_does_is_a_list_to_which_any_kind_is_added(desk: Desk) -> None:
    browser, at = desk.sign_in(), f"{PAGE}?at=transition:send"
    page = browser.send(browser.get(at).form("/element"), **{"add-row": "effects", "effects/n1#": "2"})
    assert page.status == 200, page.text[:900]
    assert "Gives the case to somebody" in page.text
    browser.send(page.form("/element"), **{"effects/n1:2/assign#": "1", "effects/n1:2/assign:1/to": "actor"})
    assert named(desk, "transitions", "send")["effects"] == [{"send": "on-its-way"}, {"assign": {"to": "actor"}}]
    browser.send(browser.get(at).form("/element"), **{"row-up": "effects/1"})
    assert named(desk, "transitions", "send")["effects"] == [{"assign": {"to": "actor"}}, {"send": "on-its-way"}]
    browser.send(browser.get(at).form("/element"), **{"remove-row": "effects/0"})
    assert named(desk, "transitions", "send")["effects"] == [{"send": "on-its-way"}]


def test_where_a_form_was_sent_the_page_stands(desk: Desk) -> None:
    page = desk.sign_in().get(f"{PAGE}/split?at=state:with-crew")
    assert page.response.location == f"{PAGE}?at=state:with-crew"


def test_what_is_used_is_deleted_with_a_way_out_and_leads_back_here(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.send(browser.get(f"{PAGE}?at=state:overdue").form("/delete"))
    assert "It is used elsewhere: State: Overdue" in page.text
    browser.send(page.form("/settle"))
    assert browser.page is not None
    assert browser.page.response.location == PAGE
    assert "overdue" not in [one["id"] for one in desk.document()["workflow"]["states"]]


def test_an_action_moves_among_the_others(desk: Desk) -> None:
    def order() -> list[str]:
        return [one["id"] for one in desk.document()["workflow"]["transitions"]]

    browser, before = desk.sign_in(), order()
    at = f"{PAGE}?at=transition:{before[1]}"
    browser.send(browser.get(at).form("/order"), to="up")
    assert order() == [before[1], before[0], *before[2:]]
    browser.send(browser.get(at).form("/order"), to="up")
    browser.send(browser.get(at).form("/order"), to="down")
    assert order() == before
    last = f"{PAGE}?at=transition:{before[-1]}"
    browser.send(browser.get(last).form("/order"), to="down")
    browser.send(browser.get(at).form("/order"), to="down")
    assert order() == [before[0], before[2], before[1], *before[3:]]


def test_an_action_asks_something_of_whoever_does_it(desk: Desk) -> None:
    browser, at = desk.sign_in(), f"{PAGE}?at=transition:done"
    given = {"label": "Which crew?", "kind": "radios", "options": "North\nSouth"}
    browser.send(browser.get(at).form("/ask?at=transition%3Adone"), **given)
    [asked] = named(desk, "transitions", "done")["ask"]
    assert (asked["label"], [one["label"] for one in asked["options"]]) == ("Which crew?", ["North", "South"])
    assert browser.get(at).links["Which crew?"].startswith("?at=question")
    browser.send(browser.get(at).form("/ask?at=transition%3Adone"), label="", kind="radios")
    assert "Write what is asked" in browser.get(at).text


def test_a_state_gets_another_short_name_and_stays_in_hand(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(f"{PAGE}?at=state:overdue")
    page = browser.get(page.links["Change its short name"])
    page = browser.send(page.form("/rename"), id="late")
    assert browser.get(page.response.location).status == 200
    assert "late" in named(desk, "transitions", "done")["from"]


def test_a_copy_of_an_action_is_in_hand_once_it_is_made(desk: Desk) -> None:
    browser = desk.sign_in()
    form = browser.get(f"{PAGE}?at=transition:done").form("/order")
    form.action = "/build/missed-bin/duplicate"
    page = browser.send(form)
    page = browser.get(page.response.location)
    assert page.response.location == f"{PAGE}?at=transition:done-2"
    assert named(desk, "transitions", "done-2")["label"] == "Mark collected"
