"""A table whose every rule writes out a text gives one of those texts: a misspelt one is found where it is used."""

from __future__ import annotations

from typing import Any

from definitions.read import check
from tests.definitions.check_cases import ask, pages, radios
from tests.factories import page


def using(when: str, **changes: Any) -> dict[str, Any]:
    rules = [{"when": ["'red'"], "then": {"level": "'high'"}}]
    table = {"id": "risk", "inputs": [{"value": "colour"}], "outputs": {"level": "text"}, "rules": rules}
    table |= {"otherwise": {"level": "'low'"}} | changes
    return pages(
        page("colour", radios("colour", "red", "blue")), page("more", ask("more"), when=when), decisions=[table]
    )


def found(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(p.pointer, p.message) for p in check(document) if p.severity == "error"]


def test_a_result_that_no_rule_gives_is_found():
    assert found(using("risk.level == 'high'")) == []
    assert found(using("risk.level == 'hihg'")) == [
        ("/form/pages/2/when", "risk.level is never 'hihg'. Did you mean high?")
    ]


def test_another_table_knows_all_that_may_come():
    second = {"id": "fee", "inputs": [{"value": "risk.level"}], "outputs": {"pence": "money"}}
    second["rules"] = [{"when": ["'high'"], "then": {"pence": "1"}}, {"when": ["'low'"], "then": {"pence": "2"}}]
    document = using("fee.pence > 0")
    document["decisions"].append(second)
    assert [p.code for p in check(document) if p.pointer.startswith("/decisions/1")] == []
    second["rules"][1]["when"] = ["'lwo'"]
    assert any(at == "/decisions/1/rules/1/when/0" for at, _ in found(document))


def test_results_that_are_worked_out_may_be_anything():
    rules = [{"when": ["'red'"], "then": {"level": "colour + '!'"}}]
    assert found(using("risk.level == 'hihg'", rules=rules)) == []


def test_what_is_collected_holds_only_what_rules_give():
    assert found(using("risk.exists(r, r.level == 'high')", policy="collect")) == []
    assert found(using("'hihg' in risk.map(r, r.level)", policy="collect")) != []
