"""Threats 8, 9 and 10 where forms have lists, files and moving parts: hostile words stay words there, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from runtime.db import Database
from tests import factories
from tests.browser.conftest import browser
from tests.faults.processes import Web
from tests.runtime.web.offices import PASSWORD
from tests.trust import served
from tests.trust.hostile import PAYLOADS
from tests.trust.watching import Watch, watch

__all__ = ["browser", "watch"]

OWN = [payload.replace("{", "(").replace("}", ")") for payload in PAYLOADS]
ALL = "\n\n".join(OWN)
MARKUP = '"><img src=x onerror=alert(1)><b hx-get=x hx-trigger=load>'
FILE = "<img src=x onerror=alert(1)>'<svg onload=alert(1)>.txt"
KEPT = FILE.replace("<", "_").replace(">", "_")
OPTIONS = [{"value": f"o{n}", "label": f"{n} {text}"[:200], "hint": text} for n, text in enumerate(OWN)]


def document() -> dict[str, Any]:
    """Hostile words in every place that an author has for words in a long form."""
    ask, page = factories.question, factories.page
    below = [ask("below", label=MARKUP, hint=OWN[4], help=ALL, why=OWN[0])]
    plain = [{key: option[key] for key in ("value", "label")} for option in OPTIONS]
    columns = [{"id": "cell", "type": "text", "label": MARKUP}, {"id": "cost", "type": "money", "label": OWN[0]}]
    choices = page("choices", ask("pick", type="select", label=MARKUP, options=plain, help=ALL), title=OWN[3])
    more = page(
        "more",
        ask("which", type="radios", label=OWN[0], options=[OPTIONS[2], OPTIONS[3] | {"questions": below}], help=ALL),
        ask("many", type="checkboxes", label=OWN[2], options=OPTIONS[:9]),
        ask("order", type="ranking", label=OWN[3], options=plain[:3]),
        ask("rows", type="table", label=OWN[4], columns=columns),
        title=OWN[2],
        calculated=[{"value": "cost", "label": MARKUP}],
    )
    thing = page("thing", ask("thing", label=OWN[0]), title=OWN[3])
    papers = ask("paper", type="file", accept=["txt"], max_files=3, label=OWN[2])
    things = [thing, page("papers", papers, title="{thing}" + OWN[3])]
    return factories.document(
        form={"pages": [], "sections": [
            {"id": "first", "title": OWN[0], "pages": [choices, more]},
            {"id": "things", "title": MARKUP, "after": ["first"], "pages": things,
             "repeat": {"id": "things", "label": OWN[2], "name": "{thing}", "add": MARKUP, "min": 1, "max": 3,
                        "copy": True},
             "rules": [{"require": "things.size() > 1", "message": MARKUP}]},
        ]},
        values=[{"id": "cost", "type": "money", "value": "sum(rows.map(r, r.cost))"}],
        queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["pick", "rows"], "order": "due"}],
    )  # fmt: skip


@pytest.fixture
def web(database: Database, tmp_path: Path) -> Iterator[Web]:
    served.staffed(database, document())
    with served.web(database, tmp_path / "web.log") as running:
        yield running


def test_t08_t09_t10_hostile_words_of_long_forms_are_words(watch: Watch) -> None:
    page = watch.page
    watch.opens("/apply/report-it")
    page.locator("main form button").first.click()
    expect(page.locator(".govuk-task-list")).to_be_visible()
    watch.looks()
    chooses_from_a_long_list(watch)
    answers_what_moves(watch)
    watch.opens("/apply/report-it/tasks")
    for number, name in enumerate((PAYLOADS[3], MARKUP)):
        adds_a_thing(watch, name, first=not number)
    removes_and_puts_back(watch)
    for path in ("things", "tasks", "first"):
        watch.opens(f"/apply/report-it/{path}")
    watch.opens("/apply/report-it/check")
    assert MARKUP in page.locator("main").inner_text()
    assert KEPT in page.locator("main").inner_text()
    press(watch, "Agree and send")
    reference = page.locator(".tc-reference").inner_text().strip()
    watch.looks()
    watch.opens("/track/case")
    seen_by_staff(watch, reference)


def chooses_from_a_long_list(watch: Watch) -> None:
    page = watch.page
    watch.opens("/apply/report-it/choices")
    box = page.locator("input[role=combobox]")
    for typed in ("img", "svg", "form"):
        box.fill(typed)
        found = page.locator("[role=option]")
        expect(found.first).to_be_visible()
        assert set(map(plain, found.all_text_contents())) <= {plain(option["label"]) for option in OPTIONS}
        watch.looks()
    box.fill(OPTIONS[2]["label"])
    page.locator("[role=option]").first.click()
    watch.looks()
    press(watch, "Continue")
    expect(page.locator("[name=rows-1-cost]")).to_be_visible()


def answers_what_moves(watch: Watch) -> None:
    page = watch.page
    watch.looks()
    press(watch, "Continue")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    watch.looks()
    page.locator("[name=which]").nth(1).check()
    page.locator("[name=below]").fill(MARKUP)
    page.locator("[name=many]").first.check()
    for place in range(3):
        page.locator("[data-ranking] select").nth(place).select_option(index=place + 1)
    page.locator("[data-ranking] select").nth(0).select_option(index=2)
    watch.looks()
    page.locator("[data-ranking] select").nth(0).select_option(index=1)
    page.locator("[name=rows-1-cell]").fill(MARKUP)
    page.locator("[name=rows-1-cost]").fill("12")
    press(watch, "Continue")
    expect(page).to_have_url(re.compile("/first$"))
    watch.looks()


def adds_a_thing(watch: Watch, name: str, *, first: bool) -> None:
    page = watch.page
    watch.opens("/apply/report-it/things")
    if not first:
        page.locator("[name=more]").first.check()
    press(watch, "Continue")
    page.locator("[name=thing]").fill(name)
    press(watch, "Continue")
    page.locator("[type=file]").wait_for()
    watch.looks()
    page.locator("[type=file]").set_input_files({"name": FILE, "mimeType": "text/plain", "buffer": name.encode()})
    press(watch, "Continue")
    expect(page).to_have_url(re.compile("/things(/[a-z0-9]+)?$"))
    watch.looks()
    watch.opens(f"/apply/report-it/things/{item_of(watch)}/papers?change=1")


def item_of(watch: Watch) -> str:
    watch.opens("/apply/report-it/things")
    return str(watch.page.locator("[id^=item-]").last.get_attribute("id")).removeprefix("item-")


def removes_and_puts_back(watch: Watch) -> None:
    watch.opens("/apply/report-it/things")
    watch.page.locator("[name=remove]").first.click()
    watch.page.locator("[name=restore]").wait_for()
    watch.looks()
    watch.page.locator("[name=restore]").click()
    expect(watch.page.locator("[name=remove]")).to_have_count(2)
    watch.looks()


def seen_by_staff(watch: Watch, reference: str) -> None:
    page = watch.page
    watch.opens("/staff/sign-in")
    page.locator("[name=email]").fill("di@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    press(watch, "Sign in")
    for path in ("/staff", "/staff/queues/report-it/triage", f"/staff/cases/{reference}"):
        watch.opens(path)
    shown = page.locator("main").inner_text()
    for words in (KEPT, MARKUP, PAYLOADS[3]):
        assert words in shown


def plain(words: str) -> str:
    return " ".join(words.split())


def press(watch: Watch, name: str) -> None:
    watch.page.locator("main").get_by_role("button", name=name, exact=True).click()
