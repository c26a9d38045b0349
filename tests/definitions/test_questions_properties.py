"""Whatever is typed, a kind answers or refuses; what it accepted, its inputs give again."""

from __future__ import annotations

import json
import string
from datetime import date

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.questions import KINDS, BadAnswer, read
from definitions.questions.days import month_span
from definitions.questions.email import normal
from definitions.questions.map_point import at
from tests.definitions.asking import CHOICES, ask, scope

NAUGHTY = [
    *("\u202egnp.exe", "\u2066x\u2069", "🏴\U000e0067\U000e0062\U000e007f", "👩\u200d👧", "Z\u032e\u0360L\u0347"),
    *("'; DROP TABLE cases;--", "1' OR '1'='1", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'),
    *("{{7*7}}", "${7*7}", "<%= 7*7 %>", "{other}", "%s%n", "../../etc/passwd\0.pdf"),
    *("\r\nBcc: x@y.z", "a\u2028b\u2029c", "x@localhost"),
    *("\x00", "\x7f", "\x1b[2J", "\ud83d", "\ufeff\u200b\u2060", "\u200d", "NaN", "Infinity", "1e309", "-0"),
    *("0x7f", "1_000"),
    *("９９９", "١٣४", "²", "Ⅷ", "½", "1/3", "£", "£-", "−1", "١٢٣", "--1", "1.", ".", "1,,000", "1 2", "31", "٠"),
    *("null", "None", "undefined", "True", "[]", "{}", '{"id": 1}', "=cmd|'/C calc'!A0", "@SUM(1)", "İ", "ſ", "ß"),
    *("a" * 10_001, "9" * 5_000, "\n" * 9_000, "\u0344" * 5_000, "ﷺ" * 9_000, "[" * 9_000, "9" * 5_000 + "e9"),
    *("a@b,c@d.com", "a@b.com;c@d.com", "a@b.com%0aBcc:x", '"a b"@c.com', "a@[127.0.0.1]", "a@b.com\u2028"),
    *("QQ123456C", "AA 12 34 56 A", "ＡＡ１２３４５６Ａ", "GB12345678", "AB12 CDE", "ÀB12 CDE", "00000000", "12\u20e3"),
    *("100%", "％", "08-99-99", "٠٨٩٩٩٩", "66374958", "XI980780684", "SC\u0967\u0968345", "X Æ A-12"),
    *("+44" + "1" * 60, "tel:+441632960001", "+441632960001;ext=1", "a@" + "b." * 200 + "com", "@", "a@b"),
]  # fmt: skip

QUESTIONS = [
    ask("text"),
    ask("text", lines=5, max=500),
    ask("text", pattern="(a+)+b?"),
    ask("integer"),
    ask("integer", min=-5, max=99),
    ask("decimal"),
    ask("decimal", places=0),
    ask("decimal", places=2),
    ask("money"),
    ask("money", min=1, max=5000),
    ask("date"),
    ask("date", min="today - 100 years", max="today"),
    ask("time"),
    ask("email"),
    ask("phone"),
    ask("address"),
    ask("address", scope="international"),
    ask("address", lookup=True),
    ask("name"),
    ask("name", parts="first-last"),
    ask("radios"),
    ask("checkboxes", exclusive="none", max=2),
    ask("select"),
    ask("yes-no"),
    ask("declaration"),
    ask("file", accept=["pdf", "png"], max_mb=1),
    ask("percentage"),
    ask("percentage", min=-5, max=250, places=0),
    ask("month"),
    ask("month", min="today - 9 years", max="today"),
    ask("approximate-date"),
    ask("approximate-date", max="today"),
    ask("postcode"),
    ask("signature"),
    ask("national-insurance-number"),
    ask("vehicle-registration"),
    ask("vehicle-registration", scope="any"),
    ask("organisation-number"),
    ask("organisation-number", register="charity"),
    ask("organisation-number", register="vat"),
    ask("bank-details"),
    ask("bank-details", roll_number=False),
    ask("map-point"),
    ask("ranking"),
    ask("ranking", max=2),
    ask("table"),
    ask("table", min=2, max=3),
]


def names(question):
    return f"{question.kind} {dict(question.settings)}"


def told(question, raw):
    """The answer to whatever stands in all the inputs, or the refusal; nothing else may happen."""
    kind = KINDS[question.kind]
    given = {name: [raw] for name in kind.inputs(question)}
    try:
        return read(question, given, scope())
    except BadAnswer as bad:
        explains(question, bad)
        return None


def explains(question, bad):
    assert bad.problems
    assert all(p.input in KINDS[question.kind].inputs(question) and p.code and p.message for p in bad.problems)


def keeps_its_promises(question, value):
    """An accepted answer fills the inputs, is read back the same, fits its schema, is plain JSON and can be shown."""
    kind = KINDS[question.kind]
    kind.check(question, value, scope())
    filled = kind.fill(question, value)
    assert set(filled) == set(kind.inputs(question))
    again = {name: text if isinstance(text, list) else [text] for name, text in filled.items()}
    assert kind.parse(question, again, scope()) == value
    assert json.loads(json.dumps(value)) == value
    jsonschema.Draft202012Validator(kind.json_schema(question, "en")).validate(value)
    assert all(isinstance(kind.show(question, value, language), str) for language in ("en", "cy", "fr"))


@pytest.mark.parametrize("question", QUESTIONS, ids=names)
def test_naughty_strings_are_answers_or_refused(question):
    for raw in NAUGHTY:
        value = told(question, raw)
        if value is not None:
            keeps_its_promises(question, value)


TYPED = st.one_of(
    st.text(max_size=60),
    st.text("0123456789.,-+£ :/apm٣９", max_size=20),
    st.text(string.ascii_letters + string.digits + "@.-+_\r\n\0,;%", max_size=40),
    st.sampled_from([value for value, _ in CHOICES] + ["yes", "no", "march", "SW1A 1AA"]),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=names)
@settings(max_examples=60, deadline=None)
@given(raw=TYPED)
def test_whatever_is_typed_is_an_answer_or_refused(question, raw):
    value = told(question, raw)
    if value is not None:
        keeps_its_promises(question, value)


LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=50)
FILE = st.fixed_dictionaries(
    {
        "id": st.uuids().map(str),
        "name": st.from_regex(r"[a-z \u00e9-]{1,30}\.(PDF|pdf)", fullmatch=True),
        "type": st.just("application/pdf"),
        "size": st.integers(1, 1 << 20),
        "sha256": st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    }
)
VALUES = {
    "text": LINE,
    "integer": st.integers(-5, 99),
    "decimal": st.decimals(-1000, 1000, places=2).map(lambda d: f"{d.normalize():f}"),
    "money": st.integers(1, 5000),
    "date": st.dates(date(1930, 1, 1), date(2026, 3, 26)).map(date.isoformat),
    "time": st.times().map(lambda t: f"{t:%H:%M}"),
    "email": st.emails(),
    "phone": st.integers(100_000, 999_999).map(lambda n: f"+441632{n}"),
    "address": st.fixed_dictionaries({"line_1": LINE, "town": LINE, "postcode": st.just("SW1A 1AA")}),
    "name": st.fixed_dictionaries({"first": LINE, "last": LINE}),
    "radios": st.sampled_from([value for value, _ in CHOICES]),
    "select": st.sampled_from([value for value, _ in CHOICES]),
    "checkboxes": st.sets(st.sampled_from(["refuse", "recycling"]), min_size=1).map(lambda s: sorted(s, reverse=True)),
    "yes-no": st.booleans(),
    "declaration": st.just(True),
    "file": FILE,
    "percentage": st.decimals(-5, 250, places=2).map(lambda d: f"{d.normalize():f}"),
    "month": st.dates(date(1930, 1, 1), date(2026, 3, 26)).map(lambda d: f"{d:%Y-%m}"),
    "approximate-date": st.dates(date(1930, 1, 1), date(2026, 3, 26)).flatmap(
        lambda d: st.sampled_from([(d, d), month_span(d.year, d.month), (date(d.year, 1, 1), date(d.year, 12, 31))])
    ).map(lambda span: {"earliest": span[0].isoformat(), "latest": span[1].isoformat()}),
    "postcode": st.just("SW1A 1AA"),
    "signature": LINE.map(lambda name: {"name": name, "on": "2026-03-26"}),
    "national-insurance-number": st.from_regex("[ABCE][ABCE][0-9]{6}[A-D]", fullmatch=True),
    "vehicle-registration": st.from_regex("[A-Z]{2}[0-9]{2}[A-Z]{3}|[A-Z][0-9]{1,3}[A-Z]{3}", fullmatch=True),
    "organisation-number": st.from_regex("[1-9][0-9]{6}|SC[0-9]{6}|[0-9]{8}|980780684", fullmatch=True),
    "bank-details": LINE.map(lambda name: {"name": name, "sort_code": "089999", "account_number": "66374958"}),
    "map-point": st.one_of(
        st.builds(at, st.floats(49, 61), st.floats(-9, 2)), LINE.map(lambda words: {"description": words})
    ),
    "ranking": st.permutations([value for value, _ in CHOICES]),
    "table": st.lists(
        st.fixed_dictionaries(
            {"item": LINE, "bin": st.sampled_from([value for value, _ in CHOICES])},
            optional={"cost": st.integers(0, 10_000)},
        ),
        min_size=1,
        max_size=4,
    ),
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS, ids=names)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_good_answers_are_read_back_as_they_were(question, data):
    value = data.draw(VALUES[question.kind])
    kind = KINDS[question.kind]
    try:
        kind.check(question, value, scope())
    except BadAnswer:
        loose = {"text", "address", "name", "email", "percentage", "signature", "organisation-number", "bank-details"}
        loose |= {"table", "map-point"}
        assert question.kind in loose or question.settings  # blank, or out of bounds
        return
    filled = kind.fill(question, value)
    again = {name: text if isinstance(text, list) else [text] for name, text in filled.items()}
    kept = kind.parse(question, again, scope())
    if kept is not None:
        keeps_its_promises(question, kept)
    tidied = {
        "text",
        "address",
        "name",
        "signature",
        "bank-details",
        "table",
        "map-point",
    }  # spaces and invisible marks of these
    if question.kind not in tidied:
        assert kept == value


