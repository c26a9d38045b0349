"""Words: in another language, of a translator, found and replaced, and what is said about them."""

from __future__ import annotations

import re

from tests.browser.operations.journey import Desk, does
from tests.browser.typist import Typist

BIN = "/build/missed-bin"


@does("build_translate.save", "build_translate.invite", "build_translate.end", "build_translator.save")
def another_language(desk: Desk) -> None:
    mine = saves(desk, desk.mine.goes_to(f"{BIN}/translate"), "The service: title", f"Bin a gollwyd {desk.mark}")
    mine.goes_to(f"{BIN}/translate/links").types("Who will translate?", "Siân Evans").presses("Make a link")
    link = mine.page.get_by_label("Link", exact=True).input_value()
    saves(desk, mine.goes_to(link), "The service: summary", f"Dywedwch wrthym {desk.mark}")
    mine.goes_to(f"{BIN}/translate/links").presses("Take it back").said("The link is taken back")
    mine.goes_to(link)
    assert "Siân" not in mine.page.locator("main").inner_text()


def saves(desk: Desk, typist: Typist, what: str, words: str) -> Typist:
    """A text saves itself where scripts run; else its button does."""
    typist.types(f"Welsh for {what}", words)
    if not desk.scripts:
        typist.presses(f"Save {what}")
    box = typist.page.get_by_role("textbox", name=re.compile(f"^Welsh for {re.escape(what)}"))
    assert box.input_value() == words
    return typist


@does("build_translate.speak")
def a_first_language(desk: Desk) -> None:
    service = "housing-repair" if desk.scripts else "school-travel"
    desk.mine.goes_to(f"/build/{service}/translate").presses("Add").reads("Welsh")


@does("build_comments.say", "build_comments.settle", "build_comments.reopen")
def a_comment(desk: Desk) -> None:
    question = "bin" if desk.scripts else "email"
    mine = desk.mine.goes_to(f"{BIN}/form?at=question:{question}").follows("Comment on Question:")
    words = f"Is this the right word, {desk.mark}?"
    mine.types("Say something about", words).presses("Comment", within="main").said("Your comment is there")
    mine.goes_to(f"{BIN}/comments").reads(words).presses("Settle").said("Settled")
    mine.goes_to(f"{BIN}/comments?settled=yes").presses("Open again").said("Open again")


@does("build_find.replace", "build_find.replace_all")
def found_and_replaced(desk: Desk) -> None:
    mine = desk.mine.goes_to(f"{BIN}/settings").follows("Find and replace words")
    mine.types("Find", "crew", within="main").types("Replace with", "team").presses("Find", within="main").reads("crew")
    mine.presses("Replace", within="main").said("Replaced").presses("Undo").said("Undone")
    mine.goes_to("/build").follows("Find words in all services")
    mine.types("Find", "school" if desk.scripts else "evidence", within="main").types("Replace with", "other words")
    mine.presses("Find", within="main").presses("Replace", within="main").said("Replaced")


@does("build_settings.own", "build_element.save", "build_steps.undo", "build_steps.redo")
def the_settings(desk: Desk) -> None:
    mine = desk.mine.goes_to(f"{BIN}/settings").picks("Owner", "Tom Achebe").presses("Save owner")
    mine.said("another owner").types("Summary", f"Tell us that your bin was missed, {desk.mark}.")
    if not desk.scripts:
        mine.presses("Save", within="form.tc-element")
    mine.presses("Undo").said("Undone").presses("Redo").said("Done again").presses("Undo").said("Undone")
