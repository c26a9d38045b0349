"""What pages look like, held by rules: sides named by the direction of writing, and every language marked with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from runtime import frontend

STYLES = sorted((frontend.STATIC / "scss").glob("*.scss"))
TEMPLATES = sorted((Path(__file__).parents[2] / "templates").rglob("*.html"))
SIDED = re.compile(
    r"^\s*(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|(?:left|right)\s*:|float\s*:"
    r"|border-(?:top|bottom)-(?:left|right)-radius\b|(?:text-align|clear)\s*:\s*(?:left|right)\b"
    r"|(?:margin|padding|inset)\s*:(?P<four>[^;]*);)"
)


def sided(line: str) -> bool:
    """Whether a declaration names the left or the right, or gives them different lengths."""
    found = SIDED.match(line)
    if not found or found["four"] is None:
        return bool(found)
    lengths = re.findall(r"(?:[^\s()]|\([^()]*\))+", re.sub(r"-1 \* ", "-", found["four"]))
    return len(lengths) == 4 and lengths[1] != lengths[3]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_sheets_are_small(path: Path) -> None:
    assert path.read_text().count("\n") <= 200


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_of_ours_knows_left_from_right(path: Path) -> None:
    lines = [line.partition("//")[0] for line in path.read_text().splitlines()]
    assert [line for line in lines if sided(line)] == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("  margin-left: 4px;", True),
        ("  left: 0;", True),
        ("  float: right;", True),
        ("  text-align: left;", True),
        ("  padding: 0 0 govuk.govuk-spacing(5) govuk.govuk-spacing(6);", True),
        ("  padding: 0 govuk.govuk-spacing(5) 0 govuk.govuk-spacing(5);", False),
        ("  margin: 0 auto 4px;", False),
        ("  margin-inline-start: 4px;", False),
        ("  justify-content: left;", False),
    ],
)
def test_the_rule_about_sides_is_a_rule(line: str, wrong: bool) -> None:
    assert sided(line) is wrong


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_whatever_names_a_language_names_its_direction(path: Path) -> None:
    said = re.findall(r'lang="\{\{ ?(.*?) ?\}\}"(?: dir="\{\{ direction\((.*?)\) \}\}")?', path.read_text())
    assert [language for language, direction in said if language != direction] == []
