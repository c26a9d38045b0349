"""Files on a form: one after another, removed by name, within their number; and told when one turns out to be bad."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict

from runtime import files
from runtime.config import Settings
from runtime.db import Database
from runtime.files import store
from runtime.web import limits
from tests import factories
from tests.runtime.sendable import CANARY, PDF, jpeg, png
from tests.runtime.web.applicants import Applicant, publish
from tests.runtime.web.browsing import Page


def document(**changes: Any) -> dict[str, Any]:
    photos = {"type": "file", "label": "Photos", "accept": ["jpg", "png"], "max_files": 3} | changes
    return factories.document(
        languages=["en", "cy"],
        form={"pages": [
            factories.page("what", factories.question("street"), factories.question("photos", **photos), title="What?"),
            factories.page("bill", factories.question("bill", type="file", accept=["pdf"], required=False)),
        ]},
    )  # fmt: skip


@pytest.fixture
def caller(site: Flask, database: Database) -> Applicant:
    publish(database, document())
    caller = Applicant(site, "report-it")
    caller.start()
    return caller


def photo(number: int, ending: str = "png") -> tuple[BytesIO, str]:
    made = png((10 + number, 10)) if ending == "png" else jpeg((10 + number, 10))
    return BytesIO(made), f"photo {number}.{ending}"


def press(caller: Applicant, *photos: tuple[BytesIO, str], page_id: str = "what", **inputs: Any) -> Page:
    """Choose files and press a button of the page as it stands."""
    page = caller.browser.page
    if page is None or not any(form.action.endswith(page_id) for form in page.forms):
        page = caller.open(page_id)
    form = page.form(page_id)
    data = MultiDict({**form.fields, **inputs})
    data.pop("photos", None)
    for each in photos:
        data.add("photos", each)
    response = caller.browser.client.post(form.action, data=data, content_type="multipart/form-data")
    return caller.browser._show(response, form.action)


def named(page: Page) -> list[str]:
    return re.findall(r"photo \d+\.\w+(?=</span>\s*<button)", page.response.text)


def ids(page: Page) -> list[str]:
    return re.findall(r'name="remove" value="([^"]+)"', page.response.text)


def rows(database: Database) -> int:
    with database.read() as session:
        return int(session.execute(sa.text("SELECT count(*) FROM files")).scalar_one())


def test_files_are_added_one_after_another(caller: Applicant) -> None:
    page = press(caller, photo(1), street="High Street", upload="photos")
    assert (page.status, named(page)) == (200, ["photo 1.png"])
    assert page.form("what").fields["street"] == "High Street", "what was typed is still there"
    assert "Add another file" in page.text
    page = press(caller, photo(2, "jpg"), upload="photos")
    assert named(page) == ["photo 1.png", "photo 2.jpg"]
    page = press(caller, photo(3))
    assert page.status == 303
    page = caller.browser.get("/apply/report-it/what?change=1")
    assert named(page) == ["photo 1.png", "photo 2.jpg", "photo 3.png"]
    assert "all there can be" in page.text
    caller.answer("bill")
    assert "photo 1.png photo 2.jpg photo 3.png" in caller.browser.follow().text


def test_several_may_be_chosen_at_once_and_those_beyond_the_number_are_told(caller: Applicant) -> None:
    page = press(caller, *(photo(n) for n in range(5)), street="High Street")
    assert (page.status, named(page)) == (422, ["photo 0.png", "photo 1.png", "photo 2.png"])
    assert page.links["Photos can be 3 files at most"] == "#photos"
    page = press(caller)
    assert page.status == 303


def test_each_is_removed_by_itself(caller: Applicant, database: Database) -> None:
    page = press(caller, photo(1), photo(2), photo(3), upload="photos", street="High Street")
    page = press(caller, remove=ids(page)[1])
    assert (page.status, named(page), rows(database)) == (200, ["photo 1.png", "photo 3.png"], 2)
    assert page.form("what").fields["street"] == "High Street"
    page = press(caller, photo(4), remove=ids(page)[0])
    assert named(page) == ["photo 3.png", "photo 4.png"], "one that was chosen meanwhile is not lost"
    page = press(caller, remove="no-such-file")
    assert named(page) == ["photo 3.png", "photo 4.png"]
    assert len([each for each in (database.settings.state / "files").rglob("*") if each.is_file()]) == 2


def test_a_page_that_is_loaded_again_adds_nothing_twice(caller: Applicant, database: Database) -> None:
    for _ in range(3):
        page = press(caller, photo(1), upload="photos")
    assert (named(page), rows(database)) == (["photo 1.png"], 1)


def test_a_bad_one_among_good_ones_is_told_and_the_others_stay(caller: Applicant) -> None:
    page = press(caller, photo(1), (BytesIO(b"MZ"), "photo 2.png"), photo(3), upload="photos", street="High Street")
    assert (page.status, named(page)) == (422, ["photo 1.png", "photo 3.png"])
    assert page.links["Photos must be JPG or PNG"] == "#photos"


def test_none_at_all_is_told_only_on_leaving(caller: Applicant) -> None:
    assert press(caller, upload="photos", street="High Street").status == 200
    page = press(caller, street="High Street")
    assert page.status == 422
    assert "Upload photos" in page.links


def test_what_is_sent_holds_no_place(caller: Applicant, database: Database) -> None:
    page = press(caller, photo(1, "jpg"), upload="photos")
    content = files.read(database, ids(page)[0])
    assert content.startswith(b"\xff\xd8\xff")
    assert CANARY not in content
    assert b"Exif" not in content


def test_another_file_takes_the_place_of_a_single_one(caller: Applicant, database: Database) -> None:
    press(caller, photo(1), street="High Street")
    caller.answer("bill", bill=(BytesIO(PDF), "first.pdf"))
    assert rows(database) == 2
    caller.answer("bill", bill=(BytesIO(PDF + b"%"), "second.pdf"))
    page = caller.browser.follow()
    assert "second.pdf" in page.text
    assert "first.pdf" not in page.text
    assert rows(database) == 2


def test_t24_the_eleventh_file_is_refused(site: Flask, database: Database) -> None:
    publish(database, document(max_files=10))
    caller = Applicant(site, "report-it")
    caller.start()
    press(caller, *(photo(n) for n in range(10)), street="High Street")
    page = caller.answer("bill", bill=(BytesIO(PDF), "bill.pdf"))
    assert page.status == 422
    assert "10 files" in " ".join(page.links)
    assert rows(database) == 10
    page = caller.open("what")
    page = press(caller, remove=ids(page)[0])
    caller.answer("bill", bill=(BytesIO(PDF), "bill.pdf"))
    assert caller.browser.follow().heading == "Check your answers before sending"


def test_t24_with_no_room_files_are_refused_and_answers_can_be_sent(
    caller: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = press(caller, photo(1), street="High Street", upload="photos")

    def none_left(settings: Settings) -> bool:
        return False

    monkeypatch.setattr(store, "has_room", none_left)
    page = press(caller, photo(2), street="Low Road", upload="photos")
    assert (page.status, named(page)) == (503, ["photo 1.png"])
    assert page.response.headers["Retry-After"] == "60"
    assert "we cannot take files just now" in " ".join(page.links)
    assert page.form("what").fields["street"] == "Low Road"
    press(caller)
    page = caller.answer("bill", bill=(BytesIO(PDF), "bill.pdf"))
    assert page.status == 503
    caller.answer("bill")
    page = caller.browser.follow()
    caller.browser.send(page.form("/check"))
    assert "reference number" in caller.browser.follow().text


def test_t24_an_address_may_send_so_many_a_day(caller: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UPLOADED", limits.parse("2 per day"))
    page = press(caller, photo(1), photo(2), photo(3), upload="photos", street="High Street")
    assert (page.status, named(page)) == (429, ["photo 1.png", "photo 2.png"])
    assert "too many files came from your network" in " ".join(page.links)
    assert press(caller, street="High Street").status == 303


def test_a_store_that_fails_loses_nothing_else(caller: Applicant, database: Database) -> None:
    (database.settings.state / "files").write_text("no folder")
    page = press(caller, photo(1), street="High Street", upload="photos")
    assert (page.status, rows(database)) == (503, 0)
    assert page.form("what").fields["street"] == "High Street"


def infect(database: Database, file_id: str) -> None:
    with database.begin() as session:
        session.execute(sa.text("UPDATE files SET scan = 'infected' WHERE id = :id"), {"id": UUID(file_id)})


def test_t25_an_applicant_is_told_of_a_virus_and_removes_the_file(caller: Applicant, database: Database) -> None:
    page = press(caller, photo(1), photo(2), street="High Street", upload="photos")
    bad = ids(page)[0]
    assert press(caller).status == 303
    caller.answer("bill")
    check = caller.browser.follow()
    infect(database, bad)
    told = "A virus was found in photo 1.png: remove it, and choose another file if you can"
    assert told not in check.text
    page = caller.browser.send(check.form("/check"))
    assert (page.status, told in page.text) == (422, True)
    assert told in caller.browser.get("/apply/report-it/check").text
    page = caller.open("what")
    assert page.links[told] == "#photos"
    page = press(caller)
    assert (page.status, told in page.links) == (422, True)
    page = press(caller, remove=bad)
    assert (page.status, named(page)) == (200, ["photo 2.png"])
    caller.browser.send(caller.browser.get("/apply/report-it/check").form("/check"))
    assert "reference number" in caller.browser.follow().text


def test_in_welsh_too(caller: Applicant, database: Database) -> None:
    page = press(caller, photo(1), street="High Street", upload="photos")
    infect(database, ids(page)[0])
    caller.browser.client.post("/apply/report-it/what", data={**page.form("what").fields, "language": "cy"})
    page = caller.open("what")
    assert "Cafwyd hyd i feirws yn photo 1.png" in page.text
    assert "Tynnu photo 1.png" in page.text


def in_a_list() -> dict[str, Any]:
    photos = factories.question("photos", type="file", label="Photos", accept=["png"], max_files=3)
    item = {"id": "rooms", "label": "Room", "name": "{room}", "max": 3}
    pages = [factories.page("room", factories.question("room"), photos)]
    return factories.document(
        form={"pages": [factories.page("what", factories.question())],
              "sections": [{"id": "rooms", "title": "Rooms", "repeat": item, "pages": pages}]},
    )  # fmt: skip


def test_files_lie_in_items_of_lists_too(site: Flask, database: Database) -> None:
    publish(database, in_a_list())
    caller = Applicant(site, "report-it")
    caller.start()
    caller.answer("what", street="High Street")
    caller.browser.client.post("/apply/report-it/rooms", data=caller.open("rooms").form("/rooms").fields | {"add": "1"})
    page = caller.browser.get("/apply/report-it/rooms")
    address = next(href for href in page.links.values() if re.search("/rooms/[^/]+", href))
    place = re.search(r"rooms/\w+", address)
    assert place
    page = caller.open(f"{place[0]}/room")
    page = press(caller, photo(1), photo(2), page_id="room", room="Kitchen", upload="photos")
    assert (page.status, named(page)) == (200, ["photo 1.png", "photo 2.png"])
    page = press(caller, page_id="room", remove=ids(page)[0])
    assert named(page) == ["photo 2.png"]
    infect(database, kept := ids(page)[0])
    page = press(caller, page_id="room")
    assert "A virus was found in photo 2.png" in " ".join(page.links)
    with database.begin() as session:
        session.execute(sa.text("UPDATE files SET scan = 'clean'"))
    assert press(caller, page_id="room").status == 303
    page = caller.browser.get("/apply/report-it/check")
    assert "photo 2.png" in page.text
    caller.browser.send(page.form("/check"))
    assert "reference number" in caller.browser.follow().text
    with database.read() as session:
        assert session.execute(sa.text("SELECT kept FROM files WHERE id = :id"), {"id": UUID(kept)}).scalar_one()
