"""Beginning a service in each of the ways there are, and giving one up."""

from __future__ import annotations

import json

from builder.library import library_text
from tests.browser.operations.journey import Desk, does

QUESTIONS = "1. Your name\n2. Which bin was missed?\n  - Rubbish\n  - Recycling\n3. Email address (optional)"


@does("build_new.begin", "build_discard.discard")
def from_nothing(desk: Desk) -> None:
    mine = desk.mine.goes_to("/build").presses("Start a new service")
    mine.presses("Start from nothing").reads("There is a problem")
    mine.types("What will people be able to do?", f"Hire a hall {desk.mark}").presses("Start from nothing")
    mine.said("Your service is begun").goes_to(f"/build/hire-hall-{desk.mark}/discard")
    mine.presses("Discard it").said("is discarded")


@does("build_new_library.begin")
def from_the_library(desk: Desk) -> None:
    mine = desk.mine.goes_to("/build/new").follows("A ready-made service").follows("Report a missed bin collection")
    mine.types("What do you call it?", f"Say that a bin was missed {desk.mark}").presses("Use this service")
    mine.said("The service is yours to change")


@does("build_new.copy")
def from_a_copy(desk: Desk) -> None:
    mine = desk.mine.goes_to("/build/new").follows("A service of your own").follows("Report a missed bin collection")
    mine.types("What is the copy called?", f"A copy {desk.mark}").presses("Make the copy").said("This is a copy of")


@does("build_new_document.begin")
def from_a_document(desk: Desk) -> None:
    document = json.loads(library_text("missed-bin")) | {"id": f"document-{desk.mark}"}
    mine = desk.mine.goes_to("/build/new/document")
    mine.types("Or paste it here", "{").presses("Start with this").reads("There is a problem")
    mine.goes_to("/build/new/document").gives("Choose a file", "service.json", json.dumps(document).encode())
    mine.presses("Start with this").said("The document is read")


@does("build_new_questions.begin")
def from_a_list_of_questions(desk: Desk) -> None:
    mine = desk.mine.goes_to("/build/new/questions")
    mine.types("What will people be able to do?", f"Tell us more {desk.mark}").types("The questions", QUESTIONS)
    mine.presses("Show what it becomes").picks("What Email address asks for", "Words")
    mine.presses("Make the service").said("with 3 pages")
