"""Transitions: who takes them and when, told apart, and never round in circles by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from definitions.checks.facts import ACTORS, Facts, Placed
from definitions.checks.registry import Found, check
from definitions.items import told
from definitions.reading.asked import asked
from definitions.reading.compiling import one_or_more

_ASKED = re.compile(r"(/workflow/transitions/\d+/ask/\d+(?:/options/\d+/questions/\d+)?)(?:/options/\d+)?/when$")


@check("workflow.automatic-loop", "error", "The system would go round it until it is stopped, and the case with it.")
def automatic_loop(facts: Facts) -> Found:
    onward: dict[str, set[str]] = {}
    for transition, source, to in _automatic(facts):
        if to != source or "when" not in transition.part:
            onward.setdefault(source, set()).add(to)
    told: set[str] = set()
    for transition, source, to in _automatic(facts):
        if to not in onward.get(source, ()) or source in told:
            continue
        if source in _reached(to, onward):
            told |= {state for state in _reached(source, onward) if source in _reached(state, onward)}
            words = "let a person or a timer take one of them"
            yield transition.at, f'system transitions lead from "{source}" back to it with nobody acting: {words}'


@check("workflow.indistinct-transitions", "error", "Nobody could tell which of the two happens.")
def indistinct(facts: Facts) -> Found:
    told: set[tuple[str, str]] = set()
    for state, transitions in facts.leaving.items():
        for one, two in combinations(transitions, 2):
            if (one.at, two.at) not in told and (why := _alike(facts, one, two)):
                told.add((one.at, two.at))
                yield two.at, f'in "{state}", "{two.id}" cannot be told from "{one.id}": {why}'


@check("timer.no-time", "error", "A timer that does not know when would never go off.")
def timer_without_time(facts: Facts) -> Found:
    for one in facts.transitions:
        if "timer" in one.part["by"] and "after" not in one.part and "at" not in one.part:
            yield one.at, 'a timer takes this, but it says no time: add "after" (a length of time) or "at"'


@check("timer.two-times", "error", "A timer goes off once.")
def timer_with_two_times(facts: Facts) -> Found:
    for one in facts.transitions:
        if "after" in one.part and "at" in one.part:
            yield f"{one.at}/at", 'this has both "after" and "at": keep one of them'


@check("timer.nobody-waits", "error", "A time that no timer waits for does nothing.")
def time_without_timer(facts: Facts) -> Found:
    for one in facts.transitions:
        if "timer" not in one.part["by"]:
            yield from ((f"{one.at}/{name}", f'"{name}" is for timers: add "timer" to "by"') for name in _times(one))


@check("transition.nobody-answers", "error", "The system and timers cannot answer a question.")
def nobody_answers(facts: Facts) -> Found:
    for one in facts.transitions:
        if one.part.get("ask") and set(one.part["by"]) & {"system", "timer"}:
            yield f"{one.at}/ask", "the system or a timer does this, and neither can answer: take the questions out"


@check("transition.asked-together", "error", "The answer is not there yet, so it is never asked.")
def asked_together(facts: Facts) -> Found:
    conditions = [(found[1], use) for use in facts.uses if use.expression and (found := _ASKED.match(use.pointer))]
    for one in facts.transitions if conditions else ():
        asks = list(asked(one.part.get("ask", ()), f"{one.at}/ask"))
        places = {question.at: question.n for question in asks}
        for at, use in conditions:
            if at in places:
                not_yet = {question.part["id"] for question in asks[places[at] :]}
                later = {name.partition(".")[0] for name in use.names} & not_yet
                for name in sorted(later):
                    yield use.pointer, f'"{name}" is not answered yet when this is asked: ask it before, or take it out'


@check("transition.refusal-unused", "warning", "The words are never said.")
def refusal_unused(facts: Facts) -> Found:
    for one in facts.transitions:
        if "refusal" in one.part and "when" not in one.part:
            yield f"{one.at}/refusal", 'there is no condition to refuse by: add "when", or take the words out'


@check("role.unused", "warning", "Giving somebody this role lets them do nothing.")
def unused_roles(facts: Facts) -> Found:
    used = {actor for one in facts.transitions for actor in one.part["by"]}
    used |= {task.part["by"] for task in facts.tasks if isinstance(task.part["by"], str)}
    used |= {task.part.get("votes", {}).get("casting") for task in facts.tasks}
    used |= {role for queue in facts.listed("queues") for _, role in one_or_more(queue.part["role"])}
    seeing = ("seen_by", "shown_to", "correct")
    used |= {role for question in facts.questions for name in seeing for role in question.part.get(name, ())}
    used |= {role.id for role in facts.listed("roles") if "supervises" in role.part}
    used |= set(facts.document.get("corrections", {}).get("by", ()))
    used |= {effect.part["assign"].get("role") for effect in facts.effects if "assign" in effect.part}
    used |= {m.part["to"].get("role") for m in facts.listed("messages") if isinstance(m.part["to"], dict)}
    if used - set(facts.role_ids) - set(ACTORS) - {None}:
        return  # the one that is not used may be the one that was meant there
    for role in facts.listed("roles"):
        if role.id not in used:
            yield role.at, f'nothing is for the role "{role.id}": let it do something, or take it out'


def _times(transition: Placed) -> Iterator[str]:
    return (name for name in ("after", "at") if name in transition.part)


def _automatic(facts: Facts) -> Iterator[tuple[Placed, str, str]]:
    """System transitions, by each state they leave, and where they lead."""
    for transition in facts.transitions:
        if "system" in transition.part["by"]:
            yield from ((transition, source, transition.part.get("to", source)) for source in transition.part["from"])


def _reached(start: str, onward: dict[str, set[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = onward.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _alike(facts: Facts, one: Placed, two: Placed) -> str | None:
    """Why the two cannot be told apart in a state they share, or None when they can."""
    shared = set(one.part["by"]) & set(two.part["by"])
    if "system" in shared and "when" not in one.part:
        return "both are the system's, and the first has no condition, so the second is never tried"
    if "timer" in shared and "when" not in one.part and "when" not in two.part and _same_time(one, two):
        return "both timers go off at the same time"
    people = {actor for actor in shared if actor not in ("system", "timer")}
    if people and one.part["label"] == two.part["label"]:
        return "the same people see the same words on both buttons"
    return None


def _same_time(one: Placed, two: Placed) -> bool:
    return "after" in one.part and one.part["after"] == two.part.get("after")


@check("refusal.sensitive", "error", "Whoever sees the case is told why something cannot be done, and so are lists.")
def sensitive_refusal(facts: Facts) -> Found:
    for use in facts.uses:
        if use.expression is None and use.pointer.endswith("/refusal/staff"):
            for name in sorted(told(facts.compiled.service.form, use.names) & facts.sensitive):
                yield use.pointer, f'"{name}" is sensitive, and this tells it: say less'
