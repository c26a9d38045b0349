"""The services that are measured: a page of ten questions, a form of five pages with a workflow, one of a hundred."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]

COLOURS = [{"value": value, "label": value.title()} for value in ("red", "green", "blue", "black")]
TEN: list[Document] = [
    {"id": "full_name", "type": "text", "label": "Full name", "max": 100},
    {"id": "email", "type": "email", "label": "Email address", "hint": "We only use it to reply"},
    {"id": "phone", "type": "phone", "label": "Telephone number"},
    {"id": "born_on", "type": "date", "label": "Date of birth", "hint": "For example, 27 3 1977", "max": "today"},
    {"id": "colour", "type": "radios", "label": "Colour of the bin", "options": COLOURS},
    {"id": "kinds", "type": "checkboxes", "label": "What was in it?", "options": COLOURS},
    {"id": "bins", "type": "integer", "label": "Number of bins", "min": 1, "max": 20},
    {"id": "paid", "type": "money", "label": "What did you pay?", "required": False},
    {"id": "garden", "type": "yes-no", "label": "Do you have a garden?"},
    {"id": "about", "type": "text", "label": "What happened?", "lines": 5, "max": 2000},
]
TEN_TYPED = {
    "full_name": "Ada Lovelace", "email": "ada@example.org", "phone": "020 7946 0018", "born_on-day": "10",
    "born_on-month": "12", "born_on-year": "1975", "colour": "green", "kinds": ["red", "blue"], "bins": "2",
    "paid": "12.50", "garden": "yes", "about": "The crew drove past on Tuesday & did not stop.",
}  # fmt: skip
TEN_ANSWERS: Document = {
    "full_name": "Ada Lovelace", "email": "ada@example.org", "phone": "+442079460018", "born_on": "1975-12-10",
    "colour": "green", "kinds": ["red", "blue"], "bins": 2, "paid": 1250, "garden": True,
    "about": "The crew drove past on Tuesday & did not stop.",
}  # fmt: skip
MANY_FILES = ("letter", "photo", "bill")
MANY_ANSWERS: Document = {
    f"people.k{n}{rest}": value
    for n in range(5)
    for rest, value in (("", {"n": n, "gone": False}), (".first_name", f"Person {n}"), (".age", 20 + n))
} | {
    name: {"id": f"file-{name}", "name": f"{name}.png", "type": "image/png", "size": 100_000, "sha256": "0" * 64}
    for name in MANY_FILES
}
FIVE_TYPED = {
    "where": {"property-line_1": "1 High Street", "property-town": "Anytown", "property-postcode": "AB1 2CD"},
    "which": {"bin": "refuse", "missed_on-day": "{day}", "missed_on-month": "{month}", "missed_on-year": "{year}"},
    "help": {"assisted": "yes", "bin_place": "By the side gate"},
    "about": {"explanation": "The crew drove past on Tuesday and did not stop."},
    "contact": {"full_name": "Ada Lovelace", "email": "ada@example.org", "phone": "020 7946 0018"},
}
FIVE_ANSWERS: Document = {
    "property": {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD"}, "bin": "refuse",
    "assisted": True, "bin_place": "By the side gate", "phone": "+442079460018", "email": "ada@example.org",
    "explanation": "The crew drove past on Tuesday and did not stop.", "full_name": {"full": "Ada Lovelace"},
}  # fmt: skip


def ten_questions() -> Document:
    """A service whose only page asks ten questions."""
    return _service("ten-questions", [{"id": "all", "title": "About you and your bin", "questions": TEN}])


def five_pages(service_id: str = "five-pages") -> Document:
    """A form of five pages, two with conditions, and a workflow with a clock, a queue for each state and mails."""
    pages = [
        {"id": "where", "title": "Where was the bin missed?",
         "questions": [{"id": "property", "type": "address", "label": "Address", "why": "To send the crew back"}]},
        {"id": "which", "title": "Which bin was missed?", "questions": [
            {"id": "bin", "type": "radios", "label": "Bin",
             "options": [{"value": "refuse", "label": "Rubbish"}, {"value": "recycling", "label": "Recycling"}]},
            {"id": "missed_on", "type": "date", "label": "Collection day",
             "rules": [{"require": "missed_on <= today()", "message": "The day must be in the past"}]}]},
        {"id": "too-late", "title": "You can no longer report this", "kind": "stop",
         "when": "working_days_between(missed_on, today()) > 2",
         "content": [{"text": "Tell us within 2 working days."}]},
        {"id": "help", "title": "Does somebody carry your bin out for you?", "questions": [
            {"id": "assisted", "type": "yes-no", "label": "Does somebody carry your bin out for you?"},
            {"id": "bin_place", "type": "text", "label": "Where is it?", "when": "assisted", "max": 200}]},
        {"id": "about", "title": "What happened?", "questions": [
            {"id": "explanation", "type": "text", "label": "What happened?", "lines": 5, "max": 2000}]},
        {"id": "contact", "title": "How can we tell you what happened?", "questions": [
            {"id": "full_name", "type": "name", "label": "Full name"},
            {"id": "email", "type": "email", "label": "Email address"},
            {"id": "phone", "type": "phone", "label": "Phone number", "required": False}]},
    ]  # fmt: skip
    return _service(service_id, pages) | {
        "applicant": {"name": "full_name", "email": "email", "phone": "phone", "track": ["property.postcode"]},
        "values": [{"id": "urgent", "type": "boolean", "value": "bin == 'refuse' && assisted"}],
    }


def many_parts() -> Document:
    """The page of ten questions, in a service that has a list of people and three files besides."""
    person = [
        {"id": "first_name", "type": "text", "label": "First name"},
        {"id": "age", "type": "integer", "label": "Age", "min": 0, "max": 120},
    ]
    people = {
        "id": "people",
        "title": "The people you live with",
        "repeat": {"id": "people", "label": "Person", "name": "{first_name}", "min": 0, "max": 8},
        "pages": [{"id": "person", "title": "Who is it?", "questions": person}],
    }
    files = [{"id": name, "type": "file", "label": name.title(), "required": False} for name in MANY_FILES]
    pages = [{"id": "all", "title": "About you and your bin", "questions": TEN}]
    pages += [{"id": file["id"], "title": file["label"], "questions": [file]} for file in files]
    made = _service("many-parts", pages)
    return made | {"form": {"pages": pages, "sections": [people], "task_list": False}}


def _service(service_id: str, pages: list[Document]) -> Document:
    return {
        "format": 1, "id": service_id, "title": "Report a missed bin collection", "summary": "Tell us about your bin.",
        "languages": ["en"], "privacy": {"basis": "public task", "keep": "24 months"},
        "applicant": {"email": "email"}, "roles": [{"id": "crew-desk", "label": "Crew desk"}],
        "form": {"pages": pages},
        "workflow": {
            "initial": "reported",
            "states": [
                {"id": "reported", "label": "New", "public": "We have your report", "queue": "new-reports"},
                {"id": "with-crew", "label": "With crew", "public": "A crew is coming back", "queue": "with-crews"},
                {"id": "late", "label": "Late", "public": "We are late", "queue": "with-crews"},
                {"id": "done", "label": "Done", "public": "It is done", "final": True}],
            "transitions": [
                {"id": "send", "label": "Send a crew", "from": ["reported"], "to": "with-crew", "by": ["crew-desk"],
                 "effects": [{"send": "on-its-way"}]},
                {"id": "escalate", "label": "Escalate", "from": ["with-crew"], "to": "late", "by": ["timer"],
                 "after": "2 working days", "effects": [{"set": {"case.priority": "high"}}]},
                {"id": "finish", "label": "Done", "from": ["with-crew", "late"], "to": "done", "by": ["crew-desk"]}],
            "clocks": [{"id": "promise", "label": "Emptied within 2 working days", "length": "2 working days",
                        "starts": "submission", "runs_in": ["reported", "with-crew", "late"],
                        "warn_before": "4 hours"}]},
        "queues": [{"id": "new-reports", "label": "New reports", "role": "crew-desk",
                    "columns": [pages[0]["questions"][0]["id"]], "order": "due"},
                   {"id": "with-crews", "label": "With crews", "role": "crew-desk", "columns": [], "order": "due"}],
        "messages": [{"id": "on-its-way", "to": "applicant", "subject": "Your missed bin",
                      "body": "We will be back by {clock.promise}. Your reference is {case.reference}."}],
    }  # fmt: skip


def hundred_pages(mark: int, many: int = 100) -> Document:
    """A hundred pages of three questions, most of them with conditions and rules that no other ``mark`` shares."""
    pages = [_page_of_a_hundred(mark, n) for n in range(many)]
    pages.append({"id": "contact", "title": "How can we reach you?", "questions": [
        {"id": "email", "type": "email", "label": "Email address"}]})  # fmt: skip
    return _service(f"hundred-pages-{mark}", pages)


def _page_of_a_hundred(mark: int, n: int) -> Document:
    """Half of the pages depend on an answer given before, half of the questions of a number have a rule."""
    options = [{"value": f"option-{k}", "label": f"Option {k} of question {n}"} for k in range(4)]
    page: Document = {
        "id": f"page-{n}", "title": f"What about the {n}th thing?", "questions": [
            {"id": f"choice_{n}", "type": "radios", "label": f"Which kind is thing {n}?", "options": options,
             "hint": f"Choose one of the four kinds, as your letter of {mark} says"},
            {"id": f"count_{n}", "type": "integer", "label": f"How many of thing {n} are there?", "min": 0,
             "rules": [{"require": f"count_{n} <= {mark * 1000 + n + 10}", "message": "There cannot be as many"}]},
            {"id": f"about_{n}", "type": "text", "label": f"Say more about thing {n}", "required": False, "max": 500}],
    }  # fmt: skip
    if n % 2:
        page["when"] = f"choice_{n - 1} == 'option-{n % 4}' || count_{n - 1} > {mark + n}"
    return page
