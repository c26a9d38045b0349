"""A clerk's morning: what is urgent, a view of one's own, a queue that keeps up without moving, the next case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from builder.demo_cases import bin_answers
from definitions.calendars import Moment, calendar
from runtime import applications, cases, documents, people, queues
from runtime.db import Database
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live, is_sound

TOP = "document.activeElement.getBoundingClientRect().top"
QUEUE = "/staff/queues/missed-bin/new-reports"


def reported(database: Database, *, ago: timedelta = timedelta(0)) -> str:
    """A report on no known round that comes in now; its reference."""
    at = datetime.now(UTC) - ago
    with database.begin() as session:
        live = documents.published(session, "missed-bin")
        begun, _ = applications.begin(session, live.version_id, language="en", at=at)
        who = {"full_name": {"full": "Ada King"}, "email": "ada@example.org", "phone": None}
        given = bin_answers(3, Moment(at, calendar("england")).today) | who
        receipt = cases.submit(session, applications.save_page(session, begun, given, at), at=at)
    return receipt.reference


def taken(database: Database, reference: str) -> None:
    """Tom takes it at another desk."""
    with database.begin() as session:
        tom = people.viewer(session, people.find(session, "supervisor@demo.example"))
        loaded = cases.by_reference(session, reference)
        cases.take(session, loaded.id, tom.actor("missed-bin"), revision=loaded.revision, at=datetime.now(UTC))


def test_home_view_filter_refresh_in_place_and_the_next_case(new_page: Callable[..., Page], live: Live) -> None:
    page = new_page(scripts=True, width=1280, height=420)
    clerk = Clerk(page).signs_in("crew").reads("Overdue", "With you", "Waiting on others")
    clerk.follows("New reports").sees("New reports")
    page.locator("summary", has_text="Narrow by answers").click()
    page.locator("#property-words").fill("castle")
    page.get_by_role("button", name="Narrow", exact=True).click()
    expect(page.locator(".tc-chip")).to_contain_text("“castle”")
    expect(page.locator("tr[data-case]")).to_have_count(1)
    page.locator("summary", has_text="Keep as a view").click()
    clerk.fills("Name", "Castle Street").presses("Keep it").reads("“Castle Street” is kept")
    is_sound(page)
    clerk.goes_to("/staff").reads("Your views").follows("Castle Street").sees("New reports")
    page.get_by_role("link", name="Remove Address: “castle”").click()

    one, two = (reported(live.database, ago=timedelta(days=5)) for _ in range(2))
    page.goto(f"{QUEUE}?with=nobody")
    rows = page.locator("tr[data-case]")
    shown = rows.evaluate_all("rows => rows.map(row => row.dataset.case)")
    page.get_by_label(f"Choose {two}").check()
    page.locator(f'tr[data-case="{shown[-1]}"] a').focus()
    top = page.evaluate(TOP)
    new = reported(live.database, ago=timedelta(days=6))
    taken(live.database, one)
    page.locator("[data-fresh]").dispatch_event("fresh")
    news = page.locator("[data-fresh-news]")
    expect(news).to_contain_text("1 no longer here.")
    expect(news).to_contain_text("1 new: show")
    expect(page.locator(f'tr[data-case="{one}"]')).to_contain_text("No longer here")
    assert rows.evaluate_all("rows => rows.map(row => row.dataset.case)") == shown, "nothing has moved"
    assert abs(page.evaluate(TOP) - top) <= 2, "not on the screen either"
    assert page.evaluate("document.activeElement.closest('tr').dataset.case") == shown[-1]
    expect(page.get_by_label(f"Choose {two}")).to_be_checked()
    is_sound(page)

    news.get_by_role("button", name="1 new: show").click()
    expect(page.locator(f'tr[data-case="{new}"] a')).to_be_focused()
    expect(page.locator(f'tr[data-case="{one}"]')).to_have_count(0)
    expect(page.get_by_label(f"Choose {two}")).to_be_checked()
    page.keyboard.press("Enter")
    clerk.sees(new)
    clerk.goes_to(QUEUE).presses("Next case")
    expect(page.locator(".tc-standing")).to_contain_text("You")
    with live.database.read() as session:
        carys = people.viewer(session, people.find(session, "crew@demo.example"))
        mine = queues.work(session, carys, "mine", at=datetime.now(UTC)).rows
    assert new in [row.reference for row in mine], "the most urgent comes first"


def test_a_page_that_nobody_looks_at_asks_for_nothing(new_page: Callable[..., Page], live: Live) -> None:
    page = new_page(scripts=True, width=1280)
    Clerk(page).signs_in("crew")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/fresh?" in request.url else None)
    page.goto(f"{QUEUE}?with=nobody")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.locator("[data-fresh]").dispatch_event("fresh")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false, configurable: true})")
    with page.expect_request("**/fresh?**"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert len(asked) == 1
