"""Items of lists from the application to the case: stored apart, sent together, sealed, found, replayed and shown."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.items import flat
from definitions.read import check, read_service
from definitions.scope import Scope
from definitions.step import case_names
from runtime import applications, cases, fsck, queues
from runtime.access import Viewer
from runtime.cases.secrecy import sealed, sensitive
from runtime.db import Database
from runtime.effects.letters import Unverified, applicants_words
from runtime.models.base import ORGANISATION
from runtime.web.staff.guarded import MASK, Guarded, hidden_from
from tests.definitions.families import family
from tests.factories import question
from tests.runtime.citizens import NOW, publish

CANARY = "Pneumonoultramicroscopic"
CLERK = Viewer(UUID(int=7), ORGANISATION, "Ada", {"report-it": frozenset({"officer"})})


def document() -> dict[str, Any]:
    """A family in which each child has needs that only some may read, and a school by which a case is found."""
    whole = copy.deepcopy(family())
    children = whole["form"]["sections"][1]
    children["pages"][0]["questions"] += [
        question("needs", required=False, sensitive=True, seen_by=["nurse"]),
        question("school", required=False, searchable=True),
    ]
    whole["roles"].append({"id": "nurse", "label": "Nurse"})
    whole["values"] += [
        {"id": "cared_for", "type": "integer", "value": "size(children.filter(c, answered(c.needs)))"},
        {"id": "oldest_says", "type": "text", "value": "children[0].first_name"},
    ]
    whole["queues"][0]["columns"] = ["street", "children", "young", "cared_for"]
    return whole


CHILDREN = [
    {"first_name": "Bo", "age": 9, "needs": CANARY, "school": "Oakfield", "journeys": [{"km": 4}]},
    {"first_name": "Ada", "age": 3, "hours": 30},
]
ANSWERS = {"street": "High Street", "name": "Eve", "children": CHILDREN, "income": 100}


def a_case(session: Session, answers: dict[str, Any] = ANSWERS) -> cases.Loaded:
    application, _ = applications.begin(session, publish(session, document()).id, language="en", at=NOW)
    keys = iter("abcdefgh")
    stored = flat(application.service.form, answers, lambda: f"k{next(keys)}")
    application = applications.save_page(session, application, stored, NOW)
    return cases.load(session, cases.submit(session, application, at=NOW).case_id)


def test_two_tabs_add_an_item_each_and_neither_is_lost(database: Database) -> None:
    with database.begin() as session:
        application, _ = applications.begin(session, publish(session, document()).id, language="en", at=NOW)
        one = {"children.k1": {"n": 1, "gone": False}, "children.k1.first_name": "Bo"}
        two = {"children.k2": {"n": 2, "gone": False}, "children.k2.first_name": "Ada"}
        applications.save_page(session, application, one, NOW)
        both = applications.save_page(session, application, two, NOW)
        assert both.nested == {"children": [{"_": "k1", "first_name": "Bo"}, {"_": "k2", "first_name": "Ada"}]}
        left = applications.save_page(session, both, {"children.k1": {"n": 1, "gone": True}}, NOW)
        assert left.nested == {"children": [{"_": "k2", "first_name": "Ada"}]}


def test_a_case_holds_its_items_without_keys_and_is_replayed(database: Database) -> None:
    with database.begin() as session:
        case = a_case(session)
        assert case.case.answers == ANSWERS
        assert case.case.values == {"young": 1, "far": 4, "cared_for": 1, "oldest_says": "Bo"}
        assert fsck.run(session) == []


def test_a_case_is_found_by_what_its_items_say_and_lists_name_them(database: Database) -> None:
    with database.begin() as session:
        a_case(session)
        (row,) = queues.search(session, CLERK, "oakfield", NOW)
        assert row.columns == {"street": "High Street", "children": "Bo, Ada", "young": "1"}
        assert queues.search(session, CLERK, CANARY, NOW) == ()


def test_a_sensitive_answer_inside_an_item_stands_nowhere_in_the_clear(database: Database) -> None:
    with database.begin() as session:
        service = a_case(session).service
    assert sensitive(service) == {"needs", "cared_for"}
    assert sealed(service) == {"needs", "cared_for", "children"}
    with psycopg.connect(database.owner_url) as owner:
        for (table,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            assert CANARY.lower() not in str(owner.execute(f'SELECT * FROM "{table}"').fetchall()).lower(), table


def test_staff_who_may_not_read_an_answer_read_it_in_no_item(database: Database) -> None:
    with database.begin() as session:
        case = a_case(session)
        moment = Moment(NOW, case.service.calendar)
        hidden = hidden_from(CLERK, case.service)
        assert hidden == {"needs", "cared_for"}
        scope = Guarded(case.service, case_names(case.service, case.case, moment), moment, hidden=hidden)
        assert scope.shown("children") == "Bo\nAda"
        assert scope.shown("cared_for") == MASK


def test_items_called_by_what_is_sensitive_are_not_named() -> None:
    whole = document()
    whole["form"]["sections"][1]["repeat"]["name"] = "{first_name} {needs}"
    whole["queues"][0]["columns"] = ["street"]
    assert "children" in sensitive(read_service(whole))
    whole["queues"][0]["columns"] = ["children"]
    told = [problem for problem in check(whole) if problem.code == "question.sensitive-shown"]
    assert [problem.pointer for problem in told] == ["/queues/0/columns/0"]


def test_a_letter_to_an_address_that_nobody_verified_repeats_no_words_of_an_item(database: Database) -> None:
    with database.begin() as session:
        case = a_case(session)
        moment = Moment(NOW, case.service.calendar)
        names = case_names(case.service, case.case, moment)
    assert "oldest_says" in applicants_words(case.service)
    assert "young" not in applicants_words(case.service)
    assert Scope(case.service, names, moment).shown("children") == "Bo\nAda"
    said = Unverified(case.service, names, moment).shown("children")
    assert "Bo" not in said
    assert "Ada" not in said
