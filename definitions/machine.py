"""Where an action leads from a state, decided by the transitions library. Nothing from a document is ever called by
it."""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from transitions import Machine, MachineError

from definitions.service import Service


class _Token:
    """Stands in for a case for the length of one decision, so that the library never meets one of our objects."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


_machines: WeakKeyDictionary[Service, Any] = WeakKeyDictionary()
_building = Lock()


def machine_for(service: Service) -> Any:
    """The machine of this version, built once and kept as long as the service is.

    Every id is prefixed with a word and a space, which no id holds, so none can be the name of a method, a wildcard, an
    attribute or a dotted path to import. It has no model, no automatic transitions, no conditions and no callbacks.
    """
    machine = _machines.get(service)
    if machine is None:
        with _building:
            machine = _machines.get(service)
            if machine is None:
                machine = _machines[service] = _build(service)
    return machine


def _build(service: Service) -> Any:
    workflow = service.workflow
    return Machine(
        model=None,
        initial=None,
        states=[f"in {state.id}" for state in workflow.states],
        transitions=[
            {
                "trigger": f"do {transition.id}",
                "source": [f"in {source}" for source in transition.sources],
                "dest": None if transition.to is None else f"in {transition.to}",
            }
            for transition in workflow.transitions
        ],
        auto_transitions=False,
        send_event=True,
    )


def target(service: Service, state: str, action: str) -> str | None:
    """The state that ``action`` leads to from ``state``; None when there is no such way."""
    event = machine_for(service).events.get(f"do {action}")
    if event is None or f"in {state}" not in event.transitions:
        return None
    token = _Token(f"in {state}")
    try:
        moved = event.trigger(token)
    except MachineError:
        return None
    return token.state.removeprefix("in ") if moved else None
