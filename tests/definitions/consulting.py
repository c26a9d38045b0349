"""A service that asks others: two consultees in parallel, one check for each item of a list, and a panel that votes."""

from __future__ import annotations

from typing import Any

from definitions.calendars import Moment
from definitions.errands.doing import do_task, vote
from definitions.facts import Actor, Case, Refusal, Step
from definitions.service import Service
from definitions.step import settle
from tests.definitions.check_cases import ask, radios
from tests.definitions.playing import began, built, done, staff, state, way
from tests.factories import page, question, workflow

SITES = {
    "id": "sites",
    "title": "Sites",
    "repeat": {"id": "sites", "label": "Site", "max": 5, "min": 0, "name": "{place}"},
    "pages": [page("site", question("place"), question("listed", type="yes-no"))],
}
OPINION = radios("opinion", "support", "object")
TASKS: list[dict[str, Any]] = [
    {"id": "highways", "label": "Effect on the road", "by": "highways", "in": ["asking"], "due": "10 working days",
     "remind_before": "2 working days", "late": [{"set": {"case.priority": "high"}}],
     "ask": [OPINION, ask("why", when="opinion == 'object'")]},
    {"id": "structures", "label": "Structures", "by": "structures", "in": ["asking"], "due": "5 working days",
     "when": "street == 'Bridge Street'", "ask": [OPINION], "not_by": ["consult"]},
    {"id": "visit", "label": "Visit to {place}", "by": "officer", "in": ["asking"], "for_each": "sites",
     "when": "listed", "due": "1 week", "ask": [ask("found", "yes-no")]},
    {"id": "panel", "label": "The panel", "by": "member", "in": ["voting"], "due": "3 days", "ask": [
        ask("words", required=False)],
     "votes": {"choices": [{"value": "yes", "label": "Grant"}, {"value": "no", "label": "Refuse"}],
               "members": 4, "quorum": 3, "casting": "chair"}},
    {"id": "extra", "label": "One more look", "by": "officer", "ask": [ask("seen", "yes-no")], "due": "1 day"},
]  # fmt: skip
WAYS = [
    way("consult", "new", "asking"),
    way("back", "asking", "new"),
    way("look", "asking", effects=[{"open_task": "extra"}]),
    way("unlook", "asking", effects=[{"withdraw_task": "extra"}]),
    way("go-on", "asking", "voting", when="case.open_tasks == 0", refusal={"staff": "Not all have answered."}),
    way("skip", "asking", "voting", when="task.highways.done || task.highways.late"),
    way("grant", "voting", "closed", by=["system"], when="task.panel.result == 'yes'"),
    way("end", ["asking", "voting"], "closed"),
]
ROLES = [{"id": one, "label": one.capitalize()} for one in ("officer", "highways", "structures", "member", "chair")]


def service(**changes: Any) -> Service:
    states = [state("new", queue="triage"), state("asking"), state("voting"), state("closed", final=True)]
    made = workflow(states=states, transitions=WAYS, tasks=TASKS) | changes
    form = {"pages": [page("where", question())], "sections": [SITES]}
    return built(form=form, workflow=made, roles=ROLES)


def consulted(of: Service, moment: Moment, street: str = "Bridge Street", *sites: dict[str, Any]) -> Case:
    case = began(of, moment, {"street": street, "sites": list(sites)})
    return done(of, case, "consult", moment)


def answered(of: Service, case: Case, key: str, moment: Moment, actor: Actor | None = None, **said: Any) -> Case:
    """The case after a task that must be done, and after what the system then does."""
    return _settled(of, do_task(of, case, key, said, actor or staff(key, key), moment), moment)


def voted(of: Service, case: Case, choice: str, who: str, moment: Moment, *roles: str) -> Case:
    return _settled(of, vote(of, case, "panel", choice, {}, staff(who, "member", *roles), moment), moment)


def _settled(of: Service, taken: Step | Refusal, moment: Moment) -> Case:
    assert isinstance(taken, Step), taken
    return (taken, *settle(of, taken.case, moment))[-1].case


def kinds(case: Case) -> list[str]:
    return [event.kind for event in case.events]


def still_open(case: Case) -> list[str]:
    return [key for key, errand in case.tasks.items() if errand.open]
