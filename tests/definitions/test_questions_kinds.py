"""What the kinds of office numbers, accounts, signatures and parts of dates show, fill in, and are in expressions."""

from __future__ import annotations

import pytest

from definitions.expressions import compile_expression
from definitions.questions import KINDS, BadAnswer
from definitions.questions.modulus import possible
from definitions.read import read_service
from definitions.scope import Scope
from definitions.types import BOOLEAN
from tests.definitions.asking import MOMENT, answer, ask, problems, scope
from tests.definitions.check_cases import ask as asked
from tests.definitions.check_cases import pages
from tests.definitions.kind_cases import ADA, BANK, VAT
from tests.factories import page

MARCH = {"earliest": "2019-03-01", "latest": "2019-03-31"}
YEAR = {"earliest": "2019-01-01", "latest": "2019-12-31"}
SIGNED = {"name": "Ada Byron", "on": "2026-03-26"}


@pytest.mark.parametrize(
    ("question", "value", "english", "welsh"),
    [
        (ask("percentage"), "12.5", "12.5%", "12.5%"),
        (ask("month"), "2026-03", "March 2026", "Mawrth 2026"),
        (ask("approximate-date"), MARCH, "about March 2019", "tua Mawrth 2019"),
        (ask("approximate-date"), YEAR, "about 2019", "tua 2019"),
        (ask("approximate-date"), dict.fromkeys(MARCH, "2019-03-12"), "12 March 2019", "12 Mawrth 2019"),
        (ask("signature"), SIGNED, "Ada Byron\nSigned on 26 March 2026", "Ada Byron\nLlofnodwyd ar 26 Mawrth 2026"),
        (ask("national-insurance-number"), "AA123456A", "AA 12 34 56 A", "AA 12 34 56 A"),
        (ask("vehicle-registration"), "AB12CDE", "AB12 CDE", "AB12 CDE"),
        (ask("vehicle-registration"), "ABC123D", "ABC 123D", "ABC 123D"),
        (ask("vehicle-registration", scope="any"), "MAB1234", "MAB 1234", "MAB 1234"),
        (VAT, "980780684", "GB 980 7806 84", "GB 980 7806 84"),
        (
            BANK,
            ADA | {"roll_number": "A/1"},
            "Ada Byron\nSort code: 08-99-99\nAccount number: 66374958\nRoll number: A/1",
            "Ada Byron\nCod didoli: 08-99-99\nRhif y cyfrif: 66374958\nRhif rôl: A/1",
        ),
    ],
)
def test_answers_are_shown_as_people_write_them(question, value, english, welsh):
    shown = KINDS[question.kind].show
    assert (shown(question, value, "en"), shown(question, value, "cy")) == (english, welsh)


@pytest.mark.parametrize(
    ("sort_code", "account_number", "fits"),
    [
        *(("089999", "66374958", True), ("107999", "88837491", True), ("202959", "63748472", True)),
        *(("871427", "46238510", True), ("872427", "46238510", True), ("871427", "09123496", True)),
        *(("871427", "99123496", True), ("820000", "73688637", True), ("827999", "73988638", True)),
        *(("827101", "28748352", True), ("134020", "63849203", True), ("118765", "64371389", True)),
        *(("200915", "41011166", True), ("938611", "07806039", True), ("938600", "42368003", True)),
        *(("938063", "55065200", True), ("772798", "99345694", True), ("086090", "06774744", True)),
        *(("309070", "02355688", True), ("309070", "12345668", True), ("309070", "12345677", True)),
        *(("309070", "99345694", True), ("938063", "15764273", False), ("938063", "15764264", False)),
        *(("938063", "15763217", False), ("118765", "64371388", False), ("203099", "66831036", False)),
        *(("203099", "58716970", False), ("089999", "66374959", False), ("107999", "88837493", False)),
        *(("074456", "12345112", True), ("070116", "34012583", True), ("074456", "11104102", True)),
        ("180002", "00000190", True),
    ],
)
def test_accounts_are_checked_as_vocalink_says(sort_code, account_number, fits):
    """The cases that Vocalink's specification works through."""
    assert possible(sort_code, account_number) is fits
    assert (problems(BANK, "Ada", sort_code, account_number) == []) is fits


def test_an_account_of_a_bank_that_the_table_does_not_know_is_taken():
    assert possible("000000", "12345678")
    assert possible("999999", "12345678")


def test_numbers_that_do_not_belong_together_mark_both():
    with pytest.raises(BadAnswer) as bad:
        answer(BANK, "Ada", "089999", "66374959")
    message = "Check the sort code and account number: they do not belong together"
    assert bad.value.marks == {"x-sort_code": message, "x-account_number": ""}


def test_a_signature_has_the_day_it_was_typed_and_none_to_come():
    kind, question = KINDS["signature"], ask("signature")
    assert answer(question, "Ada")["on"] == MOMENT.today.isoformat()
    kind.check(question, SIGNED | {"on": "2026-03-01"}, scope())
    with pytest.raises(BadAnswer, match="today or in the past"):
        kind.check(question, SIGNED | {"on": "2026-03-27"}, scope())


@pytest.mark.parametrize(
    "value",
    [
        {"earliest": "2019-03-01", "latest": "2019-03-30"},
        {"earliest": "2019-03-31", "latest": "2019-03-01"},
        {"earliest": "2019-01-01", "latest": "2020-12-31"},
        {"earliest": "2019-03-01"},
        {"earliest": 1, "latest": None},
        MARCH | {"about": True},
    ],
)
def test_only_a_day_a_month_or_a_year_is_an_approximate_date(value):
    with pytest.raises(BadAnswer) as bad:
        KINDS["approximate-date"].check(ask("approximate-date"), value, scope())
    assert [each.code for each in bad.value.problems] == ["answer.type"]


NAMES = {
    "came": (ask("month"), "2026-03"),
    "moved": (ask("approximate-date"), MARCH),
    "signed": (ask("signature"), SIGNED),
    "account": (BANK, ADA),
    "share": (ask("percentage"), "12.5"),
}


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("came == date('2026-03-01') && came < today()", True),
        ("moved.latest < add_months(today(), -84)", False),
        ("moved.earliest >= date('2019-03-01') && moved.latest <= date('2019-03-31')", True),
        ("signed.name == 'Ada Byron' && signed.on == today()", True),
        ("account.sort_code.startsWith('08') && !has(account.roll_number)", True),
        ("share >= 12.5 && share < 13.0", True),
    ],
)
def test_what_an_expression_sees(source, holds):
    types = {name: KINDS[question.kind].type(question) for name, (question, _) in NAMES.items()}
    answers = {name: value for name, (_, value) in NAMES.items()}
    assert compile_expression(source, types, BOOLEAN).holds(answers, MOMENT) is holds


def test_parts_that_are_dates_are_put_into_texts_as_dates():
    document = pages(page("sign", asked("signed", "signature"), asked("moved", "approximate-date")))
    names = {"signed": SIGNED, "moved": MARCH}
    shown = Scope(read_service(document), names, MOMENT).shown
    assert shown("signed.on") == "26 March 2026"
    assert shown("moved.earliest") == "1 March 2019"
    assert shown("moved") == "about March 2019"
