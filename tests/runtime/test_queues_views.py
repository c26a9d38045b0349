"""Views of queues: one person's own, kept sealed, in order, within limits, and had back after deletion."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import people, queues
from runtime.access import Viewer
from runtime.errors import ViewNotFound, ViewRefused
from runtime.queues import views
from tests.runtime.potholes import AT, pothole, publish, viewer


@pytest.fixture
def ada(session: Session) -> Viewer:
    publish(session)
    return person(session, "Ada")


def person(session: Session, name: str, *roles: str) -> Viewer:
    id = people.create(session, name=name, email=f"{name.lower()}@example.org", password=None, at=AT)
    made = viewer(*(roles or ("officer",)))
    return Viewer(id, made.organisation_id, name, made.roles)


def kept(session: Session, who: Viewer, name: str, plain=(), answers=(), queue="ordinary") -> views.View:
    view = views.new("potholes", queue, name, dict(plain), dict(answers))
    views.save(session, who, view, at=AT)
    return view


def names(session: Session, who: Viewer) -> list[str]:
    return [view.name for view in views.of(session, who)]


def test_a_view_asks_again_what_was_asked_and_the_database_does_not_tell_what(session: Session, ada: Viewer) -> None:
    view = kept(session, ada, "  Mill   Lane ", {"order": "newest"}, {"street": {"words": "mill lane"}})
    assert views.one(session, ada, view.id) == views.View(
        view.id, "potholes", "ordinary", "Mill Lane", False, {"order": "newest"}, {"street": {"words": "mill lane"}}
    )
    stored = session.execute(sa.text("SELECT asked FROM views")).scalar_one()
    assert "mill" not in stored.lower()


def test_home_counts_views_as_their_pages_would_list_them(session: Session, ada: Viewer) -> None:
    for street in ("Mill Lane", "Mill Road", "Elm Grove"):
        pothole(session, street=street)
    view = kept(session, ada, "Mills", answers={"street": {"words": "mill"}})
    kept(session, ada, "Mine", {"with": "me"})
    kept(session, ada, "Not my work", queue="bills")
    found = queues.home(session, ada, AT).views
    assert [(one.name, many) for one, many in found] == [("Mills", 2), ("Mine", 0)]
    listed = queues.page(session, ada, "potholes", "ordinary", filters=view.filters, at=AT).rows
    assert len(listed) == 2


def test_views_are_nobody_elses(session: Session, ada: Viewer) -> None:
    view, bo = kept(session, ada, "Mine"), person(session, "Bo")
    for change in (
        lambda: views.one(session, bo, view.id),
        lambda: views.rename(session, bo, view.id, "His"),
        lambda: views.move(session, bo, view.id, up=True),
        lambda: views.open_first(session, bo, view.id, on=True),
        lambda: views.delete(session, bo, view.id, at=AT),
        lambda: views.restore(session, bo, view.id),
    ):
        with pytest.raises(ViewNotFound):
            change()
    assert (names(session, ada), names(session, bo)) == (["Mine"], [])


def test_views_change_places_and_one_opens_first(session: Session, ada: Viewer) -> None:
    one, two, three = (kept(session, ada, name) for name in ("One", "Two", "Three"))
    views.move(session, ada, three.id, up=True)
    views.move(session, ada, one.id, up=True)
    views.move(session, ada, two.id, up=False)
    assert names(session, ada) == ["One", "Three", "Two"]
    for first in (one, two):
        views.open_first(session, ada, first.id, on=True)
    assert [view.name for view in views.of(session, ada) if view.opens_first] == ["Two"]
    views.open_first(session, ada, two.id, on=False)
    assert not any(view.opens_first for view in views.of(session, ada))


def test_a_deleted_view_comes_back_in_its_place_for_a_day(session: Session, ada: Viewer) -> None:
    one = kept(session, ada, "One")
    kept(session, ada, "Two")
    views.delete(session, ada, one.id, at=AT)
    assert names(session, ada) == ["Two"]
    views.restore(session, ada, one.id)
    assert names(session, ada) == ["One", "Two"]
    views.delete(session, ada, one.id, at=AT)
    kept(session, ada, "one")
    views.restore(session, ada, one.id)
    assert names(session, ada) == ["One 2", "Two", "one"]
    views.delete(session, ada, one.id, at=AT)
    views.save(session, ada, views.new("potholes", "ordinary", "New", {}, {}), at=AT + timedelta(days=2))
    with pytest.raises(ViewNotFound):
        views.restore(session, ada, one.id)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "mine", " MINE ", "a\x00b"])
def test_a_name_is_one_that_can_be_told_from_others(session: Session, ada: Viewer, name: str) -> None:
    kept(session, ada, "Mine")
    other = kept(session, ada, "Other")
    for refused in (lambda: kept(session, ada, name), lambda: views.rename(session, ada, other.id, name)):
        with pytest.raises(ViewRefused):
            refused()
    views.rename(session, ada, other.id, "other")
    assert names(session, ada) == ["Mine", "other"]


def test_there_can_be_thirty(session: Session, ada: Viewer) -> None:
    made = [kept(session, ada, f"View {n}") for n in range(views.MOST)]
    with pytest.raises(ViewRefused):
        kept(session, ada, "One more")
    views.save(session, ada, views.View(made[0].id, "potholes", "ordinary", "View 0", plain={"with": "me"}), at=AT)
    assert views.one(session, ada, made[0].id).plain == {"with": "me"}
    views.delete(session, ada, made[0].id, at=AT)
    kept(session, ada, "One more")
    with pytest.raises(ViewRefused):
        views.restore(session, ada, made[0].id)
