"""Two authors in one draft at once, each from what they last looked at: nothing gets lost, and conflicts show both."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder import drafting
from builder.edits import Add, Delete, Edit, Move, Set, Several, as_json
from builder.references.addresses import address
from definitions.reading.shape import faults
from runtime import drafts
from runtime.models.base import ORGANISATION
from tests.builder.editing import edits, places, reach
from tests.builder.web.authoring import Desk
from tests.runtime.web.browsing import Browser, Form, Page

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
BACK = "/build/missed-bin"
WORDED = ("label", "title", "hint", "summary", "subject", "public")


@dataclass
class Author:
    """Somebody with the builder open. ``seen`` is what they last looked at."""

    browser: Browser
    token: str
    revision: int = 0
    seen: dict[str, Any] = field(default_factory=dict)


class Together:
    """The draft, and what each put into it: ``marks`` are words that nobody else writes, with when they came."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.marks: dict[str, int] = {}
        self.authors = []
        for name in ("ines", "tom"):
            browser = desk.sign_in(name)
            self.authors.append(Author(browser, browser.get("/build").form("/sign-out").fields["csrf_token"]))

    def look(self, author: Author) -> None:
        with self.desk.database.read() as session:
            found = drafting.open_draft(session, ORGANISATION, "missed-bin")
        author.revision, author.seen = found.revision, found.document

    def begin_anew(self) -> None:
        with self.desk.database.begin() as session:
            if drafts.find(session, ORGANISATION, "missed-bin") is not None:
                drafts.discard(session, drafts.hold(session, ORGANISATION, "missed-bin"))
        self.marks = {}
        for one in self.authors:
            self.look(one)

    def do(self, author: Author, edit: Edit) -> Page:
        sent = {"edit": json.dumps(as_json(edit)), "revision": str(author.revision), "back": BACK}
        response = author.browser.client.post(f"{BACK}/settle", data={"csrf_token": author.token, **sent})
        return Page(response, f"{BACK}/settle")


def marked(draw: st.DrawFn | Any, document: dict[str, Any], mark: str) -> Edit:
    """An edit that puts the mark somewhere."""
    worded = [at for at in places(document) if at[-1] in WORDED and isinstance(reach(document, at), str)]
    asked = [at for at in places(document) if at[-1] == "questions"]
    match draw(st.integers(0, 3)):
        case 0:
            into = address(document, draw(st.sampled_from(asked)))
            return Add(into, {"type": "text", "label": mark})
        case 1:
            two = draw(st.lists(st.sampled_from(worded), min_size=2, max_size=2, unique=True))
            return Several(tuple(Set(address(document, at), mark) for at in two))
    return Set(address(document, draw(st.sampled_from(worded))), mark)


@settings(max_examples=12, deadline=None, phases=QUICK, suppress_health_check=FIXTURES)
@given(st.data())
def test_what_two_do_at_once_is_never_lost(desk: Desk, data: st.DataObject) -> None:
    both = Together(desk) if not hasattr(desk, "both") else desk.both
    desk.both = both  # type: ignore[attr-defined]
    both.begin_anew()
    for n in range(data.draw(st.integers(2, 7))):
        author = both.authors[data.draw(st.integers(0, 1))]
        if data.draw(st.booleans()):
            both.look(author)
        mark = f"Mark {n} of {author.token[-4:]}"
        marking = data.draw(st.integers(0, 2)) > 0
        edit = marked(data.draw, author.seen, mark) if marking else data.draw(edits(author.seen))
        before = desk.text()
        page = both.do(author, edit)
        after = desk.text()
        assert faults(json.loads(after)) == ()
        if page.status == 303:
            gone = [one for one in both.marks if one in before and one not in after]
            assert all(both.marks[one] <= author.revision for one in gone), (gone, edit)
            both.look(author)
            if marking:
                assert mark in after
                both.marks[mark] = author.revision
            continue
        assert page.status in (409, 422)
        assert after == before
        if page.status == 409 and marking:
            assert mark in page.text
            taken(both, author, page, mark, before)


def ways(page: Page) -> list[Form]:
    """The buttons of a conflict: mine where that can be had, and theirs with all else of mine where there is more."""
    return [form for form in page.forms if form.action.endswith("/settle")]


def taken(both: Together, author: Author, page: Page, mark: str, before: str) -> None:
    """Whoever has seen both sides can have theirs."""
    if not ways(page):
        return
    author.browser.send(ways(page)[0])
    after = both.desk.text()
    assert before != after
    both.look(author)
    if mark in after:
        both.marks[mark] = author.revision


def conflict(desk: Desk) -> tuple[Author, Page]:
    """Tom changed a title while Ines changed it too, and the summary, and took a page out."""
    both = Together(desk)
    ines, tom = both.authors
    both.look(ines)
    both.look(tom)
    assert both.do(tom, Set("/title", "Toms")).status == 303
    mine = (Set("/title", "Mine"), Set("/summary", "What I typed."), Delete("page:contact", clear=True))
    page = both.do(ines, Several(mine))
    assert (page.status, page.heading) == (409, "Tom has changed the same thing")
    assert "contact" in desk.text()
    return ines, page


def test_of_a_conflict_mine_can_be_had_and_all_else_that_i_did(desk: Desk) -> None:
    ines, page = conflict(desk)
    ines.browser.send(ways(page)[0])
    document = desk.document()
    assert (document["title"], document["summary"]) == ("Mine", "What I typed.")
    assert "contact" not in [one["id"] for one in document["form"]["pages"]]


def test_of_a_conflict_theirs_can_stay_and_all_else_that_i_did_is_saved(desk: Desk) -> None:
    ines, page = conflict(desk)
    ines.browser.send(ways(page)[1])
    document = desk.document()
    assert (document["title"], document["summary"]) == ("Toms", "What I typed.")
    assert "contact" not in [one["id"] for one in document["form"]["pages"]]


def test_two_orders_of_the_same_pages_are_shown_and_mine_can_be_had(desk: Desk) -> None:
    both = Together(desk)
    ines, tom = both.authors
    both.look(ines)
    both.look(tom)
    assert both.do(tom, Move("page:contact", "/form/pages", "page:where")).status == 303
    page = both.do(ines, Move("page:which", "/form/pages", "page:where"))
    assert (page.status, page.heading) == (409, "Tom has changed the same thing")
    assert "form pages, in order" in page.text
    titles = {one["id"]: one["title"] for one in desk.document()["form"]["pages"]}
    for order in (["contact", "where", "which", "too-late"], ["which", "where", "too-late", "contact"]):
        assert " ".join(titles[one] for one in order) in page.text
    ines.browser.send(ways(page)[0])
    pages = [one["id"] for one in desk.document()["form"]["pages"]]
    assert pages == ["which", "where", "too-late", "contact"]
