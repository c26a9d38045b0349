"""Incidents by cause: how often, whose, what it means; some or all tried again; given up, taken, and how it ended."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from runtime import cases, incidents, people
from runtime import incident_runs as runs
from runtime.models.base import ORGANISATION
from tests.runtime.web.offices import Office, now

REFUSED = "The mail server refused this address (code 550)."


def failed(office: Office, number: int, *, reason: str = REFUSED, owner: str = "crew-desk") -> list[cases.Loaded]:
    """So many letters to applicants that their mail servers refused."""
    made = [office.case() for _ in range(number)]
    with office.database.begin() as session:
        for case in made:
            parked = "UPDATE effects SET state = 'parked' WHERE case_id = :id AND position = 0 RETURNING id"
            effect: UUID = session.execute(sa.text(parked), {"id": case.id}).scalar_one()
            incidents.open(
                session,
                case.id,
                kind="send",
                about="on-its-way",
                owner=owner,
                reason=reason,
                at=now(),
                effect_id=effect,
            )
    return made


def states(office: Office) -> list[str]:
    with office.database.read() as session:
        return list(session.execute(sa.text("SELECT state FROM effects ORDER BY id")).scalars())


def test_what_failed_alike_is_one_line_with_how_often_and_what_it_means(office: Office) -> None:
    failed(office, 3)
    (alone,) = failed(office, 1, reason="The mail server did not answer. It was tried 5 times.")
    failed(office, 1, owner="supervisor")
    ada = office.sign_in("ada")
    assert "4 incidents need somebody" in ada.get("/staff").text
    page = ada.get("/staff/incidents")
    assert "An e-mail was not sent: 3 times" in page.text
    assert page.text.count("They have not been told, and may be waiting to hear from us.") == 2
    assert "About “Your missed bin”" in page.text
    assert page.text.index("3 times") < page.text.index(alone.case.reference), "most often first"
    assert "3 times" not in ada.get("/staff/incidents?with=me").text
    assert "Nothing like that has gone wrong" in ada.get("/staff/incidents?kind=webhook").text
    assert "Nothing has gone wrong" in office.sign_in("di").get("/staff/incidents").text


def test_some_are_chosen_and_tried_again_and_others_given_up_with_a_reason(office: Office) -> None:
    failed(office, 3)
    ada = office.sign_in("ada")
    page = ada.get(ada.get("/staff/incidents").links["See the 3"])
    form = page.forms[-1]
    with office.database.read() as session:
        ids = [str(each.id) for each in incidents.for_viewer(session, office.viewer("ada"))]
    assert ada.send(form, act="retry").status == 422
    assert ada.send(form, act="retry", incident=ids[0]).status == 303
    assert "1 incident: tried again" in ada.follow().text
    assert sorted(states(office)) == ["parked", "parked", "waiting"]
    unsaid = ada.send(form, act="give-up", incident=ids[1])
    assert (unsaid.status, "Enter why" in unsaid.text) == (422, True)
    ada.send(form, act="take", incident=ids[1])
    assert "Ada" in ada.follow().text
    ada.send(form, act="give-up", incident=ids[1], reason="They have moved away")
    ended = ada.get("/staff/incidents/closed").text
    assert "Given up: they have moved away" in ended or "Given up: They have moved away" in ended
    assert "Tried again" in ended
    assert sorted(states(office)) == ["given-up", "parked", "waiting"]
    di = office.sign_in("di")
    assert di.get(form.action).status == di.get("/staff/incidents/missed-bin/nothing").status == 404
    csrf = di.get("/staff/account").forms[0].fields["csrf_token"]
    assert di.send(form, csrf_token=csrf, act="retry", incident=ids[2]).status == 404
    assert ada.send(form, act="retry", incident="not an id").status == 303


def test_all_of_a_cause_are_tried_again_by_the_worker_which_can_be_stopped(office: Office) -> None:
    failed(office, 25)
    ada = office.sign_in("ada")
    page = ada.get("/staff/incidents")
    form = page.forms[-1]
    assert ada.send(form, act="all").status == 303
    running = ada.follow()
    assert "0 of 25 tried again so far" in running.text
    run_id = UUID(running.path.rpartition("/")[2])
    assert office.sign_in("bo").get(running.path).status == 404, "it is hers"
    runs.carry_on(office.database, run_id)
    assert "25 of 25 tried again" in ada.get(running.path).text
    assert set(states(office)) == {"waiting"}
    assert "Nothing has gone wrong" in ada.get("/staff/incidents").text

    failed(office, 25)
    ada.send(ada.get("/staff/incidents").forms[-1], act="all")
    running = ada.follow()
    ada.send(running.form("/stop"))
    runs.carry_on(office.database, UUID(running.path.rpartition("/")[2]))
    assert "0 of 25 tried again, then stopped" in ada.get(running.path).text
    assert states(office).count("parked") == 25


def test_who_lost_the_role_meanwhile_tries_nothing_again(office: Office) -> None:
    failed(office, 2)
    viewer = office.viewer("ada")
    with office.database.begin() as session:
        cause = incidents.groups(session, viewer)[0].cause
        run_id = runs.begin(session, viewer, "missed-bin", cause, at=now())
        people.quit_team(session, people.create_team(session, "Crew desk", at=now()), viewer.person_id, at=now())
    assert run_id
    runs.carry_on(office.database, run_id)
    assert set(states(office)) == {"parked"}


def test_what_belongs_to_no_case_is_anybodys_who_works_the_service(office: Office) -> None:
    with office.database.begin() as session:
        letter = UUID(int=7)
        incidents.open_letter(
            session,
            letter,
            organisation_id=ORGANISATION,
            service_id="missed-bin",
            about="link",
            reason=REFUSED,
            at=now(),
        )
    page = office.sign_in("bo").get("/staff/incidents")
    assert "A link to come back was not sent" in page.text
    assert "Anybody who works on it" in page.text
    assert "A link" not in office.sign_in("di").get("/staff/incidents").text


def test_on_its_case_it_says_what_it_means_and_who_sees_to_it(office: Office) -> None:
    (case,) = failed(office, 1)
    ada = office.sign_in("ada")
    ada.send(ada.get("/staff/incidents").form("/take"))
    page = office.open(office.sign_in("bo"), case)
    assert "An e-mail was not sent: “Your missed bin”" in page.text
    assert "Ada sees to it" in page.text
    assert "See to it" in page.links
