"""Random forms with sections, lists and lists inside them: every walk is the plain reading, and no item is another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from definitions.items import every_answer, flat, nested
from definitions.journey import Journey, qualified, walk
from definitions.service import Service
from definitions.step import begin
from tests.definitions.long_forms import VALUES, Plain, forms_and_answers, service_of
from tests.definitions.playing import at

NOW = at("2026-03-26T09:00")
MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
Both = tuple[dict[str, Any], dict[str, Any]]


def going(service: Service, answers: Any) -> Journey:
    journey = walk(service.form, answers, {}, NOW)
    assert not journey.defects
    return journey


def route(journey: Journey) -> list[str]:
    return [qualified(visit.path, visit.page.id) for visit in journey.visits]


@given(forms_and_answers())
@MANY
def test_every_walk_is_the_plain_reading_of_the_form(both: Both) -> None:
    form, answers = both
    journey, plain = going(service_of(form), answers), Plain(form, answers)
    assert route(journey) == plain.route
    assert journey.answers == plain.kept
    assert list(journey.missing) == plain.missing
    assert journey.complete == (not plain.missing)


@given(forms_and_answers())
@MANY
def test_what_is_kept_was_shown_and_keeping_it_changes_nothing(both: Both) -> None:
    form, answers = both
    service = service_of(form)
    journey = going(service, answers)
    shown = {(visit.path, question.id) for visit in journey.visits for question in visit.questions}
    said = {(path, name): value for path, name, value in every_answer(service.form, answers)}
    by_number = {item.path: numbered for item, numbered in paths(journey)}
    for path, name in shown:
        item = journey.item(path)
        kept = (item.answers if item else journey.answers).get(name)
        assert kept is None or kept == said[path, name]
    numbers = {(by_number.get(path, ()), name) for path, name in shown}
    assert {(path, name) for path, name, _ in every_answer(service.form, journey.answers)} <= numbers
    assert going(service, journey.answers).answers == journey.answers


def paths(journey: Journey) -> Iterator[tuple[Any, Any]]:
    """Every item with the path that its numbers make: of answers that carry no keys."""

    def below(sections: Any, above: Any) -> Iterator[tuple[Any, Any]]:
        for item in (item for section in sections for item in section.items):
            place = (*above, (item.path[-1][0], str(item.number)))
            yield item, place
            yield from below(item.sections, place)

    return below(journey.sections, ())


@given(forms_and_answers())
@MANY
def test_answers_go_to_the_store_and_come_back_as_they_were(both: Both) -> None:
    form, answers = both
    service = service_of(form)
    stored = flat(service.form, answers, lambda: "new")
    assert all("." in name or not isinstance(value, list) for name, value in stored.items())
    assert nested(service.form, stored) == answers


@given(forms_and_answers(), st.data())
@MANY
def test_taking_an_item_out_gives_no_other_item_its_answers(both: Both, data: st.DataObject) -> None:
    form, answers = both
    service = service_of(form)
    stored = flat(service.form, answers, lambda: "new")
    entries = [name for name, value in stored.items() if isinstance(value, dict)]
    if not entries:
        return
    gone = data.draw(st.sampled_from(entries))
    left = nested(service.form, {**stored, gone: {**stored[gone], "gone": True}})
    before = {(path, name): value for path, name, value in every_answer(service.form, answers)}
    after = {(path, name): value for path, name, value in every_answer(service.form, left)}
    assert after.items() <= before.items()
    lost = {path for path, _ in before.keys() - after.keys()}
    assert all(qualified(path, "").startswith(f"{gone}.") for path in lost)
    for item, _ in paths(going(service, left)):
        assert {(item.path, name) for name, value in item.answers.items() if not isinstance(value, list)} <= set(before)


@given(forms_and_answers())
@MANY
def test_a_case_holds_what_was_kept_and_no_keys(both: Both) -> None:
    form, answers = both
    service = service_of(form)
    case = begin(service, answers, {}, "K7QM-2XRDT", NOW)[-1].case
    assert case.answers == Plain(form, answers).kept
    assert "'_'" not in repr(case.answers)


@given(forms_and_answers(), st.lists(st.tuples(st.integers(0, 99), st.sampled_from(VALUES)), max_size=20))
@MANY
def test_no_order_of_requests_completes_what_is_not_done(both: Both, posts: list[tuple[int, str]]) -> None:
    """Posts of any page of any item, kept only where it may be visited, as the site does it."""
    form, answers = both
    service, stored = service_of(form), flat(service_of(form).form, answers, lambda: "new")
    for index, value in posts:
        journey = going(service, nested(service.form, stored))
        assert journey.complete == (not Plain(form, dict(nested(service.form, stored))).missing)
        if not journey.visits:
            return
        visit = journey.visits[index % len(journey.visits)]
        assert visit.open == journey.may_visit(visit.page, visit.path)
        before = itertools.takewhile(lambda one, visit=visit: one is not visit, journey.visits)
        among = [one for one in before if (one.section, one.path) == (visit.section, visit.path)]
        if visit.open:
            assert all(one.left for one in among)
            stored |= {qualified(visit.path, question.id): value for question in visit.questions}


@given(forms_and_answers(), st.booleans())
@MANY
def test_doing_what_is_next_ends(both: Both, task_list: bool) -> None:
    form, answers = both
    service = service_of(form, task_list=task_list)
    stored = flat(service.form, answers, lambda: "new")
    for step in range(400):
        todo = going(service, nested(service.form, stored)).next
        if todo is None:
            break
        if hasattr(todo, "page"):
            assert todo.open
            stored |= {qualified(todo.path, question.id): "a" for question in todo.questions}
        elif todo.section.repeat.min:
            stored[qualified(todo.path, f"{todo.section.repeat.id}.new{step}")] = {"n": step, "gone": False}
        else:
            stored[qualified(todo.path, todo.section.repeat.id)] = None
    journey = going(service, nested(service.form, stored))
    assert journey.next is None
    assert journey.complete
    assert all(section.done for section in journey.sections)
