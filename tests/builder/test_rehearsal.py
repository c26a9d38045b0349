"""A rehearsal plays a draft as people will: the same states as its examples, and whatever it is kept as holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import rehearsal
from builder.rehearsal import Played, Rehearsal
from definitions.examples import run_examples
from definitions.read import read_service
from definitions.service import Service
from definitions.tasks.votes import ABSTAIN

LIBRARY = Path(__file__).parents[2] / "definitions" / "library"
SERVICES = {
    folder.name: read_service((folder / "service.json").read_text())
    for folder in sorted(LIBRARY.iterdir())
    if (folder / "service.json").exists()
}
BINS = SERVICES["missed-bin"]


def with_examples(service: Service, *examples: dict[str, Any]) -> Service:
    return read_service({**service.document, "examples": json.loads(json.dumps(examples))})


def begun(service: Service = BINS, n: int = 0) -> Rehearsal:
    return rehearsal.from_example(service, service.examples[n]).back_to(0)


def everything(played: Played) -> list[Any]:
    """All that there is to show."""
    seats = rehearsal.seats(played)
    return [
        rehearsal.mails(played), rehearsal.webhooks(played), rehearsal.clocks(played), rehearsal.coming(played),
        rehearsal.happened(played), seats, [rehearsal.desk(played, seat.label) for seat in seats],
    ]  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_every_example_of_the_library_rehearsed_comes_to_the_same(name: str) -> None:
    service = SERVICES[name]
    for example in service.examples:
        played = rehearsal.play(service, rehearsal.from_example(service, example))
        assert not played.trouble
        points = [example, *example.get("then", ())]
        for turn, point in zip(played.turns, points, strict=False):
            for part in point.get("expect", {}).keys() & {"state", "queue", "sent", "refused", "priority"}:
                said = point["expect"][part]
                assert turn.expect.get(part, said if part == "priority" else None) == (
                    sorted(said) if part == "refused" else said
                ), (example["name"], point, part)
        everything(played)


@pytest.mark.parametrize("name", SERVICES)
def test_every_example_kept_again_holds(name: str) -> None:
    service = SERVICES[name]
    kept = [
        rehearsal.as_example(service, rehearsal.from_example(service, one), f"{n}")
        for n, one in enumerate(service.examples)
    ]
    report = run_examples(with_examples(service, *kept))
    assert [f"{f.example}{f.pointer}: {f.message}" for f in report.failures] == []


@pytest.mark.parametrize("name", SERVICES)
def test_accepting_what_holds_already_changes_nothing(name: str) -> None:
    service = SERVICES[name]
    for example in service.examples:
        assert ordered(rehearsal.accepted(service, example)) == ordered(example)


def ordered(example: Any) -> Any:
    """Where the order of things expected is of no matter."""
    if isinstance(example, dict):
        free = ("refused", "open", "replies", "asked", "problems")
        return {k: sorted(v) if k in free and isinstance(v, list) else ordered(v) for k, v in example.items()}
    return [ordered(one) for one in example] if isinstance(example, list) else example


def test_what_was_expected_wrongly_is_accepted_as_it_is_now() -> None:
    example = json.loads(json.dumps(BINS.examples[0]))
    example["expect"] |= {"state": "collected", "sent": []}
    wrong = with_examples(BINS, example)
    assert not run_examples(wrong).ok
    assert run_examples(with_examples(BINS, rehearsal.accepted(wrong, wrong.examples[0]))).ok


def test_it_is_plain_json() -> None:
    one = rehearsal.from_example(BINS, BINS.examples[0])
    assert Rehearsal.of(json.loads(json.dumps(one.as_json()))) == one


@pytest.mark.parametrize(
    "wrong",
    [None, {}, {"at": "soon"}, *({"at": "2026-03-26T09:00", "deeds": deeds}
     for deeds in ([{"wait": "long"}], [{"do": "send"}], [{"wait": "1 day"}] * 101))],
)  # fmt: skip
def test_what_is_none_is_refused(wrong: Any) -> None:
    with pytest.raises(rehearsal.BadRehearsal):
        Rehearsal.of(wrong)


def test_nothing_is_sent_before_the_citizen_sends_it() -> None:
    unsent = begun().back_to(-1)
    assert rehearsal.play(BINS, unsent).case is None
    assert rehearsal.play(BINS, unsent).journey.complete
    assert rehearsal.play(BINS, unsent.sending()).case is not None


def test_each_email_says_to_whom_it_goes_and_what_it_says() -> None:
    (mail,) = rehearsal.mails(rehearsal.play(BINS, begun()))
    assert (mail.to, mail.subject, mail.message) == ("the applicant, ada@example.org", "Your missed bin", "on-its-way")
    assert "We will be back by 30 March 2026." in mail.body
    assert (mail.why_not, mail.waits) == ("", False)


def test_an_email_to_nobody_says_why_it_does_not_go() -> None:
    (mail,) = rehearsal.mails(rehearsal.play(BINS, begun().back_to(0).answering({"email": None})))
    assert (mail.to, mail.why_not) == ("the applicant", "no address given")


def test_a_clock_is_told_line_by_line_and_can_be_wound_on_to_what_comes_next() -> None:
    played = rehearsal.play(BINS, begun())
    (clock,) = rehearsal.clocks(played)
    assert clock.lines == ("2 working days from 26 March 2026",)
    ahead = rehearsal.coming(played)
    assert (ahead[0].what, ahead[0].wind) == (
        "The applicant is told that “Emptied within 2 working days” may not be met", "2026-03-27T15:00",
    )  # fmt: skip
    later = rehearsal.play(BINS, played.rehearsal.after({"at": ahead[0].wind}))
    assert [mail.message for mail in rehearsal.mails(later)] == ["on-its-way", "may-be-late"]


def test_every_button_says_why_it_is_or_is_not_there() -> None:
    played = rehearsal.play(BINS, begun())
    found = rehearsal.desk(played, "supervisor")
    assert found is not None
    buttons = {button.transition.id: button for button in found.buttons}
    assert buttons["done"].open
    assert not buttons["done"].why
    assert buttons["send"].why == (
        "“Send a crew” cannot be done while the case is “With crew”, only while it is “New”",
        "Only “Crew desk” can do “Send a crew”",
    )
    assert rehearsal.desk(rehearsal.play(BINS, begun().back_to(-1)), "supervisor") is None


def test_what_is_refused_leaves_the_case_as_it_was_and_says_why() -> None:
    played = rehearsal.play(BINS, begun().after({"do": "send", "as": "supervisor"}))
    assert played.refusal is not None
    assert played.turns[-1].expect["refused"] == ["role", "state"]
    assert played.case == rehearsal.play(BINS, begun()).case


def test_the_history_is_told_as_staff_will_read_it() -> None:
    played = rehearsal.play(BINS, rehearsal.from_example(BINS, BINS.examples[0]))
    last = rehearsal.happened(played)[0]
    assert last.told.words == "Waste supervisor moved it from Overdue to Collected (Mark collected)"


ACTIONS = st.sampled_from(("do", "task", "vote", "undo", "wait", "at", "wind", "back"))


@pytest.mark.parametrize("name", SERVICES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_whatever_is_rehearsed_can_be_shown_and_kept(name: str, data: st.DataObject) -> None:
    service = SERVICES[name]
    example = data.draw(st.sampled_from(service.examples))
    one = rehearsal.from_example(service, example)
    if data.draw(st.booleans()):
        one = Rehearsal.of(
            {**one.as_json(), "answers": dict(list(one.answers.items())[: data.draw(st.integers(0, 9))])}
        )
    one = one.back_to(data.draw(st.integers(-1, len(one.deeds))))
    for kind in data.draw(st.lists(ACTIONS, max_size=5)):
        played = rehearsal.play(service, one)
        everything(played)
        one = done(kind, played, data)
    everything(rehearsal.play(service, one))
    report = run_examples(with_examples(service, rehearsal.as_example(service, one, "kept")))
    assert [f"{f.pointer}: {f.message}" for f in report.failures] == []


def done(kind: str, played: Played, data: st.DataObject) -> Rehearsal:
    """One thing more, of a kind, by anybody; what asks for answers is mostly refused without."""
    one, service = played.rehearsal, played.service
    seat = data.draw(st.sampled_from([seat.label for seat in rehearsal.seats(played)]))
    if kind == "do":
        action = data.draw(st.sampled_from([t.id for t in service.workflow.transitions]))
        return one.after({"do": action, "as": seat, "inputs": {}})
    if kind in ("task", "vote") and service.workflow.tasks:
        keys = [*(played.case.tasks if played.case else ()), *(task.id for task in service.workflow.tasks)]
        key = data.draw(st.sampled_from(keys))
        return one.after({"task": key, "as": seat} | ({"vote": ABSTAIN} if kind == "vote" else {}))
    if kind == "undo":
        return one.after({"undo": True, "as": seat})
    if kind == "at":
        return one.after({"at": "2026-05-01T12:00"})
    if kind == "back":
        return one.back_to(data.draw(st.integers(-1, len(one.deeds))))
    if kind == "wind" and (ahead := [each for each in rehearsal.coming(played) if not each.missed]):
        return one.after({"at": ahead[0].wind})
    return one.after({"wait": data.draw(st.sampled_from(("1 day", "2 working days", "30 minutes", "6 months")))})


def test_what_the_draft_has_no_longer_is_left_out_of_an_example() -> None:
    story = Rehearsal.of(
        {**begun().as_json(), "deeds": [{"do": "gone", "as": "crew-desk"}, {"do": "done", "as": "nobody-there"},
                                       {"undo": True, "as": "applicant"}, {"do": "done", "as": "crew-desk"}]}
    )  # fmt: skip
    story = story.answering({"no_such_question": "x"}).finding("no_such_lookup", None)
    example = rehearsal.as_example(BINS, story, "what is left")
    assert [deed["do"] for deed in example["then"]] == ["done"]
    assert run_examples(with_examples(BINS, example)).ok
