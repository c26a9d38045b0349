"""A list of questions, pasted from a letter or a spreadsheet, becomes pages that ask them as they should be asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.outline import options_of, pages_of
from definitions.read import check
from tests.factories import document

LETTER = """
1. What is your full name?
2. Email address (optional)
3. Daytime telephone number
4. Your address
5. When did it happen?  (For example, 27 3 2026)
6. What kind of vehicle is it?
   - Car
   - Van or lorry
   - Taxi
7. Do you own the vehicle?
8. Which of these apply?
    * Damp
    * No heating
    * Something else
9. How many people live there?
10. How much is the rent?
11. Tell us what happened
12. Are you the owner?
    Yes
    No
"""


def kinds(pages: list[dict[str, Any]]) -> list[str]:
    return [page["questions"][0]["type"] for page in pages]


def test_a_letter_becomes_pages_of_fitting_kinds():
    pages = pages_of(LETTER)
    assert kinds(pages) == ["name", "email", "phone", "address", "date", "radios", "yes-no", "checkboxes", "integer",
                            "money", "text", "yes-no"]  # fmt: skip
    questions = [page["questions"][0] for page in pages]
    assert questions[0]["label"] == pages[0]["title"] == "What is your full name?"
    assert questions[1] == {"id": "email_address", "type": "email", "label": "Email address", "required": False}
    assert questions[4]["hint"] == "For example, 27 3 2026"
    assert [one["label"] for one in questions[5]["options"]] == ["Car", "Van or lorry", "Taxi"]
    assert [one["value"] for one in questions[5]["options"]] == ["car", "van_lorry", "taxi"]
    assert check(with_pages(pages)) == check(with_pages(pages[:1]))


def with_pages(pages: list[dict[str, Any]]) -> dict[str, Any]:
    roles = {page["questions"][0]["id"] for page in pages}
    made = document(form={"pages": pages})
    for queue in made.get("queues", ()):
        queue["columns"] = sorted(roles)[:1]
    return {name: value for name, value in made.items() if name not in ("examples", "values", "messages")}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Date of birth", "date"), ("Postcode", "postcode"), ("National Insurance number", "national-insurance-number"),
        ("Upload a photo of the damage", "file"), ("Sort code and account number", "bank-details"),
        ("Company registration number", "organisation-number"), ("Vehicle registration number", "vehicle-registration"),
        ("Is anyone in danger?", "yes-no"), ("Name of the street", "text"), ("Colour", "text"), ("Your name", "name"),
        ("What share of the time, in %?", "percentage"), ("What time is the party?", "time"),
    ],
)  # fmt: skip
def test_a_line_is_asked_as_what_it_is(line: str, kind: str):
    assert kinds(pages_of(line)) == [kind]


def test_bullets_in_front_of_every_question_are_only_bullets():
    assert [page["title"] for page in pages_of("- Your name\n- Your email\n- Why?")] == [
        "Your name",
        "Your email",
        "Why?",
    ]


def test_bulleted_lines_below_a_question_without_bullet_are_its_options():
    pages = pages_of("Colour\n• Red\n• Blue\nSize\n• Small\n• Large")
    assert [len(page["questions"][0]["options"]) for page in pages] == [2, 2]


def test_many_choices_are_a_list_to_pick_from():
    assert kinds(pages_of("Ward\n" + "\n".join(f"  Ward {n}" for n in range(12)))) == ["select"]


def test_ids_are_nobody_elses():
    pages = pages_of("Name\nName\nCase\nCheck", taken=["name"])
    assert [page["questions"][0]["id"] for page in pages] == ["name_2", "name_3", "case_2", "check_2"]
    ids = [page["id"] for page in pages]
    assert len(set(ids)) == 4
    assert "check" not in ids


def test_options_come_from_a_spreadsheet_too():
    assert options_of("R\tRubbish\nRecycling | Blue bin\n\n- Garden waste\n- Garden waste") == [
        {"value": "r", "label": "Rubbish"}, {"value": "recycling", "label": "Blue bin"},
        {"value": "garden_waste", "label": "Garden waste"}, {"value": "garden_waste_2", "label": "Garden waste"},
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Your name", "  - Red", "\t* Blue", "", "7) Why {x}?", "(a)", "é ☐", "-", "A" * 700,
                                 "Is it?", "Which of these?", "\x0b", "x | y"]), max_size=12))  # fmt: skip
def test_whatever_is_pasted_no_page_is_refused(lines: list[str]):
    pages = pages_of("\n".join(lines))
    shape = [p for p in check(with_pages(pages or pages_of("Why?"))) if p.code.startswith(("shape", "id.", "text."))]
    assert shape == []
