"""Who may see and do what, from roles alone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from definitions.read import read_service
from runtime.access import Viewer, by_service, may_hold, may_see_queue, may_see_service, queues_of
from tests.factories import example_document

HERE, ELSEWHERE = uuid4(), uuid4()
SERVICE = read_service(example_document())


def viewer(**roles: set[str]) -> Viewer:
    held = {service.replace("_", "-"): frozenset(names) for service, names in roles.items()}
    return Viewer(uuid4(), HERE, "Ada", held)


@pytest.mark.parametrize(
    ("who", "organisation", "seen"),
    [
        (viewer(missed_bin={"crew-desk"}), HERE, True),
        (viewer(missed_bin={"crew-desk"}), None, True),
        (viewer(missed_bin={"crew-desk"}), ELSEWHERE, False),
        (viewer(missed_bin=set()), HERE, False),
        (viewer(report_it={"crew-desk"}), HERE, False),
        (viewer(), HERE, False),
    ],
)
def test_a_service_is_seen_by_its_own_roles_in_its_own_organisation(who, organisation, seen):
    assert may_see_service(who, "missed-bin", organisation) is seen


def test_a_queue_is_one_roles_work():
    queue = SERVICE.queues[0]
    assert may_see_queue(viewer(missed_bin={"crew-desk"}), "missed-bin", queue)
    assert not may_see_queue(viewer(missed_bin={"supervisor"}), "missed-bin", queue)
    assert [q.id for q in queues_of(viewer(missed_bin={"crew-desk"}), SERVICE)] == ["new-reports", "with-crew"]
    assert queues_of(viewer(missed_bin={"supervisor"}), SERVICE) == ()


@pytest.mark.parametrize(("state", "able"), [("reported", {"crew-desk"}), ("collected", set())])
def test_a_case_is_held_by_those_who_can_work_its_state(state, able):
    assert may_hold(frozenset({"crew-desk", "supervisor"}), SERVICE, state) == able


def test_an_actor_has_the_roles_of_one_service_only():
    ada = viewer(missed_bin={"crew-desk"}, report_it={"officer"})
    assert ada.actor("missed-bin").roles == {"crew-desk"}
    assert ada.actor("missed-bin").id == str(ada.person_id)
    assert ada.assignee == f"person:{ada.person_id}"


def test_halves_of_a_grant_are_no_role():
    assert by_service([("a", None), (None, "b"), ("a", "b"), ("a", "c")]) == {"a": {"b", "c"}}
