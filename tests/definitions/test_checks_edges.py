"""Where checks must be silent as well as where they must speak: order, what can show, secrets, loops and waits."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from definitions.calendars import Moment, calendar
from definitions.expressions import compile_expression
from definitions.read import check
from definitions.types import BOOLEAN, Type
from tests.definitions.check_cases import ask, clock, edited, flow, move, pages, radios, state
from tests.factories import document, page, question

Q = "/form/pages/0/questions/0"
MOMENT = Moment(datetime(2026, 3, 26, 9, tzinfo=UTC), calendar())


def codes(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in check(found)]


@pytest.mark.parametrize(
    "label",
    [
        "Card number",
        "Your card number",
        "Credit card number",
        "Debit card details",
        "Long card number",
        "16-digit card number",
        "The long number on the front of your card",
        "Bank card no",
        "Card's expiry date",
        "CVV",
        "CVV2 code",
        "CVC",
        "Security code on the back of your card",
        "The three digits on the back",
        "Card security code",
        "Password",
        "Email password",
        "What is your online banking password?",
        "Passcode",
        "Pass phrase",
        "Memorable word",
        "PIN",
        "Your card PIN",
        "Bank pin",
        "PIN number",
        "Mother's maiden name",
        "Mother’s maiden name",
        "What is your mothers maiden name?",
        "Maiden name of your mother",
        "Your mother's name before she was married",
        "Cyfrinair",
        "Enw morwynol eich mam",
    ],
)
def test_a_question_that_asks_for_a_secret_is_refused(label: str):
    assert (f"{Q}/label", "question.secret") in codes(edited(document(), {f"{Q}/label": label}))
    variants = [{"when": "today() > date('2026-01-01')", "text": label}, {"text": "Colour"}]
    assert (f"{Q}/label/0/text", "question.secret") in codes(edited(document(), {f"{Q}/label": variants}))


@pytest.mark.parametrize(
    "label",
    [
        "Library card number",
        "Blue Badge number",
        "Passport number",
        "Is a bus pass word for word the same?",
        "Your mother's name",
        "Maiden name",
        "Family name",
        "How many pins are missing from the gate?",
        "Account number",
        "Sort code",
        "Postcode",
        "Spinning",
        "Which card do you want to renew?",
    ],
)
def test_an_honest_question_is_not(label: str):
    assert "question.secret" not in [code for _, code in codes(edited(document(), {f"{Q}/label": label}))]


@pytest.mark.parametrize(
    ("id", "secret"),
    [
        ("card_number", True),
        ("email_password", True),
        ("mothers_maiden_name", True),
        ("cvv", True),
        ("library_card_number", False),
        ("pin_colour", False),
    ],
)
def test_the_id_of_a_question_gives_it_away(id: str, secret: bool):
    found = codes(pages(page("second", ask(id, label="Tell us"))))
    assert (("/form/pages/1/questions/0/id", "question.secret") in found) is secret


def test_a_warning_against_telling_secrets_is_allowed():
    found = codes(edited(document(), {f"{Q}/hint": "Do not tell us your password or PIN"}))
    assert "question.secret" not in [code for _, code in found]


ORDER = {
    "its own answer in its rules": ({"rules": [{"require": "b != 'x'", "message": "No"}]}, True),
    "an earlier answer on the page": ({"when": "a == 'x'"}, True),
    "an earlier page": ({"when": "street == 'x'"}, True),
    "its own answer in its condition": ({"when": "b == 'x'"}, False),
    "a later answer on the page": ({"when": "c == 'x'"}, False),
    "a later page": ({"when": "d == 'x'"}, False),
    "a later answer in its words": ({"hint": "As {c}"}, False),
    "a value of a later answer": ({"when": "late"}, False),
    "a value of no answer": ({"when": "always"}, True),
    "a fact looked up by an earlier page": ({"when": "answered(found.name)"}, True),
    "a fact looked up by this page": ({"when": "answered(here.name)"}, False),
}
VALUES = [
    {"id": "late", "type": "boolean", "value": "later"},
    {"id": "later", "type": "boolean", "value": "c == 'x'"},
    {"id": "always", "type": "boolean", "value": "today() > date('2026-01-01')"},
]
LOOKUPS = [
    {"id": "found", "source": "people", "by": "street", "gives": {"name": "text"}},
    {"id": "here", "source": "people", "by": "a", "gives": {"name": "text"}},
]


@pytest.mark.parametrize(("changes", "good"), ORDER.values(), ids=ORDER)
def test_only_what_is_known_by_then_can_be_used(changes: dict[str, Any], good: bool):
    second = page("second", question("a"), question("b", **changes), question("c"))
    found = codes(pages(second, page("third", question("d")), values=VALUES, lookups=LOOKUPS))
    assert ("expression.asked-later" not in [code for _, code in found]) is good


def test_rules_of_a_page_know_all_of_it_and_the_workflow_knows_everything():
    rules = [{"require": "a != c", "message": "{a} is {c}"}]
    good = pages(page("second", question("a"), question("c"), rules=rules))
    good["workflow"]["transitions"][0]["when"] = "c == 'x' && case.state == 'new'"
    assert "expression.asked-later" not in [code for _, code in codes(good)]


NAMES = {"bin": Type("text", options=frozenset("ab")), "sure": BOOLEAN, "other": Type("text", options=frozenset("xy"))}
ATOMS = ["bin == 'a'", "bin != 'b'", "bin in ['a', 'b']", "sure", "other == 'x'", "answered(bin)", "answered(other)"]
CONDITIONS = st.recursive(
    st.sampled_from([*ATOMS, "true", "false"]),
    lambda inner: (
        st.builds("({} && {})".format, inner, inner)
        | st.builds("({} || {})".format, inner, inner)
        | st.builds("!({})".format, inner)
        | st.builds("({} ? {} : {})".format, inner, inner, inner)
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(CONDITIONS)
def test_a_page_is_said_never_to_show_exactly_when_no_answers_show_it(condition: str):
    assume(len(condition) < 300)
    asked = page("first", radios("bin", "a", "b", required=False), ask("sure", "yes-no", required=False))
    asked["questions"].append(radios("other", "x", "y", required=False))
    found = codes(pages(asked, page("second", when=condition) | {"questions": [question("last")]}))
    expression = compile_expression(condition, NAMES, BOOLEAN)
    choices = product(["a", "b", None], [True, False, None], ["x", "y", None])
    shows = any(expression.holds({"bin": one, "sure": two, "other": three}, MOMENT) for one, two, three in choices)
    assert (("/form/pages/2/when", "page.never-shown") in found) is not shows


@pytest.mark.parametrize(
    "when", ["street == 'x' && street == 'y'", "age(born) > 5 && age(born) < 3", "today() < now()"]
)
def test_what_is_not_certain_is_not_said(when: str):
    found = codes(pages(page("first", ask("born", "date")), page("second", question("last"), when=when)))
    assert "page.never-shown" not in [code for _, code in found]


def test_a_loop_that_a_person_or_a_timer_takes_part_in_is_none():
    good = flow(
        states=(state("sorted"),),
        transitions=(move("sort", "new", "sorted", "system"), move("back", "sorted", "new", "timer", after="2 days")),
    )
    assert "workflow.automatic-loop" not in [code for _, code in codes(good)]


def test_a_system_transition_that_stays_needs_a_condition():
    stays = move("mark", "new", "new", "system", effects=[{"set": {"case.priority": "high"}}])
    del stays["to"]
    assert "workflow.automatic-loop" in [code for _, code in codes(flow(transitions=(stays,)))]
    guarded = stays | {"when": "case.priority == 'normal'"}
    assert "workflow.automatic-loop" not in [code for _, code in codes(flow(transitions=(guarded,)))]


WAYS = {
    "nothing": ({}, True),
    "a clock": ({"clocks": [clock()]}, False),
    "a clock that runs elsewhere": ({"clocks": [clock(runs_in=["new"])]}, True),
    "a paused clock": ({"clocks": [clock(pauses_in=["waiting"])]}, True),
}


@pytest.mark.parametrize(("more", "waits"), WAYS.values(), ids=WAYS)
def test_a_wait_for_the_applicant_ends_by_a_clock_that_runs(more: dict[str, Any], waits: bool):
    asked = (move("ask", "new", "waiting"), move("answer", "waiting", "new", "applicant"))
    found = codes(flow(states=(state("waiting"),), transitions=asked, **more))
    assert (("/workflow/states/2", "state.waits-forever") in found) is waits


def test_many_mistakes_among_many_names_are_told_quickly():
    asked = [question(f"question_number_{n}") for n in range(400)]
    bad = pages(
        *(page(f"p{n}", *asked[n * 50 : n * 50 + 50]) for n in range(8)),
        *(page(f"x{n}", question(f"y{n}"), when=f"question_nunber_{n} == 'x'") for n in range(100)),
    )
    found = [problem for problem in check(bad) if problem.code == "expression.unknown-name"]
    assert len(found) == 100
    assert any("Did you mean" in problem.message for problem in found)
