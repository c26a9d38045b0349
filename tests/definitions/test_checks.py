"""Every check has a good document, in which it finds nothing, and a bad one, in which it finds the place."""

from __future__ import annotations

import pytest

from definitions.checks import CHECKS
from definitions.read import check
from tests.definitions.check_cases import Case
from tests.definitions.check_cases_assigning import ASSIGNING_CASES
from tests.definitions.check_cases_beside import BESIDE_CASES, BROUGHT_CASES
from tests.definitions.check_cases_casework import CASEWORK_CASES, FURTHER
from tests.definitions.check_cases_form import FORM_CASES
from tests.definitions.check_cases_mending import MENDING_CASES
from tests.definitions.check_cases_sections import SECTION_CASES
from tests.definitions.check_cases_workflow import WORKFLOW_CASES

FORMS = BESIDE_CASES | BROUGHT_CASES | FORM_CASES | SECTION_CASES
CASES = ASSIGNING_CASES | CASEWORK_CASES | MENDING_CASES | WORKFLOW_CASES | FORMS


def test_every_check_has_a_case():
    assert CASES.keys() == CHECKS.keys()


@pytest.mark.parametrize(("code", "case"), CASES.items(), ids=CASES)
def test_the_good_document_passes(code: str, case: Case):
    assert [problem for problem in check(case.good) if problem.code == code] == []
    assert [problem for problem in check(case.good) if problem.severity == "error"] == []


@pytest.mark.parametrize(("code", "case"), CASES.items(), ids=CASES)
def test_the_bad_document_is_found_at_its_place(code: str, case: Case):
    found = [problem for problem in check(case.bad) if problem.code == code]
    assert case.at in [problem.pointer for problem in found]
    assert {problem.severity for problem in found} == {CHECKS[code].severity}


@pytest.mark.parametrize(("code", "case"), FURTHER.items(), ids=FURTHER)
def test_what_helps_casework_is_looked_at_by_other_checks_too(code: str, case: Case):
    assert [problem for problem in check(case.good) if problem.severity == "error" or problem.code == code] == []
    assert case.at in [problem.pointer for problem in check(case.bad) if problem.code == code]


@pytest.mark.parametrize("code", CHECKS)
def test_every_check_says_why_it_matters(code: str):
    assert CHECKS[code].why.endswith(".")
    assert code == code.lower()
    assert code.count(".") == 1


def test_a_warning_says_why_it_matters():
    warnings = [problem for problem in check(CASES["role.unused"].bad) if problem.code == "role.unused"]
    assert CHECKS["role.unused"].why in warnings[0].message
