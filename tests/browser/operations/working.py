"""The workflow: states, actions, clocks, emails, and the queues in which cases wait."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.operations.forming import begun
from tests.browser.operations.journey import Desk, does


@does("build_workflow.add_state", "build_workflow.add_action", "build_workflow.add_clock", "build_workflow.split",
      "build_workflow.ask", "build_emails.add")  # fmt: skip
def a_workflow(desk: Desk) -> None:
    service = begun(desk, "Cut the grass")
    mine = desk.mine.goes_to(f"{service}/workflow").follows("Add a state").types("What staff call it", "Being cut")
    mine.types("What the applicant reads", "We are cutting it").presses("Add", within="#element").said("Added")
    mine.follows("Add an action").types("What stands on its button", "Start cutting").ticks("Received")
    mine.picks("Where does", "Being")
    mine.ticks("Officer").presses("Add", within="#element").said("Added")
    mine.unfolds("Put a state in the middle").types("Name of the new state", "Planned").presses("Put it in")
    mine.said("Added the state")
    mine.goes_to(f"{service}/workflow?at=transition:start-cutting")
    mine.unfolds("Ask a question").types("What is asked", "When?").picks("Kind of answer", "Date").presses("Ask it")
    mine.said("Added")
    mine.unfolds("Send an email then").types("Subject", "We begin").types("Text", "It begins.").presses("Write it")
    mine.said("Added")
    mine.goes_to(f"{service}/workflow").follows("Add a clock").types("What staff call it", "Cut soon")
    mine.types("How long", "5")
    mine.presses("Add", within="#element").said("Added")


@does("build_emails.add", "build_emails.insert", "build_emails.add_reply")
def emails(desk: Desk) -> None:
    service = begun(desk, "Plant a tree")
    mine = desk.mine.goes_to(f"{service}/emails").follows("Add an email").types("Subject", "It is planted")
    mine.types("Text", "Dear ").presses("Add", within="#element").said("Added")
    mine.picks("Answer or fact", "Reference").presses("Put it in the text")
    expect(mine.page.get_by_label("Text", exact=True).first).to_have_value("Dear {case.reference}")
    mine.goes_to(f"{service}/emails").follows("Add a letter for staff").types("What staff call it", "Thanks")
    mine.types("Subject", "Thanks")
    mine.types("Text", "Thank you.").presses("Add", within="#element").said("Added")


@does("build_work.add")
def queues_and_roles(desk: Desk) -> None:
    service = begun(desk, "Mend a bench")
    mine = desk.mine.goes_to(f"{service}/work").follows("Add a role").types("What staff call it", "Carpenter")
    mine.presses("Add", within="#element").said("Added")
    mine.follows("Add a queue").types("What staff call it", "Benches").ticks("Carpenter")
    mine.presses("Add", within="#element")
    mine.said("Added")
