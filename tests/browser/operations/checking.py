"""What is wrong and mended, and the examples that show what is right."""

from __future__ import annotations

from builder.edits import Set
from tests.browser.operations.journey import Desk, does

BIN = "/build/missed-bin"


@does("build_check.fix")
def mended(desk: Desk) -> None:
    desk.changed("missed-bin", Set("page:too-early/when", "collection_day = today()"))
    mine = desk.mine.goes_to(f"{BIN}/check").reads("To compare, write ==").presses("Write collection_day ==")
    mine.said("Changed").presses("Undo").said("Undone").presses("Undo").said("Undone")


@does("build_examples.accept", "build_examples.change", "build_examples.delete", "build_examples.add")
def examples(desk: Desk) -> None:
    mine = desk.mine.goes_to("/build/new").follows("A service of your own").follows("Report a missed bin collection")
    mine.types("What is the copy called?", f"A copy to try {desk.mark}").presses("Make the copy")
    mine.said("This is a copy of")
    service = mine.page.url.partition("/form")[0]
    desk.changed(service.rpartition("/")[2], Set("state:collected/public", "It is emptied"))
    mine.goes_to(f"{service}/examples").presses("Accept what happens now").said("Changed the example")
    mine.presses("Delete").said("Deleted").follows("A garden bin").types("What it shows", "A garden bin")
    mine.presses("Save").said("Changed").goes_to(f"{service}/examples").presses("Make one for every path")
    mine.presses("Add all").said("Added")
