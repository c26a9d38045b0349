"""Random forms, random answers, random orders of requests: the route is the one that a slow and plain reading gives."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.expressions import Expression, compile_expression
from definitions.form import Form, Option, Page, Question, Under, Value
from definitions.journey import Journey, walk
from definitions.text import plain
from definitions.types import BOOLEAN, TEXT, Type
from tests.definitions.playing import at

NOW = at("2026-03-26T09:00")
VALUES = ("a", "b", "c")
CHOICE = Type("text", options=frozenset(VALUES))

Condition = tuple[str, str, str]
"""How ("is", "is not", "answered", "unanswered"), of which question, with which value."""
SOURCES = {"is": "{0} == '{1}'", "is not": "{0} != '{1}'", "answered": "answered({0})", "unanswered": "!answered({0})"}


def source(conditions: list[Condition]) -> str:
    return " && ".join(SOURCES[how].format(of, value) for how, of, value in conditions)


def compiled(conditions: list[Condition], value: bool) -> Expression | None:
    if not conditions:
        return None
    names = {of: CHOICE for _, of, _ in conditions} | {"v": BOOLEAN}
    return compile_expression(source(conditions) + (" && v" if value else ""), names, BOOLEAN)


def met(conditions: list[Condition], seen: dict[str, str]) -> bool:
    """The plain reading: an absent answer makes a comparison false."""
    said = {
        "is": lambda of, value: seen.get(of) == value,
        "is not": lambda of, value: of in seen and seen[of] != value,
        "answered": lambda of, _: of in seen,
        "unanswered": lambda of, _: of not in seen,
    }
    return all(said[how](of, value) for how, of, value in conditions)


@st.composite
def forms(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Pages as plain data: conditions name only questions before them. "q0" to "q9"."""
    pages, before = [], []
    for _ in range(draw(st.integers(1, 5))):
        earlier = list(before)
        questions = []
        for _ in range(draw(st.integers(1, 3))):
            known = list(before)
            options = [(value, draw(conditions(known)) if value == "c" else []) for value in VALUES]
            name = f"q{len(before)}"
            required = draw(st.booleans())
            above = [q["id"] for q in questions if q["under"] is None]
            under = draw(st.none() | st.tuples(st.sampled_from(above), st.sampled_from(VALUES))) if above else None
            one = {"id": name, "when": draw(conditions(known)), "options": options, "required": required}
            questions.append(one | {"under": under})
            before.append(name)
        stop = draw(st.integers(0, 9)) == 0 and bool(earlier)
        pages.append({"when": draw(conditions(earlier)), "questions": [] if stop else questions, "stop": stop})
        if stop:
            before = before[: -len(questions)]
    return pages


def conditions(known: list[str]) -> st.SearchStrategy[list[Condition]]:
    if not known:
        return st.just([])
    one = st.tuples(st.sampled_from(list(SOURCES)), st.sampled_from(known), st.sampled_from(VALUES))
    return st.lists(one, max_size=2)


def form_of(pages: list[dict[str, Any]], value: bool = False) -> Form:
    built = []
    for n, page in enumerate(pages):
        questions = tuple(
            Question(
                q["id"],
                "radios",
                plain(q["id"]),
                required=q["required"],
                when=compiled(q["when"], value),
                under=q["under"] and Under(*q["under"]),
                options=tuple(Option(v, plain(v), when=compiled(when, value)) for v, when in q["options"]),
            )
            for q in page["questions"]
        )
        kind = "stop" if page["stop"] else "page"
        built.append(Page(f"p{n}", plain("P"), kind, compiled(page["when"], value), questions))
    derived = (Value("v", BOOLEAN, compile_expression("answered(q0) || !answered(q0)", {"q0": TEXT}, BOOLEAN)),)
    return Form(tuple(built), derived=derived if value else ())


