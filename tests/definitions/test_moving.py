"""A form is published anew while somebody fills it in: each kind of change, what is kept of it, and what is said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.answers_schema import check_answers
from definitions.calendars import Moment
from definitions.items import nested
from definitions.moving import Moved, move
from definitions.read import check, read_service
from definitions.service import Service
from tests.factories import document, page, question

AT = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)


def service(*pages: dict[str, Any], **form: Any) -> Service:
    made = document(form={"pages": list(pages), **form}, languages=["en", "cy"])
    made["queues"][0]["columns"] = []
    return read_service(made)


def moved(old: Service, new: Service, answers: dict[str, Any], language: str = "en", **lookups: Any) -> Moved:
    return move(old, new, answers, Moment(AT, new.calendar), lookups=lookups, language=language)


def one(*questions: dict[str, Any]) -> Service:
    return service(page("where", *questions))


def choices(*values: Any, **changes: Any) -> dict[str, Any]:
    options = [v if isinstance(v, dict) else {"value": v, "label": v.capitalize()} for v in values]
    return question("bin", type="radios", options=options) | changes


def test_what_is_the_same_is_kept_whatever_its_words_and_place() -> None:
    old = service(page("a", question("street"), question("note", required=False)), page("b", choices("x", "y")))
    new = service(page("c", choices("y", "x", label="Which?")), page("d", question("note", required=False)),
                  page("e", question("street", label="Which street?", hint="Its name")))  # fmt: skip
    answers = {"street": "High", "note": None, "bin": "x"}
    found = moved(old, new, answers)
    assert found.answers == answers
    assert (found.dropped, found.asked) == ((), ())
    assert found.sentence == "We have changed this form since you were last here. Your answers are kept."


def test_an_added_question_is_asked_where_somebody_has_been_already() -> None:
    old = service(page("a", question("street")), page("b", question("town")), page("c", question("colour")))
    new = service(page("new", question("name")), page("a", question("street"), question("number")),
                  page("b", question("town")), page("c", question("colour"), question("shade")))  # fmt: skip
    found = moved(old, new, {"street": "High"})
    assert found.answers == {"street": "High"}
    assert found.asked == ("name", "number"), "pages that nobody has seen are no news"
    assert "it now asks “Name” and “Number”." in found.sentence


def test_an_added_question_that_is_not_on_the_route_is_no_news() -> None:
    old = one(choices("x", "y"))
    new = one(choices("x", "y"), question("why", when="bin == 'y'"))
    assert moved(old, new, {"bin": "x"}).asked == ()
    assert moved(old, new, {"bin": "y"}).asked == ("why",)


def test_a_removed_question_goes_with_its_answer() -> None:
    old, new = one(question("street"), question("race", label="Your race")), one(question("street"))
    found = moved(old, new, {"street": "High", "race": "x"})
    assert found.answers == {"street": "High"}
    assert (found.kept, found.dropped, found.asked) == (("street",), ("race",), ())
    assert "it no longer asks “Your race”." in found.sentence
    assert "no longer" not in moved(old, new, {"street": "High", "race": None}).sentence, "it was never answered"


def test_a_renamed_question_keeps_its_answer_through_many_versions() -> None:
    first, second = one(question("post_code")), one(question("postcode", was=["post_code"]))
    third = one(question("postal_code", was=["postcode", "post_code"]))
    assert moved(first, second, {"post_code": "AB1"}).answers == {"postcode": "AB1"}
    assert moved(second, third, {"postcode": "AB1"}).answers == {"postal_code": "AB1"}
    assert moved(first, third, {"post_code": "AB1"}).answers == {"postal_code": "AB1"}
    assert moved(first, third, {"post_code": "AB1"}).asked == ()


RETYPED = [
    (question("bin"), choices("x"), "x", ...),
    (choices("x", "y"), choices("x", "y", type="select"), "x", "x"),
    (choices("x", "y"), choices("x", "y", type="checkboxes"), "x", ["x"]),
    (choices("x", "y", type="checkboxes"), choices("x", "y"), ["y"], "y"),
    (choices("x", "y", type="checkboxes"), choices("x", "y"), ["x", "y"], ...),
    (question("bin", type="integer"), question("bin", type="decimal"), 3, "3"),
    (question("bin", type="decimal"), question("bin", type="integer"), "3", ...),
    (question("bin", type="money"), question("bin", type="integer"), 1250, ...),
    (question("bin", type="integer"), question("bin", type="money"), 3, ...),
    (question("bin"), question("bin", type="date"), "2026-01-01", ...),
    (question("bin", type="yes-no"), question("bin", type="declaration"), True, ...),
    (question("bin", type="name"), question("bin", type="name", parts="first-last"), {"full": "Ada B"}, ...),
    (question("bin", type="declaration", statement="I am 18"),
     question("bin", type="declaration", statement="I am 21"), True, ...),
    (question("bin", type="declaration", statement="I am 18"),
     question("bin", type="declaration", statement="I am 18"), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "answer", "expected"), RETYPED)
def test_a_retyped_question_keeps_only_what_cannot_be_mistaken(
    before: dict[str, Any], after: dict[str, Any], answer: Any, expected: Any
) -> None:
    found = moved(one(before), one(after), {"bin": answer})
    assert found.answers == ({} if expected is ... else {"bin": expected})
    if expected is ...:
        assert (found.dropped, found.asked) == (("bin",), ("bin",))
        assert "it asks you again for “Bin”." in found.sentence


OPTIONS = [
    (("x", "y"), ("x", "y", "z"), "x", "x"),
    (("x", "y"), ("y",), "x", ...),
    (("garden", "y"), ({"value": "brown", "label": "Brown", "was": ["garden"]}, "y"), "garden", "brown"),
    (("x", "y"), ({"value": "y", "label": "X, as it was"},), "x", ...),
]


@pytest.mark.parametrize(("before", "after", "answer", "expected"), OPTIONS)
@pytest.mark.parametrize("kind", ["radios", "select", "checkboxes"])
def test_options_are_added_removed_and_renamed(kind: str, before: Any, after: Any, answer: str, expected: Any) -> None:
    given, wanted = ([answer], [expected]) if kind == "checkboxes" else (answer, expected)
    found = moved(one(choices(*before, type=kind)), one(choices(*after, type=kind)), {"bin": given})
    assert found.answers == ({} if expected is ... else {"bin": wanted})
    assert found.asked == (("bin",) if expected is ... else ())


def test_of_several_choices_none_is_lost_in_silence() -> None:
    old, new = one(choices("x", "y", type="checkboxes")), one(choices("x", "z", type="checkboxes"))
    assert moved(old, new, {"bin": ["x", "y"]}).asked == ("bin",)
    assert moved(old, new, {"bin": ["x"]}).answers == {"bin": ["x"]}


def test_an_answer_that_breaks_a_new_bound_is_kept_to_be_put_right() -> None:
    old, new = one(question("bin", type="integer")), one(question("bin", type="integer", max=5))
    found = moved(old, new, {"bin": 9})
    assert found.answers == {"bin": 9}
    problems = check_answers(new, found.answers, Moment(AT, new.calendar))
    assert [problem.code for problem in problems] == ["number.max"]


def test_a_blank_is_a_blank_only_where_it_may_be() -> None:
    old = one(question("note", required=False))
    assert moved(old, one(question("note", required=False)), {"note": None}).answers == {"note": None}
    found = moved(old, one(question("note")), {"note": None})
    assert (found.answers, found.asked) == ({}, ("note",))


def family(list_id: str, *questions: dict[str, Any], **repeat: Any) -> dict[str, Any]:
    return {"id": "children", "title": "Children", "pages": [page("child", *questions)],
            "repeat": {"id": list_id, "label": "Child", "max": 5, **repeat}}  # fmt: skip


ITEMS: dict[str, Any] = {
    "street": "High", "children": None, "children.k1": {"n": 1, "gone": False}, "children.k1.name": "Ada",
    "children.k1.age": 7, "children.k2": {"n": 2, "gone": True}, "children.k2.name": "Bo",
}  # fmt: skip


def test_items_keep_their_answers_under_another_name_of_the_list() -> None:
    old = service(
        page("a", question()), sections=[family("children", question("name"), question("age", type="integer"))]
    )
    new = service(page("a", question()), sections=[
        family("pupils", question("first_name", was=["name"]), question("age", type="integer"), question("school"),
               was=["children"])])  # fmt: skip
    found = moved(old, new, ITEMS)
    assert found.answers == {
        "street": "High", "pupils": None, "pupils.k1": {"n": 1, "gone": False}, "pupils.k1.first_name": "Ada",
        "pupils.k1.age": 7, "pupils.k2": {"n": 2, "gone": True}, "pupils.k2.first_name": "Bo",
    }  # fmt: skip
    assert found.asked == ("school",)
    assert nested(new.form, found.answers)["pupils"] == [{"_": "k1", "first_name": "Ada", "age": 7}]


def test_a_question_that_moves_in_or_out_of_a_list_is_asked_again() -> None:
    old = service(
        page("a", question()), sections=[family("children", question("name"), question("age", type="integer"))]
    )
    new = service(
        page("a", question(), question("name")), sections=[family("children", question("age", type="integer"))]
    )
    found = moved(old, new, ITEMS)
    assert found.dropped == ("children.k1.name", "children.k2.name")
    assert found.asked == ("name",)
    back = moved(new, old, {"street": "High", "name": "Ada", "children": None, "children.k1": {"n": 1, "gone": False}})
    assert back.dropped == ("name",)
    gone = moved(old, service(page("a", question())), ITEMS)
    assert gone.answers == {"street": "High"}
    assert "no longer asks “Name” and “Age”" in gone.sentence


def test_facts_that_were_looked_up_stay_where_their_source_does() -> None:
    lookup = {"id": "round", "source": "rounds", "by": "street", "gives": {"day": "date"}}
    record = {"key": "High", "found": True, "facts": {"day": "2026-03-25"}}

    def looking(**changes: Any) -> Service:
        made = document(lookups=[lookup | changes])
        return read_service(made)

    for changes, kept in (({"by": "street"}, True), ({"source": "others"}, False), ({"gives": {"day": "text"}}, False)):
        found = moved(looking(), looking(**changes), {"street": "High"}, round=record)
        assert found.lookups == ({"round": record} if kept else {}), changes


def test_it_is_told_in_one_sentence_of_all_and_in_welsh() -> None:
    old = one(question("street"), question("age", type="integer"), *(question(f"old_{n}") for n in range(5)))
    new = one(question("street"), question("age", type="date"), question("name"), question("town"))
    answers = {"street": "High", "age": 4, **{f"old_{n}": "x" for n in range(5)}}
    assert moved(old, new, answers).sentence == (
        "We have changed this form since you were last here: it now asks “Name” and “Town”, asks you again for “Age”"
        " and no longer asks “Old 0”, “Old 1”, “Old 2” and 2 more. Your other answers are kept."
    )
    assert moved(old, new, answers, "cy").sentence == (
        "Rydym wedi newid y ffurflen hon ers ichi fod yma ddiwethaf: mae bellach yn gofyn “Name”, “Town”, mae’n gofyn"
        " ichi eto am “Age”; nid yw’n gofyn “Old 0”, “Old 1”, “Old 2”, 2 arall mwyach. Mae eich atebion eraill wedi’u"
        " cadw."
    )


@pytest.mark.parametrize(
    ("questions", "at"),
    [
        ([question("a"), question("b", was=["a"])], "/form/pages/0/questions/1/was/0"),
        ([question("a", was=["c"]), question("b", was=["c"])], "/form/pages/0/questions/1/was/0"),
        ([choices("x", {"value": "y", "label": "Y", "was": ["x"]})], "/form/pages/0/questions/0/options/1/was/0"),
    ],
)
def test_an_old_name_is_claimed_once_and_only_when_it_is_free(questions: list[dict[str, Any]], at: str) -> None:
    made = document(form={"pages": [page("where", *questions)]})
    made["queues"][0]["columns"] = []
    assert [(p.code, p.pointer) for p in check(made) if p.code.startswith("was.")] == [("was.taken", at)]


KINDS_DRAWN = {
    "text": st.text(min_size=1, max_size=5), "integer": st.integers(0, 9), "yes-no": st.booleans(),
    "money": st.integers(0, 9), "decimal": st.sampled_from(["1", "2.5"]),
    "radios": st.sampled_from("xyz"), "checkboxes": st.lists(st.sampled_from("xyz"), min_size=1, unique=True),
}  # fmt: skip


@st.composite
def forms(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    questions, answers = [], {}
    for name in draw(st.lists(st.sampled_from("abcdef"), min_size=1, unique=True)):
        kind = draw(st.sampled_from(sorted(KINDS_DRAWN)))
        options = [{"value": v, "label": v} for v in draw(st.lists(st.sampled_from("xyz"), min_size=1, unique=True))]
        asked = question(f"q_{name}", type=kind, **({"options": options} if kind in ("radios", "checkboxes") else {}))
        if draw(st.booleans()):
            value = draw(KINDS_DRAWN[kind])
            values = {option["value"] for option in options}
            if "options" not in asked or (set(value) <= values):
                answers[asked["id"]] = value
        questions.append(asked)
    return questions, answers


@settings(deadline=None, max_examples=80)
@given(forms(), forms())
def test_whatever_changes_every_answer_kept_is_of_its_type_and_every_other_is_named(
    before: tuple[list[dict[str, Any]], dict[str, Any]], after: tuple[list[dict[str, Any]], Any]
) -> None:
    answers, old, new = before[1], one(*before[0]), one(*after[0])
    found = moved(old, new, answers)
    problems = check_answers(new, found.answers, Moment(AT, new.calendar))
    assert not [p for p in problems if p.code in ("answer.type", "answer.unknown", "choice.unknown")]
    assert set(found.kept) | set(found.dropped) == set(answers)
    assert {name for name in found.dropped if name in new.questions} <= set(found.asked)
    assert moved(old, old, answers).answers == answers
