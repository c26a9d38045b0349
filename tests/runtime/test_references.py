"""References can be typed by people; keys are in order of time."""

from __future__ import annotations

import time

import pytest

from runtime import references


def test_keys_are_version_seven_and_in_order_of_time() -> None:
    before = time.time_ns() // 1_000_000
    made = references.new_id()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000
    assert len({references.new_id() for _ in range(1000)}) == 1000


def test_references_survive_how_people_type_them() -> None:
    for _ in range(200):
        reference = references.new_reference()
        shown = references.show(reference)
        assert len(shown) == 10
        assert shown[4] == "-"
        typed = (shown, shown.lower(), f"  {shown[:2]} {shown[2:]} ", shown.replace("0", "o").replace("1", "l"))
        assert {references.parse(text) for text in typed} == {reference}


def test_one_wrong_character_is_noticed() -> None:
    reference = references.new_reference()
    for place in range(len(reference)):
        for wrong in set(references.ALPHABET) - {reference[place]}:
            assert references.parse(reference[:place] + wrong + reference[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "K7QM", "K7QM-2XRDT-9", "K7QM-2XRD!", "٣" * 9, "A" * 10_000, "\x00" * 9])
def test_what_cannot_be_a_reference(text: str) -> None:
    assert references.parse(text) is None
