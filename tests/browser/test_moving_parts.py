"""Questions with parts that move: rows that are added, choices put in order, and what is calculated as you go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.citizen import CHECK, Citizen
from tests.browser.conftest import Live
from tests.runtime import citizens

both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
TITLE = "Claim for what you bought"


def service() -> dict:
    ask, page = factories.question, factories.page
    columns = [
        {"id": "item", "type": "text", "label": "Item"},
        {"id": "cost", "type": "money", "label": "Cost"},
        {"id": "kind", "type": "select", "label": "Kind", "required": False,
         "options": [{"value": "new", "label": "New"}, {"value": "used", "label": "Used"}]},
    ]  # fmt: skip
    choices = [{"value": v, "label": v.title()} for v in ("monday", "tuesday", "friday")]
    return factories.document(
        id="claim-it",
        title=TITLE,
        form={
            "pages": [
                page("bought", ask("bought", type="table", label="What you bought", columns=columns, max=4),
                     title="What did you buy?", calculated=[{"value": "total", "label": "Total cost"}]),
                page("days", ask("days", type="ranking", label="Days that suit you", options=choices,
                                 hint="We come on the first of them that we can"), title="When may we come?"),
                page("where", ask("street"), title="Where do you live?"),
            ]
        },
        values=[{"id": "total", "type": "money", "value": "sum(bought.map(b, b.cost))"}],
    )  # fmt: skip


@pytest.fixture(autouse=True)
def published(live: Live) -> None:
    with live.database.begin() as session:
        citizens.publish(session, service())


@both
def test_a_claim_is_added_up_and_put_in_order(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts)
    citizen = Citizen(page).starts(TITLE).sees("What did you buy?").reads("Not known yet")
    row = [page.get_by_role("group", name=f"Row {n}") for n in range(5)]

    def fills(n: int, item: str, cost: str) -> None:
        row[n].get_by_label("Item").fill(item)
        row[n].get_by_label("Cost").fill(cost)
        row[n].get_by_label("Cost").blur()

    fills(1, "Bed", "120")
    if not scripts:
        citizen.presses("Calculate")
    citizen.reads("£120").presses("Add another row")
    fills(2, "Chair", "many")
    citizen.sees("What did you buy?").presses("Add another row")
    fills(3, "Lamp", "9.50")
    citizen.presses("Continue").is_told("Row 2: Cost must be an amount of money, like 12.50")
    citizen.presses("Remove row 2")
    expect(row[2].get_by_label("Item")).to_have_value("Lamp")
    expect(row[3]).to_have_count(0)
    if not scripts:
        citizen.presses("Calculate")
    citizen.reads("£129.50").goes_on("When may we come?")
    if scripts:  # the script that exchanges is there
        expect(page.locator("[data-ranking] [role=status]")).to_have_count(1)
    for place, choice in (("1st choice", "Friday"), ("2nd choice", "Monday"), ("3rd choice", "Friday")):
        page.get_by_label(place).select_option(label=choice)
    if scripts:  # what had a place already was exchanged
        expect(page.get_by_label("1st choice")).to_have_value("")
        page.get_by_label("1st choice").select_option(label="Friday")
        expect(page.get_by_role("status")).to_have_text("")
        page.get_by_label("2nd choice").select_option(label="Friday")
        expect(page.get_by_role("status")).to_have_text("1st choice is now “Monday”")
        page.get_by_label("2nd choice").select_option(label="Monday")
        page.get_by_label("3rd choice").select_option(label="Tuesday")
    else:
        citizen.presses("Continue").is_told("“Friday” is chosen twice: choose something else here")
        page.get_by_label("3rd choice").select_option(label="Tuesday")
    citizen.goes_on("Where do you live?").fills("Street", "Mill Lane").goes_on(CHECK)
    citizen.answered("What you bought", "Bed, £120Lamp, £9.50").answered("Total cost", "£129.50")
    citizen.answered("Days that suit you", "1. Friday2. Monday3. Tuesday")
    citizen.changes("What you bought", "What did you buy?").reads("£129.50")


def test_enter_in_a_row_goes_on_and_takes_nothing_away(new_page: Callable[..., Page]) -> None:
    page = new_page(scripts=False)
    citizen = Citizen(page).starts(TITLE).sees("What did you buy?").presses("Add another row")
    for n in (1, 2):
        page.get_by_role("group", name=f"Row {n}").get_by_label("Item").fill("Bed")
        page.get_by_role("group", name=f"Row {n}").get_by_label("Cost").fill("1")
    page.get_by_role("group", name="Row 2").get_by_label("Cost").press("Enter")
    citizen.sees("When may we come?")
