"""A long form for tests: a task list, children with a list of journeys inside each, and a section that waits."""

from __future__ import annotations

from typing import Any

from tests import factories


def family(*, task_list: bool = True, least: int = 1, **changes: Any) -> dict[str, Any]:
    """School travel in small: who you are, your children with their journeys, and what you ask for."""
    question, page = factories.question, factories.page
    yes_no = {"type": "yes-no"}
    sections = [
        {"id": "about-you", "title": "About you", "pages": [
            page("who", question("full_name", label="Full name"), title="What is your name?"),
            page("live", question("here", label="Do you live here?", **yes_no), title="Where do you live?"),
            page("away", title="You cannot apply", kind="stop", when="!here", questions=[],
                 content=[{"text": "Ask the council where you live."}]),
        ]},
        {"id": "family", "title": "Your children", "after": ["about-you"],
         "repeat": {"id": "children", "label": "Child", "name": "{first_name}", "min": least, "max": 3, "copy": True,
                    "add": "Add another child"},
         "pages": [
             page("child", question("first_name", label="First name"), title="Child {item.number}"),
             page("age", question("years", type="integer", label="Age", min=0, max=18),
                  title="How old is {first_name}?"),
             page("small", question("seat", label="Does {first_name} need a seat?", **yes_no), title="A seat",
                  when="years < 5"),
         ],
         "rules": [{"require": "children.all(c, children.filter(d, d.first_name == c.first_name).size() == 1)",
                    "message": "Give each child a different name"}],
         "sections": [
             {"id": "trips", "title": "Journeys of {first_name}",
              "repeat": {"id": "journeys", "label": "Journey", "name": "{school}", "min": 0, "max": 2},
              "pages": [page("trip", question("school", label="School"), title="Which school?")]},
         ]},
        {"id": "asking", "title": "What you ask for", "check": False, "pages": [
            page("pass", question("kind_of_pass", label="Which pass?"), title="Passes for {places} children",
                 when="children.filter(c, c.years >= 5).size() > 0"),
            page("more", question("remark", label="Anything else?", required=False), title="Anything else?"),
        ]},
    ]  # fmt: skip
    return (
        factories.document(
            id="school-run",
            title="Ask for school travel",
            form={"pages": [], "task_list": task_list, "sections": sections},
            values=[{"id": "places", "type": "integer", "value": "children.filter(c, c.years >= 5).size()"}],
            queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["full_name"], "order": "due"}],
        )
        | changes
    )
