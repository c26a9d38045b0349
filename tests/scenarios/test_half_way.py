"""People who cannot finish in one go, as a councillor would ask about them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from definitions.calendars import Moment
from definitions.journey import walk
from runtime import applications, cases, documents, files, lookups, returning
from runtime.errors import ApplicationNotFound, FileGone
from tests.scenarios.town import PHOTO, Town, on

MONDAY = on("2026-03-23 09:00")
ANSWERS: dict[str, Any] = {
    "property": {"line_1": "1 High Street", "town": "Anytown", "postcode": "ZE1 0AA"}, "bin": "refuse",
}  # fmt: skip
REST: dict[str, Any] = {
    "missed_on": "2026-04-13", "assisted": False, "full_name": {"full": "Ada Lovelace"}, "email": "ada@example.org",
}  # fmt: skip


def begins(town: Town, *, service_id: str = "missed-bin", at: datetime = MONDAY) -> str:
    """A resident answers two pages, saves, and has the link mailed: the code."""
    with town.database.begin() as session:
        live = documents.published(session, service_id)
        begun, _ = applications.begin(session, live.version_id, language="en", at=at, answers=ANSWERS)
        saved, code = returning.keep_code(session, begun, at)
        returning.ask_for_link(session, saved, "ada@example.org", at)
    return code


def mails(town: Town, at: datetime) -> list[str]:
    """Letters that lead back, once the worker has done its round."""
    with town.database.read() as session:
        waiting = session.connection().exec_driver_sql("SELECT id FROM return_letters WHERE ended_at IS NULL")
        ids = [row.id for row in waiting]
    for letter_id in ids:
        returning.deliver_letter(town.database, letter_id, at=at)
    return [town.post.body(n) for n in range(len(town.post.letters))]


def link_in(letter: str) -> str:
    found = re.search(r"/return/([\w-]+)", letter)
    assert found
    return found[1]


def test_somebody_starts_at_work_is_reminded_and_finishes_at_home(town: Town) -> None:
    begins(town)
    (letter,) = mails(town, MONDAY)
    returning.keep_house(town.database, at=MONDAY + timedelta(days=20))
    assert len(mails(town, MONDAY)) == 1, "there is time yet"
    almost = MONDAY + timedelta(days=22)
    returning.keep_house(town.database, at=almost)
    *_, reminder = mails(town, almost)
    assert "On 20 April 2026 we will delete your answers" in reminder
    assert link_in(reminder) == link_in(letter)
    with town.database.begin() as session:
        opened = returning.by_link(session, link_in(reminder), almost)
        assert opened.application.answers == ANSWERS
        moment = Moment(almost, opened.application.service.calendar)
        form, service = opened.application.service.form, opened.application.service
        wanted = walk(form, {**ANSWERS, **REST}, {}, moment, service=service).lookups_wanted
        found = lookups.fetch(town.database, wanted)
        filled = applications.save_page(session, opened.application, REST, almost, lookups=found)
        receipt = cases.submit(session, filled, at=almost)
    assert town.state(receipt.case_id) in ("reported", "with-crew")
    returning.keep_house(town.database, at=MONDAY + timedelta(days=60))
    assert len(mails(town, MONDAY)) == 2, "who has finished is left in peace"


def test_somebody_without_email_reads_the_code_out_at_the_library(town: Town) -> None:
    spoken = begins(town).replace(" ", ", ").lower()
    with town.database.begin() as session:
        opened = returning.by_code(session, spoken, MONDAY + timedelta(days=3))
    assert opened.application.answers == ANSWERS


def test_who_never_comes_back_is_forgotten_with_their_photo(town: Town) -> None:
    code = begins(town)
    with town.database.begin() as session:
        opened = returning.by_code(session, code, MONDAY)
    photo = files.save(town.database, PHOTO, "photo.png", owner_id=opened.application.id, at=MONDAY)
    returning.keep_house(town.database, at=MONDAY + timedelta(days=28))
    with town.database.begin() as session:
        for way in (lambda: returning.by_code(session, code, MONDAY),
                    lambda: applications.load(session, opened.token)):  # fmt: skip
            with pytest.raises(ApplicationNotFound):
                way()
    with pytest.raises(FileGone):
        files.read(town.database, photo["id"])
