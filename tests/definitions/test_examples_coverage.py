"""What examples cover: whatever one of them alone has tried is missed when that one is taken away."""

from __future__ import annotations

from typing import Any

from definitions.examples import run_examples
from definitions.read import read_service
from tests.definitions.playing import built, state, way
from tests.factories import example_document, page, question

HOME = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD", "uprn": "100010001"}
MISSED = {"property": HOME, "bin": "refuse", "missed_on": "2026-03-25"}
ROUND = {"last_collected": "2026-03-25", "next_collection": "2026-04-01"}
DO = {"as": "crew-desk"}


def complete() -> list[dict[str, Any]]:
    """Stories that try everything there is in the design's example."""
    late = MISSED | {"missed_on": "2026-03-20"}
    refuse = DO | {"do": "refuse"}
    stories = [
        (MISSED, {"round": ROUND}, [{"wait": "2 working days"}, DO | {"do": "done"}]),
        (MISSED, {}, [DO | {"do": "send"}, refuse | {"inputs": {"reason": "contaminated"}}]),
        (MISSED | {"bin": "recycling"}, {"round": ROUND}, [refuse | {"inputs": {"reason": "not_out"}}]),
        (MISSED | {"missed_on": "2026-03-27"}, {}, []),
        (late, {"round": ROUND}, []),
        (late, {}, []),
    ]
    return [
        {"name": f"Story {n}", "at": "2026-03-26T09:00", "answers": answers, "lookups": lookups, "then": then}
        for n, (answers, lookups, then) in enumerate(stories)
    ]


def missed(examples: list[dict[str, Any]]) -> list[tuple[str, str]]:
    report = run_examples(read_service(example_document() | {"examples": examples}))
    assert report.failures == ()
    return [(item.kind, item.pointer) for item in report.missed]


def test_everything_is_tried_by_enough_examples() -> None:
    assert missed(complete()) == []


def test_nothing_is_tried_by_none() -> None:
    report = run_examples(read_service(example_document() | {"examples": []}))
    assert report.missed == report.coverage
    kinds = {item.kind for item in report.coverage}
    assert kinds == {"page", "option", "when", "require", "transition", "refusal"}


def test_whatever_only_one_example_tries_is_missed_without_it() -> None:
    found = []
    for n in range(6):
        examples = complete()
        del examples[n]
        found.append(missed(examples))
    gone = [("transition", "/workflow/transitions/2"), ("transition", "/workflow/transitions/4")]
    assert [item for item in gone if item in found[0]] == gone
    assert ("transition", "/workflow/transitions/1") in found[1]
    assert ("option", "/workflow/transitions/3/ask/0/options/0") in found[1]
    assert ("option", "/form/pages/1/questions/0/options/1") in found[2]
    assert found[3] == [("require", "/form/pages/1/questions/1/rules/0/require")]
    assert found[4] == [("when", "/form/pages/2/content/0/when")]
    assert found[5] == [("when", "/form/pages/2/content/0/when")]


def test_each_rule_of_a_table_must_hold_and_fail_and_one_that_cannot_fail_only_hold() -> None:
    table = {
        "id": "band",
        "inputs": [{"value": "size"}],
        "outputs": {"fee": "money"},
        "policy": "first",
        "rules": [
            {"when": ["< 10"], "then": {"fee": "100"}},
            {"when": [">= 10"], "then": {"fee": "200"}},
        ],
    }
    form = {"pages": [page("where", question("street"), question("size", type="integer"))]}

    def rules(*sizes: int | None) -> list[str]:
        answers = [{"street": "S"} | ({"size": size} if size else {}) for size in sizes]
        examples = [{"name": str(n), "at": "2026-03-26T09:00", "answers": a} for n, a in enumerate(answers)]
        report = run_examples(built(form=form, decisions=[table], examples=examples))
        return [item.what for item in report.missed if item.kind == "rule"]

    assert rules(5, 15) == []
    assert rules(5) == ["rule 1 of “band” is false", "rule 2 of “band” is true"]
    assert rules(15) == ["rule 1 of “band” is true", "rule 2 of “band” is false"]
    assert len(rules(None)) == 4


def test_words_that_vary_are_tried_where_they_are_read() -> None:
    """Messages, progress, the page after submission, refusals, terms: each wording must have been read by somebody."""
    varied = [{"when": "street == 'A'", "text": "One"}, {"text": "Other"}]
    workflow = {
        "initial": "new",
        "states": [state("new", queue="triage", public=varied), state("closed", final=True)],
        "transitions": [
            way(
                "close", "new", "closed", when="answered(street)", refusal={"staff": varied}, effects=[{"send": "told"}]
            )
        ],
    }
    message = {"id": "told", "to": {"role": "officer"}, "subject": varied, "body": varied}
    form = {"pages": [page("where"), page("who", question("name", label=varied), title=varied)]}

    def words(*streets: str) -> list[str]:
        examples = [
            {
                "name": street,
                "at": "2026-03-26T09:00",
                "answers": {"street": street, "name": "N"},
                "then": [{"do": "close", "as": "officer"}],
            }
            for street in streets
        ]
        changes = {"workflow": workflow, "messages": [message], "form": form, "after_submission": varied}
        report = run_examples(built(examples=examples, **changes))
        return [item.pointer for item in report.missed if item.kind == "when"]

    refusal = "/workflow/transitions/0/refusal/staff/0/when"
    assert words("A", "B") == [refusal] * 2
    assert words("A") == [
        "/form/pages/1/title/0/when",
        "/form/pages/1/questions/0/label/0/when",
        "/workflow/states/0/public/0/when",
        refusal,
        refusal,
        "/messages/0/subject/0/when",
        "/messages/0/body/0/when",
        "/after_submission/0/when",
    ]
