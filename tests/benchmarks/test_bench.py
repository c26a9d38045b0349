"""The bench still measures what it promises: run once with next to nothing to do, and no word about how fast it was."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import Effort, measure
from benchmarks.figures import Figure, table
from benchmarks.pages import Sized

PROMISED = {
    "form page (GET, ten questions), nothing saved", "form page (GET, ten questions), ten saved answers",
    "a saved page (POST, ten answers, durable)", "a submission (durable)", "a caseworker's action (durable)",
    "a queue page", "reading and compiling a 100-page service", "a citizen's journey (five pages, check, submit)",
    "memory of a web worker, 2 services loaded", "a case of 4 done in bulk",
    "an action, among more cases", "a timer fired by a tick, among more cases", "a case done in bulk, among more cases",
    "form page (GET, ten questions), those and a list of five people and three files",
    "a saved page (POST, ten answers, durable), with a list of five people and three files",
    "an edit in a service of 150 pages and 60 states, saved and shown again",
}  # fmt: skip


def test_every_promise_about_speed_is_measured() -> None:
    least = Effort(
        Sized(1, 4, 1), turns=1, writes=4, documents=1, sizes=(1000, 2000), looks=2, services=2, bulk=4, among=2
    )
    figures = list(measure(least))
    assert {figure.what for figure in figures if figure.bound} >= PROMISED
    assert all(figure.measured > 0 for figure in figures)


@pytest.mark.parametrize(
    ("bound", "measured", "missed"),
    [
        ("at least", 0.5, False),
        ("at least", 0.4, True),
        ("at most", 0.6, True),
        ("at most", 0.4, False),
        ("", 9, False),
    ],
)
def test_a_missed_target_is_marked(bound: str, measured: float, missed: bool) -> None:
    figure = Figure("a page", measured, "times", bound, 0.5, "a / b")  # type: ignore[arg-type]
    assert figure.missed is missed
    assert ("MISSED" in table([figure])) is missed
    assert figure.as_json()["missed"] is missed