def plainly(pages: list[dict[str, Any]], answers: dict[str, Any]) -> tuple[list[str], dict[str, Any], list[str]]:
    """Route, answers kept and required ones missing, by the plainest reading of the pages."""
    route, kept, missing = [], dict[str, Any](), list[str]()
    for n, page in enumerate(pages):
        if not met(page["when"], kept):
            continue
        shown = []
        for question in page["questions"]:
            if not met(question["when"], kept):
                continue
            if question["under"] and kept.get(question["under"][0]) != question["under"][1]:
                continue
            shown.append(question)
            offered = {value for value, when in question["options"] if met(when, kept)}
            if answers.get(question["id"]) in offered:
                kept[question["id"]] = answers[question["id"]]
            elif question["required"]:
                missing.append(question["id"])
        if page["questions"] and not shown:
            continue
        route.append(f"p{n}")
        if page["stop"]:
            break
    return route, kept, missing


ANSWERS = st.dictionaries(
    st.sampled_from([f"q{n}" for n in range(16)] + ["stranger"]),
    st.sampled_from([*VALUES, None, "z", 7, ["a"], {"a": 1}]),
    max_size=16,
)


def going(form: Form, answers: dict[str, Any]) -> Journey:
    return walk(form, answers, {}, NOW)


@given(forms(), ANSWERS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_the_route_is_the_plain_reading_of_the_form(pages: list, answers: dict, value: bool) -> None:
    """With and without a value that is always true in every condition: values make no difference to the route."""
    answers = {name: a for name, a in answers.items() if not isinstance(a, list | dict)}
    journey = going(form_of(pages, value), answers)
    route, kept, missing = plainly(pages, answers)
    assert [page.id for page in journey.pages] == route
    assert journey.answers == kept
    assert list(journey.missing) == missing
    assert journey.complete == (not missing and not journey.stop)


@given(forms(), ANSWERS)
@settings(max_examples=200, deadline=None)
def test_what_is_kept_was_shown_and_keeping_it_changes_nothing(pages: list, answers: dict) -> None:
    form = form_of(pages)
    journey = going(form, answers)
    shown = {question.id for visit in journey.visits for question in visit.questions}
    assert set(journey.answers) <= shown
    again = going(form, dict(journey.answers))
    assert (again.pages, again.answers, again.missing) == (journey.pages, journey.answers, journey.missing)
    assert not journey.defects


@given(forms(), st.lists(st.tuples(st.integers(0, 15), st.sampled_from([*VALUES, None])), max_size=25))
@settings(max_examples=150, deadline=None)
def test_no_order_of_requests_sends_what_is_not_done(pages: list, posts: list[tuple[int, Any]]) -> None:
    """Posts of any page in any order, kept only where the page may be visited: as the site does it."""
    form, answers = form_of(pages), dict[str, Any]()
    for index, value in posts:
        page = form.pages[index % len(form.pages)]
        journey = going(form, answers)
        visit = journey.visit(page)
        if visit is None or not journey.may_visit(page):
            continue
        answers |= {question.id: value for question in visit.questions}
        journey = going(form, answers)
        if journey.complete:
            assert plainly(pages, answers)[2] == []
        at_most = journey.pages.index(journey.next_page) if journey.next_page else len(journey.pages)
        assert all(done.left for done in journey.visits[:at_most])


@given(forms(), ANSWERS)
@settings(max_examples=150, deadline=None)
def test_going_on_from_the_next_page_always_ends(pages: list, answers: dict) -> None:
    """Answering whatever is next, with an option that is offered, ends at "check your answers" or at a stop page."""
    form, answers = form_of(pages), dict(answers)
    for _ in range(sum(len(page.questions) for page in form.pages) + 2):
        journey = going(form, answers)
        if journey.next_page is None or journey.next_page is journey.stop:
            break
        visit = journey.visit(journey.next_page)
        assert visit is not None
        for question in visit.questions:
            answers[question.id] = "a"  # always offered
        for question in form.page(journey.next_page.id).questions:
            answers.setdefault(question.id, "a")
    else:
        raise AssertionError("the form never ends")
    assert journey.complete or journey.stop
