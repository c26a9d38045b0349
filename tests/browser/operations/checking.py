"""What is wrong and mended, and the examples that show what is right."""

from __future__ import annotations

from datetime import UTC, datetime

from builder import drafting
from builder.edits import Set
from runtime import people
from runtime.models.base import ORGANISATION
from tests.browser.operations.journey import Desk, does

BIN = "/build/missed-bin"


def changed(desk: Desk, service: str, edit: Set) -> None:
    """Somebody has changed a draft."""
    with desk.live.database.begin() as session:
        by = people.find(session, "author@demo.example")
        drafting.change(session, ORGANISATION, service, edit, base=None, by=by, at=datetime.now(UTC))


@does("build_check.fix")
def mended(desk: Desk) -> None:
    changed(desk, "missed-bin", Set("page:too-early/when", "collection_day = today()"))
    mine = desk.mine.goes_to(f"{BIN}/check").reads("To compare, write ==").presses("Write collection_day ==")
    mine.said("Changed").presses("Undo").said("Undone").presses("Undo").said("Undone")


@does("build_examples.accept", "build_examples.change", "build_examples.delete", "build_examples.add")
def examples(desk: Desk) -> None:
    mine = desk.mine.goes_to("/build/new").follows("A service of your own").follows("Report a missed bin collection")
    mine.types("What is the copy called?", f"A copy to try {desk.mark}").presses("Make the copy")
    mine.said("This is a copy of")
    service = mine.page.url.partition("/form")[0]
    changed(desk, service.rpartition("/")[2], Set("state:collected/public", "It is emptied"))
    mine.goes_to(f"{service}/examples").presses("Accept what happens now").said("Changed the example")
    mine.presses("Delete").said("Deleted").follows("A garden bin").types("What it shows", "A garden bin")
    mine.presses("Save").said("Changed").goes_to(f"{service}/examples").presses("Make one for every path")
    mine.presses("Add all").said("Added")
