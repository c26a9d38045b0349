"""States and actions: ways to come to each, to leave it and to end."""

from __future__ import annotations

from collections.abc import Iterable

from builder.edits import Add, Delete, Edit, Set, Several, Unset
from builder.fixes.lengths import shorter
from builder.fixes.looking import Found, Look, fix, taken_out
from builder.references.fresh import labelled

AFTER = "28 days"
NOT_STAFF = ("applicant", "system", "timer", "partner")


def _finals(look: Look) -> list[str]:
    return [one["id"] for one in look.listed("states") if one.get("final")]


def _action(look: Look, source: str, to: str, **more: object) -> dict[str, object]:
    """An action of the first role that acts at all, from one state to another."""
    acting = [who for way in look.listed("transitions") for who in way["by"] if who not in NOT_STAFF]
    role = next(iter([*acting, *look.ids("role")]), "system")
    label = f"Move to {look.called('state', to)[1:-1].lower()}"
    return {"label": label, "from": [source], "to": to, "by": [role]} | more


def _led(look: Look, words: str, source: str, to: Iterable[str]) -> Found:
    for one in list(to)[:3]:
        yield words.format(look.called("state", one)), Add("/workflow/transitions", _action(look, source, one))


@fix("state.unreachable")
def unreachable(look: Look) -> Found:
    initial, own = look.document["workflow"]["initial"], look.value["id"]
    words = f"Add an action from {look.called('state', initial)} to it"
    yield words, Add("/workflow/transitions", _action(look, initial, own))
    yield "Take the state out", Delete(str(look.owner()), clear=True)


@fix("state.no-exit")
def no_exit(look: Look) -> Found:
    yield "Let a case end here", Set(look.at("final"), True)
    yield from _led(look, "Add an action from it to {}", look.value["id"], _finals(look))


@fix("state.no-way-to-end")
def no_way_to_end(look: Look) -> Found:
    """An action to a state that ends a case; where there is none, a new one."""
    own = look.value["id"]
    yield from _led(look, "Add an action from it to {}", own, _finals(look))
    if not _finals(look):
        ended = {"id": "closed", "label": "Closed", "public": "It is closed", "final": True}
        taken = "closed" in look.ids("state")
        ended |= {"id": "ended", "label": "Ended"} if taken else {}
        action = _action(look, own, str(ended["id"])) | {"label": "End it"}
        made = Several((Add("/workflow/states", ended), Add("/workflow/transitions", action)))
        yield f"Add a state “{ended['label']}” that ends a case, and an action to it", made


@fix("state.final-exits")
def final_exits(look: Look) -> Found:
    yield "Do not allow it there", _out(look)
    if look.up(2).get("to") not in (None, *_finals(look)):
        yield "Let it open the case again", Set(look.at("reopens", up=2), True)


def _out(look: Look) -> Edit:
    return next(iter(taken_out(look)))[1]


@fix("state.waits-forever")
def waits_forever(look: Look) -> Found:
    for to in _finals(look)[:2]:
        timer = _action(look, look.value["id"], to, by=["timer"], after=AFTER) | {"label": "No answer came"}
        yield (
            f"After {AFTER} without an answer, move to {look.called('state', to)}",
            Add("/workflow/transitions", timer),
        )


@fix("state.no-queue")
def no_queue(look: Look) -> Found:
    for one in look.ids("queue")[:4]:
        yield f"Put its cases into the queue {look.called('queue', one)}", Set(look.at("queue"), one)


@fix("transition.reopens-nothing")
def reopens_nothing(look: Look) -> Found:
    yield from taken_out(look)
    if look.last == "reopens" and not set(_finals(look)) & set(look.up(1)["from"]):
        for one in _finals(look)[:2]:
            yield f"Allow it in {look.called('state', one)}", Set(look.at("from", up=1), [one])


@fix("transition.reopens-alone", "workflow.automatic-loop")
def by_a_person(look: Look) -> Found:
    at, by = (look.at(), look.value) if look.last == "by" else (look.at("by"), look.value["by"])
    left = [one for one in by if one not in ("system", "timer")]
    if left:
        yield "Leave it to people alone", Set(at, left)
        return
    for role in look.ids("role")[:4]:
        yield f"Let {look.called('role', role)} do it", Set(at, [role])


@fix("workflow.indistinct-transitions")
def indistinct(look: Look) -> Found:
    own = look.value
    people = [one for one in own["by"] if one not in ("system", "timer")]
    if people and isinstance(own["label"], str):
        words = (
            f"{own['label']}: {look.called('state', own['to'])[1:-1].lower()}" if "to" in own else f"{own['label']} (2)"
        )
        yield f"Call the button “{words}”", Set(look.at("label"), words)
    yield "Take this action out", Delete(str(look.owner()), clear=True)


@fix("timer.no-time")
def no_time(look: Look) -> Found:
    yield "Do it after 5 working days", Set(look.at("after"), "5 working days")


@fix("timer.two-times")
def two_times(look: Look) -> Found:
    yield "Keep the length of time", Unset(look.at("at", up=1))
    yield "Keep the date", Unset(look.at("after", up=1))


@fix("timer.nobody-waits")
def nobody_waits(look: Look) -> Found:
    if "ask" not in look.up(1):
        yield "Let it happen by itself at that time", Set(look.at("by", up=1), [*look.up(1)["by"], "timer"])
    yield from taken_out(look)


