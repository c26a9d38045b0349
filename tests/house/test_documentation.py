"""Documentation is held to the code."""

from __future__ import annotations

import json
import re

from builder.language_reference import PLACE, reference
from definitions.examples import run_examples
from definitions.expressions import compile_expression
from definitions.expressions.calls import KNOWN
from definitions.expressions.check import MOST_COST
from definitions.expressions.scan import MOST_CHARACTERS, MOST_NESTED, MOST_TOKENS
from definitions.read import check, language_schema, read_service
from definitions.types import BOOLEAN, INTEGER, TEXT, TIMESTAMP, list_of, object_of
from tests.factories import document


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


EXPRESSIONS = (PLACE.parent / "expressions.md").read_text()


def test_every_function_of_expressions_is_documented() -> None:
    assert [name for name in KNOWN if f"{name}(" not in EXPRESSIONS] == []


def test_the_limits_of_expressions_are_those_documented() -> None:
    limits = EXPRESSIONS.partition("## Limits")[2]
    told = [f"{number:,}" for number in (MOST_CHARACTERS, MOST_TOKENS, MOST_NESTED, MOST_COST)]
    assert [number for number in told if number not in limits] == []


NAMES = {
    "bin": TEXT,
    "rooms": INTEGER,
    "email": TEXT,
    "property": object_of(postcode=TEXT),
    "applicant_name": object_of(last=TEXT),
    "benefits": list_of(TEXT),
    "round": object_of(last_collected=TIMESTAMP, garden_day=TIMESTAMP, open_report=BOOLEAN, found=BOOLEAN),
}
TRIP = object_of(by=TEXT)
NAMES["children"] = list_of(object_of(age=INTEGER, cost=INTEGER, first_name=TEXT, trips=list_of(TRIP, 5)), 8)
NAMES |= {"first_name": TEXT, "item": object_of(number=INTEGER)}
NAMES |= dict.fromkeys(("urgent", "late", "assisted"), BOOLEAN)
NAMES |= dict.fromkeys(("missed_on", "visit_on", "new_visit_on", "period_from", "period_to"), TIMESTAMP)


def test_what_the_documentation_writes_can_be_written() -> None:
    table = EXPRESSIONS.partition("| to say |")[2].partition("In a text,")[0].replace("\\|", "|")
    written = [source for source in re.findall(r"`([^`]+)`", table) if not source.startswith(("'yes'", "1250"))]
    indented = [re.split(r"\s{4,}", line.strip())[0] for line in EXPRESSIONS.splitlines() if line.startswith("    ")]
    assert len(written) > 20
    for source in (*written, *indented):
        compile_expression(source, NAMES)


def test_the_form_with_sections_that_is_shown_passes_every_check() -> None:
    page = (PLACE.parent / "sections.md").read_text()
    form = json.loads("{" + page.partition("```json\n")[2].partition("```")[0] + "}")["form"]
    columns = document()["queues"][0] | {"columns": ["applicant_name", "children"]}
    assert [p for p in check(document(form=form, queues=[columns])) if p.code != "example.none"] == []
