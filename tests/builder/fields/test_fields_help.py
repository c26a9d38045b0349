"""Help beside inputs: in words that a business expert knows, and never what the label says already."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from builder.fields import Field, fields
from builder.references import Refused, indexed
from definitions.schema import schema
from tests.builder.editing import DOCUMENTS

NAMES = sorted({name for own in schema()["$defs"].values() for name in own.get("properties", ()) if "_" in name})
FOREIGN = re.compile(rf"`|<\w+>|\bids?\b|\bexpressions?\b|\bnull\b|(?<![{{.])\b(?:{'|'.join(NAMES)})\b")
"""What stands in the language and not on pages: properties by their names, and the language's own words."""


def every(made: list[Field]) -> Iterator[Field]:
    for one in made:
        yield one
        yield from every(one.fields)
        for row in one.rows:
            yield from every(row.fields)


def of_all(document: dict[str, object]) -> Iterator[Field]:
    addresses = [
        str(one) for one in indexed(document).defined if one.kind not in ("colleague", "choice", "block", "table")
    ]
    for address in ["", *addresses]:
        try:
            yield from every(fields(document, address))
        except Refused:
            continue


@pytest.mark.parametrize("name", ["fixtures", "blue-badge", "community-grant", "information-request"])
def test_help_is_in_words_that_a_business_expert_knows(name: str) -> None:
    strange, again = set(), set()
    for one in of_all(json.loads(DOCUMENTS[name])):
        told = [one.label, one.help, *(choice.hint for choice in one.choices if "enum" in one.own)]
        strange |= {words for words in told if FOREIGN.search(words)}
        again |= {one.help for _ in (1,) if one.help and one.help.rstrip(".").lower() == one.label.lower()}
    assert (strange, again) == (set(), set())


def help_of(address: str, at: str) -> tuple[str, str]:
    found = next(one for one in fields(json.loads(DOCUMENTS["missed-bin"]), address) if one.at == at)
    return found.label, found.help


def test_a_property_is_called_what_the_page_calls_it() -> None:
    assert help_of("clock:promise", "/runs_in")[1].endswith(
        "With neither this nor “Stands still in” it runs until the case ends."
    )
    assert help_of("clock:promise", "/id") == (
        "Short name",
        "The name of the clock. Texts can say {clock.promise} for when it is due.",
    )
    assert help_of("message:on-its-way", "/body")[1].startswith("Its text. {short_name} puts in an answer")
    assert help_of("value:known_day", "/value") == ("How to work it out", "")
    assert help_of("transition:send", "/refusal")[0] == "When it cannot be done"


def test_what_a_refusal_says_to_the_applicant_is_not_who_they_are() -> None:
    refusal = next(
        one for one in fields(json.loads(DOCUMENTS["missed-bin"]), "transition:send") if one.at == "/refusal"
    )
    assert [one.label for one in refusal.fields] == ["What staff read", "What the applicant reads"]


def test_help_does_not_begin_with_what_the_label_says() -> None:
    assert help_of("queue:new-reports", "/assign")[1] == "Without it, people take them."
    assert help_of("transition:send", "/by")[1].startswith("Roles, the applicant, the assignee")
    to = next(one for one in fields(json.loads(DOCUMENTS["missed-bin"]), "transition:send") if one.at == "/to")
    assert to.empty == "Stays in the same state"
