"""Every service of the library can be walked through: each page of its form, each seat, each form of an action."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from builder import rehearsal
from builder.rehearsal import Rehearsal, from_example, play, seats
from definitions.read import read_service
from definitions.service import Service
from runtime import documents
from runtime.drafts import rehearsals
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser

LIBRARY = Path(__file__).parents[3] / "definitions" / "library"
NAMES = sorted(folder.name for folder in LIBRARY.iterdir() if (folder / "service.json").exists())


def published(office: Desk, name: str) -> Service:
    service = read_service((LIBRARY / name / "service.json").read_text())
    with office.database.begin() as session:
        documents.publish(session, service.document, by="test", at=now())
    return service


def kept(office: Desk, name: str, story: Rehearsal) -> str:
    with office.database.begin() as session:
        by = office.people["ines"]
        step: UUID = rehearsals.keep(session, ORGANISATION, name, story.as_json(), by=by, at=now())
    return f"/build/{name}/try/{step}"


@pytest.mark.parametrize("name", NAMES)
def test_whoever_has_the_case_is_shown_with_all_that_they_can_do(desk: Desk, name: str) -> None:
    service, browser = published(desk, name), desk.sign_in()
    for example in (service.examples[0], service.examples[-1]):
        story = from_example(service, example)
        for deeds in {-1, len(story.deeds) // 2, len(story.deeds)}:
            looked_at(desk, browser, service, story.back_to(deeds))


def looked_at(office: Desk, browser: Browser, service: Service, story: Rehearsal) -> None:
    url, played = kept(office, service.id, story), play(service, story)
    page = browser.get(url)
    if played.case is None:
        while page.status == 303:
            page = browser.follow()
        assert page.status == 200
        return
    assert browser.get(f"{url}/sent").status == 200
    for seat in seats(played)[:4]:
        assert browser.get(f"{url}?seat={seat.label}").status == 200
        found = rehearsal.desk(played, seat.label)
        assert found is not None
        for button in found.buttons[:1]:
            assert browser.get(f"{url}/act/{seat.label}/{button.transition.id}").status == 200
        for errand in found.tasks[:1]:
            assert browser.get(f"{url}/task/{seat.label}/{errand.key}").status == 200


@pytest.mark.parametrize("name", NAMES)
def test_every_page_on_the_way_of_an_example_is_shown_as_the_citizen_sees_it(desk: Desk, name: str) -> None:
    service, browser = published(desk, name), desk.sign_in()
    story = from_example(service, max(service.examples, key=lambda one: len(str(one.get("answers"))))).back_to(-1)
    url, played = kept(desk, name, story), play(service, story)
    for visit in played.journey.visits:
        if not visit.path and visit.section is None:
            page = browser.get(f"{url}/apply/{visit.page.id}")
            assert page.status == (200 if visit.open else 303)
    for section in played.journey.sections:
        for place in (section.section.id, *(visit.page.id for visit in section.visits)):
            assert browser.get(f"{url}/apply/{place}").status in (200, 303)
    if played.journey.complete:
        assert "Check your answers" in browser.get(f"{url}/apply/check").text
    for place in ("check", "tasks", "nothing/of/the/kind"):
        assert browser.get(f"{url}/apply/{place}").status in (200, 303)


def test_items_of_a_list_are_removed_put_back_and_added(desk: Desk) -> None:
    service, browser = published(desk, "community-grant"), desk.sign_in()
    story = from_example(service, service.examples[0]).back_to(-1)
    page = browser.get(f"{kept(desk, service.id, story)}/apply/costs")
    assert page.status == 200, page.text
    before = page.text.count("Remove ")
    form = next(one for one in page.forms if set(one.fields) == {"csrf_token"} and one.action.endswith("/apply/costs"))
    key = page.response.get_data(as_text=True).split('name="remove" value="')[1].partition('"')[0]
    browser.send(form, remove=key)
    page = browser.follow()
    assert page.text.count("Remove ") == before - 1
    browser.send(next(one for one in page.forms if one.action.endswith("/apply/costs")), restore=key)
    page = browser.follow()
    assert page.text.count("Remove ") == before
    more = [one for one in page.forms if one.action.endswith("/apply/costs")][-1]
    browser.send(more, more="yes")
    assert "/apply/costs/" in browser.follow().path


def test_a_file_is_only_pretended(desk: Desk) -> None:
    service, browser = published(desk, "scaffold-licence"), desk.sign_in()
    example = max(service.examples, key=lambda one: len(str(one.get("answers"))))
    story = from_example(service, example).back_to(-1)
    page_id, question = next(
        (page.id, question.id)
        for page in service.form.pages for question in page.questions if question.kind == "file"
    )  # fmt: skip
    page = browser.get(f"{kept(desk, service.id, story)}/apply/{page_id}")
    assert page.status == 200, page.text
    form = page.form(f"/apply/{page_id}")
    sent = {**form.fields, question: (io.BytesIO(b"not a drawing at all"), "drawing of it.pdf")}
    browser.client.post(form.action, data=sent, content_type="multipart/form-data")
    with desk.database.read() as session:
        step = rehearsals.latest(session, service.id, by=desk.people["ines"])
        assert step is not None
        found = rehearsals.find(session, ORGANISATION, service.id, step)
        assert found is not None
        assert "drawing of it.pdf" in str(found["answers"][question])
        assert session.execute(sa.text("SELECT count(*) FROM files")).scalar_one() == 0
