"""A draft walked through in a browser: the form, each role, the clock; kept, it is an example."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from runtime.drafts import rehearsals
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser, Page

TRY = "/build/missed-bin/try"
ADDRESS = {
    "property-line_1": "1 High Street", "property-town": "Anytown", "property-postcode": "AB1 2CD",
}  # fmt: skip
DAY = {"missed_on-day": "25", "missed_on-month": "3", "missed_on-year": "2026"}


def begun(desk: Desk, at: str = "2026-03-26") -> Browser:
    browser = desk.sign_in()
    browser.send(browser.get(TRY).form(TRY), date=at, time="09:00")
    browser.follow()
    browser.follow()
    return browser


def page_of(browser: Browser) -> Page:
    assert browser.page is not None
    return browser.page


def answer(browser: Browser, **typed: str) -> Page:
    """Fill in the page in hand, and follow where it leads."""
    form = next(form for form in page_of(browser).forms if "/apply/" in form.action)
    page = browser.send(form, **typed)
    while page.status == 303:
        page = browser.follow()
    return page


def filled_in(browser: Browser) -> Page:
    answer(browser, **ADDRESS)
    answer(browser, bin="refuse", **DAY)
    return answer(browser, email="ada@example.org")


def sent(desk: Desk) -> Browser:
    """The citizen has sent it, and the case is there."""
    browser = begun(desk)
    filled_in(browser)
    page = answer(browser)
    browser.get(page.links["See who has it now"])
    return browser


def pressed(browser: Browser, ending: str, **typed: str | None) -> Page:
    """Press a button whose form leads to an address that ends so."""
    page = browser.send(page_of(browser).form(ending), **typed)
    while page.status == 303:
        page = browser.follow()
    return page


def test_it_begins_when_its_author_says(desk: Desk) -> None:
    page = page_of(begun(desk))
    assert page.heading == "Where was the bin missed?"
    assert "It is 9am on Thursday 26 March 2026" in page.text


def test_the_form_is_played_page_by_page_to_the_check_and_sent(desk: Desk) -> None:
    browser = begun(desk)
    assert answer(browser).status == 422
    page = filled_in(browser)
    assert page.heading == "Check your answers before sending"
    page = answer(browser)
    assert "State New The citizen reads We have your report Queue New reports" in page.text
    page = browser.get(page.links["See who has it now"])
    assert page.heading == "We have your report"
    assert "None so far" not in page.text, "an acknowledgement is sent where the service sends nothing itself"


def test_each_role_sees_its_buttons_and_why_the_others_are_not_there(desk: Desk) -> None:
    browser = sent(desk)
    page = browser.get(page_of(browser).links["Waste supervisor"])
    assert "There is no action for you here." in page.text
    assert "Only “Crew desk” can do “Send a crew”" in page.text
    page = browser.get(page.links["Crew desk"])
    page = pressed(browser, "/act/crew-desk/send")
    assert "State With crew" in page.text
    assert "Your missed bin" in page.text
    assert "To the applicant, ada@example.org" in page.text
    assert "We will be back by 30 March 2026." in page.text


def test_what_an_action_asks_is_asked_and_judged(desk: Desk) -> None:
    browser = sent(desk)
    page = browser.get(page_of(browser).links["Crew desk"])
    page = browser.get(page.links["Could not collect"])
    assert page.heading == "Could not collect"
    assert "Why?" in page.text
    assert browser.send(page.form("/refuse")).status == 422
    page = pressed(browser, "/act/crew-desk/refuse", reason="not_out")
    assert "State Not collected" in page.text
    assert "The crew said: Not out in time." in page.text


def test_a_button_that_is_not_there_can_be_tried_and_is_refused_with_every_reason(desk: Desk) -> None:
    browser = sent(desk)
    browser.get(page_of(browser).links["Waste supervisor"])
    page = pressed(browser, "/act/supervisor/done")
    assert "That was refused:" in page.text
    assert "Only “Crew desk” can do “Mark collected”" in page.text
    assert "State New" in page.text


def test_the_clock_is_wound_on_to_what_comes_next(desk: Desk) -> None:
    browser = sent(desk)
    browser.get(page_of(browser).links["Crew desk"])
    page = pressed(browser, "/act/crew-desk/send")
    assert "“Escalate” happens by itself" in page.text
    page = pressed(browser, "/wind", to="2026-03-30T09:00")
    assert "It is 9am on Monday 30 March 2026" in page.text
    assert "State Overdue" in page.text
    assert "Assigned to Waste supervisor Priority High" in page.text
    assert "Ran out 9am on Monday 30 March 2026" in page.text
    page = pressed(browser, "/back")
    assert "State With crew" in page.text


def test_a_clock_does_not_go_back_once_it_is_sent(desk: Desk) -> None:
    browser = sent(desk)
    page = pressed(browser, "/wind", date="2026-03-01", time="09:00", by=None, to=None)
    assert "time only goes forward" in page.text
    assert "It is 9am on Thursday 26 March 2026" in page.text


def test_a_stop_page_ends_it_and_the_clock_decides(desk: Desk) -> None:
    browser = begun(desk)
    filled_in(browser)
    page = pressed(browser, "/wind", by="1 week")
    assert page.heading == "You can no longer report this"
    assert "Your next collection is on" not in page.text


def test_what_a_source_says_is_for_the_author_to_say(desk: Desk) -> None:
    browser = begun(desk)
    answer(browser, **ADDRESS)
    found = {"said": "found", "fact-last_collected": "2026-03-25", "fact-next_collection": "2026-04-01"}
    page = pressed(browser, "/source/round", **found)
    assert "Round: found" in page.text
    assert "With the answers so far it is not asked." in page.text, "an address that was typed has no number"
    page = pressed(browser, "/source/round", said="down")
    assert "Round: the source is down" in page.text


def test_reloading_and_going_back_show_what_was_there(desk: Desk) -> None:
    browser = begun(desk)
    first = page_of(browser).path
    answer(browser, **ADDRESS)
    assert browser.get(first).heading == "Where was the bin missed?"
    assert "1 High Street" not in browser.get(first).form("/apply/where").fields["property-line_1"]


def test_kept_it_is_an_example_that_holds(desk: Desk) -> None:
    browser = sent(desk)
    browser.get(page_of(browser).links["Crew desk"])
    page = pressed(browser, "/act/crew-desk/send")
    browser.send(page.form("/keep"), name="A crew is sent by hand")
    page = browser.follow()
    assert page.heading == "Examples"
    assert "Kept the example “A crew is sent by hand”." in page.text
    assert "All 2 hold" in page.text
    assert desk.document()["examples"][-1]["then"][0]["expect"]["state"] == "with-crew"


def test_it_begins_where_an_example_ends(desk: Desk) -> None:
    browser = desk.sign_in()
    form = next(form for form in browser.get(TRY).forms if form.action == TRY and "date" not in form.fields)
    browser.send(form, example="0")
    page = browser.follow()
    assert "State Collected" in page.text
    assert "That was refused:" in page.text


def test_nobody_else_sees_it(desk: Desk) -> None:
    browser = begun(desk)
    assert desk.sign_in("di").get(page_of(browser).path).status == 404
    assert browser.get(f"{TRY}/018f0000-0000-7000-8000-000000000000").status == 404


def test_steps_are_forgotten_after_a_week(desk: Desk) -> None:
    with desk.database.begin() as session:
        steps = {
            days: rehearsals.keep(session, ORGANISATION, "missed-bin", {"at": "2026-03-26T09:00"},
                                  by=desk.people["ines"], at=now() - timedelta(days=days))
            for days in (8, 6)
        }  # fmt: skip
        rehearsals.forget_old(session, at=now())
        assert rehearsals.find(session, ORGANISATION, "missed-bin", steps[8]) is None
        assert rehearsals.find(session, ORGANISATION, "missed-bin", steps[6]) is not None
        assert rehearsals.find(session, uuid4(), "missed-bin", steps[6]) is None, "of another organisation"


def test_in_welsh_all_that_the_citizen_reads_is_welsh(desk: Desk) -> None:
    browser = begun(desk)
    page = pressed(browser, "/language", language="cy")
    assert "Parhau" in page.text
    assert "Continue" not in page.text
    assert "Keep this as an example" in page.text
