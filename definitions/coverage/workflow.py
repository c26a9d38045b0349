"""The workflow of a service, watched: states, transitions, effects and clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from definitions.coverage.form import watched_question
from definitions.coverage.watching import Watch, numbered
from definitions.form import placed
from definitions.workflow import Clock, Effect, Queue, State, Task, Transition, Votes, Workflow


def watched_workflow(workflow: Workflow, found: Watch) -> Workflow:
    return replace(
        workflow,
        states=tuple(_state(state, at, found) for at, state in numbered(workflow.states, "/workflow/states")),
        transitions=tuple(
            _transition(transition, at, found)
            for at, transition in numbered(workflow.transitions, "/workflow/transitions")
        ),
        clocks=tuple(_clock(clock, at, found) for at, clock in numbered(workflow.clocks, "/workflow/clocks")),
        tasks=tuple(_task(task, at, found) for at, task in numbered(workflow.tasks, "/workflow/tasks")),
    )


def watched_queues(queues: Sequence[Queue], found: Watch) -> tuple[Queue, ...]:
    """Which cases a queue takes, and which skills it asks for, where only some cases need them."""
    return tuple(_queue(queue, at, found) for at, queue in numbered(queues, "/queues"))


def _queue(queue: Queue, at: str, found: Watch) -> Queue:
    queue = replace(queue, filter=found.filter(queue.filter, at))
    if queue.assign is None:
        return queue
    placed = numbered(queue.assign.skills, f"{at}/assign/skills")
    skills = tuple(replace(skill, when=found.when(skill.when, below)) for below, skill in placed)
    return replace(queue, assign=replace(queue.assign, skills=skills))


def _state(state: State, at: str, found: Watch) -> State:
    return replace(state, public=found.text(state.public, f"{at}/public"))


def _transition(transition: Transition, at: str, found: Watch) -> Transition:
    found.reach("transition", at, f"action “{transition.id}”", transition.id)
    when = transition.when and found.guard(transition.when, transition.id, f"{at}/when")
    if transition.not_by:
        what = f"“{transition.id}” refused to whoever did {' or '.join(transition.not_by)}"
        found.reach("refusal", f"{at}/not_by", what, transition.id, "separation")
    return replace(
        transition,
        when=when,
        refusal_staff=found.text(transition.refusal_staff, f"{at}/refusal/staff"),
        refusal_applicant=found.text(transition.refusal_applicant, f"{at}/refusal/applicant"),
        ask=tuple(watched_question(question, below, found) for below, question in placed(transition.ask, f"{at}/ask")),
        effects=_effects(transition.effects, f"{at}/effects", found),
    )


def _effects(effects: Sequence[Effect], at: str, found: Watch) -> tuple[Effect, ...]:
    return tuple(replace(effect, when=found.when(effect.when, below)) for below, effect in numbered(effects, at))


def _clock(clock: Clock, at: str, found: Watch) -> Clock:
    tell = clock.tell and replace(clock.tell, when=found.when(clock.tell.when, f"{at}/tell"))
    return replace(
        clock,
        when=found.when(clock.when, at),
        on_warn=_effects(clock.on_warn, f"{at}/on_warn", found),
        on_breach=_effects(clock.on_breach, f"{at}/on_breach", found),
        tell=tell,
    )


def _task(task: Task, at: str, found: Watch) -> Task:
    found.reach("task", at, f"task “{task.id}” done", task.id)
    if task.late:
        found.reach("task", f"{at}/late", f"task “{task.id}” late", task.id, "late")
    if task.not_by:
        what = f"task “{task.id}” refused to whoever did {' or '.join(task.not_by)}"
        found.reach("refusal", f"{at}/not_by", what, task.id, "separation")
    if task.votes:
        _votes(task.votes, f"{at}/votes", task.id, found)
    return replace(
        task,
        when=found.when(task.when, at),
        label=found.text(task.label, f"{at}/label"),
        about=found.text(task.about, f"{at}/about"),
        ask=tuple(watched_question(one, below, found, task.id) for below, one in placed(task.ask, f"{at}/ask")),
        late=_effects(task.late, f"{at}/late", found),
    )


def _votes(votes: Votes, at: str, task: str, found: Watch) -> None:
    for below, choice in numbered(votes.choices, f"{at}/choices"):
        found.reach("option", below, f"vote “{choice.value}” on “{task}”", f"{task}.votes", choice.value)
    found.reach("task", f"{at}/quorum", f"task “{task}” without its quorum", task, "inquorate")
