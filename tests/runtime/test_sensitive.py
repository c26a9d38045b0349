"""What a service calls sensitive is nowhere to be read but by those who may."""

from __future__ import annotations

from datetime import timedelta

import psycopg
from sqlalchemy.orm import Session

from runtime import applications, cases, fsck, queues
from runtime.db import Database
from tests.factories import example_document
from tests.runtime.citizens import ANSWERS, NOW, OFFICER, ROUND, publish
from tests.runtime.test_queues import DESK, NEW

CANARY = "Pneumonoultramicroscopic"


def sensitive_case(session: Session) -> cases.Loaded:
    document = example_document()
    document["examples"] = []
    secret = {"type": "text", "label": "Health", "required": False, "sensitive": True, "seen_by": ["crew-desk"]}
    document["form"]["pages"][-1]["questions"].append({"id": "health", **secret})
    # What is worked out or looked up from it gives it away as well.
    document["values"].append({"id": "echo", "type": "text", "value": "health"})
    document["lookups"].append(
        {"id": "record", "source": "nowhere", "by": "echo", "gives": {"since": "date"}, "unavailable": "continue"}
    )
    document["workflow"]["transitions"][1]["ask"] = [{"id": "help_needed", **secret}]
    application, _ = applications.begin(session, publish(session, document).id, language="en", at=NOW)
    answers = ANSWERS | {"health": CANARY}
    record = {"key": CANARY, "found": True, "facts": {"since": "2026-01-01"}}
    lookups = {"round": ROUND, "record": record}
    application = applications.save_page(session, application, answers, NOW, lookups=lookups)
    return cases.load(session, cases.submit(session, application, at=NOW).case_id)


ACCOUNT = {"name": "Zebedee Quill", "sort_code": "871427", "account_number": "46238510", "roll_number": "RQ/77"}


def test_no_part_of_sensitive_bank_details_stands_in_the_clear(database: Database) -> None:
    document = example_document()
    document["examples"] = []
    secret = {"required": False, "sensitive": True, "seen_by": ["crew-desk"]}
    document["form"]["pages"][-1]["questions"] += [
        {"id": "account", "type": "bank-details", "label": "Your account", **secret},
        {"id": "nino", "type": "national-insurance-number", "label": "National Insurance number", **secret},
    ]
    document["values"].append({"id": "known", "type": "text", "value": "account.sort_code"})
    with database.begin() as session:
        application, _ = applications.begin(session, publish(session, document).id, language="en", at=NOW)
        answers = ANSWERS | {"account": ACCOUNT, "nino": "AB987654C"}
        application = applications.save_page(session, application, answers, NOW, lookups={"round": ROUND})
        case = cases.load(session, cases.submit(session, application, at=NOW).case_id)
        assert case.case.answers["account"] == ACCOUNT
        for part in (*ACCOUNT.values(), "AB987654C"):
            assert queues.search(session, DESK, part, NOW) == ()
    with psycopg.connect(database.owner_url) as owner:
        for (table,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            stored = str(owner.execute(f'SELECT * FROM "{table}"').fetchall()).lower()
            # The six digits of a sort code can stand in a hash by chance, so they are sought in quotation marks.
            parts = ["zebedee quill", "46238510", "rq/77", "ab987654c", "'871427'", '"871427"']
            found = [part for part in parts if part in stored]
            assert found == [], table


def test_sensitive_answers_stand_nowhere_in_the_clear(database: Database) -> None:
    with database.begin() as session:
        case = sensitive_case(session)
        inputs = {"help_needed": CANARY + "2"}
        cases.act(session, case.id, "send", inputs, OFFICER, revision=1, at=NOW + timedelta(hours=1))
        again = cases.load(session, case.id)
        assert queues.search(session, DESK, CANARY, NOW) == ()
        assert CANARY not in str(queues.page(session, DESK, *NEW, at=NOW))
    assert again.case.answers["health"] == CANARY
    assert again.case.values["echo"] == again.case.lookups["record"]["key"] == CANARY
    assert again.case.asked["help_needed"] == CANARY + "2"
    with psycopg.connect(database.owner_url) as owner:
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            stored = str(owner.execute(f'SELECT * FROM "{table}"').fetchall()).lower()
            assert CANARY.lower() not in stored, table
    with database.begin() as session:
        assert fsck.run(session) == []