@fix("transition.nobody-answers")
def nobody_answers(look: Look) -> Found:
    yield "Ask nothing", Delete(look.at(), clear=True)
    left = [one for one in look.up(1)["by"] if one not in ("system", "timer")]
    if left:
        yield "Leave it to people alone", Set(look.at("by", up=1), left)


@fix("undo.too-long")
def undo_too_long(look: Look) -> Found:
    better = "10 minutes" if str(look.value).startswith("0 ") else "24 hours"
    yield f"Allow {better}", Set(look.at(), better)
    yield "Let nobody undo it", Unset(look.at())


@fix("undo.overtaken")
def undo_overtaken(look: Look) -> Found:
    own = look.up(1)
    there = [own["to"]] if "to" in own else own["from"]
    timers = [way["after"] for way in look.listed("transitions")
              if "timer" in way["by"] and "after" in way and set(way["from"]) & set(there)]  # fmt: skip
    for better in [one for one in map(shorter, timers) if one][:1]:
        yield f"Allow {better}", Set(look.at(), better)
    yield "Let nobody undo it", Unset(look.at())


@fix("set.value")
def priority(look: Look) -> Found:
    for one in ("low", "normal", "high"):
        yield f"Use {one}", Set(look.at(), one)


@fix("assign.no-actor")
def no_actor(look: Look) -> Found:
    for role in look.ids("role")[:4]:
        yield f"Give it to {look.called('role', role)}", Set(look.at(up=1), {"role": role})
    yield from taken_out(look, up=1)


@fix("assign.overruled")
def overruled(look: Look) -> Found:
    yield "Leave it to the queue", Delete(look.at(up=1), clear=True)


@fix("extend.no-reason")
def no_reason(look: Look) -> Found:
    way, part = look.owning("transition")
    if not way:
        return
    for asked in part.get("ask", ()):
        if asked.get("type") in ("text", "radios", "select"):
            yield f"Take the answer to “{labelled(asked)}” as the reason", Set(look.at("reason"), asked["id"])
    id = "reason" if "reason" not in look.index.names.roots else "reason_to_extend"
    asked = {"id": id, "type": "text", "label": "Why is more time needed?"}
    yield "Ask for the reason", Several((Add(f"{way}/ask", asked), Set(look.at("reason"), id)))


@fix("extend.not-allowed")
def not_allowed(look: Look) -> Found:
    by = look.up(1)["by"]
    yield f"Allow {by} more in all", Set(f"clock:{look.value}/extension", {"limit": by})


@fix("glass.acts-as-nobody")
def acts_as_nobody(look: Look) -> Found:
    action = next(way for way in look.listed("transitions") if way["id"] == look.value)
    seen = look.up(2).get("as", [])
    for role in [one for one in action["by"] if one in look.ids("role")][:2]:
        yield f"Let them act as {look.called('role', role)}", Set("/privacy/break_glass/as", [*seen, role])
    yield from taken_out(look)


@fix("glass.unwatched")
def unwatched(look: Look) -> Found:
    roles = look.ids("role")
    for one in roles[:3] if len(roles) > 1 else ():
        others = [other for other in roles if other != one]
        yield f"Alert {look.called('role', one)}: they look after the others", Set(f"role:{one}/supervises", others)
    yield from taken_out(look, "Let nobody break the glass")


@fix("correction.untold")
def corrected_untold(look: Look) -> Found:
    to = [one["id"] for one in look.listed("messages") if one["to"] == "applicant"]
    for one in to[:3]:
        yield f"Send {look.called('message', one)}", Set("/corrections/tell", one)
    if "corrected" not in look.ids("message"):
        body = "We have corrected something that you told us. You can see it on the page of your application."
        email = {"id": "corrected", "to": "applicant", "subject": "We have corrected an answer", "body": body}
        yield "Write an email about it", Several((Add("/messages", email), Set("/corrections/tell", "corrected")))


@fix("queue.never-reached")
def never_reached(look: Look) -> Found:
    yield from taken_out(look)


@fix("queue.falls-through")
def falls_through(look: Look) -> Found:
    several = isinstance(look.last, int)
    at, before = (look.at(up=1), look.up(1)) if several else (look.at(), [look.value])
    whole = [one["id"] for one in look.listed("queues") if "filter" not in one and one["id"] not in before]
    for one in whole[:3]:
        yield f"Put the rest into {look.called('queue', one)}", Set(at, [*before, one])
    yield f"Let {look.called('queue', look.value)} take every case", Unset(f"queue:{look.value}/filter")


@fix("queue.filter-moves")
def filter_moves(look: Look) -> Found:
    yield unfiltered(look)


def unfiltered(look: Look) -> tuple[str, Edit]:
    """A queue that takes every case is the last of those that are tried."""
    own, edits = look.up(1)["id"], list[Edit]([Unset(look.at())])
    for state in look.listed("states"):
        tried = state.get("queue")
        if isinstance(tried, list) and own in tried[:-1]:
            edits.append(Set(f"state:{state['id']}/queue", tried[: tried.index(own) + 1]))
    return "Take the filter out, so that it takes every case", Several(tuple(edits))


@fix("queue.order")
def order(look: Look) -> Found:
    yield "Go by when cases are due", Set(look.at(up=1), "due")
