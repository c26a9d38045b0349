"""What is shown before a service goes live: sentences, lines, what it can do; and days as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from builder.edits import Set, apply
from builder.publishing import BadDay, compared, day_and_time
from tests.factories import document, example_document, page, question

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        (("1", "4", "2027", ""), datetime(2027, 3, 31, 23, 0, tzinfo=UTC)),
        (("01", "01", "2027", "9:00"), datetime(2027, 1, 1, 9, 0, tzinfo=UTC)),
        (("1", "7", "2027", "9am"), datetime(2027, 7, 1, 8, 0, tzinfo=UTC)),
        (("1", "1", "2027", "12:30 PM"), datetime(2027, 1, 1, 12, 30, tzinfo=UTC)),
        (("1", "1", "2027", "12am"), datetime(2027, 1, 1, 0, 0, tzinfo=UTC)),
        (("1", "1", "2027", "17.45"), datetime(2027, 1, 1, 17, 45, tzinfo=UTC)),
    ],
)
def test_days_and_times_as_people_type_them(typed: tuple[str, str, str, str], moment: datetime) -> None:
    assert day_and_time(*typed, LONDON) == moment


@pytest.mark.parametrize(
    "typed",
    [("", "", "", ""), ("31", "2", "2027", ""), ("1", "1", "99999", ""), ("x", "1", "2027", ""),
     ("1", "1", "2027", "25:00"), ("1", "1", "2027", "9:75"), ("1", "1", "2027", "13pm"), ("1", "1", "2027", "noon"),
     ("1", "1", "2027", "0pm")],
)  # fmt: skip
def test_what_is_no_day_or_no_time_is_said(typed: tuple[str, str, str, str]) -> None:
    with pytest.raises(BadDay, match="Type the"):
        day_and_time(*typed, LONDON)


def test_a_change_in_words_in_lines_and_in_what_the_service_can_do() -> None:
    before = example_document()
    after = apply(before, Set("/privacy/keep", "6 months")).document
    found = compared(before, after)
    assert found.told == {"Personal information": ("Says for privacy: keep is 6 months instead of 24 months",)}
    changed = [(line.kind, line.text.strip()) for line in found.lines if line.kind in ("in", "out")]
    assert changed == [("out", '"keep": "24 months"'), ("in", '"keep": "6 months"')]
    kept = found.can["How long they are kept"]
    assert [one.state for one in kept] == ["new", "gone"]
    assert found.moved == ()
    assert compared(before, before).same


def test_a_large_change_is_cut_and_says_so() -> None:
    many = document(form={"pages": [page(f"p{n}", question(f"q{n}")) for n in range(300)]})
    found = compared(document(), many)
    assert (len(found.lines), found.cut) == (1500, True)
