"""A service as large as any that we know of: 150 pages of three questions, a workflow of 60 states."""

from __future__ import annotations

from benchmarks.documents import Document, hundred_pages

PAGES, STATES = 150, 60


def large_service() -> Document:
    """Half of its pages have conditions; each state has a way on and a timer, every third a mail and a queue."""
    made = hundred_pages(1, PAGES)
    states = [_state(n) for n in range(STATES - 2)]
    ends: list[Document] = [
        {"id": "granted", "label": "Granted", "public": "It is granted", "final": True},
        {"id": "refused", "label": "Refused", "public": "It is refused", "final": True},
    ]
    last = states[-1]["id"]
    ways = [way for n in range(STATES - 3) for way in _ways(n)]
    ways += [_way("grant", [last], "granted"), _way("refuse", [one["id"] for one in states], "refused")]
    clocks = [
        {"id": f"target_{n}", "label": f"Target {n}", "length": f"{n + 5} working days", "starts": "submission",
         "runs_in": [one["id"] for one in states[n * 10 : n * 10 + 10]]}
        for n in range(5)
    ]  # fmt: skip
    queues = [
        {"id": f"queue-{n}", "label": f"Queue {n}", "role": "crew-desk", "columns": [f"choice_{n}"], "order": "due"}
        for n in range(0, STATES - 2, 3)
    ]
    messages = [
        {"id": f"message-{n}", "to": "applicant", "subject": f"About thing {n}",
         "body": f"You said {{choice_{n}}} of thing {n}. Your reference is {{case.reference}}."}
        for n in range(0, STATES - 3, 3)
    ]  # fmt: skip
    workflow = {"initial": "state-0", "states": states + ends, "transitions": ways, "clocks": clocks}
    return made | {"id": "large", "workflow": workflow, "queues": queues, "messages": messages}


def _state(n: int) -> Document:
    return {"id": f"state-{n}", "label": f"Stage {n}", "public": f"We are at stage {n}", "queue": f"queue-{n - n % 3}"}


def _ways(n: int) -> list[Document]:
    """On to the next stage, by a person or by time."""
    here, there = f"state-{n}", f"state-{n + 1}"
    go = _way(f"go-{n}", [here], there) | {"when": f"choice_{n} == 'option-1' || count_{n} > {n}"}
    if n % 3 == 0:
        go["effects"] = [{"send": f"message-{n}"}]
    return [go, {**_way(f"late-{n}", [here], there), "by": ["timer"], "after": f"{n + 20} working days"}]


def _way(id: str, start: list[str], end: str) -> Document:
    label = id.replace("-", " ").capitalize()
    return {"id": id, "label": label, "from": start, "to": end, "by": ["crew-desk"]}
