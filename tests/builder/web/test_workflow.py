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
    page = send(desk, "at=state:with-crew", "element?at=state:with-crew", label="Out with a crew")
    assert named(desk, "states", "with-crew")["label"] == "Out with a crew"
    assert "Out with a crew" in page.text


def test_what_goes_with_an_action_is_changed_beside_it(desk: Desk) -> None:
    at = "at=transition:send"
    browser = desk.sign_in()
    page = browser.get(f"{PAGE}?{at}")
    assert page.links["Change it here"] == f"{PAGE}?{at}&also=message:on-its-way#beside"
    page = browser.get(f"{PAGE}?{at}&also=message:on-its-way")
    browser.send(page.form("of=message:on-its-way"), subject="A crew will come")
    [message] = [one for one in desk.document()["messages"] if one["id"] == "on-its-way"]
    assert message["subject"] == "A crew will come"


def test_a_form_that_cannot_be_read_is_shown_again_with_what_was_typed(desk: Desk) -> None:
    page = send(desk, "at=state:with-crew", "element?at=state:with-crew", label="")
    assert page.status == 422
    assert "There is a problem" in page.text
    assert named(desk, "states", "with-crew")["label"] == "With crew"


def test_a_state_is_put_into_the_middle_of_an_action(desk: Desk) -> None:
    page = send(desk, "at=transition:done", "split?at=transition:done", label="To check", onward="It is true")
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
    assert "There is a problem" in page.text


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk.sign_in().get(f"{PAGE}?at=state:nowhere").status == 404


def test_what_is_wrong_is_marked_in_the_diagram(desk: Desk) -> None:
    send(desk, "add=state", "/state", label="On hold")
    assert "To put right: " in desk.sign_in().get(PAGE).response.get_data(as_text=True)
