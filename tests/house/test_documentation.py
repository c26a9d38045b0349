"""Documentation is held to the code."""

from __future__ import annotations

import re

from builder.language_reference import PLACE, reference
from definitions.examples import run_examples
from definitions.read import check, language_schema, read_service


def test_the_document_to_begin_with_passes_every_check_and_its_example() -> None:
    written = PLACE.read_text().partition("```json\n")[2].partition("```")[0]
    assert check(written) == ()
    assert run_examples(read_service(written)).ok


def test_no_description_can_be_taken_for_html() -> None:
    page = re.sub(r"`[^`]*`", "", PLACE.read_text().replace("\n```", "\n"))
    assert re.findall(r"<(?!a id=|/a>)\S*", page) == []


def test_the_language_reference_is_written_from_the_schema() -> None:
    assert PLACE.read_text() == reference(language_schema()), "run: python -m builder.language_reference"


def test_every_property_of_the_language_says_what_it_is() -> None:
    silent = [
        f"{name}.{prop}"
        for name, definition in {"service": language_schema(), **language_schema()["$defs"]}.items()
        for prop, of in definition.get("properties", {}).items()
        if len(of.get("description", "")) < 10
    ]
    assert silent == []
