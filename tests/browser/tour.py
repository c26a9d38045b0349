"""Every kind of page there is, reached one after the other: what holds for all pages is looked at in each.

A tour is a generator that brings somebody to a page and yields the name of it. A new kind of page joins by a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from playwright.sync_api import expect

from builder.demo import PASSWORD
from definitions import council
from definitions.facts import Actor
from definitions.questions import KINDS
from runtime import applications, calendars, cases, incidents, people
from runtime.access import COUNCIL
from runtime.db import Database
from tests import every_kind
from tests.browser.citizen import CHECK, TODAY, Citizen
from tests.browser.clerk import Clerk
from tests.definitions import consulting
from tests.runtime import citizens
from tests.runtime.web.applicants import answerable
from tests.runtime.web.families import family

LOST = "Report a lost bin"


def lost_bin(id: str) -> dict[str, Any]:
    """The example, under a name of its own, with things for its applicant to do, and a clock that knows no holidays."""
    document = answerable() | {"id": id, "title": LOST}
    document["workflow"]["clocks"][0] |= {"length": "2 days", "label": "Emptied within 2 days"}
    return document


def prepare(database: Database) -> None:
    """The services of the tours, and a caseworker who has only these."""
    prepare_mending(database)
    prepare_asking(database)
    at = datetime.now(UTC)
    with database.begin() as session:
        for document in (lost_bin("lost-bin"), family(), every_kind.document()):
            citizens.publish(session, document)
        version = citizens.publish(session, lost_bin("bin-of-the-office"))
        yesterday = (TODAY - timedelta(days=1)).isoformat()
        cases.submit(session, citizens.apply(session, version, at, missed_on=yesterday), at=at)
        team = people.create_team(session, "Readers", at=at)
        people.grant(session, team, "bin-of-the-office", "crew-desk", at=at)
        reader = people.create(session, name="Rhian Rees", email="reader@demo.example", password=PASSWORD, at=at)
        people.join(session, team, reader, at=at)
        keepers = people.create_team(session, "Keepers", at=at)
        people.grant(session, keepers, COUNCIL, "calendar", at=at)
        keeper = people.create(session, name="Kit Vane", email="keeper@demo.example", password=PASSWORD, at=at)
        people.join(session, keepers, keeper, at=at)
        close = partial(council.closed, days=[(at + timedelta(days=300)).date()], why="Christmas closure")
        calendars.amend(session, close, by="Kit Vane", reason="Christmas closure", at=at)


def prepare_asking(database: Database) -> None:
    """A service that asks others, a case of it with its panel, one with its consultees, and somebody who is both."""
    at = datetime.now(UTC)
    tasks = [task | {"due": "2 days"} for task in consulting.TASKS if task["id"] in ("highways", "panel")]
    ways = [way for way in consulting.WAYS if way["id"] in ("consult", "go-on", "grant", "end")]
    document = consulting.service(tasks=tasks, transitions=ways).document | {"id": "bridge", "title": "Close a bridge"}
    officer = Actor("staff", "01890000-0000-7000-8000-000000000001", "Ola Ward", frozenset({"officer", "highways"}))
    with database.begin() as session:
        version = citizens.publish(session, dict(document))
        team = people.create_team(session, "Askers", at=at)
        for role in ("highways", "member"):
            people.grant(session, team, "bridge", role, at=at)
        asked = people.create(session, name="Asif Dean", email="asked@demo.example", password=PASSWORD, at=at)
        people.join(session, team, asked, at=at)
        for voted in (True, False):
            begun, _ = applications.begin(session, version.id, language="en", at=at)
            begun = applications.save_page(session, begun, {"street": "High Street", "sites": None}, at)
            case_id = cases.submit(session, begun, at=at).case_id
            cases.act(session, case_id, "consult", {}, officer, revision=None, at=at)
            if voted:
                cases.do_task(session, case_id, "highways", {"opinion": "support"}, officer, at=at)
                cases.act(session, case_id, "go-on", {}, officer, revision=None, at=at)


def prepare_mending(database: Database) -> None:
    """A service in which things have gone wrong, and somebody who puts them right and looks after others."""
    at = datetime.now(UTC)
    document = lost_bin("bin-to-mend") | {"corrections": {"by": ["supervisor"]}}
    document["roles"] = [
        role | ({"supervises": ["crew-desk"]} if role["id"] == "supervisor" else {}) for role in document["roles"]
    ]
    with database.begin() as session:
        version = citizens.publish(session, document)
        team = people.create_team(session, "Menders", at=at)
        for role in ("supervisor", "crew-desk"):
            people.grant(session, team, "bin-to-mend", role, at=at)
        mender = people.create(session, name="Mair Pugh", email="mender@demo.example", password=PASSWORD, at=at)
        people.join(session, team, mender, at=at)
        yesterday = (TODAY - timedelta(days=1)).isoformat()
        for reason in ("The source was away.", "The source was away.", "It could not be read."):
            sent = cases.submit(session, citizens.apply(session, version, at, missed_on=yesterday), at=at)
            told = {"kind": "timer", "about": "escalate", "owner": "supervisor", "reason": reason, "at": at}
            incidents.open(session, sent.case_id, **told)


def outside(citizen: Citizen) -> Iterator[str]:
    """Pages that belong to no service."""
    citizen.goes_to("/").sees("Services")
    yield "services"
    citizen.goes_to("/track").sees("Check progress")
    yield "track"
    citizen.presses("Continue").is_told("Enter your reference number", "Enter something you told us")
    yield "track-mistakes"
    citizen.goes_to("/track/no-such-link").sees("Check progress")
    yield "track-link"
    citizen.presses("Continue").sees("This link does not work any more")
    yield "track-link-dead"
    citizen.goes_to("/asked/no-such-link").sees("You are asked about a case")
    yield "asked-link"
    citizen.presses("Continue").sees("This link does not work any more")
    yield "asked-link-dead"
    citizen.goes_to("/return").sees("Continue an application you saved")
    yield "return"
    citizen.page.get_by_role("button", name="Continue").click()
    citizen.is_told("Enter your code")
    yield "return-mistake"
    citizen.goes_to("/return/no-such-link").sees("Continue where you left off")
    yield "return-link"
    citizen.goes_to("/left").sees("This device is clear")
    yield "left"
    citizen.goes_to("/nowhere").sees("Page not found")
    yield "not-found"
    citizen.goes_to("/staff/sign-in").sees("Sign in")
    yield "staff-sign-in"


def form(citizen: Citizen) -> Iterator[str]:
    """A short form, from its start to where its case stands."""
    citizen.goes_to("/apply/lost-bin").sees(LOST)
    yield "start"
    citizen.presses("Start now").sees("Where was the bin missed?")
    yield "question-address"
    citizen.presses("Continue").sees("Where was the bin missed?")
    yield "question-address-mistakes"
    citizen.lives("1 High Street", "Anytown", "ZE1 0AA").goes_on("Which bin was missed?")
    yield "question-several"
    citizen.chooses("Recycling").dates("Collection day", TODAY - timedelta(days=40)).goes_on(
        "You can no longer report this"
    )
    yield "stop"
    citizen.goes_to("/apply/lost-bin/which").sees("Which bin was missed?")
    citizen.dates("Collection day", TODAY - timedelta(days=1)).goes_on("How can we tell you what happened?")
    citizen.presses("Save and come back later").sees("Your answers are saved")
    yield "later"
    citizen.goes_to("/apply/lost-bin").sees(LOST)
    yield "start-saved"
    citizen.goes_to("/apply/lost-bin/contact").fills("Email address", "ada@example.org").goes_on(CHECK)
    yield "check"
    citizen.sends()
    yield "sent"
    citizen.progress("We have your report")
    yield "progress"
    citizen.acts("Take it back")
    yield "action"


def kinds(citizen: Citizen) -> Iterator[str]:
    """A question of each kind, as it is asked and as it comes back when nothing was answered."""
    citizen.goes_to("/apply/every-kind").presses("Start now")
    for kind in sorted(KINDS):
        title = f"A question: {kind.replace('-', ' ')}"
        citizen.goes_to(f"/apply/every-kind/{kind}").sees(title)
        yield f"kind-{kind}"
        citizen.page.locator("main").get_by_role("button", name="Continue").click()
        expect(citizen.page.locator(".govuk-error-summary")).to_be_visible()
        yield f"kind-{kind}-mistake"


def long_form(citizen: Citizen) -> Iterator[str]:
    """Sections, and lists that grow."""
    citizen.goes_to("/apply/school-run").presses("Start now").sees("Your application")
    yield "tasks"
    citizen.follows("About you").sees("What is your name?").fills("Full name", "Ada King")
    citizen.goes_on("Where do you live?").chooses("Yes").goes_on("About you")
    yield "section-check"
    citizen.presses("Continue").sees("Your application").follows("Your children").sees("Your children")
    yield "items-none"
    citizen.goes_on("Child 1").fills("First name", "Byron").goes_on("How old is Byron?")
    yield "item-question"
    citizen.fills("Age", "9").goes_on("Journeys of Byron")
    yield "items-inside"
    citizen.chooses("No").goes_on("Your children")
    yield "items"
    citizen.presses("Continue").is_told("Select yes if you need to add another")
    yield "items-mistake"
    citizen.follows("Change Byron").sees("Byron")
    yield "item-check"
    citizen.goes_to("/apply/school-run/family").presses("Remove Byron").sees("Your children")
    yield "items-removed"
    citizen.goes_to("/apply/school-run/tasks").sees("Your application")
    yield "tasks-begun"


def office(clerk: Clerk) -> Iterator[str]:
    """What a caseworker sees."""
    clerk.signs_in("reader")
    yield "staff-home"
    clerk.queue("New reports")
    yield "staff-queue"
    reference = clerk.page.locator("tbody th a").first.inner_text().strip()
    clerk.presses("The one here").sees("1 case: what do you want to do?")
    yield "staff-bulk-choose"
    clerk.chooses("Could not collect").presses("Continue").sees("Could not collect")
    yield "staff-bulk-ask"
    clerk.page.locator("main").get_by_role("radio").first.check()
    clerk.presses("See what would happen").sees("Could not collect: 1 case")
    yield "staff-bulk-checked"
    clerk.presses("Do nothing").sees("New reports")
    clerk.opens(reference)
    yield "staff-case"
    clerk.acts("Could not collect")
    yield "staff-case-action"
    clerk.goes_to(f"/staff/cases/{reference}/do/refuse").sees("Could not collect")
    yield "staff-action"
    clerk.page.locator("main").get_by_role("button", name="Could not collect").click()
    expect(clerk.page.locator(".govuk-error-summary")).to_be_visible()
    yield "staff-action-mistake"
    clerk.goes_to(f"/staff/cases/{reference}/hand-on").sees("Hand it on")
    yield "staff-hand-on"
    yield from beside(clerk, reference)
    yield from looking(clerk)
    clerk.goes_to("/staff/incidents").sees("Incidents")
    yield "staff-incidents"
    clerk.goes_to("/staff/account").sees("Your account")
    yield "staff-account"


def beside(clerk: Clerk, reference: str) -> Iterator[str]:
    """What is done with a case besides its actions."""
    clerk.goes_to(f"/staff/cases/{reference}/link").presses("Save").sees("Link with another case")
    yield "staff-link-mistake"
    clerk.goes_to(f"/staff/cases/{reference}/split").sees("Split this case")
    yield "staff-split"
    clerk.goes_to(f"/staff/cases/{reference}/write").sees("Write to the applicant")
    yield "staff-write"
    clerk.fills("Subject", "Your bin").fills("What you want to say", "We are looking.").presses("Preview")
    clerk.sees("Read it once more")
    yield "staff-write-preview"
    clerk.goes_to(f"/staff/cases/{reference}/summary").sees("Summary of")
    yield "staff-summary"


def colleagues(clerk: Clerk) -> Iterator[str]:
    """When one is away, and that one knows an applicant."""
    clerk.signs_in("reader").follows("When you are away").sees("When you are away")
    yield "staff-away"
    clerk.presses("Save").is_told("Enter the first day")
    yield "staff-away-mistake"
    clerk.goes_to("/staff/queues/bin-of-the-office/new-reports").page.locator("tbody th a").first.click()
    clerk.follows("I know this applicant").sees("I know this applicant")
    yield "staff-conflict"
    clerk.presses("I must not work on this").is_told("Select what this is about")
    yield "staff-conflict-mistake"


def looking(clerk: Clerk) -> Iterator[str]:
    """What a caseworker sees of the work there is, besides one queue."""
    clerk.goes_to("/staff/work?list=waiting").sees("Waiting on others")
    yield "staff-work"
    box = clerk.page.get_by_label("Find a case by reference or applicant")
    box.fill("ab1")
    box.press("Enter")
    clerk.sees("Cases like “ab1”")
    yield "staff-search"
    clerk.goes_to("/staff/queues/bin-of-the-office/new-reports?with=nobody")
    clerk.page.locator("summary", has_text="Keep as a view").click()
    clerk.fills("Name", "Nobody’s").presses("Keep it").goes_to("/staff/views").sees("Your views")
    yield "staff-views"
    clerk.presses("Delete Nobody’s").sees("Your views").reads("“Nobody’s” is deleted.")
    yield "staff-views-undo"
    clerk.goes_to("/staff/queues/bin-of-the-office/new-reports/export").sees("Export New reports")
    yield "staff-export"
    clerk.presses("Export as CSV").is_told("Say why you need this, in a few words.")
    yield "staff-export-mistake"


def answering(clerk: Clerk) -> Iterator[str]:
    """What whoever is asked something sees."""
    clerk.signs_in("asked")
    yield "staff-home-asked"
    clerk.goes_to("/staff/tasks").sees("Asked of you")
    yield "staff-tasks"
    clerk.follows("Effect on the road").sees("Effect on the road")
    yield "staff-task"
    clerk.presses("Send your answer").is_told("Select opinion")
    yield "staff-task-mistake"
    clerk.follows("Hand it on").sees("Hand on “Effect on the road”")
    yield "staff-task-hand-on"
    clerk.goes_to("/staff/tasks").follows("The panel").sees("The panel").chooses("Grant").presses("Vote")
    clerk.goes_to("/staff/tasks?role=bridge/member").follows("The panel").sees("The panel").reads("1 of 4 have voted")
    yield "staff-task-voted"


def keeping(clerk: Clerk) -> Iterator[str]:
    """What whoever keeps the council's calendar sees besides."""
    clerk.signs_in("keeper").goes_to("/staff/calendar").sees("Calendar")
    yield "staff-calendar"
    clerk.page.get_by_role("button", name="Close", exact=True).click()
    expect(clerk.page.locator(".govuk-error-summary")).to_be_visible()
    yield "staff-calendar-mistake"
    clerk.goes_to("/staff/calendar/holidays").sees("Bank holidays").reads("Christmas Day", "Scotland")
    clerk.goes_to("/staff/calendar").fills("Why they are counted again", "Christmas closure")
    clerk.page.get_by_role("button", name="See what would move").click()
    expect(clerk.page.get_by_text("would move, of")).to_be_visible(timeout=30_000)
    yield "staff-recount"


