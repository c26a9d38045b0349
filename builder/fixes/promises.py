"""Clocks, tasks, and letters: when each begins and warns, who is asked and told."""

from __future__ import annotations

from builder.edits import Add, Delete, Set, Several, Unset
from builder.fixes.lengths import half
from builder.fixes.looking import Found, Look, fix, of_applicant, taken_out
from builder.references import Element

DUE = "10 working days"


@fix("clock.start-not-a-date")
def not_a_date(look: Look) -> Found:
    for one in look.questions("date")[:3]:
        yield f"Use {look.called('question', one)}", Set(look.at(), one)
    yield from _from_the_start(look)


@fix("clock.waits-for-itself")
def waits_for_itself(look: Look) -> Found:
    yield from _from_the_start(look)


def _from_the_start(look: Look) -> Found:
    one = look.owner()
    if one is not None and one.kind == "clock":
        yield "Start it when the form is sent", Set(f"{one}/starts", "submission")


@fix("clock.warns-at-once")
def warns_at_once(look: Look) -> Found:
    if sooner := half(look.owning("clock")[1]["length"]):
        yield f"Warn {sooner} before", Set(look.at(), sooner)
    yield from taken_out(look, "Do not warn")


@fix("clock.never-warns")
def never_warns(look: Look) -> Found:
    if sooner := half(look.up(1)["length"]):
        yield f"Warn {sooner} before", Set(look.at("warn_before", up=1), sooner)
    yield "Do nothing before it runs out", Delete(look.at(), clear=True)


@fix("clock.untold")
def untold(look: Look) -> Found:
    if sooner := half(look.value["length"]):
        yield f"Tell the applicant {sooner} before", Set(look.at("tell"), {"before": sooner})
    yield "Show it to staff only", Set(look.at("internal"), True)


@fix("clock.tells-others")
def tells_others(look: Look) -> Found:
    if look.last == "tell":
        yield "Tell the applicant nothing of it", Unset(look.at())
        yield "Show the clock to the applicant", Unset(look.at("internal", up=1))
        return
    for one in look.listed("messages"):
        if one["to"] == "applicant":
            yield f"Send {look.called('message', one['id'])}", Set(look.at(), one["id"])
    yield "Tell it on the progress page only", Unset(look.at())


@fix("message.no-recipient", "reply.no-recipient")
def no_recipient(look: Look) -> Found:
    """The question that asks for their email address; where there is none, one more page."""
    for one in look.questions("email")[:3]:
        yield f"Write to what {look.called('question', one)} asks for", of_applicant(look, "email", one)
    if not look.questions("email"):
        id = "email" if "email" not in look.index.names.roots else "email_address"
        asked = {"id": id, "type": "email", "label": "Email address"}
        page = {"title": "What is your email address?", "questions": [asked]}
        yield "Ask for an email address", Several((Add(_pages(look), page), of_applicant(look, "email", id)))
    if look.problem.code == "message.no-recipient":
        for role in look.ids("role")[:2]:
            yield f"Write to {look.called('role', role)} instead", Set(look.at(), {"role": role})


def _pages(look: Look) -> str:
    """The last list of pages that everybody is asked."""
    form = look.document["form"]
    own = [one for one in form.get("sections", ()) if "repeat" not in one and "when" not in one]
    return f"section:{own[-1]['id']}/pages" if own and "pages" not in form else "/form/pages"


@fix("message.address")
def address(look: Look) -> Found:
    if look.path[-2] == "to":
        for role in look.ids("role")[:4]:
            yield f"Write to {look.called('role', role)}", Set(look.at(up=1), {"role": role})
        if "email" in look.document.get("applicant", {}):
            yield "Write to the applicant", Set(look.at(up=1), "applicant")


@fix("task.never-opened")
def never_opened(look: Look) -> Found:
    for state in look.listed("states"):
        if not state.get("final"):
            yield f"Open it in {look.called('state', state['id'])}", Set(look.at("in"), [state["id"]])
    yield "Take the task out", Delete(str(look.owner()), clear=True)


@fix("task.in-final")
def in_final(look: Look) -> Found:
    yield from taken_out(look)


@fix("task.opened-outside")
def opened_outside(look: Look) -> Found:
    yield "Keep it open whatever the state", Set(f"task:{look.value}/keep", True)
    way = look.owning("transition")[1]
    task = look.part(Element("task", look.value))
    if "to" in way and not look.part(Element("state", way["to"])).get("final"):
        words = f"Allow it in {look.called('state', way['to'])}"
        yield words, Set(f"task:{look.value}/in", [*task.get("in", ()), way["to"]])
    yield "Do not open it here", Delete(look.at(up=1), clear=True)


@fix("task.no-time")
def no_time(look: Look) -> Found:
    yield f"Make it due in {DUE}", Set(look.at("due", up=1), DUE)
    yield from taken_out(look)


@fix("task.reminds-at-once")
def reminds_at_once(look: Look) -> Found:
    if sooner := half(look.up(1).get("due", "")):
        yield f"Remind {sooner} before", Set(look.at(), sooner)
    yield from taken_out(look, "Do not remind")


@fix("task.no-due")
def no_due(look: Look) -> Found:
    yield f"Make it due in {DUE}", Set(look.at("due"), DUE)


@fix("task.quorum")
def quorum(look: Look) -> Found:
    most = look.up(1)["members"]
    yield f"Ask for {most}, which is all of them", Set(look.at(), most)


@fix("task.casting-unused")
def casting_unused(look: Look) -> Found:
    yield "Have no casting vote", Unset(look.at())
    yield "Let a simple majority decide", Set(look.at("majority", up=1), "simple")


@fix("task.vote")
def vote(look: Look) -> Found:
    if look.last == "by":
        for role in look.ids("role")[:4]:
            yield f"Ask {look.called('role', role)}", Set(look.at(), role)
    else:
        yield from taken_out(look)


@fix("task.waits-forever")
def waits_forever(look: Look) -> Found:
    state = look.value["id"]
    tasks = [one for one in look.listed("tasks") if "due" not in one and state in one.get("in", [state])]
    for one in tasks[:3]:
        yield f"Make {look.called('task', one['id'])} due in {DUE}", Set(f"task:{one['id']}/due", DUE)


@fix("task.shows-nothing")
def shows_nothing(look: Look) -> Found:
    asked = (one for one in look.ids("question") if not look.part(Element("question", one)).get("sensitive"))
    for one in list(asked)[:3]:
        yield f"Show them {look.called('question', one)}", Set(look.at("shows"), [one])
