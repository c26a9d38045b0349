"""Conditions in the fields of a form: rows and text keep each other, and what was not touched stays to the byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.conditions import Condition, Group, Row, Subject, Value, Vocabulary, group, kept, read, write
from builder.conditions.entries import Bundle, Entry, Free, Line, entries, reading
from builder.conditions.panel import Panels, Shown
from builder.conditions.posted import CLASH, name, posted, rows_of
from builder.conditions.reading import pieces
from builder.references.shapes import sites
from tests.builder.test_conditions import LIBRARY, conditions
from tests.factories import example_document

EXAMPLE = Vocabulary(example_document())
WHERE = ("form", "pages", 2)


class Sent(dict[str, list[str]]):
    def getlist(self, key: str, /) -> list[str]:
        return self.get(key, [])

    def __or__(self, other: Any, /) -> Sent:  # type: ignore[override]
        return Sent({**self, **other})


def form(source: str, bundle: Bundle, text: str | None = None) -> Sent:
    """What a browser posts of an editor that shows these rows."""
    found = Sent()
    found |= {"when": [source if text is None else text], name("when", (), "of"): [source]}

    def put(entry: Entry, at: tuple[int, ...]) -> None:
        if isinstance(entry, Bundle):
            found[name("when", at, "join")] = [entry.join]
            for n, part in enumerate(entry.parts):
                put(part, (*at, n))
        elif isinstance(entry, Free):
            found[name("when", at, "free")] = [entry.text]
        else:
            values = {"subject": entry.subject, "made": entry.subject, "comparison": entry.comparison}
            for what, value in values.items():
                found[name("when", at, what)] = [value]
            if len(entry.values) > 1:
                found[name("when", at, "choice")] = [one.against or f"={one.text}" for one in entry.values]
            elif entry.values:
                for what in ("text", "against", "count", "unit"):
                    found[name("when", at, what)] = [getattr(entry.values[0], what)]

    put(bundle, ())
    return found


def expressions_of(place: Path) -> tuple[dict[str, Any], list[str]]:
    document = json.loads(place.read_text())
    return document, [one.value for one in sites(document) if one.sort == "expression"]


@pytest.mark.parametrize("place", LIBRARY, ids=lambda place: place.parent.name)
def test_every_expression_of_the_library_comes_back_from_its_fields(place: Path):
    document, sources = expressions_of(place)
    words = Vocabulary(document)
    assert sources
    for source in sources:
        bundle = entries(read(source), words)
        assert reading(bundle, words).condition == read(source)
        back = posted(form(source, bundle), "when", words)
        assert (back.text, back.bundle, back.settled) == (source, bundle, True)
        panel = Panels(words, ("workflow", "transitions", 0)).panel("when", bundle, {})
        assert chosen(panel.top) == [one.text for one in lines(bundle) if one.text]


def lines(entry: Entry) -> list[Any]:
    if isinstance(entry, Bundle):
        return [one for part in entry.parts for one in lines(part)]
    if isinstance(entry, Line):
        return [value for value in entry.values if not value.against]
    return []


def chosen(shown: Shown) -> list[str]:
    """The values that a panel shows as written or chosen."""
    if shown.kind == "group":
        return [one for part in shown.parts for one in chosen(part)]
    if shown.takes in ("choice", "choices"):
        found = [value[1:] for value, _, on in shown.choices if on and value.startswith("=")]
        order = [one.text for one in shown.line.values]
        return sorted(found, key=order.index)
    return [shown.value.text] if shown.kind == "row" and shown.value.text else []


@settings(max_examples=80, deadline=None)
@given(conditions)
def test_any_condition_comes_back_from_its_fields(condition: Condition):
    bundle = entries(condition, EXAMPLE)
    assert reading(bundle, EXAMPLE).condition == condition


def spaced(condition: Condition, draw: st.DataObject) -> str:
    """A text of a condition with spaces and brackets that nobody would miss."""
    if not isinstance(condition, Group):
        text = write(condition)
        return f"( {text} )" if draw.draw(st.booleans()) and read(f"( {text} )") == condition else text
    sign = {"all": "&&", "any": "||"}[condition.join]
    gap = draw.draw(st.sampled_from([" ", "  ", "\n"]))
    parts = [f"({spaced(one, draw)})" for one in condition.parts]
    return f"{gap}{sign}{gap}".join(parts)


@settings(max_examples=60, deadline=None)
@given(conditions, st.data())
def test_a_changed_row_leaves_the_rest_to_the_byte(condition: Condition, data: st.DataObject):
    source = spaced(condition, data)
    if not isinstance(condition, Group):
        return
    assert read(source) == condition
    n = data.draw(st.integers(0, len(condition.parts) - 1))
    new = Row(Subject("bin"), "==", (Value("text", "new"),))
    parts = (*condition.parts[:n], new, *condition.parts[n + 1 :])
    changed = Group(condition.join, parts)
    after = kept(source, changed)
    assert read(after) == changed
    old = pieces(source).parts[n]
    assert after.startswith(source[: old.start])
    assert after.endswith(source[old.end :])
    fewer = group(condition.join, (*condition.parts[:n], *condition.parts[n + 1 :]))
    left = kept(source, fewer)
    assert read(left) == fewer
    every = list(pieces(source).walk())
    if len({one.condition for one in every}) < len(every):
        return  # what is said twice may be kept as it was written once
    for m, piece in enumerate(pieces(source).parts):
        assert m == n or source[piece.start : piece.end].strip("() ") in left


def test_a_row_is_added_filled_in_and_taken_out():
    source = "bin=='refuse'"
    first = posted(form(source, entries(read(source), EXAMPLE)), "when", EXAMPLE, "add")
    assert first.settled
    assert first.text == source
    assert first.bundle.parts[1] == Line()
    fields = form(source, first.bundle)
    fields[name("when", (1,), "subject")] = ["missed_on"]
    second = posted(fields, "when", EXAMPLE)
    assert second.bundle.parts[1] == Line("missed_on", "==")
    assert second.text == source
    assert second.problems == {(1,): "Enter what to compare with"}
    fields = form(source, second.bundle) | {
        name("when", (1,), "text"): ["2026-03-05"],
        name("when", (1,), "comparison"): ["<"],
    }
    third = posted(fields, "when", EXAMPLE)
    assert third.settled
    assert third.text == "bin=='refuse' && missed_on < date('2026-03-05')"
    last = posted(form(third.text, third.bundle), "when", EXAMPLE, "remove 0")
    assert last.text == "missed_on < date('2026-03-05')"
    none = posted(form(last.text, last.bundle), "when", EXAMPLE, "remove 0")
    assert (none.text, none.bundle.parts) == ("", ())


def test_a_group_inside_is_added_and_goes_with_its_last_row():
    source = "urgent"
    first = posted(form(source, entries(read(source), EXAMPLE)), "when", EXAMPLE, "group")
    assert first.bundle.parts[1] == Bundle("any", (Line(),))
    fields = form(source, first.bundle) | {name("when", (1, 0), "subject"): ["bin"]}
    assert posted(fields, "when", EXAMPLE).problems == {(1, 0): "Enter what to compare with"}
    fields = fields | {name("when", (1, 0), "made"): ["bin"], name("when", (1, 0), "comparison"): ["one-of"],
                       name("when", (1, 0), "choice"): ["=refuse", "=recycling"]}  # fmt: skip
    second = posted(fields, "when", EXAMPLE)
    assert second.text == "urgent && bin in ['refuse', 'recycling']"
    assert posted(fields, "when", EXAMPLE, "remove 1-0").bundle == Bundle("all", first.bundle.parts[:1])


def test_text_and_rows_follow_each_other_and_a_clash_is_said():
    source = "urgent"
    shown = entries(read(source), EXAMPLE)
    typed = posted(form(source, shown, "urgent && bin == 'refuse'"), "when", EXAMPLE)
    assert typed.settled
    assert len(typed.bundle.parts) == 2
    unread = posted(form(source, shown, "urgent &&"), "when", EXAMPLE)
    assert unread.text == "urgent &&"
    assert unread.bundle.parts == (Free("urgent &&"),)
    both = form(source, shown, "urgent && answered(email)") | {name("when", (0,), "comparison"): ["no"]}
    assert posted(both, "when", EXAMPLE).problem == CLASH
    agreed = form(source, shown, "!urgent") | {name("when", (0,), "comparison"): ["no"]}
    assert posted(agreed, "when", EXAMPLE).settled


def test_a_field_without_rows_is_its_text():
    assert posted(Sent({"when": [" urgent "]}), "when", EXAMPLE).text == "urgent"
    assert posted(Sent(), "when", EXAMPLE).text == ""


def test_what_may_be_looked_at_depends_on_the_place():
    def names(place: tuple[str | int, ...]) -> list[str]:
        return [one for offer in Panels(EXAMPLE, place).subjects for one, _ in offer.names]

    early, late = names(("form", "pages", 1)), names(("form", "pages", 3))
    assert {"property.postcode", "age:missed_on", "urgent", "round.last_collected"} <= set(early)
    assert "email" in set(late) - set(early)
    assert "case.state" not in late
    page = ("form", "pages", 1)
    assert not {"bin", "missed_on"} & {*names((*page, "when")), *names((*page, "content", 0, "when"))}
    assert "property.postcode" in names((*page, "when"))
    asked = set(names((*page, "questions", 1, "when")))
    assert "bin" in asked
    assert "missed_on" not in asked
    assert "missed_on" in names((*page, "questions", 1, "rules", 0, "require"))
    assert "bin" in names((*page, "questions", 0, "options", 0, "questions", 0, "when"))
    later = names(("workflow", "transitions", 0, "when"))
    assert {"case.state", "clock.promise", "reason", "email"} <= set(later)


@pytest.mark.parametrize(
    ("subject", "comparison", "text", "words"),
    [
        ("missed_on", "==", "2026-02-30", "Enter a day that is in the calendar"),
        ("size:bin", "<", "five", "Enter a number, such as 5"),
        ("bin", "==", "", "Choose one"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(subject: str, comparison: str, text: str, words: str):
    fields = form("", Bundle("all", (Line(subject, comparison),))) | {name("when", (0,), "text"): [text]}
    assert posted(fields, "when", EXAMPLE).problems == {(0,): words}


def test_money_is_written_in_pounds():
    document = example_document()
    document["form"]["pages"][3]["questions"].append({"id": "cost", "type": "money", "label": "Cost"})
    words = Vocabulary(document)
    bundle = entries(read("cost >= 1250"), words)
    assert lines(bundle)[0].text == "12.50"
    fields = form("cost >= 1250", bundle) | {name("when", (0,), "text"): ["£1,300"]}
    assert posted(fields, "when", words).text == "cost >= 130000"


def test_rows_are_added_to_what_never_holds():
    assert rows_of("false", EXAMPLE) == Bundle()
    assert posted(form("false", Bundle()), "when", EXAMPLE, "add").text == "false"
    filled = Bundle("all", (Line("urgent", "yes"),))
    assert posted(form("false", filled), "when", EXAMPLE).text == "urgent"


@pytest.mark.parametrize("place", LIBRARY, ids=lambda place: place.parent.name)
def test_a_row_of_any_expression_of_the_library_is_changed_alone(place: Path):
    new = Row(Subject("bin"), "==", (Value("text", "new"),))
    for source in expressions_of(place)[1]:
        whole = pieces(source)
        for n, old in enumerate(whole.parts):
            parts = [one.condition for one in whole.parts]
            parts[n] = new
            assert isinstance(whole.condition, Group)
            after = kept(source, Group(whole.condition.join, tuple(parts)))
            assert after == source[: old.start] + "bin == 'new'" + source[old.end :]
