"""The form, and whatever is worked out from it: questions, pages, values, decisions and tables."""

from __future__ import annotations

from playwright.sync_api import expect

from builder.edits import Set
from tests.browser.operations.journey import Desk, does

BIN = "/build/missed-bin"


def begun(desk: Desk, title: str) -> str:
    """A service of one's own, from nothing: the address of its pages."""
    desk.mine.goes_to("/build/new").types("What will people be able to do?", f"{title} {desk.mark}")
    desk.mine.presses("Start from nothing").said("Your service is begun")
    return desk.mine.page.url.partition("/form")[0]


@does("build_form_changes.add", "build_form_changes.put_ready", "build_form_changes.paste", "build_element.save",
      "build_form_steps.move", "build_form_steps.duplicate", "build_form_steps.delete", "build_form_steps.rename",
      )  # fmt: skip
def a_form(desk: Desk) -> None:
    service = begun(desk, "Ask for a bigger bin")
    mine = desk.mine.follows("Add a question or page").types("What do you ask?", "Which size?").chooses("One choice")
    mine.types("Choices, one on each line", "Small\nLarge").presses("Add the question").reads("Which size?")
    mine.goes_to(f"{service}/form?at=question:size").unfolds("Paste choices")
    mine.types("Choices, one on each line", "Tiny\nHuge\nVast").presses("Use instead of those there")
    mine.said("Changed the options")
    mine.follows("Add a question or page").presses("Email and telephone").said("Added")
    mine.goes_to(f"{service}/form?at=page:size").presses("Move down").said("Moved")
    mine.presses("Move up").said("Moved").follows("Move to").picks("Where to?", "At the end").presses("Move it")
    mine.said("Moved")
    mine.presses("Duplicate").said("Copied").presses("Delete").said("Deleted").presses("Undo").said("Undone")
    mine.goes_to(f"{service}/form?at=question:size").follows("Change its short name").types("Short name", "bin_size")
    mine.presses("Change it everywhere").said("bin_size")
    mine.types("Hint", "As wide as your gate")
    if not desk.scripts:
        mine.presses("Save", within="form.tc-element")


@does("build_steps.settle", "build_steps.undo")
def something_that_is_used_elsewhere(desk: Desk) -> None:
    mine = desk.mine.goes_to(f"{BIN}/form?at=question:bin").presses("Delete").reads("It is used elsewhere")
    mine.follows("Keep it").presses("Delete").presses("Take it out of the").said("Deleted").presses("Undo")
    mine.said("Undone")


@does("build_order.move", "build_examples.show_marks")
def an_order(desk: Desk) -> None:
    desk.mine.goes_to(f"{BIN}/form").presses("Show what examples try").presses("Hide what examples try")
    mine = desk.mine.goes_to(f"{BIN}/workflow?at=transition:send").presses("Move down").said("Moved")
    mine.presses("Move up").said("Moved")


@does("build_steps.settle")
def two_at_once(desk: Desk) -> None:
    mine = desk.mine.goes_to(f"{BIN}/form?at=question:phone")
    desk.changed("missed-bin", Set("question:phone/hint", f"Theirs, {desk.mark}"), by="author2")
    mine.types("Hint", f"Mine, {desk.mark}")
    if not desk.scripts:
        mine.presses("Save", within="form.tc-element")
    mine.reads("Tom Achebe has changed the same thing", f"Theirs, {desk.mark}").presses("Use mine").said("Settled")


@does("build_data.add", "build_data.rename", "build_decision.save", "build_table.save")
def what_is_worked_out(desk: Desk) -> None:
    service = begun(desk, "Pay for a bin")
    mine = desk.mine.goes_to(f"{service}/data").unfolds("Add a value").types("Name", "Urgent")
    mine.presses("Add a value").reads("Urgent").unfolds("Rename").types("New name", "very_urgent").presses("Rename")
    mine.said("very_urgent").goes_to(f"{service}/data").unfolds("Add a table of choices").types("Name", "sizes")
    mine.types("Rows", "value,label\nbig,Big").presses("Add a table of choices").reads("Big")
    mine.types("Rows", "value,label\nbig,Big\nsmall,Small").presses("Save").reads("Small")
    mine.goes_to(f"{service}/data").unfolds("Add a decision table").types("Name", "fee")
    mine.types("What comes out", "pounds")
    mine.picks("What it looks at first", "Details").picks("Kind of result", "Text").presses("Add a decision table")
    mine.presses("Add a rule")
    mine.types("Rule 1: pounds", "ten").types("Rule 2: pounds", "twenty").presses("Save")
    expect(mine.page.get_by_label("Rule 2: pounds")).to_have_value("twenty")
