"""Cases are submitted once, worked by whoever may, and nothing is lost or done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import applications, cases
from runtime.cases import events
from runtime.db import Database
from runtime.errors import ActionRefused, ApplicationIncomplete, ApplicationSent, KeyReused, NotYourRole, StaleCase
from tests.runtime.citizens import ANSWERS, NOW, OFFICER, OTHER, ROUND, SUPERVISOR, a_case, apply, publish

LATER = NOW + timedelta(hours=1)


def test_a_submission_becomes_a_case_with_everything_it_promises(session: Session) -> None:
    receipt = cases.submit(session, apply(session, publish(session), bin="refuse"), at=NOW)
    loaded = cases.by_reference(session, receipt.reference.lower())
    assert loaded.id == receipt.case_id
    assert loaded.case.state == "with-crew"
    assert loaded.case.answers == {**ANSWERS, "bin": "refuse"}
    assert loaded.case.values == {"urgent": True}
    assert loaded.case.lookups == {"round": ROUND}
    assert [e.kind for e in loaded.case.events] == ["submitted", "moved"]
    assert loaded.due_at is not None
    assert cases.by_track_token(session, receipt.track_token).id == receipt.case_id
    effects = session.execute(sa.text("SELECT kind, what FROM effects")).all()
    assert [(e.kind, e.what) for e in effects] == [("send", {"message": "on-its-way"})]
    assert session.execute(sa.text("SELECT count(*) FROM procrastinate_jobs")).scalar_one() == 1
    assert session.execute(sa.text("SELECT count(*) FROM timers")).scalar_one() == 3
    assert events.first_break(loaded.entries) is None


def test_the_same_application_gives_the_same_receipt(session: Session) -> None:
    version = publish(session)
    application = apply(session, version)
    first = cases.submit(session, application, at=NOW, key="k1")
    assert cases.submit(session, application, at=LATER, key="k1") == first
    assert cases.submit(session, application, at=LATER) == first
    assert session.execute(sa.text("SELECT count(*) FROM cases")).scalar_one() == 1
    with pytest.raises(KeyReused):
        cases.submit(session, apply(session, version), at=NOW, key="k1")


def test_what_was_sent_cannot_be_changed_and_is_kept_once(session: Session) -> None:
    application = apply(session, publish(session))
    receipt = cases.submit(session, application, at=NOW)
    with pytest.raises(ApplicationSent) as sent:
        applications.save_page(session, application, {"bin": "refuse"}, LATER)
    assert sent.value.facts["reference"] == receipt.reference
    assert session.execute(sa.text("SELECT sealed FROM applications")).scalar_one() == {}


def test_an_unfinished_application_says_where_to_go_on(session: Session) -> None:
    with pytest.raises(ApplicationIncomplete) as incomplete:
        cases.submit(session, apply(session, publish(session), missed_on=None), at=NOW)
    assert incomplete.value.facts["page"] == "which"
    assert incomplete.value.facts["missing"] == ("missed_on",)


def test_answers_off_the_route_are_not_kept(session: Session) -> None:
    receipt = cases.submit(session, apply(session, publish(session), stray="x", bin="recycling"), at=NOW)
    assert "stray" not in cases.load(session, receipt.case_id).case.answers


def test_an_action_moves_the_case_and_keeps_what_was_said(session: Session) -> None:
    case = a_case(session)
    acted = cases.act(session, case.id, "refuse", {"reason": "not_out"}, OFFICER, revision=case.revision, at=LATER)
    loaded = cases.load(session, case.id)
    assert loaded.case == acted.case
    assert loaded.revision == acted.revision == case.revision + 1
    assert (loaded.case.state, loaded.case.asked) == ("not-collected", {"reason": "not_out"})
    assert loaded.closed_at == LATER
    assert "not_out" not in session.execute(sa.text("SELECT data::text FROM events WHERE number = 2")).scalar_one()
    assert events.first_break(loaded.entries) is None


def test_a_repeated_action_is_done_once(session: Session) -> None:
    case = a_case(session)
    first = cases.act(session, case.id, "send", {}, OFFICER, revision=case.revision, key="click-1", at=LATER)
    again = cases.act(session, case.id, "send", {}, OFFICER, revision=case.revision, key="click-1", at=LATER)
    assert not first.repeated
    assert again.repeated
    assert again.events == first.events
    assert cases.load(session, case.id).revision == first.revision


@pytest.mark.parametrize(
    ("actor", "action", "revision", "refusal"),
    [
        (SUPERVISOR, "send", 1, NotYourRole),
        (OFFICER, "done", 1, ActionRefused),
        (OFFICER, "dance", 1, ActionRefused),
        (OFFICER, "send", 0, StaleCase),
    ],
)
def test_refusals_leave_the_case_alone(session: Session, actor, action, revision, refusal) -> None:
    case = a_case(session)
    with pytest.raises(refusal):
        cases.act(session, case.id, action, {}, actor, revision=revision, at=LATER)
    assert cases.load(session, case.id) == case


def test_two_who_act_at_once_one_wins_and_the_other_sees_what_happened(database: Database) -> None:
    with database.begin() as session:
        case = a_case(session)
    with database.begin() as first, database.begin() as second:
        mine, theirs = cases.load(first, case.id), cases.load(second, case.id)
        assert mine.revision == theirs.revision
        cases.act(first, case.id, "send", {}, OFFICER, revision=mine.revision, at=LATER)
        first.commit()
        with pytest.raises(StaleCase) as stale:
            cases.append(second, theirs, cases_step(theirs), at=LATER)
        newer = stale.value.facts["events"]
        assert [(e.transition, e.actor.name) for e in newer] == [("send", OFFICER.name)]


def cases_step(loaded: cases.Loaded):
    from definitions.calendars import Moment
    from definitions.step import step

    moment = Moment(LATER, loaded.service.calendar)
    return step(loaded.service, loaded.case, "refuse", {"reason": "not_out"}, OTHER, moment)


def test_cases_are_taken_handed_on_and_noted(session: Session) -> None:
    case = a_case(session)
    cases.take(session, case.id, OFFICER, revision=case.revision, at=LATER)
    cases.hand_on(session, case.id, "role:supervisor", OFFICER, revision=2, reason="Beyond me", at=LATER)
    cases.note(session, case.id, "Rang the crew.\n", OTHER, at=LATER)
    loaded = cases.load(session, case.id)
    assert loaded.case.assignee == "role:supervisor"
    assert [e.kind for e in loaded.case.events] == ["submitted", "assigned", "assigned", "noted"]
    assert loaded.case.events[2].data == {"assignee": "role:supervisor", "reason": "Beyond me"}
    assert loaded.case.events[3].data == {"text": "Rang the crew."}
    stored = session.execute(sa.text("SELECT string_agg(data::text, '') FROM events")).scalar_one()
    assert "Beyond me" not in stored
    assert "Rang" not in stored
    assert events.first_break(loaded.entries) is None
