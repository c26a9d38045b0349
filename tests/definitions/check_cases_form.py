"""Cases for the checks of forms, expressions, texts and tables."""

from __future__ import annotations

from definitions.reading.translating import mark
from tests.definitions.asking import COLUMNS
from tests.definitions.check_cases import GONE, Case, ask, case, edited, pages, radios
from tests.factories import document, page, question

WHEN = "/form/pages/1/when"
COLOUR = page("colour", radios("colour", "red", "blue"))
AFTER = page("after", question("why"), when="colour == 'red'")
TWO = pages(COLOUR, AFTER)
LIST = pages(
    page("many", radios("many", *(f"a{n}" for n in range(200)), type="checkboxes")), AFTER | {"when": "answered(many)"}
)
CONDITION = "/form/pages/2/when"


def table(**changes: object) -> dict[str, object]:
    rules = [{"when": ["'red'"], "then": {"fee": "100"}}, {"when": ["'blue'"], "then": {"fee": "200"}}]
    return {"id": "price", "inputs": [{"value": "colour"}], "outputs": {"fee": "money"}, "rules": rules} | changes


LARGE = table(
    inputs=[{"value": f"size(colour) + {n}"} for n in range(4)],
    rules=[{"when": [str(n)] * 4, "then": {"fee": "100"}} for n in range(0, 40, 2)],
)
TABLE = pages(COLOUR, decisions=[table()])
UNIQUE = pages(COLOUR, decisions=[table(policy="unique")])
WELSH = document(languages=["en", "cy"], translations={"cy": {"where.title": {"text": "Ble?", "of": mark("Where")}}})

UPLOAD = document(form={"pages": [page("a", ask("street", "file", accept=["pdf", "png"], max_files=3, max_mb=25))]})

EXPRESSIONS = {
    "expression.syntax": case(CONDITION, TWO, put="colour = 'red'"),
    "expression.too-long": case(CONDITION, TWO, put=" || ".join(["colour == 'red'"] * 80)),
    "expression.too-deep": case(CONDITION, TWO, put="(" * 30 + "true" + ")" * 30),
    "expression.too-costly": case(
        CONDITION, LIST, edits={CONDITION: "many.all(a, many.all(b, many.all(c, a == b || b == c)))"}
    ),
    "expression.unknown-name": case(CONDITION, TWO, put="color == 'red'"),
    "expression.unknown-function": case(CONDITION, TWO, put="upper(colour) == 'RED'"),
    "expression.unknown-option": case(CONDITION, TWO, put="colour == 'green'"),
    "expression.arguments": case(CONDITION, TWO, put="age() > 18"),
    "expression.type": case(CONDITION, TWO, put="colour < today()"),
    "expression.null": case(CONDITION, TWO, put="colour != null"),
    "expression.pattern": case(CONDITION, TWO, put="street.matches('(')"),
    "expression.asked-later": case(WHEN, pages(AFTER | {"when": "street == 'x'"}, COLOUR), put="colour == 'red'"),
    "value.circular": case(
        "/values/0/value",
        pages(
            values=[{"id": "one", "type": "boolean", "value": "two"}, {"id": "two", "type": "boolean", "value": "true"}]
        ),
        edits={"/values/1/value": "one"},
    ),
}

TEXTS = {
    "text.unknown-name": case("/form/pages/2/title", TWO, put="Why {color}?"),
    "text.brace": case("/form/pages/2/title", TWO, put="Why {colour?"),
    "text.no-last-wording": case(
        "/form/pages/2/title/0/when", TWO, edits={"/form/pages/2/title": [{"when": "colour == 'red'", "text": "Why?"}]}
    ),
    "text.hidden-wording": case(
        "/form/pages/2/title/1", TWO, edits={"/form/pages/2/title": [{"text": "Why?"}, {"text": "Why not?"}]}
    ),
    "translation.missing": case(
        "/translations/cy",
        document(),
        edits={"/languages": ["en", "cy"], "/translations": WELSH["translations"]},
    ),
    "translation.stale": case("/translations/cy/where.title/of", WELSH, put="00000000"),
    "translation.unknown-key": case("/translations/cy/were.title", WELSH, put={"text": "Ble?", "of": mark("Where")}),
    "translation.unknown-language": case("/translations/cy", WELSH, edits={"/languages": ["en"]}),
}

PAGES = {
    "page.empty": case("/form/pages/1", TWO, edits={"/form/pages/1": {"id": "colour", "title": "Colour"}}),
    "page.stop-asks": case(
        "/form/pages/2", TWO, edits={"/form/pages/2/kind": "stop", "/form/pages/2/content": [{"text": "No."}]}
    ),
    "page.stop-silent": case(
        "/form/pages/2",
        edited(
            TWO,
            {
                "/form/pages/2": {
                    "id": "no",
                    "title": "No",
                    "kind": "stop",
                    "when": "colour == 'red'",
                    "content": [{"text": "No."}],
                }
            },
        ),
        edits={"/form/pages/2/content": GONE},
    ),
    "page.never-shown": case(CONDITION, TWO, put="colour == 'red' && colour == 'blue'"),
    "page.stop-always": case(
        CONDITION,
        edited(
            TWO,
            {
                "/form/pages/2": {
                    "id": "no",
                    "title": "No",
                    "kind": "stop",
                    "when": "colour == 'red'",
                    "content": [{"text": "No."}],
                }
            },
        ),
        put="colour == 'red' || colour != 'red'",
    ),
    "condition.never-met": case(
        "/form/pages/2/questions/0/when", TWO, put="colour == 'red' && !(colour in ['red', 'blue'])"
    ),
    "form.asks-nothing": case(
        "/form/pages", edits={"/form/pages/0": {"id": "words", "title": "Words", "content": [{"text": "Hello"}]}}
    ),
}