@settings(max_examples=300, deadline=None)
@given(
    before=st.text("abc.+", min_size=1, max_size=8),
    mark=st.sampled_from(
        ["\r", "\n", "\r\n", "\0", "\u2028", "\u2029", "\v", "\f", "\x85", ",", ";", "%0a", "%0D", ":"]
    ),
    after=st.sampled_from(["", "x@y.com", "Bcc: x@y.com", " "]),
)
def test_no_mail_address_can_hold_two_or_break_a_header(before, mark, after):
    for raw in (
        f"{before}@example.com{mark}{after}",
        f"{mark}{before}@example.com",
        f"{before}{mark}{after}@example.com",
    ):
        assert told(ask("email"), raw) is None
        assert normal(raw) is None


WRONG = [
    None,
    1.5,
    1.0,
    True,
    "1",
    "",
    [],
    {},
    [1],
    {"full": 1},
    "x\0",
    "\ud800",
    10**30,
    "2026-02-30",
    "20260327",
    "SW1A 1AA",
]


@pytest.mark.parametrize("question", QUESTIONS, ids=names)
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_typed_values_of_another_kind_are_refused(question, value):
    """``check`` takes what the inputs would have given and nothing else, whatever type it is given."""
    kind = KINDS[question.kind]
    assert isinstance(kind.show(question, value, "en"), str)
    try:
        kind.check(question, value, scope())
    except BadAnswer as bad:
        explains(question, bad)
        return
    keeps_its_promises(question, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("integer", "1"), ("integer", 1.0), ("money", True), ("yes-no", "yes"), ("decimal", 1.5), ("decimal", "01")],
)
def test_types_are_strict(kind, value):
    with pytest.raises(BadAnswer) as bad:
        KINDS[kind].check(ask(kind), value, scope())
    assert bad.value.problems[0].code == "answer.type"
