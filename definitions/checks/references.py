"""Names that must be those of something: states, roles, queues, messages, clocks, transitions and questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from definitions.checks.clocks import started_by, starts, told
from definitions.checks.facts import ACTORS, Facts, Placed
from definitions.checks.registry import Found, check
from definitions.nearest import did_you_mean, listed
from definitions.reading.asked import bare, choices
from definitions.reading.compiling import one_or_more
from definitions.types import ANY, Type

Part = Mapping[str, Any]

MOST_LISTED = 8


def _unknown(kind: str, known: Collection[str], places: Iterable[tuple[str, str]]) -> Found:
    for at, name in places:
        if name not in known:
            yield at, f'there is no {kind} called "{name}"{did_you_mean(name, known) or there_are(known)}'


def _items(at: str, part: Part, *names: str) -> Iterator[tuple[str, str]]:
    for name in names:
        yield from ((f"{at}/{name}/{n}", item) for n, item in enumerate(part.get(name, ())))


@check("reference.unknown-state", "error", "A case cannot go to a state that is not there.")
def unknown_states(facts: Facts) -> Found:
    def places() -> Iterator[tuple[str, str]]:
        yield "/workflow/initial", facts.document["workflow"]["initial"]
        for one in facts.transitions:
            yield from _items(one.at, one.part, "from")
            if "to" in one.part:
                yield f"{one.at}/to", one.part["to"]
        for one in facts.clocks:
            yield from _items(one.at, one.part, "runs_in", "pauses_in")
        yield from ((at, start["state"]) for at, start in starts(facts) if "state" in start)
        for one in facts.tasks:
            yield from _items(one.at, one.part, "in")

    return _unknown("state", facts.state_ids, places())


@check("reference.unknown-role", "error", "Nobody could ever do what only an unknown role may do.")
def unknown_roles(facts: Facts) -> Found:
    def places() -> Iterator[tuple[str, str]]:
        for one in facts.questions:
            yield from _items(one.at, one.part, "seen_by", "shown_to", "correct")
        for one in facts.listed("roles"):
            yield from _items(one.at, one.part, "supervises")
        yield from _items("/privacy/break_glass", facts.glass, "as")
        yield from _items("/corrections", facts.document.get("corrections", {}), "by")
        for one in facts.listed("queues"):
            yield from one_or_more(one.part["role"], f"{one.at}/role")
        for one in facts.listed("roles"):
            yield from _items(one.at, one.part, "supervises")
        for one in facts.listed("messages"):
            if isinstance(one.part["to"], dict) and "role" in one.part["to"]:
                yield f"{one.at}/to/role", one.part["to"]["role"]
        for one in facts.effects:
            if "role" in one.part.get("assign", {}):
                yield f"{one.at}/assign/role", one.part["assign"]["role"]
        for one in facts.tasks:
            if isinstance(one.part["by"], str):
                yield f"{one.at}/by", one.part["by"]
            if "casting" in one.part.get("votes", {}):
                yield f"{one.at}/votes/casting", one.part["votes"]["casting"]
        yield from started_by(facts, "assigned")

    by = (place for one in facts.transitions for place in _items(one.at, one.part, "by"))
    yield from _unknown("role", facts.role_ids, places())
    yield from _unknown("role", [*facts.role_ids, *ACTORS], by)


@check("reference.unknown-queue", "error", "A case in a queue that is not there is seen by nobody.")
def unknown_queues(facts: Facts) -> Found:
    places = (place for s in facts.states for place in one_or_more(s.part.get("queue"), f"{s.at}/queue"))
    return _unknown("queue", [queue.id for queue in facts.listed("queues")], places)


@check("reference.unknown-message", "error", "A message that is not there is never sent.")
def unknown_messages(facts: Facts) -> Found:
    places = [(f"{e.at}/send", e.part["send"]) for e in facts.effects if "send" in e.part]
    corrections = facts.document.get("corrections", {})
    places += [("/corrections/tell", corrections["tell"])] if "tell" in corrections else []
    places += told(facts)
    return _unknown("message", [message.id for message in facts.listed("messages")], places)


@check("reference.unknown-value", "error", "A value that is not there can never be shown.")
def unknown_values(facts: Facts) -> Found:
    lines = ((page.at, n, one) for page in facts.pages for n, one in enumerate(page.part.get("calculated", ())))
    places = ((f"{at}/calculated/{n}/value", one["value"]) for at, n, one in lines)
    return _unknown("value", [value.id for value in facts.listed("values")], places)


@check("reference.unknown-clock", "error", "A clock that is not there cannot be stopped, restarted or extended.")
def unknown_clocks(facts: Facts) -> Found:
    def places() -> Iterator[tuple[str, str]]:
        for one in facts.transitions:
            yield from _items(one.at, one.part, "restarts", "stops", "resumes")
        yield from ((f"{e.at}/extend/clock", e.part["extend"]["clock"]) for e in facts.effects if "extend" in e.part)
        yield from ((at, start["clock"]) for at, start in starts(facts) if "clock" in start)
        yield from started_by(facts, "extended", "warned", "told", "breached")

    return _unknown("clock", [clock.id for clock in facts.clocks], places())


@check("reference.unknown-task", "error", "A task that is not there cannot be opened or withdrawn.")
def unknown_tasks(facts: Facts) -> Found:
    kinds = ("open_task", "withdraw_task")
    places = [(f"{e.at}/{kind}", e.part[kind]) for e in facts.effects for kind in kinds if kind in e.part]
    places += started_by(facts, "task-opened", "task-done", "task-late", "task-withdrawn", "voted")
    return _unknown("task", [task.id for task in facts.tasks], places)


@check("reference.unknown-list", "error", "There would be nothing to ask it for.")
def unknown_lists(facts: Facts) -> Found:
    known = [repeat.id for repeat in facts.repeats if not repeat.lists]
    places = ((f"{task.at}/for_each", task.part["for_each"]) for task in facts.tasks if "for_each" in task.part)
    return _unknown("list", known, places)


@check("reference.unknown-transition", "error", "What refers to an action that is not there never applies.")
def unknown_transitions(facts: Facts) -> Found:
    def places() -> Iterator[tuple[str, str]]:
        for one in (*facts.transitions, *facts.tasks):
            yield from _items(one.at, one.part, "not_by")
        for one in facts.listed("queues"):
            yield from _items(f"{one.at}/assign", one.part.get("assign", {}), "not_by")
        yield from _items("/privacy/break_glass", facts.glass, "may")
        yield from ((at, start["transition"]) for at, start in starts(facts) if "transition" in start)

    return _unknown("transition", [transition.id for transition in facts.transitions], places())


@check("reference.unknown-question", "error", "An answer that nobody is asked for is never there.")
def unknown_questions(facts: Facts) -> Found:
    form = [question.id for question in facts.form_questions]
    yield from _unknown("question", form, _applicants(facts))
    yield from _unknown("question", [question.id for question in facts.named], _dates(facts))
    for transition in facts.transitions:
        here = [question["id"] for question in bare(transition.part.get("ask", ()))]
        reasons = (
            (f"{transition.at}/effects/{n}/extend/reason", effect["extend"]["reason"])
            for n, effect in enumerate(transition.part.get("effects", ()))
            if "reason" in effect.get("extend", {})
        )
        yield from _unknown("question under ask of this transition", here, reasons)


@check("reference.asked-often", "error", "Nobody could tell whose answer is meant.")
def asked_often(facts: Facts) -> Found:
    """What is asked for each item of a list, named where there can be one answer only."""
    track = _items("/applicant", facts.document.get("applicant", {}), "track")
    columns = (place for queue in facts.listed("queues") for place in columns_of(queue))
    sent = (
        place
        for effect in facts.effects
        for place in _items(f"{effect.at}/webhook", effect.part.get("webhook", {}), "send")
    )
    shown = (place for task in facts.tasks for place in _items(task.at, task.part, "shows"))
    tracked = [*track, *_compared(facts)]
    for at, dotted in (*_applicants(facts), *_dates(facts), *tracked, *columns, *sent, *shown):
        name = dotted.partition(".")[0]
        if name in facts.asked_often:
            words = f'is asked for each item of "{facts.asked_often[name]}", so it has no one answer'
            yield at, f'"{name}" {words}: name a question that is asked once, or make a value of the list'
    for at, dotted in tracked:
        if dotted.partition(".")[0] in facts.list_ids:
            yield at, f'"{dotted}" is a list, and has no one answer: name one that is asked once'


@check("reference.unknown-name", "error", "A column, a second fact or a webhook would stay empty.")
def unknown_names(facts: Facts) -> Found:
    often = dict.fromkeys(facts.asked_often, ANY)  # of which ``asked_often`` tells
    names = often | dict(facts.compiled.compiling.workflow)
    track = _items("/applicant", facts.document.get("applicant", {}), "track")
    yield from unreached(often | dict(facts.compiled.compiling.form), track)
    answers = [question.id for question in facts.form_questions]
    form = {name: kind for name, kind in facts.compiled.compiling.form.items() if name in answers}
    yield from unreached(often | form, _compared(facts))
    for queue in facts.listed("queues"):
        yield from unreached(names, columns_of(queue))
    for effect in facts.effects:
        yield from unreached(names, _items(f"{effect.at}/webhook", effect.part.get("webhook", {}), "send"))
    for task in facts.tasks:
        yield from unreached(names, _items(task.at, task.part, "shows"))


@check("reference.unknown-option", "error", "A choice that is not there cannot rule out the others.")
def unknown_options(facts: Facts) -> Found:
    for question in facts.questions:
        if "exclusive" in question.part:
            values = [option["value"] for option in choices(question.part)]
            yield from _unknown("option", values, [(f"{question.at}/exclusive", question.part["exclusive"])])


def columns_of(queue: Placed) -> Iterator[tuple[str, str]]:
    """What a queue shows of each case and goes by."""
    yield from _items(queue.at, queue.part, "columns")
    order = queue.part.get("order")
    if isinstance(order, dict):
        yield f"{queue.at}/order/column", order["column"]


def there_are(known: Collection[str]) -> str:
    """The names to choose from, when there are few."""
    if not known:
        return ", nor any other: add it"
    few = len(known) <= MOST_LISTED
    return f": choose {listed(known)}, or add it" if few else ": choose one that there is, or add it"


def unreached(names: Mapping[str, Type], places: Iterable[tuple[str, str]]) -> Found:
    """Dotted names of which some part is not there."""
    for at, dotted in places:
        first, *rest = dotted.split(".")
        kind, known, name = names.get(first), list(names), first
        for name in rest if kind else ():
            if kind is None or kind.name == "any":
                break
            known, kind = [field for field, _ in kind.fields], kind.member(name)
            if kind is None:
                break
        if kind is None:
            near = did_you_mean(name, known) or there_are(known)
            part = f': "{name}" is not known' if rest else ""
            yield at, f'there is nothing called "{dotted}"{part}{near}'


def _applicants(facts: Facts) -> Iterator[tuple[str, str]]:
    applicant = facts.document.get("applicant", {})
    return ((f"/applicant/{n}", applicant[n]) for n in ("name", "email", "phone") if n in applicant)


def _dates(facts: Facts) -> Iterator[tuple[str, str]]:
    return ((at, start["answer"]) for at, start in starts(facts) if "answer" in start)


def _compared(facts: Facts) -> Iterator[tuple[str, str]]:
    return (place for one in facts.listed("duplicates") for place in _items(one.at, one.part, "same"))