Q = "/form/pages/0/questions/0"
CONTACT_QUESTION = "/form/pages/1/questions/0"
CONTACT = pages(
    page(
        "contact",
        radios("contact")
        | {
            "options": [
                {"value": "email", "label": "Email", "questions": [ask("email", "email")]},
                {"value": "no", "label": "No"},
            ]
        },
    )
)
SENSITIVE = pages(page("health", ask("health", sensitive=True, seen_by=["officer"])))

QUESTIONS = {
    "question.pattern": case(
        f"{Q}/pattern", document(form={"pages": [page("a", ask("street", pattern="[a-z]+"))]}), put="(?=a)b"
    ),
    "question.pattern-untold": case(
        f"{Q}/pattern",
        document(form={"pages": [page("a", ask("street", pattern="[a-z]+", pattern_message="Letters"))]}),
        edits={f"{Q}/pattern_message": GONE},
    ),
    "question.bounds": case(
        f"{Q}/max", document(form={"pages": [page("a", ask("street", "integer", min=1, max=5))]}), put=0
    ),
    "file.accept": case(f"{Q}/accept/1", UPLOAD, put="svg"),
    "file.count": case(f"{Q}/min_files", UPLOAD, edits={f"{Q}/min_files": 4}),
    "file.too-large": case(f"{Q}/max_mb", UPLOAD, put=26),
    "question.no-such-day": case(
        f"{Q}/min", document(form={"pages": [page("a", ask("street", "date", min="2026-02-28"))]}), put="2026-02-31"
    ),
    "question.lookup-abroad": case(
        f"{Q}/lookup",
        document(form={"pages": [page("a", ask("street", "address", lookup=True))]}),
        edits={f"{Q}/scope": "international"},
    ),
    "reference.unknown-value": case(
        "/form/pages/0/calculated/0/value",
        document(
            form={"pages": [page("a", question("street"), calculated=[{"value": "long", "label": "Long"}])]},
            values=[{"id": "long", "type": "boolean", "value": "street == 'x'"}],
        ),
        put="lang",
    ),
    "table.columns": case(
        f"{Q}/columns/1/id",
        document(form={"pages": [page("a", ask("street", "table", columns=[*COLUMNS]))]}),
        put="item",
    ),
    "question.sensitive-shown": case("/queues/0/columns/1", SENSITIVE, edits={"/queues/0/columns/-": "health"}),
    "question.seen-by-all": case(
        "/form/pages/1/questions/0/seen_by", SENSITIVE, edits={"/form/pages/1/questions/0/sensitive": GONE}
    ),
    "question.not-sensitive": case(
        "/form/pages/1/questions/0",
        pages(page("paid", ask("account", "bank-details", sensitive=True, seen_by=["officer"]))),
        edits={"/form/pages/1/questions/0/sensitive": GONE, "/form/pages/1/questions/0/seen_by": GONE},
    ),
    "question.secret": case(f"{Q}/label", put="Card number"),
    "text.secret": case("/summary", put="Enter your card number to begin."),
    "option.repeated": case("/form/pages/1/questions/0/options/1/value", TWO, put="red"),
    "was.taken": case("/form/pages/2/questions/0/was/0", TWO, edits={"/form/pages/2/questions/0/was": ["colour"]}),
    "option.reveals-within": case(
        f"{CONTACT_QUESTION}/options/0/questions/0/options/0/questions",
        CONTACT,
        edits={
            f"{CONTACT_QUESTION}/options/0/questions/0": radios("kind", "home")
            | {"options": [{"value": "home", "label": "Home", "questions": [ask("phone")]}]}
        },
    ),
    "option.reveals-nowhere": case(
        f"{CONTACT_QUESTION}/options/0/questions", CONTACT, edits={f"{CONTACT_QUESTION}/type": "select"}
    ),
    "reference.unknown-option": case(
        "/form/pages/1/questions/0/exclusive",
        pages(page("many", radios("many", "one", "none", type="checkboxes", exclusive="none"))),
        put="nun",
    ),
}

HARD = "Notwithstanding administrative considerations, documentation establishing residence is mandatory"
READABLE = {
    "page.reading-age": case(
        "/form/pages/1",
        pages(
            page(
                "lamp",
                ask("lamp"),
                content=[{"text": "Tell us where it is. We send a crew the next day."}],
            )
        ),
        edits={"/form/pages/1/content/0/text": f"{HARD}. {HARD}."},
    ),
}

TABLES = {
    "decision.columns": case("/decisions/0/rules/0/when", TABLE, put=["'red'", "-"]),
    "decision.results": case("/decisions/0/rules/0/then", TABLE, put={}),
    "decision.unreachable-rule": case("/decisions/0/rules/1", TABLE, edits={"/decisions/0/rules/0/when": ["-"]}),
    "decision.overlap": case("/decisions/0/rules/1", UNIQUE, edits={"/decisions/0/rules/1/when": ["-"]}),
    "decision.gap": case("/decisions/0", TABLE, edits={"/decisions/0/rules/1": GONE}),
    "decision.too-large": case("/decisions/0", TABLE, put=LARGE),
}

IDS = {
    "id.snake-case": case(f"{Q}/id", put="street-name"),
    "id.kebab-case": case("/form/pages/0/id", put="where_is_it"),
    "id.reserved": case(f"{Q}/id", put="package"),
    "id.repeated": case("/form/pages/1/questions/0/id", TWO, put="street"),
}

FORM_CASES: dict[str, Case] = {**EXPRESSIONS, **TEXTS, **PAGES, **QUESTIONS, **READABLE, **TABLES, **IDS}
