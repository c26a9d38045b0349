"""Decision tables: rows and columns that fit, rules that can be reached, and nothing decided twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from definitions.checks.facts import Facts, Placed
from definitions.checks.registry import Found, check
from definitions.decisions import Analysis, analyse
from definitions.form import Decision
from definitions.nearest import did_you_mean, listed

MOST_TOLD = 3


@check("decision.columns", "error", "A test without a column is never made.")
def columns(facts: Facts) -> Found:
    for table in facts.listed("decisions"):
        wanted = len(table.part["inputs"])
        for n, rule in enumerate(table.part["rules"]):
            if len(rule["when"]) != wanted:
                at = f"{table.at}/rules/{n}/when"
                yield at, f"this row has {len(rule['when'])} tests and the table {wanted} inputs: give one for each"


@check("decision.results", "error", "What a rule does not say is never known.")
def results(facts: Facts) -> Found:
    for table in facts.listed("decisions"):
        outputs = table.part["outputs"]
        for at, given in _results(table):
            for name in given:
                if name not in outputs:
                    yield f"{at}/{name}", f'the table gives no "{name}"{did_you_mean(name, outputs) or ": take it out"}'
            if lacking := [name for name in outputs if name not in given]:
                yield at, f"this does not say {listed(lacking, 'and')}: add it"


@check("decision.unreachable-rule", "error", "Nobody's answers would ever meet it.")
def unreachable_rule(facts: Facts) -> Found:
    for table, analysis in _analyses(facts):
        for n in analysis.unreachable:
            why = "rules above take them all, or its tests contradict"
            yield f"{table.at}/rules/{n}", f"no answers come to this rule: {why}. Move it up, or take it out"


@check("decision.overlap", "error", "Under unique, only one rule may hold.")
def overlap(facts: Facts) -> Found:
    for table, analysis in _analyses(facts):
        for two in analysis.overlaps:
            words = 'let only one of them hold, or make the policy "first"'
            yield f"{table.at}/rules/{two.second}", f"rule {two.first + 1} holds as well, when {two.words}: {words}"


@check("decision.gap", "warning", "What nobody thought of is decided by accident.")
def gap(facts: Facts) -> Found:
    for table, analysis in _analyses(facts):
        if analysis.gaps and table.part.get("policy") != "collect":
            cases = "; ".join(one.words for one in analysis.gaps[:MOST_TOLD])
            more = analysis.gap_count - MOST_TOLD
            end = f"; and {more} more" if more > 0 else ""
            if "otherwise" in table.part:
                yield table.at, f'no rule holds, so "otherwise" decides: see that it suits when {cases}{end}'
            else:
                words = 'add a rule or "otherwise"'
                yield table.at, f"no rule holds, so its results count as not answered, when {cases}{end}: {words}"


@check("decision.too-large", "warning", "Rules that nothing reaches, and cases nobody decided, may go unseen.")
def too_large(facts: Facts) -> Found:
    for table, analysis in _analyses(facts):
        if analysis.capped:
            yield (
                table.at,
                "its tests tell too many cases apart to try each: make two tables of it, or test fewer values",
            )


def _results(table: Placed) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield from ((f"{table.at}/rules/{n}/then", rule["then"]) for n, rule in enumerate(table.part["rules"]))
    if "otherwise" in table.part:
        yield f"{table.at}/otherwise", table.part["otherwise"]


def _analyses(facts: Facts) -> Iterator[tuple[Placed, Analysis]]:
    """Each sound table with what can be said of its rules."""
    compiled = {one.id: one for one in facts.compiled.service.form.derived if isinstance(one, Decision)}
    for table in facts.listed("decisions"):
        wanted = len(table.part["inputs"])
        square = all(len(rule["when"]) == wanted for rule in table.part["rules"])
        if square and facts.compiled.compiling.sound(table.at):
            yield table, facts.remember(table.at, partial(analyse, compiled[table.id]))
