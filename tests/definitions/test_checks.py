"""Every check has a good document, in which it finds nothing, and a bad one, in which it finds the place."""

from __future__ import annotations

import copy

import pytest

from definitions.checks import CHECKS
from definitions.read import check
from tests.definitions.check_cases import Case, edited
from tests.definitions.check_cases_assigning import ASSIGNING_CASES
from tests.definitions.check_cases_beside import BESIDE_CASES, BROUGHT_CASES
from tests.definitions.check_cases_casework import CASEWORK_CASES, FURTHER
from tests.definitions.check_cases_form import FORM_CASES
from tests.definitions.check_cases_mending import MENDING_CASES
from tests.definitions.check_cases_sections import SECTION_CASES
from tests.definitions.check_cases_tasks import ASKED, TASK_CASES, VOTED
from tests.definitions.check_cases_workflow import WORKFLOW_CASES

FORMS = BESIDE_CASES | BROUGHT_CASES | FORM_CASES | SECTION_CASES
CASES = ASSIGNING_CASES | CASEWORK_CASES | MENDING_CASES | TASK_CASES | WORKFLOW_CASES | FORMS


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


@pytest.mark.parametrize(
    ("at", "code", "put"),
    [
        ("/workflow/tasks/0/ask/0/id", "id.repeated", "street"),
        ("/workflow/tasks/0/ask/0/id", "id.reserved", "late"),
        ("/workflow/tasks/0/id", "id.repeated", "street"),
        ("/workflow/tasks/0/votes/choices/1/value", "id.repeated", "yes"),
        ("/workflow/tasks/0/votes/choices/1/value", "id.reserved", "abstain"),
        ("/workflow/tasks/0/by", "reference.unknown-role", "offcer"),
        ("/workflow/tasks/0/in/0", "reference.unknown-state", "askin"),
        ("/workflow/tasks/0/votes/casting", "reference.unknown-role", "char"),
        ("/workflow/transitions/1/when", "expression.unknown-name", "task.view.opinio == 'x'"),
        ("/workflow/transitions/1/when", "expression.unknown-name", "task.views.done"),
        ("/workflow/transitions/1/when", "expression.unknown-option", "task.view.result == 'maybe'"),
        ("/workflow/transitions/1/when", "expression.type", "task.view.yes"),
    ],
)
def test_what_a_task_names_and_is_named_by_is_checked(at: str, code: str, put: str):
    found = check(edited(VOTED, {at: put}))
    assert (at, code) in [(problem.pointer, problem.code) for problem in found]


def test_the_questions_of_two_tasks_may_have_one_name():
    other = copy.deepcopy(ASKED["workflow"]["tasks"][0]) | {"id": "other"}
    found = check(edited(ASKED, {"/workflow/tasks/-": other}))
    assert [problem for problem in found if problem.severity == "error"] == []