def mending(clerk: Clerk) -> Iterator[str]:
    """What whoever puts things right sees besides."""
    clerk.signs_in("mender").goes_to("/staff/incidents").sees("Incidents")
    yield "staff-incidents-many"
    clerk.page.get_by_role("link", name="See the 2").click()
    clerk.sees("Something that should happen by itself did not")
    yield "staff-incident-group"
    clerk.presses("Give up").reads("Select at least one")
    yield "staff-incident-group-mistake"
    clerk.page.get_by_role("checkbox").first.check()
    clerk.fills("Why, if you give up", "The crew went by").presses("Give up").sees("Something that should happen")
    clerk.goes_to("/staff/incidents/closed").sees("Incidents that are closed")
    yield "staff-incidents-closed"
    clerk.page.locator("tbody a").first.click()
    expect(clerk.page.locator(".tc-case")).to_be_visible()
    case = clerk.page.url
    clerk.page.get_by_role("link", name="Correct Collection day").click()
    clerk.sees("Correct an answer")
    yield "staff-correct"
    clerk.presses("Correct it").is_told("Enter why it is corrected")
    yield "staff-correct-mistake"
    clerk.page.goto(f"{case}/looked")
    clerk.sees("Who has looked")
    yield "staff-looked"
    clerk.goes_to("/staff/emergency").sees("Open a case in an emergency")
    yield "staff-emergency"
    clerk.presses("Open it and tell them").is_told(
        "Enter the reference of the case", "Select what the emergency is", "Enter what has happened"
    )
    yield "staff-emergency-mistake"


STAFF: tuple[Callable[[Clerk], Iterator[str]], ...] = (office, colleagues, answering, keeping, mending)
CITIZENS: tuple[Callable[[Citizen], Iterator[str]], ...] = (outside, form, kinds, long_form)
