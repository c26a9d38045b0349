"""Each kind of question, given good answers and bad ones."""

from __future__ import annotations

import pytest

from definitions.form import Option
from definitions.questions import KINDS, BadAnswer, read
from definitions.questions.days import day_named
from definitions.questions.kind import lower_first
from definitions.schema import kinds
from definitions.text import plain
from tests.definitions import kind_cases
from tests.definitions.asking import MOMENT, answer, ask, posted, problems, scope

GOOD = [
    (ask("text"), ["  It’s \u00a0“fine”  \t here "], "It’s “fine” here"),
    (ask("text"), ["a\u200bb\ufeff\u202ec"], "abc"),
    (ask("text"), ["e\u0301"], "\u00e9"),
    (ask("text"), ["one\r\ntwo\u2028three"], "one two three"),
    (ask("text", lines=3), [" one  \r\n\r\n two\rthree\u2028four\n"], "one\n\n two\nthree\nfour"),
    (ask("text", pattern="[0-9]{8}"), ["12345678"], "12345678"),
    (ask("text", pattern="[0-9]{8}"), [" 1234 56\u20137-8 "], "12345678"),
    (ask("text", pattern="[0-9]+ [0-9]+"), ["1234  5678"], "1234 5678"),
    (ask("text", required=False), ["   "], None),
    (ask("integer"), ["１２３"], 123),
    (ask("integer"), [" 1,234,567 "], 1234567),
    (ask("integer"), ["1 234"], 1234),
    (ask("integer"), ["\u22125"], -5),
    (ask("integer"), ["٣٤"], 34),
    (ask("decimal"), ["007.50"], "7.5"),
    (ask("decimal"), [".5"], "0.5"),
    (ask("decimal"), ["-0.0"], "0"),
    (ask("decimal"), ["1,000.25"], "1000.25"),
    (ask("money"), ["£1,234.50"], 123450),
    (ask("money"), ["12"], 1200),
    (ask("money"), ["１２．５"], 1250),
    (ask("money"), ["GBP 3.10"], 310),
    (ask("money"), ["0.07"], 7),
    (ask("date"), ["27", "3", "2026"], "2026-03-27"),
    (ask("date"), ["０７", "March", "2026"], "2026-03-07"),
    (ask("date"), ["7", "sept", "2026"], "2026-09-07"),
    (ask("date"), ["27", "Mawrth", "2026"], "2026-03-27"),
    (ask("date"), ["29", "2", "2028"], "2028-02-29"),
    (ask("date", max="today"), ["26", "3", "2026"], "2026-03-26"),
    (ask("date", max="today - 18 years"), ["26", "3", "2008"], "2008-03-26"),
    (ask("date", min="today + 5 working days"), ["2", "4", "2026"], "2026-04-02"),
    (ask("time"), ["9:30am"], "09:30"),
    (ask("time"), ["2.15 pm"], "14:15"),
    (ask("time"), ["14:15"], "14:15"),
    (ask("time"), ["0905"], "09:05"),
    (ask("time"), ["12am"], "00:00"),
    (ask("time"), ["12 p.m."], "12:00"),
    (ask("time"), ["Midday"], "12:00"),
    (ask("time"), ["hanner nos"], "00:00"),
    (ask("email"), [" Ada.Lovelace+x@EXAMPLE.com\u00a0"], "Ada.Lovelace+x@example.com"),
    (ask("email"), ["ada@bücher.example.de"], "ada@xn--bcher-kva.example.de"),
    (ask("phone"), ["01632 960 001"], "+441632960001"),
    (ask("phone"), ["(0)7700-900 982"], "+447700900982"),
    (ask("phone"), ["+44 808 157 0192"], "+448081570192"),
    (ask("phone"), ["+33 1 09 75 83 51"], "+33109758351"),
    (ask("name"), [" Zoë  O’Neill "], {"full": "Zoë O’Neill"}),
    (ask("name", parts="first-last"), ["Ada", "Lovelace"], {"first": "Ada", "last": "Lovelace"}),
    (ask("radios"), ["refuse"], "refuse"),
    (ask("select"), ["recycling"], "recycling"),
    (ask("yes-no"), ["no"], False),
    (ask("declaration"), ["yes"], True),
    *kind_cases.GOOD,
]

