"""A form with sections: a person, children with journeys of their own, and what follows from all of them."""

from __future__ import annotations

from typing import Any

from tests.factories import document, page, question

ABOUT = {"id": "about-you", "title": "About you", "pages": [page("you", question("name"))]}
JOURNEYS = {
    "id": "trips",
    "title": "Journeys",
    "when": "age > 4",
    "repeat": {"id": "journeys", "label": "Journey", "min": 0, "max": 3},
    "pages": [page("trip", question("km", type="integer"), question("cost", type="money", required=False))],
}
CHILDREN = {
    "id": "your-children",
    "title": "Your children",
    "repeat": {"id": "children", "label": "Child", "name": "{first_name}", "max": 4},
    "pages": [
        page("who", question("first_name"), question("age", type="integer")),
        page("nursery", question("hours", type="integer"), when="age < 5"),
    ],
    "sections": [JOURNEYS],
    "rules": [
        {"require": "sum(children.map(c, size(c.journeys))) < 6", "message": "Tell us about 5 journeys at most"},
    ],
}
MONEY = {
    "id": "money",
    "title": "Money",
    "pages": [page("income", question("income", type="money"), when="children.exists(c, c.age < 5)")],
}
VALUES = [
    {"id": "young", "type": "integer", "value": "size(children.filter(c, c.age < 5))"},
    {"id": "far", "type": "integer", "value": "sum(children.map(c, sum(c.journeys.map(j, j.km))))"},
]


def family(**changes: Any) -> dict[str, Any]:
    """The whole document; ``form`` changes its form."""
    form = {"pages": [page("start", question("street"))], "sections": [ABOUT, CHILDREN, MONEY]}
    return document(form=form | changes.pop("form", {}), values=VALUES, **changes)
