"""Reading a document: one answer with every mistake, each at its place; and a service that cannot be changed."""

from __future__ import annotations

import json
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.problems import InvalidDefinition
from definitions.read import check, read_service
from definitions.reading.translating import mark
from tests.definitions.check_cases import GONE, clock, edited, flow, pages
from tests.definitions.test_schema import DOCUMENTS, JUNK, LIBRARY, pointers
from tests.factories import FIXTURES, example_document, page, question

EXAMPLE = FIXTURES / "missed-bin.json"

MISTAKES: dict[str, tuple[Any, str, str]] = {
    "/format": (2, "/format", "shape.choice"),
    "/category/lgls": (5, "/category/lgls", "shape.unknown-property"),
    "/privacy/keep": ("for ever", "/privacy/keep", "shape.duration"),
    "/applicant/email": ("e_mail", "/applicant/email", "reference.unknown-question"),
    "/roles/0/lable": ("Crew", "/roles/0/lable", "shape.unknown-property"),
    "/lookups/0/by": ("property.urpn", "/lookups/0/by", "expression.unknown-name"),
    "/form/pages/0/title": ("Where is {propery}?", "/form/pages/0/title", "text.unknown-name"),
    "/form/pages/1/questions/0/options/1/value": (
        "refuse",
        "/form/pages/1/questions/0/options/1/value",
        "option.repeated",
    ),
    "/form/pages/1/questions/1/rules/0/require": (
        "missed_on <= bin",
        "/form/pages/1/questions/1/rules/0/require",
        "expression.type",
    ),
    "/form/pages/1/questions/1/hint": (5, "/form/pages/1/questions/1/hint", "shape.type"),
    "/form/pages/2/kind": ("stopp", "/form/pages/2/kind", "shape.choice"),
    "/form/pages/3/questions/0/label": (GONE, "/form/pages/3/questions/0", "shape.missing"),
    "/values/0/value": ("bin = 'refuse'", "/values/0/value", "expression.syntax"),
    "/workflow/states/4/final": (False, "/workflow/states/4", "state.no-exit"),
    "/workflow/transitions/1/to": ("with-crews", "/workflow/transitions/1/to", "reference.unknown-state"),
    "/workflow/transitions/3/by/0": ("crew", "/workflow/transitions/3/by/0", "reference.unknown-role"),
    "/workflow/transitions/4/after": (GONE, "/workflow/transitions/4", "timer.no-time"),
    "/workflow/clocks/0/length": ("2 working dayz", "/workflow/clocks/0/length", "shape.duration"),
    "/queues/0/columns/2": ("missed", "/queues/0/columns/2", "reference.unknown-name"),
    "/messages/1/body": ("The crew said: {raeson}.", "/messages/1/body", "text.unknown-name"),
}


def errors(found: Any) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in check(found) if problem.severity == "error"]


def test_the_example_of_the_design_has_no_error():
    assert errors(EXAMPLE.read_text()) == []
    warnings = {problem.code for problem in check(EXAMPLE.read_text())}
    assert warnings == {"translation.missing", "translation.stale", "clock.untold"}


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.parent.name)
def test_every_service_of_the_library_has_no_error(path: Path):
    assert errors(path.read_text()) == []


def test_twenty_mistakes_give_twenty_problems_in_one_answer():
    assert len(MISTAKES) == 20
    bad = edited(example_document(), {at: value for at, (value, _, _) in MISTAKES.items()})
    text = json.dumps(bad, indent=2)
    with pytest.raises(InvalidDefinition) as refused:
        read_service(text)
    found = [problem for problem in refused.value.problems if problem.severity == "error"]
    assert {(p.pointer, p.code) for p in found} == {(at, code) for _, at, code in MISTAKES.values()}
    assert len(found) == 20
    lines = text.splitlines()
    for problem in found:
        assert problem.line is not None
        assert problem.column is not None
        name = problem.pointer.rsplit("/", 1)[1]
        assert name.isdigit() or lines[problem.line - 1][problem.column - 1 :].startswith(f'"{name}"')
        assert len(problem.message) > 15


@pytest.mark.parametrize("at", MISTAKES)
def test_each_mistake_by_itself_is_one_problem(at: str):
    value, place, code = MISTAKES[at]
    assert (place, code) in errors(edited(example_document(), {at: value}))


def test_a_document_in_memory_has_no_lines():
    found = check(edited(example_document(), {"/workflow/transitions/1/to": "nowhere"}))
    assert {problem.line for problem in found} == {None}


