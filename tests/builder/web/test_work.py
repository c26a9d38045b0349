"""The page of queues, roles and tasks: each beside its form, new ones, where they are used."""

from __future__ import annotations

import pytest

from tests.builder.web.authoring import Desk

PAGE = "/build/missed-bin/work"


def test_queues_roles_and_tasks_are_links(desk: Desk) -> None:
    page = desk.sign_in().get(PAGE)
    assert page.heading == "Queues, roles and tasks"
    assert page.links["Crew desk"] == f"{PAGE}?at=role:crew-desk#element"
    assert page.links["New reports"] == f"{PAGE}?at=queue:new-reports#element"


def test_a_queue_is_changed_and_says_which_states_fill_it(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(f"{PAGE}?at=queue:new-reports")
    assert page.links["New"] == "/build/missed-bin/workflow?at=state:reported#element"
    browser.send(page.form("/element"), label="Just in")
    assert desk.document()["queues"][0]["label"] == "Just in"


def test_a_queue_a_role_and_a_task_are_added(desk: Desk) -> None:
    browser = desk.sign_in()
    browser.send(browser.get(f"{PAGE}?add=role").form("/work/role"), label="Inspector")
    assert desk.document()["roles"][-1] == {"id": "inspector", "label": "Inspector"}
    browser.send(browser.get(f"{PAGE}?add=queue").form("/work/queue"), label="To look at", who=["inspector"])
    assert (desk.document()["queues"][-1]["role"], desk.document()["queues"][-1]["id"]) == ("inspector", "look")
    given = {"label": "Look at the street", "who": ["inspector"], "in": ["with-crew"]}
    page = browser.send(browser.get(f"{PAGE}?add=task").form("/work/task"), **given)
    [task] = desk.document()["workflow"]["tasks"]
    assert (task["by"], task["in"], task["ask"][0]["type"]) == ("inspector", ["with-crew"], "text")
    assert page.response.location == f"{PAGE}?at=task:{task['id']}#element"


@pytest.mark.parametrize("kind", ["queue", "role", "task"])
def test_what_is_left_out_is_asked_for(desk: Desk, kind: str) -> None:
    browser = desk.sign_in()
    page = browser.send(browser.get(f"{PAGE}?add={kind}").form(f"/work/{kind}"))
    assert page.status == 422
    assert "Say what staff call it" in page.text


def test_a_form_that_cannot_be_read_is_shown_again(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.send(browser.get(f"{PAGE}?at=queue:new-reports").form("/element"), label="")
    assert (page.status, page.heading) == (422, "Queues, roles and tasks")


def test_a_role_that_is_used_says_where(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(f"{PAGE}?at=role:supervisor")
    assert page.links["Escalate"] == "/build/missed-bin/workflow?at=transition:escalate#element"
    assert "It is used elsewhere" in browser.send(page.form("/delete")).text