BAD = [
    (ask("text"), [""], "x", "enter", "Enter start date"),
    (ask("text", max=20), ["a" * 21], "x", "text.max", "Start date must be 20 characters or fewer"),
    (ask("text"), ["a" * 10_001], "x", "text.max", "Start date must be 10000 characters or fewer"),
    (ask("text", min=2), ["a"], "x", "text.min", "Start date must be 2 characters or more"),
    (ask("text", max=1), ["ab"], "x", "text.max", "Start date must be 1 character"),
    (ask("text", pattern="[0-9]{8}"), ["1234567x"], "x", "text.pattern", "Start date must be in the correct format"),
    (ask("text", pattern="a+", pattern_message="Only as"), ["b"], "x", "text.pattern", "Only as"),
    (ask("text"), ["a\0b"], "x", "answer.characters", "Start date must not include characters that cannot be printed"),
    (ask("text"), ["\x1b[31m"], "x", "answer.characters", None),
    (ask("text"), ["\ud800"], "x", "answer.characters", None),
    (ask("integer"), ["twelve"], "x", "number.number", "Start date must be a number"),
    (ask("integer"), ["1.5"], "x", "number.whole", "Start date must be a whole number"),
    (ask("integer"), ["1,23"], "x", "number.number", None),
    (ask("integer", min=1, max=9), ["0"], "x", "number.min", "Start date must be 1 or more"),
    (ask("integer", min=1, max=1000), ["1001"], "x", "number.max", "Start date must be 1,000 or less"),
    (ask("integer"), ["9" * 17], "x", "number.number", None),
    (ask("integer"), ["1e5"], "x", "number.number", None),
    (ask("integer"), ["½"], "x", "number.number", None),
    (ask("decimal", places=2), ["1.234"], "x", "number.places", "Start date must have 2 decimal places or fewer"),
    (ask("decimal", max=2.5), ["2.51"], "x", "number.max", "Start date must be 2.5 or less"),
    (ask("decimal"), ["."], "x", "number.number", None),
    (ask("decimal"), ["NaN"], "x", "number.number", None),
    (ask("money"), ["ten"], "x", "money.amount", "Start date must be an amount of money, like 12.50"),
    (ask("money"), ["1.234"], "x", "money.pence", None),
    (ask("money"), ["-1"], "x", "number.min", "Start date must be £0 or more"),
    (ask("money", max=5000), ["50.01"], "x", "number.max", "Start date must be £50 or less"),
    (ask("date"), [], "x-day", "enter", "Enter start date"),
    (ask("date"), ["27", "3", ""], "x-year", "date.missing", "Start date must include a year"),
    (ask("date"), ["", "", "2026"], "x-day", "date.missing", "Start date must include a day and month"),
    (ask("date"), ["31", "2", "2026"], "x-day", "date.real", "Start date must be a real date"),
    (ask("date"), ["29", "2", "2027"], "x-day", "date.real", "Start date must be a real date"),
    (ask("date"), ["1", "13", "2026"], "x-month", "date.real", "Start date must be a real date"),
    (ask("date"), ["1", "Ma", "2026"], "x-month", "date.real", None),
    (ask("date"), ["0", "1", "2026"], "x-day", "date.real", None),
    (ask("date"), ["1", "1", "twenty"], "x-year", "date.real", None),
    (ask("date"), ["1", "1", "26"], "x-year", "date.year", "Year must include 4 numbers"),
    (ask("date"), ["1", "1", "0026"], "x-year", "date.year", None),
    (ask("date", max="today - 1 day"), ["26", "3", "2026"], "x-day", "date.past", "Start date must be in the past"),
    (ask("date", max="today"), ["27", "3", "2026"], "x-day", "date.today-or-past", None),
    (ask("date", min="today + 1 day"), ["26", "3", "2026"], "x-day", "date.future", None),
    (ask("date", min="today"), ["25", "3", "2026"], "x-day", "date.today-or-future", None),
    (
        ask("date", min="2026-03-27"),
        ["26", "3", "2026"],
        "x-day",
        "date.min",
        "Start date must be the same as or after 27 March 2026",
    ),
    (ask("time"), ["25:00"], "x", "time.real", "Start date must be a time, like 9:30am or 14:15"),
    (ask("time"), ["13pm"], "x", "time.real", None),
    (ask("time"), ["9"], "x", "time.real", None),
    (ask("email"), ["ada"], "x", "email.format", None),
    (ask("phone"), ["0800 flowers"], "x", "phone.format", None),
    (ask("phone"), ["123"], "x", "phone.format", None),
    (ask("name"), [""], "x", "enter", "Enter start date"),
    (ask("name", parts="first-last"), ["Ada", ""], "x-last", "name.last", "Enter last name"),
    (ask("name"), ["a" * 201], "x", "text.max", None),
    (ask("radios"), [""], "x", "select", "Select start date"),
    (ask("radios", "Why?"), [""], "x", "select", "Select an answer to “Why?”"),
    (ask("radios"), ["other"], "x", "choice.unknown", None),
    (ask("select"), ["Rubbish"], "x", "choice.unknown", None),
    (ask("yes-no"), ["maybe"], "x", "choice.unknown", None),
    (ask("yes-no"), [""], "x", "select", None),
    (ask("declaration", "I agree"), [""], "x", "declaration.tick", "Tick the box to confirm: I agree"),
    (ask("file", "Proof of income"), [""], "x", "upload", "Upload proof of income"),
    *kind_cases.BAD,
]


