"""How each kind stands on a page: its template renders, every input labelled, every hint and error tied to it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from definitions.form import Option, Question
from definitions.questions import KINDS, BadAnswer, read
from definitions.questions.present import present, typed_in
from definitions.text import plain
from runtime.web.undefined import Forgotten
from tests.definitions.asking import COLUMNS, ask, scope, text

TEMPLATES = Path(__file__).parents[2] / "templates" / "questions"
ENVIRONMENT = Environment(
    loader=ChoiceLoader(
        [PackageLoader("templates", ""), PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    ),
    undefined=Forgotten,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
EVIL = "\"'><img src=x onerror=alert(1)>{{7*7}}</textarea>"


class Page(HTMLParser):
    """The ids, inputs and labels of a piece of HTML, and the tags in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inputs: list[dict[str, str | None]] = []
        self.labels: set[str | None] = set()
        self.described: set[str] = set()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        self.ids += [known["id"]] if known.get("id") else []
        self.described |= set((known.get("aria-describedby") or "").split())
        if tag in ("input", "select", "textarea") and known.get("type") != "hidden":
            self.inputs.append(known)
        if tag == "label":
            self.labels.add(known.get("for"))

    def handle_data(self, data: str) -> None:
        self.text += data


def questions() -> list[Question]:
    """One of each kind, with all that can be said of it, and some with less."""
    said = {"hint": plain("A hint"), "why": plain("Because")}
    options = (Option("a", plain("A"), plain("First")), Option("b", plain("B")), Option("none", plain("None")))
    own = {
        "text": {"lines": 4, "max": 200},
        "checkboxes": {"exclusive": "none"},
        "declaration": {"statement": "I agree.\n\nAll of it."},
        "signature": {"statement": "It is true.\n\nAll of it."},
        "file": {"accept": ["pdf", "png"]},
        "name": {"parts": "first-last"},
        "address": {"scope": "international"},
        "table": {"columns": COLUMNS, "min": 2},
    }
    full = [
        Question("x", kind, plain("Label"), options=options, settings=own.get(kind, {}), **said)
        for kind in KINDS
    ]  # fmt: skip
    return full + [ask(kind, required=False) for kind in KINDS] + [
        ask("text", max=10), ask("text", lines=2), ask("address", lookup=True)
    ]  # fmt: skip


def render(question, raw=None, problems=None, answer=None, language="en", heading=False):
    shown = present(question, scope(language), answer)
    macros = ENVIRONMENT.get_template("questions/question.html").module
    return str(macros.question(shown, raw or {}, problems or {}, heading and shown.heads))


def ids(question):
    return f"{question.kind}{' with all' if question.hint else ''} {dict(question.settings)}"


def is_sound(html):
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert page.inputs
    assert {each["id"] for each in page.inputs} <= page.labels
    assert page.described <= set(page.ids)
    return page


def refused(question, posted):
    """Why it is refused; where anything would do, why nothing is."""
    try:
        read(question, posted, scope())
    except BadAnswer as bad:
        return bad
    return KINDS[question.kind].missing(question, scope())


def test_every_kind_has_its_template_and_no_template_is_left_over():
    parts = {"question", "line", "lines", "boxes", "address_found", "kept"}
    assert {path.stem for path in TEMPLATES.glob("*.html")} == set(KINDS) | parts


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("question", questions(), ids=ids)
def test_a_question_stands_on_its_page(question, language):
    page = is_sound(render(question, language=language))
    assert {each["name"] for each in page.inputs} <= set(KINDS[question.kind].inputs(question))
    assert "govuk-error-message" not in render(question)
    if question.hint:
        assert "A hint" in page.text
        assert "Because" in page.text


@pytest.mark.parametrize("question", questions(), ids=ids)
def test_a_bad_answer_is_shown_again_with_its_error_tied_to_it(question):
    kind = KINDS[question.kind]
    posted = {name: [EVIL + "\x00\x1b"] for name in kind.inputs(question)}
    bad = refused(question, posted)
    html = render(question, typed_in(question, kind.inputs(question), posted), bad.marks)
    page = is_sound(html)
    assert not {"img", "script"} & set(page.tags)
    assert "\x00" not in html
    assert "\x1b" not in html
    assert all(problem.message in page.text for problem in bad.problems)
    assert any(each.endswith("-error") for each in page.described)
    assert {problem.input for problem in bad.problems} <= {each["id"] for each in page.inputs}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("declaration", "signature")])
