"""A draft walked through: as a citizen, as each colleague, with a clock that is wound on."""

from __future__ import annotations

from datetime import date, time

from tests.browser.operations.journey import Desk, does
from tests.browser.typist import Typist

BIN = "/build/missed-bin"
HAND = ".tc-walk__hand"


def sent(mine: Typist) -> Typist:
    """The form filled in and sent, the first page with a mistake."""
    mine.presses("Continue", within=HAND).reads("There is a problem")
    mine.presses("Enter the address yourself").types("Address line 1", "1 High Street").types("Town", "Anytown")
    mine.types("Postcode", "ZE1 0AA").presses("Continue", within=HAND)
    mine.chooses("Rubbish").presses("Continue", within=HAND).types("Day", "25").types("Month", "3")
    mine.types("Year", "2026")
    mine.presses("Continue", within=HAND).chooses("No").presses("Continue", within=HAND)
    mine.types("Full name", "Ada Lovelace").types("Email address", "ada@example.org").presses("Continue", within=HAND)
    return mine.presses("Agree and send").reads("We have received it")


@does("build_try.begin", "build_try.save", "build_try.wind", "build_try.back", "build_try.act", "build_try.keep")
def a_walk_through(desk: Desk) -> None:
    mine = desk.mine.goes_to(f"{BIN}/try").dates("On", date(2026, 3, 26)).times("At", time(9)).presses("Begin")
    sent(mine).presses("See who has it now").reads("We have your report").follows("Crew desk")
    mine.presses("Could not collect").presses("Could not collect", within=HAND).reads("There is a problem")
    mine.follows("Back").presses("Already reported").reads("Duplicate").presses("Take back the last step")
    mine.presses("1 working day on").reads("27 March 2026").presses("To what comes next")
    mine.presses("Take back the last step").unfolds("Keep this as an example")
    mine.types("What does it show?", f"A report that waits, {desk.mark}").presses("Keep it").said("Kept the example")


@does("build_try.source", "build_try.language", "build_try.begin", "build_try.wind")
def what_is_looked_up(desk: Desk) -> None:
    mine = desk.mine.goes_to(f"{BIN}/try").presses("A garden bin is collected").unfolds("Round:")
    mine.chooses("It is down").presses("Let it say this").reads("the source is down")
    mine.unfolds("Date, language").dates("Date", date(2026, 4, 2)).presses("Go there").reads("2 April 2026")
    mine.unfolds("Date, language").presses("In Cymraeg").presses("Parhau", within=HAND).reads("Mae yna broblem")


@does("build_try.undo", "build_try.back")
def what_was_done_is_undone(desk: Desk) -> None:
    mine = desk.mine.goes_to(f"{BIN}/try").presses("A garden bin is collected").presses("Take back the last step")
    mine.follows("Crew desk").presses("Undo what you did").reads("undone")


@does("build_try.do_task")
def a_task(desk: Desk) -> None:
    mine = desk.mine.goes_to("/build/scaffold-licence/try").presses("A small scaffold on a quiet pavement")
    for _ in range(3):
        mine.presses("Take back the last step")
    mine.follows("Highways").follows("Effect on pavement and road").chooses("No objection")
    mine.presses("Effect on pavement and road", within=HAND).reads("Highways answered")