@pytest.mark.parametrize(("question", "given", "value"), GOOD)
def test_good_answers_are_read(question, given, value):
    assert answer(question, *given) == value


@pytest.mark.parametrize(("question", "given", "at", "code", "message"), BAD)
def test_bad_answers_are_refused_in_words(question, given, at, code, message):
    [found] = problems(question, *given)
    assert found[:2] == (at, code)
    assert message is None or found[2] == message
    [welsh] = problems(question, *given, language="cy")
    assert welsh[:2] == (at, code)


def test_the_kinds_are_those_of_the_language():
    assert set(KINDS) == set(kinds())
    assert all(KINDS[name].name == name for name in KINDS)


def test_every_kind_has_good_answers_and_bad_ones_here():
    composed = {"address", "checkboxes", "file", "ranking", "table", "map-point"}
    assert {question.kind for question, *_ in GOOD} | composed == set(KINDS)
    assert {question.kind for question, *_ in BAD} | composed == set(KINDS)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"checkboxes", "table"}))
def test_two_answers_to_one_question_are_refused(kind):
    question = ask(kind, accept=["pdf"]) if kind == "file" else ask(kind)
    first = KINDS[kind].inputs(question)[0]
    with pytest.raises(BadAnswer) as bad:
        read(question, {first: ["1", "2"]}, scope())
    assert [(p.input, p.code) for p in bad.value.problems] == [(first, "answer.repeated")]


def test_a_date_that_is_wrong_as_a_whole_marks_all_its_boxes():
    with pytest.raises(BadAnswer) as bad:
        answer(ask("date"), "31", "2", "2026")
    assert bad.value.marks == {"x-day": "Start date must be a real date", "x-month": "", "x-year": ""}


def test_an_option_that_is_not_shown_cannot_be_chosen():
    class Never:
        def holds(self, names, moment):
            return False

    options = [Option("a", plain("A")), Option("b", plain("B"), when=Never())]
    assert answer(ask("radios", options=options), "a") == "a"
    assert problems(ask("radios", options=options), "b")[0][1] == "choice.unknown"
    assert read(ask("checkboxes", options=options), {"x": ["a"]}, scope()) == ["a"]
    with pytest.raises(BadAnswer):
        read(ask("checkboxes", options=options), {"x": ["a", "b"]}, scope())


