"""What is remembered of a route says where it leads, and nothing of anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from definitions.calendars import Moment
from definitions.journey import walk
from definitions.read import read_service
from runtime.web import routes
from tests import factories
from tests.runtime.web.families import family

AT = datetime(2026, 3, 26, 9, tzinfo=UTC)
MARKER = "Zebedee"
CHILD = {"first_name": MARKER, "years": 9, "journeys": [{"school": MARKER}]}


def place(application: UUID, revision: int = 1) -> routes.Place:
    return application, revision, UUID(int=1), "en", AT


def test_a_remembered_route_holds_no_answer_and_leads_the_same_way() -> None:
    service = read_service(family())
    given = {"full_name": MARKER, "here": True, "children": [CHILD]}
    whole = walk(service.form, given, {}, Moment(AT, service.calendar), service=service)
    application = uuid4()
    route = routes.remembered(place(application), lambda: whole)
    assert MARKER in repr(whole.sections)
    assert MARKER not in repr((route.answers, route.names, route.values, route.lookups, route.sections, route.problems))
    assert (route.pages, route.visits, route.missing) == (whole.pages, whole.visits, whole.missing)
    assert route.next == whole.next
    assert [one.state for one in route.sections] == [one.state for one in whole.sections]
    assert routes.remembered(place(application), lambda: walk(service.form, {}, {}, None)) is route  # type: ignore[arg-type]


def test_another_revision_or_application_is_asked_anew() -> None:
    service = read_service(factories.document())
    moment, application = Moment(AT, service.calendar), uuid4()
    first = routes.remembered(place(application), lambda: walk(service.form, {}, {}, moment))
    street = service.form.pages[0].questions[0].id
    for other in (place(application, 2), place(uuid4())):
        later = routes.remembered(other, lambda: walk(service.form, {street: "High Street"}, {}, moment))
        assert later.next_page != first.next_page


def test_a_route_with_problems_is_not_remembered_for_their_words_may_hold_answers() -> None:
    service = read_service(factories.document())
    moment, here = Moment(AT, service.calendar), place(uuid4())
    street = service.form.pages[0].questions[0].id
    bad = walk(service.form, {street: 9}, {}, moment)
    assert bad.problems
    assert routes.remembered(here, lambda: bad) is bad
    mended = walk(service.form, {street: "High Street"}, {}, moment)
    assert not routes.remembered(here, lambda: mended).problems
