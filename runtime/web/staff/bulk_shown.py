"""A bulk run in words: what it does, how far it is, and what came of it, with a reason for whatever did not go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.questions.kind import in_language
from runtime import bulk
from runtime.access import Viewer
from runtime.bulk import Group, Outcome, Run, Tally, undoable_until
from runtime.web.staff import spoken

RECENT = timedelta(hours=1)

_WILL = {
    "act": ("will move", "moved"),
    "stay": ("will be done", "were done"),
    "assign": ("will be handed on", "were handed on"),
    "priority": ("will change", "changed"),
    "note": ("will get the note", "got the note"),
    "undo": ("will be undone", "were undone"),
}
"""What is said of those that go: before, and after."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as its page shows it. ``tenth`` is how far it is, in tens of per cent: what is said out loud goes by it."""

    url: str
    back: str
    queue: str
    service: str
    deed: str
    count: int
    state: str
    live: bool
    mine: bool
    by: str
    begun: str
    every: bool
    left_out: bool
    said: str
    sends: str
    done: int
    of: int
    tenth: int
    ready: int
    refused: int
    undo: str
    undoes: str
    mark: str = ""
    """What is confirmed with it, while it waits for that."""


def shown(run: Run, tally: Tally, viewer: Viewer, at: datetime, mark: str = "") -> Shown:
    moment, language = Moment(at, run.service.calendar), run.service.languages[0]
    queue = run.service.queue(run.queue_id)
    done, of = _how_far(run, tally)
    return Shown(
        url=url_for("bulk.show", bulk_id=run.id),
        back=url_for("queue.show", service_id=run.service.id, queue_id=run.queue_id),
        queue=in_language(queue.label, language) if queue else "the queue",
        service=in_language(run.service.title, language),
        deed=deed_words(run),
        count=tally.all,
        state=run.state,
        live=run.state in ("checking", "running"),
        mine=run.is_of(viewer),
        by=run.name,
        begun=spoken.when(run.created_at, moment),
        every=run.every,
        left_out=run.left_out,
        said=_said(run, tally),
        sends=_sends(run, tally),
        done=done,
        of=of,
        tenth=10 * done // of if of else 10,
        ready=tally["ready"],
        refused=tally.refused,
        undo=_undo(run, tally, moment),
        undoes=url_for("bulk.show", bulk_id=run.of) if run.of else "",
        mark=mark,
    )


def under_way(session: Session, viewer: Viewer, at: datetime) -> list[Shown]:
    """What a person has under way, or that ended within the hour, for their first page."""
    return [shown(run, tally, viewer, at) for run, tally in bulk.under_way(session, viewer, since=at - RECENT)]


def deed_words(run: Run) -> str:
    """What it does, as a button says it."""
    if run.deed is None:
        return "Do one thing to many cases"
    match run.deed.kind:
        case "act":
            way = run.service.workflow.transition(run.deed.what["action"])
            return in_language(way.label, run.service.languages[0]) if way else str(run.deed.what["action"])
        case "assign":
            return "Hand on"
        case "priority":
            return f"Make the priority {run.deed.what['priority']}"
        case "note":
            return "Add a note"
        case _:
            return "Undo"


def grouped(run: Run, groups: Iterable[Group]) -> list[dict[str, Any]]:
    """What came of it, by reason: those that did not go first, since they are what somebody must look at."""
    found = sorted(groups, key=lambda group: (group.state in ("done", "ready"), -group.count))
    return [
        {
            "words": group_words(run, group.state, group.why),
            "count": f"{group.count:,}",
            "cases": linked(group.some),
            "rest": group.count - len(group.some),
            "url": url_for("bulk.listed", bulk_id=run.id, first=group.first),
            "goes": group.state in ("done", "ready"),
        }
        for group in found
    ]


def group_words(run: Run, state: str, why: str) -> str:
    if state not in ("ready", "done"):
        return why
    words = _verbs(run)[state == "done"]
    words = words[:1].upper() + words[1:]
    if state == "ready" and run.state == "stopped":
        words = "Not begun"
    elif why and run.deed and run.deed.kind in ("act", "undo"):
        words += f" to “{why}”" if _verbs(run) == _WILL["act"] else f": “{why}”"
    return words


def linked(outcomes: Sequence[Outcome]) -> list[dict[str, str]]:
    return [
        {"reference": each.reference, "url": url_for("case_page.show", reference=each.reference)} for each in outcomes
    ]


def _verbs(run: Run) -> tuple[str, str]:
    kind = run.deed.kind if run.deed else "act"
    if kind == "act" and run.deed:
        way = run.service.workflow.transition(run.deed.what["action"])
        kind = "act" if way is None or way.to is not None else "stay"
    return _WILL[kind]


def _how_far(run: Run, tally: Tally) -> tuple[int, int]:
    """How many are through, of how many: of all while they are tried, then of those that were to go."""
    if run.state in ("choosing", "checking"):
        return tally.all - tally["listed"], tally.all
    return tally.all - tally["ready"], tally.all


def _said(run: Run, tally: Tally) -> str:
    will, did = _verbs(run)
    done, of = _how_far(run, tally)
    match run.state:
        case "checking":
            return f"Trying: {done:,} of {of:,} looked at. Nothing has been done yet."
        case "checked":
            return _both(tally["ready"], will, tally.refused, "will not")
        case "running":
            return f"Under way: {done:,} of {of:,}. You can leave this page: it goes on by itself."
        case "stopped":
            return f"Stopped: {_both(tally['done'], did, tally.refused, 'did not')}, {tally['ready']:,} not begun"
        case _:
            return f"Finished: {_both(tally['done'], did, tally.refused, 'did not')}"


def _both(go: int, words: str, stay: int, not_words: str) -> str:
    return f"{go:,} {words}" + (f", {stay:,} {not_words}" if stay else "")


def _sends(run: Run, tally: Tally) -> str:
    """What goes out because of it."""
    if not tally.sends or run.state not in ("checked", "done", "stopped") or (run.deed and run.deed.kind == "undo"):
        return ""
    letters = f"{tally.sends:,} e-mail{'' if tally.sends == 1 else 's'}"
    way = run.service.workflow.transition(run.deed.what["action"]) if run.deed and run.deed.kind == "act" else None
    wait = f" {way.undo} later, unless it is undone" if way and way.undo else ""
    return f"{letters} will be sent{wait}." if run.state == "checked" else f"{letters} promised{wait}."


def _undo(run: Run, tally: Tally, moment: Moment) -> str:
    """Until when something of it can be undone, in words; "" when nothing can."""
    end = undoable_until(run)
    if end is None or end <= moment.at or not tally["done"] or run.state not in ("done", "stopped"):
        return ""
    return spoken.clock(moment.calendar.local(end).time())