def test_the_only_question_can_head_its_page(kind):
    page = Page(render(ask(kind, accept=["pdf"]) if kind == "file" else ask(kind), heading=True))
    assert page.tags.count("h1") == 1


@pytest.mark.parametrize(
    ("question", "value", "found"),
    [
        (ask("money"), 1250, 'value="12.50"'),
        (ask("date"), "2026-03-27", 'name="x-month" type="text" value="3"'),
        (ask("radios"), "recycling", 'value="recycling" checked'),
        (ask("checkboxes"), ["refuse"], 'value="refuse" checked'),
        (ask("select"), "refuse", '<option value="refuse" selected'),
        (ask("yes-no"), False, 'value="no" checked'),
        (ask("declaration"), True, 'value="yes" checked'),
        (ask("text", lines=3), "one\n  two", ">one\n  two</textarea>"),
        (ask("address"), {"line_1": "1 High St", "uprn": "1"}, '<input type="hidden" name="x-uprn" value="1">'),
    ],
)
def test_an_answer_already_given_fills_its_inputs(question, value, found):
    assert found in render(question, KINDS[question.kind].fill(question, value))


def test_a_file_already_sent_is_named_and_cannot_write_html():
    html = render(ask("file", accept=["pdf"]), answer={"id": "f1", "name": f"{EVIL}.pdf"})
    assert "img" not in is_sound(html).tags
    assert 'accept=".pdf"' in html
    assert "Uploaded: " in html
    assert " multiple" not in html
    assert 'name="upload"' not in html


def test_several_files_are_each_removed_by_themselves_until_there_may_be_more():
    question = ask("file", accept=["pdf"], max_files=3)
    sent = [{"id": f"f{n}", "name": f"{EVIL}{n}.pdf"} for n in range(3)]
    html = render(question, answer=sent[:2])
    assert "img" not in is_sound(html).tags
    assert [f'name="remove" value="f{n}"' in html for n in range(3)] == [True, True, False]
    assert " multiple" in html
    assert "Add another file" in html
    full = render(question, answer=sent)
    assert 'type="file"' not in full
    assert 'id="x"' in full
    assert "all there can be" in full


@pytest.mark.parametrize(
    ("question", "attributes"),
    [
        (ask("email"), {"type": "email", "autocomplete": "email", "spellcheck": "false"}),
        (ask("phone"), {"type": "tel", "autocomplete": "tel"}),
        (ask("integer"), {"inputmode": "numeric"}),
        (ask("money"), {"inputmode": "decimal"}),
        (ask("name"), {"autocomplete": "name"}),
        (ask("percentage"), {"inputmode": "decimal"}),
        (ask("postcode"), {"autocomplete": "postal-code", "spellcheck": "false"}),
        (ask("signature"), {"autocomplete": "name", "spellcheck": "false"}),
        (ask("national-insurance-number"), {"spellcheck": "false"}),
    ],
)
def test_keyboards_and_browsers_are_told_what_is_wanted(question, attributes):
    [found] = Page(render(question)).inputs
    assert attributes.items() <= found.items()


def test_a_date_of_birth_can_be_filled_by_the_browser():
    question = Question("date_of_birth", "date", plain("Date of birth"))
    offered = [each["autocomplete"] for each in Page(render(question)).inputs]
    assert offered == ["bday-day", "bday-month", "bday-year"]


def test_all_words_on_a_welsh_page_are_welsh():
    question = Question("x", "checkboxes", text("Bins", "Biniau"), why=text("So we know", "I ni wybod"), required=False,
                        options=(Option("a", text("Red", "Coch")), Option("b", text("None", "Dim"))),
                        settings={"exclusive": "b"})  # fmt: skip
    words = " ".join(Page(render(question, language="cy")).text.split())
    assert words == "Biniau (dewisol) Dewiswch bob un sy’n berthnasol Coch neu Dim Pam rydym yn gofyn hyn I ni wybod"


def test_what_a_template_is_told_can_be_a_key():
    assert len({present(question, scope()) for question in questions()}) > len(KINDS)
