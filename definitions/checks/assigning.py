"""Who gets the cases of a queue: rules that apply, and people who look after others."""

from __future__ import annotations

from definitions.assigning import PULLED
from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.reading.compiling import one_or_more


@check("role.supervises-itself", "error", "Everybody in it could read why the others are away.")
def supervises_itself(facts: Facts) -> Found:
    for role in facts.listed("roles"):
        for n, other in enumerate(role.part.get("supervises", ())):
            if other == role.id:
                words = "name the roles that it looks after, or give those who look after it a role of their own"
                yield f"{role.at}/supervises/{n}", f'"{role.id}" supervises itself: {words}'


@check("assign.otherwise-unused", "warning", "It is never asked.")
def otherwise_unused(facts: Facts) -> Found:
    for queue in facts.listed("queues"):
        rules = queue.part.get("assign", {})
        if "otherwise" in rules and rules.get("strategy") != "previous":
            words = 'only "previous" can come to nothing and go on otherwise: take it out, or change the strategy'
            yield f"{queue.at}/assign/otherwise", words


@check("assign.overruled", "warning", "The queue's own rules never choose anybody then.")
def overruled(facts: Facts) -> Found:
    """An action that leads into a queue with rules and always says itself whose the case is. A queue that gives cases
    back to whoever had them needs somebody to have had them."""
    queues = {s.id: {name for _, name in one_or_more(s.part.get("queue"))} for s in facts.states}
    rules = {queue.id: queue.part.get("assign", {}) for queue in facts.listed("queues")}
    choosing = {
        queue_id for queue_id, one in rules.items() if one.get("strategy", "claim") not in (*PULLED, "previous")
    }
    for one in facts.transitions:
        into = queues.get(one.part.get("to", ""), set())
        if not into & choosing or all(queues.get(source) == into for source in one.part["from"]):
            continue
        to = min(into & choosing)
        for n, effect in enumerate(one.part.get("effects", ())):
            if "assign" in effect and "when" not in effect:
                words = (
                    f'the queue "{to}" has rules for who gets its cases, and this says it first: take one of them out'
                )
                yield f"{one.at}/effects/{n}/assign", words
