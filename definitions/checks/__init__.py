"""Checks of what a document means, one module a family, all in one registry."""

from __future__ import annotations

from definitions.checks import (
    assigning,
    beside,
    casework,
    clocks,
    decisions,
    duties,
    effects,
    examples,
    files,
    form,
    ids,
    mending,
    order,
    prefill,
    queues,
    readable,
    references,
    reveal,
    secrets,
    sections,
    shown,
    states,
    tasks,
    texts,
    told,
    transitions,
    undoing,
)
from definitions.checks.facts import Facts
from definitions.checks.registry import CHECKS, Check, Severity
from definitions.problems import Problem
from definitions.reading.compile_service import Compiled

FAMILIES = (
    told,
    beside,
    references,
    ids,
    order,
    form,
    files,
    reveal,
    prefill,
    secrets,
    sections,
    shown,
    states,
    transitions,
    undoing,
    mending,
    queues,
    tasks,
    effects,
    assigning,
    casework,
    clocks,
    decisions,
    texts,
    readable,
    examples,
    duties,
)

__all__ = ["CHECKS", "Check", "Facts", "meaning_problems"]


def meaning_problems(compiled: Compiled, *severities: Severity) -> list[Problem]:
    """Everything wrong with what a document means, in the order of the checks: of these severities, if any is named."""
    facts = Facts(compiled)
    asked = [check for check in CHECKS.values() if not severities or check.severity in severities]
    found = [problem for check in asked for problem in check.problems(facts)]
    told = {problem.code for problem in compiled.compiling.problems} - set(CHECKS)
    found += (problem for problem in compiled.compiling.problems if problem.code in told)
    return list(dict.fromkeys(found))
