"""A workflow: states, the transitions between them, clocks, queues and messages. Frozen, like the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from definitions.durations import Duration
from definitions.expressions import Expression
from definitions.form import Option, Question
from definitions.text import Text


@dataclass(frozen=True, slots=True)
class Role:
    """``supervises`` lists the roles whose people it looks after: who is away, how much they have, who gets what."""

    id: str
    label: Text
    supervises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """``label`` is for staff, ``public`` for the applicant. Which of its ``queues`` a case waits in, if any, says
    :func:`definitions.waiting.queue_of`."""

    id: str
    label: Text
    public: Text
    queues: tuple[str, ...] = ()
    final: bool = False
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a transition does besides moving. ``kind`` is send, webhook, assign, set, extend, open_task, withdraw_task.

    ``what`` is the document's own words for it, always an object: {"message": id}, {"url": ..., "send": [ids]},
    {"role": id} or {"to": "actor"}, {"case.priority": "high"}, {"clock": id, "by": "20 working days"}, {"task": id}.
    ``values`` holds the compiled expressions of a ``set`` (by field) whose document value is {"value": "<expression>"}.
    """

    kind: str
    what: Mapping[str, Any]
    when: Expression | None = None
    values: Mapping[str, Expression] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """A way from one state to another. ``to`` None stays in the state it is in. One that ``reopens`` may leave a final
    state, and ``resumes`` those clocks.

    ``by`` lists role ids, or applicant, assignee, system, timer, partner. A timer's transition has ``after`` (since the
    state was entered) or ``at``. For ``undo`` long, whoever of the staff did it may undo it.
    """

    id: str
    label: Text
    sources: tuple[str, ...]
    to: str | None
    by: tuple[str, ...]
    when: Expression | None = None
    refusal_staff: Text | None = None
    refusal_applicant: Text | None = None
    ask: tuple[Question, ...] = ()
    effects: tuple[Effect, ...] = ()
    after: Duration | None = None
    at: Expression | None = None
    not_by: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    undo: Duration | None = None
    reopens: bool = False
    resumes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """When a clock starts: ``kind`` submission; transition, answer, state or clock (``of`` the id of an action, a date,
    a state entered, another clock that ends); event (``event`` its kind, ``of`` what it concerns, if that matters); or
    the latest or earliest of several. What happens more than once starts it anew, unless only the ``first`` does."""

    kind: Literal["submission", "transition", "answer", "state", "clock", "event", "latest", "earliest"]
    of: str | None = None
    event: str = ""
    first: bool = False
    among: tuple[Start, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """How far a clock may be extended in all, and by when that must be said (a length since it started)."""

    limit: Duration
    within: Duration | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """The applicant is told, ``before`` the clock is due, that it may not be kept: by a ``message``, if there is one,
    and on the progress page."""

    before: Duration
    message: str | None = None
    when: Expression | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """A promise or a limit in law. It runs in ``runs_in``, or everywhere but in ``pauses_in`` and final states. An
    ``internal`` one is for staff, and the applicant never hears of it."""

    id: str
    label: Text
    length: Duration
    starts: Start
    when: Expression | None = None
    runs_in: tuple[str, ...] = ()
    pauses_in: tuple[str, ...] = ()
    roll: Literal["none", "next-working-day"] = "none"
    extension: Extension | None = None
    warn_before: Duration | None = None
    on_warn: tuple[Effect, ...] = ()
    on_breach: tuple[Effect, ...] = ()
    tell: Tell | None = None
    internal: bool = False
    calendar: str | None = None
    end_of_day: bool = False

    def effects_of(self, event: str) -> tuple[Effect, ...]:
        """What follows when it is ``warned``, ``told`` or ``breached``."""
        if event == "told":
            message = self.tell and self.tell.message
            return (Effect("send", {"message": message}),) if message else ()
        return self.on_warn if event == "warned" else self.on_breach


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation outside, asked by e-mail: whoever has the link in it answers, and needs no account."""

    name: Text
    address: str


@dataclass(frozen=True, slots=True)
class Votes:
    """How several members decide. ``majority``: a choice wins with more votes than any other, with two thirds of the
    votes cast, or with all of them. Between choices that are level, ``casting`` names the role whose vote decides."""

    choices: tuple[Option, ...]
    members: int
    quorum: int
    majority: Literal["simple", "two-thirds", "unanimous"] = "simple"
    casting: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Something that one role, or a partner, is asked while the case goes on. ``states`` open it, and withdraw it when
    they are left, unless it is to ``keep``; with none, only effects open it, and it is withdrawn when the state in
    which they did is left. With ``for_each``, the name of a list, it
    is opened for each item. ``shows`` are the names that whoever does it is shown; with none, all they may read."""

    id: str
    label: Text
    role: str | None = None
    partner: Partner | None = None
    states: tuple[str, ...] = ()
    when: Expression | None = None
    for_each: str | None = None
    not_by: tuple[str, ...] = ()
    about: Text | None = None
    shows: tuple[str, ...] = ()
    ask: tuple[Question, ...] = ()
    votes: Votes | None = None
    due: Duration | None = None
    calendar: str | None = None
    remind_before: Duration | None = None
    late: tuple[Effect, ...] = ()
    keep: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Workflow:
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    clocks: tuple[Clock, ...] = ()
    tasks: tuple[Task, ...] = ()

    def state(self, state_id: str) -> State:
        return next(state for state in self.states if state.id == state_id)

    def transition(self, transition_id: str) -> Transition | None:
        return next((t for t in self.transitions if t.id == transition_id), None)

    def task(self, key: str) -> Task | None:
        """The task of this id, or of one that was opened for an item of a list: "visit.2"."""
        task_id = key.partition(".")[0]
        return next((task for task in self.tasks if task.id == task_id), None)


@dataclass(frozen=True, slots=True)
class Skill:
    """What somebody must know to be given a case; only for cases of which ``when`` holds."""

    id: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """Who gets the cases of a queue. ``strategy`` is claim, next-in-line, round-robin, least-loaded or previous, which
    gives a case to whoever had it before, and ``otherwise`` by that strategy. ``area`` says where a case is,
    ``not_by`` lists actions whose doer may not have it, ``at_most`` is how many open cases anybody may have."""

    strategy: str = "claim"
    otherwise: str = "claim"
    skills: tuple[Skill, ...] = ()
    area: Expression | None = None
    not_by: tuple[str, ...] = ()
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What comes first in a queue: what is due first, was sent first, is urgent; or by ``column``, an answer or fact,
    of which ``descending`` puts the last first."""

    by: Literal["due", "submitted", "priority", "column"] = "due"
    column: str | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Queue:
    """Work for some roles, in the states that name it; of their cases it takes those for which ``filter`` holds.

    ``empty`` is what it says while no case is in it. With ``assign``, cases are given to people of the first role.
    """

    id: str
    label: Text
    roles: tuple[str, ...]
    columns: tuple[str, ...] = ()
    order: Order = Order()
    filter: Expression | None = None
    description: Text | None = None
    empty: Text | None = None
    assign: Assign | None = None

    @property
    def role(self) -> str:
        """The first of its roles, which answers for the queue."""
        return self.roles[0]


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """An e-mail. ``to`` is applicant, a role id as {"role": id} is in ``role``, or a fixed ``address``."""

    id: str
    subject: Text
    body: Text
    to: Literal["applicant", "role", "address"] = "applicant"
    role: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """A letter to the applicant that a caseworker begins with; offered where ``when`` holds."""

    id: str
    label: Text
    subject: Text
    body: Text
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Cases with the ``same`` answers (dotted names), sent ``within`` that time of each other, may be duplicates.
    ``label`` says in words what is the same."""

    same: tuple[str, ...]
    within: Duration
    label: str | None = None

    @property
    def id(self) -> str:
        """The same whatever the order in which the answers are named."""
        return "+".join(sorted(self.same))
