"""The workflow of a document, compiled: states, transitions with their effects, clocks, queues and messages."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal, cast

from definitions.durations import Duration
from definitions.reading.asked import asked
from definitions.reading.compile_effects import compile_effects
from definitions.reading.compile_pages import compile_question
from definitions.reading.compile_tasks import compile_task
from definitions.reading.compiling import Compiling, Document, Where, numbered, one_or_more
from definitions.text import Text
from definitions.types import TEXT, TIMESTAMP
from definitions.workflow import (
    Assign,
    Clock,
    Extension,
    Message,
    Order,
    Queue,
    Role,
    Skill,
    Start,
    State,
    Tell,
    Transition,
    Workflow,
)

OneThing = Literal["transition", "answer", "state", "clock"]

ONE_THING: tuple[OneThing, ...] = ("transition", "answer", "state", "clock")
"""What starts a clock, by its id."""

NOWHERE = Where({})
"""For words that stand apart from any case, such as the name of a queue."""


def compile_workflow(compiling: Compiling) -> Workflow:
    workflow = compiling.document["workflow"]
    where = Where(compiling.workflow)
    return Workflow(
        initial=workflow["initial"],
        states=tuple(
            compiling.once(one, (at,), partial(_state, compiling, one, at, where))
            for _, at, one in numbered(workflow["states"], "/workflow/states")
        ),
        transitions=tuple(
            compiling.once(one, (at,), partial(_transition, compiling, one, at, where))
            for _, at, one in numbered(workflow["transitions"], "/workflow/transitions")
        ),
        clocks=tuple(
            _clock(compiling, c, at, where) for _, at, c in numbered(workflow.get("clocks", ()), "/workflow/clocks")
        ),
        tasks=tuple(
            compile_task(compiling, task, at) for _, at, task in numbered(workflow.get("tasks", ()), "/workflow/tasks")
        ),
    )


def _state(compiling: Compiling, state: Document, at: str, where: Where) -> State:
    key = compiling.translations.key
    return State(
        id=state["id"],
        label=compiling.text(state, "label", at, NOWHERE, key("states", state["id"], "label")),
        public=compiling.text(state, "public", at, where, key("states", state["id"], "public")),
        queues=tuple(name for _, name in one_or_more(state.get("queue"))),
        final=state.get("final", False),
        outcome=state.get("outcome"),
    )


def _transition(compiling: Compiling, transition: Document, at: str, where: Where) -> Transition:
    id, refusal = transition["id"], transition.get("refusal", {})

    def text(part: Document, name: str, below: str, key: str) -> Text | None:
        return compiling.maybe_text(part, name, below, where, compiling.translations.key("transitions", id, key))

    return Transition(
        id=id,
        label=text(transition, "label", at, "label") or Text(),
        sources=tuple(transition["from"]),
        to=transition.get("to"),
        by=tuple(transition["by"]),
        when=compiling.when(transition, at, where),
        refusal_staff=text(refusal, "staff", f"{at}/refusal", "refusal.staff"),
        refusal_applicant=text(refusal, "applicant", f"{at}/refusal", "refusal.applicant"),
        ask=tuple(compile_question(compiling, one, where) for one in asked(transition.get("ask", ()), f"{at}/ask")),
        effects=compile_effects(compiling, transition, "effects", at, where),
        after=compiling.duration(transition, "after"),
        at=compiling.expression(transition["at"], f"{at}/at", where, TIMESTAMP) if "at" in transition else None,
        not_by=tuple(transition.get("not_by", ())),
        restarts=tuple(transition.get("restarts", ())),
        stops=tuple(transition.get("stops", ())),
        undo=compiling.duration(transition, "undo"),
        reopens=transition.get("reopens", False),
        resumes=tuple(transition.get("resumes", ())),
    )


def _clock(compiling: Compiling, clock: Document, at: str, where: Where) -> Clock:
    key = compiling.translations.key("clocks", clock["id"], "label")
    extension = clock.get("extension")
    return Clock(
        id=clock["id"],
        label=compiling.text(clock, "label", at, where, key),
        length=_length(compiling, clock, "length"),
        starts=_start(clock["starts"]),
        when=compiling.when(clock, at, where),
        runs_in=tuple(clock.get("runs_in", ())),
        pauses_in=tuple(clock.get("pauses_in", ())),
        roll=clock.get("roll", "none"),
        extension=extension
        and Extension(_length(compiling, extension, "limit"), compiling.duration(extension, "within")),
        warn_before=compiling.duration(clock, "warn_before"),
        on_warn=compile_effects(compiling, clock, "on_warn", at, where),
        on_breach=compile_effects(compiling, clock, "on_breach", at, where),
        tell=_tell(compiling, clock["tell"], f"{at}/tell", where) if "tell" in clock else None,
        internal=clock.get("internal", False),
        calendar=clock.get("calendar"),
        end_of_day=clock.get("end_of_day", False),
    )


def _length(compiling: Compiling, part: Document, name: str) -> Duration:
    return cast(Duration, compiling.duration(part, name))


def _tell(compiling: Compiling, tell: Document, at: str, where: Where) -> Tell:
    return Tell(_length(compiling, tell, "before"), tell.get("message"), compiling.when(tell, at, where))


def _start(starts: Any) -> Start:
    if not isinstance(starts, dict):
        return Start("submission")
    first = starts.get("which") == "first"
    if "latest" in starts:
        return Start("latest", among=tuple(map(_start, starts["latest"])))
    if "earliest" in starts:
        return Start("earliest", among=tuple(map(_start, starts["earliest"])))
    if "event" in starts:
        return Start("event", of=starts.get("of"), event=starts["event"], first=first)
    kind: OneThing = next((kind for kind in ONE_THING if kind in starts), "answer")
    return Start(kind, of=starts.get(kind), first=first)


def compile_role(compiling: Compiling, role: Document, at: str) -> Role:
    key = compiling.translations.key("roles", role["id"], "label")
    return Role(role["id"], compiling.text(role, "label", at, NOWHERE, key), tuple(role.get("supervises", ())))


def compile_queue(compiling: Compiling, queue: Document, at: str) -> Queue:
    # What a case is like, whoever looks at it.
    seen = {name: of for name, of in compiling.workflow.items() if name != "actor"}

    def text(name: str) -> Text | None:
        key = compiling.translations.key("queues", queue["id"], name)
        return compiling.maybe_text(queue, name, at, NOWHERE, key)

    return Queue(
        id=queue["id"],
        label=text("label") or Text(),
        roles=tuple(name for _, name in one_or_more(queue["role"])),
        columns=tuple(queue.get("columns", ())),
        order=_order(queue.get("order", "due")),
        filter=compiling.when(queue, at, Where(seen), "filter"),
        description=text("description"),
        empty=text("empty"),
        assign=_assign(compiling, queue["assign"], f"{at}/assign") if "assign" in queue else None,
    )


def _order(order: Any) -> Order:
    if isinstance(order, dict):
        return Order("column", order["column"], order.get("descending", False))
    return Order(order)


def _assign(compiling: Compiling, rules: Document, at: str) -> Assign:
    where = Where(compiling.workflow)
    skills = numbered(rules.get("skills", ()), f"{at}/skills")
    return Assign(
        strategy=rules.get("strategy", "claim"),
        otherwise=rules.get("otherwise", "claim"),
        skills=tuple(_skill(compiling, skill, below, where) for _, below, skill in skills),
        area=compiling.expression(rules["area"], f"{at}/area", where, TEXT) if "area" in rules else None,
        not_by=tuple(rules.get("not_by", ())),
        at_most=rules.get("at_most"),
    )


def _skill(compiling: Compiling, skill: Any, at: str, where: Where) -> Skill:
    if isinstance(skill, str):
        return Skill(skill)
    return Skill(skill["skill"], compiling.when(skill, at, where))


def compile_message(compiling: Compiling, message: Document, at: str) -> Message:
    where, id, to = Where(compiling.workflow), message["id"], message["to"]
    key = compiling.translations.key
    return Message(
        id=id,
        subject=compiling.text(message, "subject", at, where, key("messages", id, "subject")),
        body=compiling.text(message, "body", at, where, key("messages", id, "body")),
        to="applicant" if isinstance(to, str) else "role" if "role" in to else "address",
        role=None if isinstance(to, str) else to.get("role"),
        address=None if isinstance(to, str) else to.get("address"),
    )