def test_problems_come_in_the_order_of_the_text():
    bad = edited(example_document(), {at: value for at, (value, _, _) in MISTAKES.items()})
    places = [(problem.line, problem.column) for problem in check(json.dumps(bad, indent=2))]
    assert places == sorted(places)


def test_a_lost_name_does_not_make_others_unknown():
    bad = edited(example_document(), {"/form/pages/1/questions/0/id": GONE})
    assert errors(bad) == [("/form/pages/1/questions/0", "shape.missing")]


def test_a_service_is_compiled_from_its_document_and_never_changed():
    source = example_document()
    service = read_service(source)
    source["title"] = "Something else"
    assert service.document["title"] == "Report a missed bin collection"
    assert [page.id for page in service.form.pages] == ["where", "which", "too-late", "contact"]
    assert service.names["missed_on"].name == "timestamp"
    assert service.names["round"].member("next_collection") is not None
    assert service.names["bin"].options == frozenset(("refuse", "recycling"))
    assert service.asked == {"reason"}
    assert set(service.questions) == {"property", "bin", "missed_on", "email", "reason"}
    with pytest.raises(FrozenInstanceError):
        service.id = "other"  # type: ignore[misc]


def test_the_hash_is_of_what_is_said_and_not_of_how_it_is_written():
    one = read_service(EXAMPLE.read_text())
    two = read_service(json.dumps(dict(reversed(example_document().items()))).encode())
    other = read_service(edited(example_document(), {"/summary": "Tell us."}))
    assert one.hash == two.hash != other.hash


def test_effects_clocks_and_translations_are_compiled():
    service = read_service(
        edited(
            flow(clocks=[clock(starts={"latest": ["submission", {"transition": "close"}]}, warn_before="4 hours")]),
            {
                "/languages": ["en", "cy"],
                "/translations": {"cy": {"where.title": {"text": "Ble?", "of": mark("Where")}}},
                "/workflow/transitions/0/effects": [
                    {"set": {"case.priority": {"value": "street"}}, "when": "answered(street)"},
                    {"assign": {"role": "officer"}},
                    {"webhook": {"url": "https://example.com/", "send": ["street"]}},
                ],
            },
        )
    )
    kinds = [(effect.kind, effect.when is not None) for effect in service.workflow.transitions[0].effects]
    assert kinds == [("set", True), ("assign", False), ("webhook", False)]
    assert service.workflow.transitions[0].effects[0].values["case.priority"].source == "street"
    assert [start.kind for start in service.workflow.clocks[0].starts.among] == ["submission", "transition"]
    assert list(service.form.pages[0].title.variants) == ["en", "cy"]


def test_an_id_of_two_things_is_translated_by_list_and_id():
    good = pages(page("closed"), languages=["en", "cy"])
    good["form"]["pages"][1]["questions"] = [question("colour")]
    good["translations"] = {"cy": {"pages.closed.title": {"text": "Ar gau", "of": mark("Closed")}}}
    assert errors(good) == []
    good["translations"] = {"cy": {"closed.title": {"text": "Ar gau", "of": mark("Closed")}}}
    assert errors(good) == [("/translations/cy/closed.title", "translation.unknown-key")]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_change_to_a_document_makes_the_checks_fail(data: st.DataObject):
    good = json.loads(data.draw(st.sampled_from(DOCUMENTS)))
    changed = good
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.sampled_from(sorted(pointers(changed))))
        changed = edited(changed, {place: data.draw(JUNK | st.just(GONE))})
        if not isinstance(changed, dict) or not list(pointers(changed)):
            break
    found = check(changed)
    try:
        read_service(changed)
    except InvalidDefinition as refused:
        assert any(problem.severity == "error" for problem in refused.problems)  # noqa: PT017
        assert sorted(found) == sorted(refused.problems)  # noqa: PT017
    else:
        assert not any(problem.severity == "error" for problem in found)


def test_a_document_of_twice_as_many_pages_asks_for_twice_the_work():
    """Work is counted in calls, not in time: how long they take is for the bench to say."""

    def calls(count: int) -> int:
        asked = [[question(f"q{n}_{k}", hint="Some words that help") for k in range(6)] for n in range(count)]
        text = json.dumps(pages(*(page(f"page-{n}", *each, when="street == 'x'") for n, each in enumerate(asked))))
        read_service(text)
        made = 0

        def counted(frame: Any, event: str, arg: Any) -> None:
            nonlocal made
            made += event == "call"

        sys.setprofile(counted)
        try:
            read_service(text)
        finally:
            sys.setprofile(None)
        return made

    assert calls(200) < 2.1 * calls(100)
