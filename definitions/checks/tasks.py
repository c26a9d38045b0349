"""Tasks: each is opened, can be done in time, and is never what a case waits for in vain; votes can be decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from definitions.checks.clocks import at_least
from definitions.checks.facts import Facts, Part, Placed
from definitions.checks.registry import Found, check
from definitions.checks.states import astray, runs, spread
from definitions.items import told
from definitions.tasks.named import TOGETHER


@check("task.never-opened", "error", "Nobody would ever be asked.")
def never_opened(facts: Facts) -> Found:
    opened = {effect.part.get("open_task") for effect in facts.effects}
    for task in facts.tasks:
        if "in" not in task.part and task.id not in opened:
            yield task.at, f'nothing opens "{task.id}": add "in" with the states that do, or an effect "open_task"'


@check("task.in-final", "error", "A case that has ended asks nobody.")
def in_final(facts: Facts) -> Found:
    finals = {state.id for state in facts.states if state.part.get("final")}
    for task in facts.tasks:
        for n, state in enumerate(task.part.get("in", ())):
            if state in finals:
                yield f"{task.at}/in/{n}", f'"{state}" is final, and opens no task: take it out'


@check("task.opened-outside", "error", "It would be withdrawn as soon as it is opened.")
def opened_outside(facts: Facts) -> Found:
    tasks = {task.id: task.part for task in facts.tasks}
    for one in facts.transitions:
        for n, effect in enumerate(one.part.get("effects", ())):
            task = tasks.get(effect.get("open_task"))
            there = {one.part["to"]} if "to" in one.part else set(one.part["from"])
            if task and "in" in task and not task.get("keep") and there.isdisjoint(task["in"]):
                words = 'add the state to its "in", take "in" away, or add "keep": true'
                at = f"{one.at}/effects/{n}/open_task"
                yield at, f'"{task["id"]}" is not for the state the case is then in: {words}'


@check("task.no-time", "error", "What is never due is never late.")
def no_time(facts: Facts) -> Found:
    for task in facts.tasks:
        for name in ("remind_before", "late"):
            if name in task.part and "due" not in task.part:
                yield f"{task.at}/{name}", f'there is no time by which to do it: add "due", or take "{name}" out'


@check("task.reminds-at-once", "error", "The reminder would come with the letter that asks, or before it.")
def reminds_at_once(facts: Facts) -> Found:
    for task in facts.tasks:
        if "remind_before" in task.part and at_least(task.part["remind_before"], task.part.get("due", "")):
            yield f"{task.at}/remind_before", "this is as long as there is to do it: make it shorter"


@check("task.no-due", "warning", "Nobody would notice that it is never done.")
def no_due(facts: Facts) -> Found:
    for task in facts.tasks:
        if "due" not in task.part:
            yield task.at, f'"{task.id}" is never due: add "due", a length of time'


@check("task.quorum", "error", "The vote could never count.")
def quorum(facts: Facts) -> Found:
    for task, at, votes in _votes(facts):
        if votes["quorum"] > votes["members"]:
            words = f"{votes['quorum']} must take part, and there are {votes['members']} members"
            yield f"{at}/quorum", f'"{task.id}" can never have its quorum: {words}'


@check("task.casting-unused", "error", "Only a simple majority can be level, so the casting vote is never asked for.")
def casting_unused(facts: Facts) -> Found:
    for _, at, votes in _votes(facts):
        if "casting" in votes and votes.get("majority", "simple") != "simple":
            yield f"{at}/casting", f'"{votes["majority"]}" knows no casting vote: take it out, or make it "simple"'


@check("task.vote", "error", "A vote is one, of the staff, and is over when it is due.")
def impossible_vote(facts: Facts) -> Found:
    for task, _, _ in _votes(facts):
        if "for_each" in task.part:
            yield f"{task.at}/for_each", "a vote is held once: take this out, or ask each without a vote"
        if isinstance(task.part["by"], dict):
            yield f"{task.at}/by", "an organisation outside has one voice, and no vote: name a role"
        if "late" in task.part:
            words = "let an action of the system say what follows"
            yield f"{task.at}/late", f"a vote ends when it is due, and is never late: {words}"


@check("task.not-yet", "error", "The case waits for what nobody has been asked.")
def not_yet(facts: Facts) -> Found:
    """A condition of an action that reads a task which cannot have been opened by then."""
    if astray(facts):
        return
    tasks = {task.id: task for task in facts.tasks}
    for transition in facts.transitions:
        for name in sorted(_waits_on(facts, transition) & tasks.keys()):
            begun = spread(_opening(facts, tasks[name]), lambda state: [to for _, to in facts.moves(state)])
            if begun.isdisjoint(transition.part["from"]):
                yield f"{transition.at}/when", f'"{name}" is never opened before this can be done: open it earlier'


@check("task.waits-forever", "error", "If nobody does it, the case stays open for ever.")
def waits_forever(facts: Facts) -> Found:
    """A state that only the system ends, by what is answered to tasks that are never due."""
    tasks = {task.id: task.part for task in facts.tasks}
    for state in facts.states:
        ways = [way for way, _ in facts.moves(state.id)]
        waits = [_waits_on(facts, way) for way in ways]
        if not ways or not all(waits) or any(way.part["by"] != ["system"] for way in ways):
            continue
        every = {task.id for task in facts.tasks if state.id in task.part.get("in", ())}
        named = {one for names in waits for name in names for one in (every if name == TOGETHER else {name})}
        if not any("due" in tasks.get(name, {}) for name in named) and not any(
            runs(clock, state.id) for clock in facts.clocks
        ):
            words = 'give the task a "due", or add a transition by a role or a timer'
            yield state.at, f'"{state.id}" ends only when others do what they are asked, and that is never due: {words}'


@check("task.sensitive-label", "error", "What a task is called stands in lists and in letters.")
def sensitive_label(facts: Facts) -> Found:
    labels = {f"{task.at}/label" for task in facts.tasks}
    for use in facts.uses:
        if use.pointer in labels:
            for name in sorted(told(facts.compiled.service.form, use.names) & facts.sensitive):
                yield use.pointer, f'"{name}" is sensitive, and this tells it: take it out'


@check("task.shows-nothing", "warning", "They cannot answer about what they are not shown.")
def shows_nothing(facts: Facts) -> Found:
    for task in facts.tasks:
        if isinstance(task.part["by"], dict) and "shows" not in task.part:
            yield task.at, f'an organisation outside is asked "{task.id}" and shown nothing of the case: add "shows"'


def _votes(facts: Facts) -> Iterator[tuple[Placed, str, Part]]:
    return ((task, f"{task.at}/votes", task.part["votes"]) for task in facts.tasks if "votes" in task.part)


def _waits_on(facts: Facts, transition: Placed) -> set[str]:
    """The tasks that the condition of an action reads; all of them under the name of what tells of all."""
    names = _condition_names(facts).get(f"{transition.at}/when", ())
    found = {name.split(".")[1] for name in names if name.startswith("task.")}
    return found | ({TOGETHER} if f"case.{TOGETHER}" in names else set())


def _condition_names(facts: Facts) -> dict[str, Collection[str]]:
    return facts.remember("condition names", lambda: {use.pointer: use.names for use in facts.uses if use.expression})


def _opening(facts: Facts, task: Placed) -> set[str]:
    """The states in which it may be opened: all of them, when that is for a clock or another task to say."""
    found = set(task.part.get("in", ())) & set(facts.state_ids)
    for one in facts.transitions:
        if any(effect.get("open_task") == task.id for effect in one.part.get("effects", ())):
            found |= {one.part["to"]} if "to" in one.part else set(one.part["from"])
    others = [e for owner in facts.clocks for e in owner.part.get("on_breach", ())]
    others += [e for owner in facts.tasks for e in owner.part.get("late", ())]
    return set(facts.state_ids) if any(e.get("open_task") == task.id for e in others) else found
