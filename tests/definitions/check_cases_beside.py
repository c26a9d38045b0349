"""Cases for the checks of tables and blocks."""

from __future__ import annotations

from typing import Any

from definitions.reading.beside import block_hash
from tests.definitions.check_cases import Case, ask, case, edited, pages, radios
from tests.factories import document, page, question

SCHOOLS = "urn,name,area\n101,Oak,north\n102,Ash,south\n"
FROM = {"table": "schools.csv", "value": "urn", "label": "name", "where": {"area": "area"}}
CHOOSING = pages(
    page("area", radios("area", "north", "south")),
    page("school", question("school", type="select", options=FROM)),
    tables={"schools.csv": SCHOOLS},
)
OPTIONS = "/form/pages/2/questions/0/options"
TABLE = "/tables/schools.csv"
WELSH = edited(
    CHOOSING, {"/languages": ["en", "cy"], TABLE: "urn,name,name_cy,area\n101,Oak,Derwen,north\n102,Ash,Onnen,south\n"}
)


def block(**changes: Any) -> dict[str, Any]:
    whole = {"id": "talk", "pages": [page("talk", ask("email", "email"))]} | changes
    return whole | {"hash": block_hash(whole)}


USING = document(
    form={"pages": [page(), {"use": "talk", "texts": {"email.hint": "At work"}, "ids": {"email": "mail"}}]},
    blocks={"talk": block()},
)
QUESTIONS = {"id": "talk", "questions": [ask("email", "email")]}
NESTED = block(pages=[{"id": "talk", "title": "Talk", "questions": [{"use": "talk"}]}])

LINKED = pages(
    page("about", ask("ward", prefill={"link": True, "readonly": True})), applications={"again": {"without": ["ward"]}}
)
WARD = "/form/pages/1/questions/0"

BROUGHT_CASES: dict[str, Case] = {
    "prefill.kind": case(f"{WARD}/prefill", LINKED, edits={f"{WARD}/type": "file", f"{WARD}/prefill": {"link": True}}),
    "prefill.personal": case(
        f"{WARD}/prefill/query", LINKED, edits={f"{WARD}/type": "email", f"{WARD}/prefill": {"query": "mail"}}
    ),
    "prefill.place": case(
        "/workflow/transitions/0/ask/0/prefill",
        LINKED,
        edits={"/workflow/transitions/0/ask": [ask("why", prefill={"link": True})]},
    ),
    "prefill.readonly": case(f"{WARD}/prefill/readonly", LINKED, edits={f"{WARD}/prefill/query": "ward"}),
    "prefill.reserved": case(f"{WARD}/prefill/query", LINKED, edits={f"{WARD}/prefill": {"query": "link"}}),
    "again.unknown": case("/applications/again/without/0", LINKED, put="wrad"),
}

BESIDE_CASES: dict[str, Case] = {
    "table.unknown": case(f"{OPTIONS}/table", CHOOSING, put="school.csv"),
    "table.unreadable": case(f"{OPTIONS}/table", CHOOSING, edits={TABLE: SCHOOLS + '103,"Elm,north\n'}),
    "table.unknown-column": case(f"{OPTIONS}/label", CHOOSING, put="title"),
    "table.bad-row": case(f"{OPTIONS}/table", CHOOSING, edits={TABLE: SCHOOLS + "101,Elm,south\n"}),
    "table.same-label": case(f"{OPTIONS}/label", CHOOSING, edits={TABLE: SCHOOLS + "103,Ash,south\n"}),
    "table.untranslated": case(f"{OPTIONS}/label", WELSH, edits={TABLE: SCHOOLS}),
    "table.never-offered": case(f"{OPTIONS}/where/area", CHOOSING, edits={TABLE: SCHOOLS + "103,Elm,nroth\n"}),
    "block.unknown": case("/form/pages/1/use", USING, put="tlak"),
    "block.elsewhere": case("/form/pages/1/use", USING, edits={"/blocks/talk": QUESTIONS}),
    "block.nested": case("/form/pages/1", USING, edits={"/blocks/talk": NESTED}),
    "block.unknown-id": case("/form/pages/1/ids/mail", USING, put="mail"),
    "block.unknown-text": case("/form/pages/1/texts/email.statement", USING, put="I agree"),
    "block.changed": case("/blocks/talk/hash", USING, edits={"/blocks/talk/pages/0/title": "Speak"}),
}