@pytest.mark.parametrize(
    ("given", "settings", "code"),
    [
        (["refuse", "none"], {"exclusive": "none"}, "choices.exclusive"),
        (["refuse"], {"min": 2}, "choices.min"),
        (["refuse", "recycling"], {"max": 1}, "choices.max"),
        (["other"], {}, "choice.unknown"),
        ([], {}, "select"),
        ([], {"min": 2}, "choices.min"),
    ],
)
def test_bad_choices(given, settings, code):
    with pytest.raises(BadAnswer) as bad:
        read(ask("checkboxes", "Bins", **settings), {"x": given}, scope())
    assert [p.code for p in bad.value.problems] == [code]


def test_choices_are_kept_in_the_order_of_the_options_and_once():
    question = ask("checkboxes", exclusive="none", min=2)
    assert read(question, {"x": ["recycling", "refuse", "recycling"]}, scope()) == ["refuse", "recycling"]
    assert read(question, {"x": ["none"]}, scope()) == ["none"]


def test_the_exclusive_choice_is_named():
    with pytest.raises(BadAnswer, match="Select bins, or select “None of these”"):
        read(ask("checkboxes", "Bins", exclusive="none"), {"x": ["refuse", "none"]}, scope())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sw1a1aa", "SW1A 1AA"),
        (" SW1A  1AA ", "SW1A 1AA"),
        ("sw1a oaa", "SW1A 0AA"),
        ("ＳＷ１Ａ １ＡＡ", "SW1A 1AA"),
        ("m1 1ae", "M1 1AE"),
        ("AB1 2CD", "AB1 2CD"),
    ],
)
def test_postcodes_are_written_as_royal_mail_does(typed, kept):
    assert answer(ask("address"), line_1="1 High St", town="Bath", postcode=typed)["postcode"] == kept


@pytest.mark.parametrize("typed", ["12345", "SW1A", "SW1A 1AAA", "1AA SW1A", "SW1A 1A1"])
def test_what_is_no_postcode_is_refused(typed):
    found = problems(ask("address"), line_1="1 High St", town="Bath", postcode=typed)
    assert found == [("x-postcode", "address.uk-postcode", "Enter a full UK postcode")]


def test_an_address_says_all_that_is_missing():
    assert [at for at, *_ in problems(ask("address"))] == ["x-line_1", "x-town", "x-postcode"]
    assert [at for at, *_ in problems(ask("address"), line_2="x")] == ["x-line_1", "x-town", "x-postcode"]
    abroad = ask("address", scope="international")
    assert [at for at, *_ in problems(abroad)] == ["x-line_1", "x-town", "x-country"]
    paris = answer(abroad, line_1="1 Rue X", town="Paris", postcode="75001", country="France")
    assert KINDS["address"].show(abroad, paris, "en") == "1 Rue X\nParis\n75001\nFrance"


def test_posted_inputs_are_those_of_the_question():
    assert posted(ask("date"), "1", "2", "2026") == {"x-day": ["1"], "x-month": ["2"], "x-year": ["2026"]}


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Start date", "start date"), ("UK address", "UK address"), ("I agree", "I agree"), ("A", "a"), ("", "")],
)
def test_a_label_inside_a_sentence(label, inside):
    assert lower_first(label) == inside


@pytest.mark.parametrize(
    ("bound", "day"),
    [
        ("today", "2026-03-26"),
        ("today + 28 days", "2026-04-23"),
        ("today - 18 years", "2008-03-26"),
        ("today + 1 month", "2026-04-26"),
        ("today - 2 working days", "2026-03-24"),
        ("2026-12-31", "2026-12-31"),
    ],
)
def test_bounds_of_dates(bound, day):
    assert day_named(bound, MOMENT).isoformat() == day


@pytest.mark.parametrize("bound", ["tomorrow", "today + 5", "today + 2 hours", "31-12-2026", "today + 999 years", ""])
def test_what_is_no_bound_says_so(bound):
    with pytest.raises(ValueError, match=r"not a|too long"):
        day_named(bound, MOMENT)
