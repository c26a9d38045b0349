"""Documentation is held to the code."""

from __future__ import annotations

from builder.language_reference import PLACE, reference
from definitions.read import language_schema


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
