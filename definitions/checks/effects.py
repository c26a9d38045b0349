"""Effects and messages: each can be carried out, and says to whom."""

from __future__ import annotations

from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email

from definitions.checks.clocks import told
from definitions.checks.facts import Facts, Placed
from definitions.checks.registry import Found, check
from definitions.nearest import listed
from definitions.reading.compile_names import PRIORITIES

SETTABLE = ("case.priority",)

KINDS_OF = {"name": ("name", "text"), "email": ("email",), "phone": ("phone",)}


@check("set.not-of-the-case", "error", "Answers belong to the applicant: an action cannot change them.")
def set_not_of_the_case(facts: Facts) -> Found:
    for effect in facts.effects:
        for field in effect.part.get("set", {}):
            if field not in SETTABLE:
                yield f"{effect.at}/set/{field}", f'"{field}" cannot be set: only {listed(SETTABLE)} can'


@check("set.value", "error", "Nobody would know what the value means.")
def set_value(facts: Facts) -> Found:
    for effect in facts.effects:
        value = effect.part.get("set", {}).get("case.priority")
        if isinstance(value, str) and value not in PRIORITIES:
            yield f"{effect.at}/set/case.priority", f'"{value}" is not a priority: write {listed(PRIORITIES)}'


@check("extend.no-reason", "error", "Whoever waits longer must be told why.")
def extend_without_reason(facts: Facts) -> Found:
    for effect in facts.effects:
        if "extend" in effect.part and "reason" not in effect.part["extend"]:
            words = 'add a question under "ask" that asks for the reason, and name it as "reason"'
            yield f"{effect.at}/extend", f"this extends a clock without a reason: {words}"


@check("extend.not-allowed", "error", "The clock would refuse it every time.")
def extend_not_allowed(facts: Facts) -> Found:
    allowed = {clock.id: "extension" in clock.part for clock in facts.clocks}
    for effect in facts.effects:
        clock = effect.part.get("extend", {}).get("clock")
        if allowed.get(clock) is False:
            words = 'give it an "extension" with a limit'
            yield f"{effect.at}/extend/clock", f'the clock "{clock}" cannot be extended: {words}'


@check("assign.no-actor", "error", "The system, a timer and the applicant cannot be given a case.")
def assign_without_actor(facts: Facts) -> Found:
    for one in facts.transitions:
        if facts.staff(one):
            continue
        for n, effect in enumerate(one.part.get("effects", ())):
            if effect.get("assign", {}).get("to") == "actor":
                at = f"{one.at}/effects/{n}/assign/to"
                yield at, 'no member of staff does this, so the case cannot go to "actor": name a role'


@check("message.no-recipient", "error", "The message could never be sent.")
def no_recipient(facts: Facts) -> Found:
    if "email" in facts.document.get("applicant", {}):
        return
    for message in facts.listed("messages"):
        if message.part["to"] == "applicant":
            words = 'name the question that asks for it under "applicant", as "email"'
            yield f"{message.at}/to", f"nothing says what the applicant's email address is: {words}"


@check("message.address", "error", "The message could never arrive.")
def bad_address(facts: Facts) -> Found:
    to = [(f"{one.at}/{name}/address", one.part[name]) for name, one in _addressed(facts)]
    for at, address in ((at, whom["address"]) for at, whom in to if isinstance(whom, dict) and "address" in whom):
        try:
            validate_email(address, check_deliverability=False)
        except EmailNotValidError:
            yield at, f'"{address}" is not an email address, like name@example.com'


def _addressed(facts: Facts) -> Iterator[tuple[str, Placed]]:
    yield from (("to", message) for message in facts.listed("messages"))
    yield from (("by", task) for task in facts.tasks)


@check("message.unused", "warning", "Nobody would ever get it.")
def unused_messages(facts: Facts) -> Found:
    used = {effect.part.get("send") for effect in facts.effects} | {facts.document.get("corrections", {}).get("tell")}
    used |= {message for _, message in told(facts)}
    messages = facts.listed("messages")
    if used - {message.id for message in messages} - {None}:
        return  # the one that is not used may be the one that was meant there
    for message in messages:
        if message.id not in used:
            yield message.at, f'nothing sends the message "{message.id}": send it, or take it out'


@check("applicant.kind", "error", "What is not an email address cannot be written to.")
def applicant_kind(facts: Facts) -> Found:
    form: dict[str, Placed] = {question.id: question for question in facts.form_questions}
    for what, kinds in KINDS_OF.items():
        question = form.get(facts.document.get("applicant", {}).get(what))
        if question is not None and question.part["type"] not in kinds:
            words = f"a question of type {listed(kinds)}"
            yield f"/applicant/{what}", f'"{question.id}" is of type {question.part["type"]}: name {words}'
