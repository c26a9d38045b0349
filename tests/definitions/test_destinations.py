"""Where answers go: every change of it is told, whoever wrote it and wherever it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builder.edits import Add, Delete, Duplicate, Edit, Rename, Set, Unset, apply
from definitions.destinations import moved
from definitions.read import language_schema
from tests.factories import example_document

HOOK = {"webhook": {"url": "https://bins.example.com/tell", "send": ["bin"]}}
MORE = {"webhook": {"url": "https://bins.example.com/tell", "send": ["bin", "email"]}}
ELSEWHERE = {"webhook": {"url": "https://bins.example.com/mallory", "send": ["bin"]}}
LETTER = {"id": "leak", "to": {"address": "Mallory@evil.example"}, "subject": "Hello", "body": "{email}"}
TO_STAFF = {"id": "told", "to": {"role": "supervisor"}, "subject": "Hello", "body": "{email}"}
TO_THEM = {"id": "thanks", "to": "applicant", "subject": "Hello", "body": "Thank you"}
LOOKUP = {"id": "owner", "source": "land-registry", "by": "property.uprn", "gives": {"address": "text"}}


def before() -> dict[str, Any]:
    return apply(example_document(), Set("transition:done/effects", [HOOK])).document


@pytest.mark.parametrize(
    ("edit", "kind", "subject"),
    [
        (Add("/messages", LETTER), "email", "mallory@evil.example"),
        (Set("message:not-collected/to", {"address": "bins@example.com"}), "email", "bins@example.com"),
        (Set("message:not-collected/to", {"role": "supervisor"}), "role", "supervisor"),
        (Add("/messages", TO_STAFF), "role", "supervisor"),
        (Set("transition:done/effects", [ELSEWHERE]), "url", "https://bins.example.com/mallory"),
        (Set("transition:done/effects", [MORE]), "url", "https://bins.example.com/tell"),
        (Set("transition:send/effects", [ELSEWHERE]), "url", "https://bins.example.com/mallory"),
        (Add("/lookups", LOOKUP), "source", "land-registry"),
        (Set("/applicant/email", "other"), "applicant", "applicant"),
    ],
)
def test_a_change_of_where_answers_go_is_told(edit: Edit, kind: str, subject: str) -> None:
    document = before()
    if edit == Set("/applicant/email", "other"):
        document = apply(
            document, Add("page:contact/questions", {"id": "other", "type": "email", "label": "Another"})
        ).document
    after = apply(document, edit).document
    assert (kind, subject) in [(one.kind, one.subject) for one in moved(document, after)]


@pytest.mark.parametrize(
    "edit",
    [
        Set("question:bin/label", "Which bin?"), Add("/messages", TO_THEM), Delete("message:not-collected", clear=True),
        Set("message:not-collected/body", "Sorry"), Unset("transition:done/effects"), Duplicate("transition:done"),
        Rename("message:not-collected", "sorry"), Add("page:contact/questions", {"type": "phone", "label": "Phone"}),
    ],
)  # fmt: skip
def test_a_change_of_anything_else_is_not(edit: Edit) -> None:
    assert moved(before(), apply(before(), edit).document) == ()


def test_the_first_version_is_asked_about_what_leaves_the_house() -> None:
    assert [one.kind for one in moved(None, before())] == ["url"]
    assert moved(None, example_document()) == ()


def test_a_task_of_somebody_outside_is_a_destination() -> None:
    path = Path(__file__).parents[2] / "definitions" / "library" / "scaffold-licence" / "service.json"
    document = json.loads(path.read_text())
    (task,) = [one for one in document["workflow"]["tasks"] if isinstance(one["by"], dict)][:1]
    after = apply(document, Set(f"task:{task['id']}/by/address", "mallory@evil.example")).document
    assert [one.subject for one in moved(document, after)] == ["mallory@evil.example"]


def test_every_place_of_the_language_that_names_an_address_or_a_host_is_looked_at() -> None:
    """A new one must be known to ``moved``: it goes by the names ``address``, ``url``, ``to`` and ``source``."""
    named = set()

    def look(part: Any, name: str) -> None:
        if isinstance(part, dict):
            told = str(part.get("description", "")).lower()
            if part.get("type") == "string" or "$ref" in part:
                if "email address" in told and "question" not in told:
                    named.add(name)
                if "host" in told:
                    named.add(name)
            for key, one in part.items():
                look(one, key)
        elif isinstance(part, list):
            for one in part:
                look(one, name)

    look(language_schema(), "")
    assert named == {"address", "url"}
