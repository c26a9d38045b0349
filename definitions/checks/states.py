"""States: each can be reached, left and ended, and none waits for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from definitions.checks.facts import Facts, Placed
from definitions.checks.registry import Found, check


def spread(start: Iterable[str], onward: Callable[[str], Iterable[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        new = [state for state in onward(waiting.pop()) if state not in found]
        found.update(new)
        waiting += new
    return found


def _final(state: Placed) -> bool:
    return state.part.get("final", False) is True


@check("state.unreachable", "error", "No case would ever be in it.")
def unreachable(facts: Facts) -> Found:
    initial = facts.document["workflow"]["initial"]
    if initial not in facts.leaving or astray(facts):
        return
    reached = spread([initial], lambda state: [to for _, to in facts.moves(state)])
    for state in facts.states:
        if state.id not in reached:
            yield state.at, f'no way leads from "{initial}" to "{state.id}": add a transition to it, or take it out'


@check("state.no-exit", "error", "A case would stay in it for ever.")
def no_exit(facts: Facts) -> Found:
    for state in facts.states:
        ways = (way.part.get("to", state.id) for way in facts.leaving.get(state.id, ()))
        if not _final(state) and all(to == state.id for to in ways):
            yield state.at, f'no case can leave "{state.id}": add a transition from it, or mark it "final": true'


@check("state.no-way-to-end", "error", "A case that comes into it can never be finished.")
def no_way_to_end(facts: Facts) -> Found:
    if astray(facts):
        return
    finals = {state.id for state in facts.states if _final(state)}
    into: dict[str, set[str]] = {}
    for state in facts.states:
        for _, to in facts.moves(state.id):
            into.setdefault(to, set()).add(state.id)
    ending = spread(finals, lambda state: into.get(state, ()))
    for state in facts.states:
        if state.id not in ending and any(facts.moves(state.id)):
            yield state.at, f'no way leads from "{state.id}" to a final state: mark a state "final": true, or add a way'


@check("state.final-exits", "error", "A case that has ended cannot go on.")
def final_exits(facts: Facts) -> Found:
    finals = {state.id for state in facts.states if _final(state)}
    for transition in facts.transitions:
        for n, source in enumerate(transition.part["from"]):
            if source in finals and not transition.part.get("reopens"):
                words = (
                    f'"{source}" is final, and only what reopens a case leaves it: take it out, or add "reopens": true'
                )
                yield f"{transition.at}/from/{n}", words


@check("state.waits-forever", "error", "If the applicant never answers, the case stays open for ever.")
def waits_forever(facts: Facts) -> Found:
    for state in facts.states:
        ways = [transition for transition, _ in facts.moves(state.id)]
        asks = any("applicant" in transition.part["by"] for transition in facts.leaving.get(state.id, ()))
        ends = any(facts.staff(way) or {"timer", "partner"} & set(way.part["by"]) for way in ways)
        if (
            asks
            and ways
            and not _final(state)
            and not ends
            and not any(runs(clock, state.id) for clock in facts.clocks)
        ):
            words = "add a transition by a timer or by a role, or a clock that runs in it"
            yield state.at, f'"{state.id}" waits for the applicant, and nothing ends the wait: {words}'


@check("state.no-queue", "warning", "Staff find work in queues, and would not find these cases.")
def no_queue(facts: Facts) -> Found:
    for state in facts.states:
        if not _final(state) and "queue" not in state.part and any(map(facts.staff, facts.leaving.get(state.id, ()))):
            yield state.at, f'staff can act on cases in "{state.id}", and it names no queue: add "queue"'


def astray(facts: Facts) -> bool:
    """Whether some transition leaves or enters a state that is not there, so that nobody knows what leads where."""
    return any(
        name not in facts.leaving
        for one in facts.transitions
        for name in (*one.part["from"], *([one.part["to"]] if "to" in one.part else []))
    )


def runs(clock: Placed, state: str) -> bool:
    if "runs_in" in clock.part:
        return state in clock.part["runs_in"]
    return state not in clock.part.get("pauses_in", ())
