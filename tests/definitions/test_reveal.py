"""Questions under an option: asked, checked and kept only while that option is chosen, wherever questions are read."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.answers_schema import answers_schema, check_answers
from definitions.examples import run_examples
from definitions.facts import Refusal
from definitions.journey import Journey, walk
from definitions.read import check, read_service
from definitions.step import step
from tests.definitions.check_cases import edited
from tests.definitions.playing import at, began, built, done, staff, way
from tests.factories import document, page, question, workflow

NOW = at("2026-03-26T09:00")


def contact(**changes: Any) -> dict[str, Any]:
    email = question("email", type="email", label="Email address")
    phone = question("phone", type="phone", label="Phone number")
    options = [
        {"value": "email", "label": "By email", "questions": [email]},
        {"value": "phone", "label": "By phone", "questions": [phone, question("hours", required=False)]},
        {"value": "no", "label": "Do not tell me"},
    ]
    return question("tell", type="radios", label="How can we tell you?", options=options) | changes


def form(*more: dict[str, Any], **changes: Any) -> dict[str, Any]:
    asked = page("contact", contact(**changes), question("name"))
    return document(form={"pages": [page(), asked, *more]})


SERVICE = read_service(form())
SEVERAL = read_service(form(type="checkboxes"))


def going(answers: dict[str, Any], service: Any = SERVICE) -> Journey:
    return walk(service.form, {"street": "High Street", "name": "Ada"} | answers, {}, NOW, service=service)


def shown(journey: Journey) -> list[str]:
    return [question.id for question in journey.visits[1].questions]


@pytest.mark.parametrize(
    ("answers", "asked", "missing"),
    [
        ({}, ["tell", "name"], ["tell"]),
        ({"tell": "no"}, ["tell", "name"], []),
        ({"tell": "email"}, ["tell", "email", "name"], ["email"]),
        ({"tell": "email", "email": "a@example.org"}, ["tell", "email", "name"], []),
        ({"tell": "phone", "hours": None}, ["tell", "phone", "hours", "name"], ["phone"]),
        ({"tell": "other", "email": "a@example.org"}, ["tell", "name"], ["tell"]),
    ],
)
def test_the_choice_decides_what_is_asked(answers: dict, asked: list, missing: list) -> None:
    journey = going(answers)
    assert shown(journey) == asked
    assert list(journey.missing) == missing


def test_several_choices_each_ask_their_own() -> None:
    journey = going({"tell": ["email", "phone"], "email": "a@example.org"}, SEVERAL)
    assert shown(journey) == ["tell", "email", "phone", "hours", "name"]
    assert journey.missing == ("phone",)


def test_what_was_given_under_another_choice_is_not_kept() -> None:
    journey = going({"tell": "phone", "email": "a@example.org", "phone": "+441632960001"})
    assert journey.answers == {"street": "High Street", "name": "Ada", "tell": "phone", "phone": "+441632960001"}


def test_the_page_holds_what_each_choice_would_ask_in_the_order_of_the_document() -> None:
    held = going({"tell": "phone"}).visits[1].on_page
    assert [question.id for question in held] == ["tell", "email", "phone", "hours", "name"]


def test_a_question_under_an_option_that_is_not_offered_is_not_asked() -> None:
    made = form()
    made["form"]["pages"][1]["questions"][0]["options"][0]["when"] = "street == 'Low Street'"
    assert shown(going({"tell": "email", "email": "a@example.org"}, read_service(made))) == ["tell", "name"]


def test_later_pages_see_the_answer_only_while_its_option_is_chosen() -> None:
    service = read_service(form(page("more", question("other"), when="answered(email)")))
    assert going({"tell": "email", "email": "a@example.org"}, service).pages[-1].id == "more"
    assert going({"tell": "no", "email": "a@example.org"}, service).pages[-1].id == "contact"


def test_a_later_question_of_the_page_may_use_it_and_an_earlier_one_may_not() -> None:
    good = form()
    good["form"]["pages"][1]["questions"][1]["when"] = "answered(email)"
    assert [p.code for p in check(good) if p.severity == "error"] == []
    bad = form()
    bad["form"]["pages"][1]["questions"][0]["when"] = "answered(email)"
    found = [(p.pointer, p.code) for p in check(bad) if p.severity == "error"]
    assert ("/form/pages/1/questions/0/when", "expression.asked-later") in found


def test_a_problem_is_placed_inside_the_option() -> None:
    inside = "/form/pages/1/questions/0/options/1/questions/1"
    found = [(p.pointer, p.code) for p in check(edited(form(), {f"{inside}/hint": "About {nothing}"}))]
    assert (f"{inside}/hint", "text.unknown-name") in found


def test_names_under_options_are_one_with_all_others() -> None:
    inside = "/form/pages/1/questions/0/options/1/questions/0/id"
    assert (inside, "id.repeated") in [(p.pointer, p.code) for p in check(edited(form(), {inside: "street"}))]


def test_translations_reach_under_options() -> None:
    welsh = {"cy": {"email.label": {"text": "Cyfeiriad e-bost", "of": "00000000"}}}
    found = check(form() | {"languages": ["en", "cy"], "translations": welsh})
    assert "translation.unknown-key" not in [p.code for p in found]
    assert "translation.stale" in [p.code for p in found]


def test_the_schema_of_answers_has_them_and_requires_none() -> None:
    schema = answers_schema(SERVICE)
    assert {"email", "phone", "hours"} <= set(schema["properties"])
    assert schema["required"] == ["street", "tell", "name"]
    wrong = check_answers(SERVICE, {"tell": "email", "email": "nobody"}, NOW)
    assert [problem.pointer for problem in wrong] == ["/email"]


def test_examples_cover_them_at_their_own_place() -> None:
    made = form()
    made["form"]["pages"][1]["questions"][0]["options"][1]["questions"][1] |= {
        "when": "street != 'Low Street'",
        "type": "radios",
        "options": [{"value": "day", "label": "By day"}],
    }
    answers = {"street": "High Street", "name": "Ada", "tell": "phone", "phone": "+441632960001", "hours": "day"}
    example = {"name": "By phone", "at": "2026-03-26T09:00", "answers": answers, "expect": {"state": "new"}}
    report = run_examples(read_service(made | {"examples": [example]}))
    assert report.ok, report.failures
    covered = {(item.pointer, item.what): item.covered for item in report.coverage}
    inside = "/form/pages/1/questions/0/options/1/questions/1"
    assert covered[(f"{inside}/options/0", "option “day” of “hours”")]
    assert covered[(f"{inside}/when", "“street != 'Low Street'” is true")]


def test_what_an_action_asks_may_reveal_more() -> None:
    why = question("why", type="radios", options=[
        {"value": "late", "label": "Too late"},
        {"value": "other", "label": "Another reason", "questions": [question("reason")]},
    ])  # fmt: skip
    ways = [way("close", "new", "closed", ask=[why])]
    service = built(workflow=workflow(transitions=ways))
    case = began(service, NOW)
    assert done(service, case, "close", NOW, why="late", reason="Hidden").asked == {"why": "late"}
    assert done(service, case, "close", NOW, why="other", reason="Gone").asked == {"why": "other", "reason": "Gone"}
    refusal = step(service, case, "close", {"why": "other"}, staff(), NOW)
    assert isinstance(refusal, Refusal)
    assert [reason.question for reason in refusal.reasons] == ["reason"]
