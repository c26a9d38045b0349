"""Threats 3 and 4 where a form has sections and lists: no order of requests stores or sends what may not be."""

from __future__ import annotations

from itertools import count as numbers
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from definitions.calendars import Moment
from definitions.items import GONE, nested
from definitions.journey import Journey, walk
from runtime import applications
from runtime.db import Database
from runtime.web.posted import version_mark
from tests.runtime.web.applicants import Applicant, publish
from tests.trust.visiting import CHOICES, addresses, long_forms

ANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Visitor(Applicant):
    """Sends whatever it likes with a token that is good, and can look at what was stored of it. Each comes from an
    address of its own, or what one may send in an hour would be over long before the test is."""

    others: ClassVar = numbers(1)

    def __init__(self, site: Flask, database: Database) -> None:
        super().__init__(site, "any-form")
        self.database, number = database, next(self.others)
        self.browser.client.environ_base["REMOTE_ADDR"] = f"198.51.{number // 256}.{number % 256}"
        page = self.browser.get(self.root)
        self.csrf = page.form(self.root).fields["csrf_token"]
        self.browser.send(page.form(self.root))

    def post(self, address: str, **data: Any) -> int:
        given = {"csrf_token": self.csrf, **data}
        return self.browser.client.post(f"{self.root}/{address}", data=given).status_code

    def application(self) -> applications.Application | None:
        with self.browser.client.session_transaction() as session:
            token = session.get("apply", {}).get("any-form", {}).get("token")
        if token is None:
            return None
        with self.database.direct() as reading:
            return applications.load(reading, token)

    def stored(self) -> dict[str, Any]:
        application = self.application()
        return dict(application.answers) if application else {}

    def journey(self) -> Journey:
        application = self.application()
        assert application is not None
        service = application.service
        answers = nested(service.form, application.answers)
        return walk(service.form, answers, {}, Moment(application.begun_at, service.calendar))


def count(database: Database, table: str) -> int:
    with database.read() as session:
        return int(session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


def item_keys(stored: dict[str, Any]) -> list[str]:
    return [name.rpartition(".")[2] for name, value in stored.items() if isinstance(value, dict) and GONE in value]


@ANY
@given(document=long_forms(), data=st.data())
def test_t03_t04_whatever_is_asked_for_and_sent_in_whatever_order(
    site: Flask, database: Database, document: dict[str, Any], data: st.DataObject
) -> None:
    publish(database, document)
    visitor, sent = Visitor(site, database), count(database, "cases")
    questions = [f"q{n}" for n in range(1, 40)]
    for _ in range(data.draw(st.integers(5, 25))):
        before = visitor.stored()
        keys = [*item_keys(before), "zzzzzzzz"]
        address = data.draw(st.sampled_from(addresses(document, keys)))
        typed = {q: data.draw(st.sampled_from(CHOICES)) for q in data.draw(st.lists(st.sampled_from(questions)))}
        button = data.draw(st.sampled_from([{}, {}, {"more": "yes"}, {"more": "no"}, {"key": "x"},
                                            {"remove": data.draw(st.sampled_from(keys))},
                                            {"restore": data.draw(st.sampled_from(keys))}]))  # fmt: skip
        may = _may_change(visitor, address) if before else None
        status = visitor.post(address, **typed, **button)
        assert status in (200, 303, 409, 422, 404), (address, status)
        after = visitor.stored()
        changed = {name for name in before.keys() | after.keys() if before.get(name, ...) != after.get(name, ...)}
        if may is not None:
            assert {name for name in changed if not isinstance(after.get(name), dict)} <= may, (address, changed)
        assert {name for name in changed if isinstance(before.get(name), dict)} <= _entries(changed, after, button)
    assert count(database, "cases") == sent, "nobody can send with a key of their own making"
    if application := visitor.application():
        mark, complete = version_mark(application.service), visitor.journey().complete
        visitor.post("check", key=f"{application.id}.{application.revision}.{mark}")
        assert count(database, "cases") == sent + complete


def _may_change(visitor: Visitor, address: str) -> set[str]:
    """The names that a page at this address may write: what it shows; and the lists of the form."""
    journey = visitor.journey()
    page_id = address.rpartition("/")[2]
    lists = set(_lists(journey))
    shown = set(lists)
    for visit in journey.visits:
        if visit.page.id == page_id and all(key in address.split("/") for _, key in visit.path):
            prefix = "".join(f"{name}.{key}." for name, key in visit.path)
            shown |= {f"{prefix}{question.id}" for question in visit.page.questions}
    return shown


def _lists(journey: Journey) -> set[str]:
    found = set[str]()
    for section in journey.sections:
        if section.section.repeat:
            found.add(section.section.repeat.id)
            for item in section.items:
                found |= {
                    f"{section.section.repeat.id}.{item.key}.{inner.section.repeat.id}"
                    for inner in item.sections
                    if inner.section.repeat
                }
    return found


def _entries(changed: set[str], after: dict[str, Any], button: dict[str, str]) -> set[str]:
    """The one item whose entry a button may change: the one that it names."""
    named = button.get("remove") or button.get("restore")
    return {name for name in changed if named and name.rpartition(".")[2] == named}


@ANY
@given(document=long_forms(), data=st.data())
def test_t03_a_removed_item_takes_nothing_of_another_with_it(
    site: Flask, database: Database, document: dict[str, Any], data: st.DataObject
) -> None:
    """Items are added, filled, removed and put back: what stays is what was said of that very item."""
    section = document["form"]["sections"][0] | {"id": "things", "repeat": {
        "id": "things", "label": "Thing", "min": 0, "max": 4}}  # fmt: skip
    section.pop("when", None)
    section.pop("sections", None)
    own = [question["id"] for page in section["pages"] for question in page["questions"]]
    document["form"] = {"pages": [], "sections": [section], "task_list": False}
    publish(database, document)
    visitor, said = Visitor(site, database), dict[str, dict[str, str]]()
    for _ in range(data.draw(st.integers(3, 12))):
        key = data.draw(st.sampled_from([*said, ""]))
        if not key:
            known = set(item_keys(visitor.stored()))
            visitor.post("things", more="yes")
            said |= {new: {} for new in set(item_keys(visitor.stored())) - known}
        elif data.draw(st.booleans()):
            visitor.post("things", **{data.draw(st.sampled_from(("remove", "restore"))): key})
        else:
            page = data.draw(st.sampled_from(section["pages"]))
            typed = {q["id"]: data.draw(st.sampled_from(CHOICES)) for q in page["questions"]}
            before = visitor.stored()
            visitor.post(f"things/{key}/{page['id']}", **typed)
            after = visitor.stored()
            said[key] |= {name: after[f"things.{key}.{name}"] for name in own if f"things.{key}.{name}" in after}
            assert {name for name in after if after[name] != before.get(name, ...)} <= {
                f"things.{key}.{q}" for q in own
            }
    stored = visitor.stored()
    for key, answers in said.items():
        assert {q: stored[f"things.{key}.{q}"] for q in answers} == answers
    kept = {item.key: dict(item.answers.items()) for item in visitor.journey().sections[0].items} if stored else {}
    for key, answers in kept.items():
        assert answers.items() <= said[key].items()
