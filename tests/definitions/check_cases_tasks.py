"""Cases for the checks of tasks and votes."""

from __future__ import annotations

from typing import Any

from tests.definitions.check_cases import GONE, Case, case, edited, flow, move, radios, state

TASK = "/workflow/tasks/0"


def asked(*tasks: dict[str, Any], by: str = "officer", when: str = "task.view.done", **more: Any) -> dict[str, Any]:
    """A document in whose state "asking" these tasks are open, and which leaves it by one action."""
    good: dict[str, Any] = flow(
        states=(state("asking"),),
        transitions=(move("decide", "asking", "closed", by, when=when), move("consult", "new", "asking")),
        **more,
    )
    good["workflow"]["tasks"] = list(tasks)
    return good


def task(id: str = "view", **changes: Any) -> dict[str, Any]:
    given = {"id": id, "label": "Their view", "by": "officer", "in": ["asking"], "due": "10 working days"}
    return given | {"ask": [radios("opinion", "support", "object")]} | changes


VOTES = {
    "choices": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
    "members": 5,
    "quorum": 3,
    "casting": "officer",
}
PARTNER = {"name": "The police", "address": "police@example.com"}

ASKED = asked(task())
VOTED = asked(task(votes=VOTES), when="task.view.result == 'yes'")
OUTSIDE = asked(task(by=PARTNER, shows=["street"]))
BY_EFFECT = edited(ASKED, {f"{TASK}/in": GONE, "/workflow/transitions/2/effects": [{"open_task": "view"}]})
BY_ITSELF = asked(task(), by="system")

TASK_CASES: dict[str, Case] = {
    "reference.unknown-task": case("/workflow/transitions/2/effects/0/open_task", BY_EFFECT, put="veiw"),
    "reference.unknown-list": case(f"{TASK}/for_each", ASKED, put="streets"),
    "task.never-opened": case(TASK, ASKED, edits={f"{TASK}/in": GONE}),
    "task.in-final": case(f"{TASK}/in/1", ASKED, edits={f"{TASK}/in/-": "closed"}),
    "task.opened-outside": Case(
        ASKED,
        "/workflow/transitions/0/effects/0/open_task",
        {"/workflow/transitions/0/effects": [{"open_task": "view"}]},
    ),
    "task.no-time": Case(ASKED, f"{TASK}/remind_before", {f"{TASK}/remind_before": "1 day", f"{TASK}/due": GONE}),
    "task.reminds-at-once": case(f"{TASK}/remind_before", ASKED, put="10 working days"),
    "task.no-due": case(TASK, ASKED, edits={f"{TASK}/due": GONE}),
    "task.quorum": case(f"{TASK}/votes/quorum", VOTED, put=6),
    "task.casting-unused": case(f"{TASK}/votes/casting", VOTED, edits={f"{TASK}/votes/majority": "unanimous"}),
    "task.vote": case(f"{TASK}/late", VOTED, put=[]),
    "task.not-yet": case("/workflow/transitions/0/when", ASKED, put="task.view.done"),
    "task.waits-forever": Case(BY_ITSELF, "/workflow/states/2", {f"{TASK}/due": GONE}),
    "task.sensitive-label": Case(
        ASKED,
        f"{TASK}/label",
        {
            f"{TASK}/label": "About {street}",
            "/form/pages/0/questions/0/sensitive": True,
            "/form/pages/0/questions/0/seen_by": ["officer"],
        },
    ),
    "task.shows-nothing": case(TASK, OUTSIDE, edits={f"{TASK}/shows": GONE}),
}
