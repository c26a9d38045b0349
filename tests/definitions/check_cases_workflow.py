"""Cases for the checks of workflows: references, states, transitions, effects, clocks, messages and examples."""

from __future__ import annotations

from tests.definitions.check_cases import GONE, Case, ask, case, clock, edited, flow, mail, move, pages, state
from tests.factories import document, page

TRANSITION = "/workflow/transitions/0"
WAITING = flow(
    states=(state("waiting"),),
    transitions=(
        move("ask", "new", "waiting"),
        move("answer", "waiting", "new", "applicant"),
        move("lapse", "waiting", "closed", "timer", after="28 days"),
    ),
)
CLOCKED = flow(
    clocks=[clock(extension={"limit": "5 working days"})],
    transitions=(
        move(
            "extend",
            "new",
            "new",
            ask=[ask("reason")],
            effects=[{"extend": {"clock": "promise", "by": "2 working days", "reason": "reason"}}],
        ),
    ),
)
MAILED = edited(document(messages=[mail()]), {f"{TRANSITION}/effects": [{"send": "told"}]})
REACHED = edited(
    pages(page("contact", ask("email", "email")), applicant={"email": "email"}, messages=[mail(to="applicant")]),
    {f"{TRANSITION}/effects": [{"send": "told"}]},
)
TOLD_STORY = document(
    examples=[
        {
            "name": "A story",
            "at": "2026-03-26T09:00",
            "answers": {"street": "High Street"},
            "expect": {"state": "new"},
            "then": [{"do": "close", "as": "officer", "expect": {"state": "closed"}}],
        }
    ]
)
HOOKED = edited(
    document(), {f"{TRANSITION}/effects": [{"webhook": {"url": "https://example.com/", "send": ["street"]}}]}
)
SET = edited(document(), {f"{TRANSITION}/effects": [{"set": {"case.priority": "high"}}]})
TAKEN = edited(document(), {f"{TRANSITION}/effects": [{"assign": {"to": "actor"}}]})
APART = edited(document(), {f"{TRANSITION}/not_by": ["close"]})
DATED = pages(
    page("when", ask("moved_on", "date")), workflow=flow(clocks=[clock(starts={"answer": "moved_on"})])["workflow"]
)
HOUR = {"before": "1 hour"}
AFTER = flow(clocks=[clock(tell=HOUR), clock(id="other", starts={"clock": "promise"}, tell=HOUR)])

REFERENCES = {
    "reference.unknown-state": case(f"{TRANSITION}/to", put="gone"),
    "reference.unknown-role": case("/queues/0/role", put="offcer"),
    "reference.unknown-queue": case("/workflow/states/0/queue", put="triag"),
    "reference.unknown-message": case(f"{TRANSITION}/effects/0/send", MAILED, put="tolled"),
    "reference.unknown-clock": case("/workflow/transitions/1/effects/0/extend/clock", CLOCKED, put="promises"),
    "reference.unknown-transition": case(f"{TRANSITION}/not_by/0", APART, put="open"),
    "reference.unknown-question": case("/applicant/email", REACHED, put="emial"),
    "reference.unknown-name": case(f"{TRANSITION}/effects/0/webhook/send/0", HOOKED, put="stret"),
}

STATES = {
    "state.unreachable": case("/workflow/states/2", WAITING, edits={"/workflow/transitions/1/to": "closed"}),
    "state.no-exit": case("/workflow/states/0", edits={"/workflow/transitions": []}),
    "state.no-way-to-end": case(
        "/workflow/states/0",
        flow(states=(state("waiting"),), transitions=(move("hold", "new", "waiting"), move("go-on", "waiting", "new"))),
        edits={
            f"{TRANSITION}/to": "waiting",
            "/workflow/states/1/final": GONE,
            "/workflow/transitions/-": move("reopen", "closed", "new"),
        },
    ),
    "state.final-exits": case(f"{TRANSITION}/from/1", edits={f"{TRANSITION}/from/-": "closed"}),
    "state.waits-forever": case("/workflow/states/2", WAITING, edits={"/workflow/transitions/3": GONE}),
    "state.no-queue": case("/workflow/states/0", edits={"/workflow/states/0/queue": GONE}),
}

LOOP = flow(
    states=(state("sorted"),),
    transitions=(
        move("sort", "new", "sorted", "system"),
        move("unsort", "sorted", "new"),
        move("end", "sorted", "closed"),
    ),
)

TRANSITIONS = {
    "workflow.automatic-loop": case("/workflow/transitions/1", LOOP, edits={"/workflow/transitions/2/by": ["system"]}),
    "workflow.indistinct-transitions": case(
        "/workflow/transitions/1",
        flow(transitions=(move("shut", "new", "closed"),)),
        edits={"/workflow/transitions/1/label": "Close"},
    ),
    "timer.no-time": case("/workflow/transitions/3", WAITING, edits={"/workflow/transitions/3/after": GONE}),
    "timer.two-times": case("/workflow/transitions/3/at", WAITING, put="today()"),
    "timer.nobody-waits": case(f"{TRANSITION}/after", put="2 days"),
    "transition.nobody-answers": case("/workflow/transitions/3/ask", WAITING, put=[ask("reason")]),
    "transition.asked-together": case(
        f"{TRANSITION}/ask/0/when",
        edited(document(), {f"{TRANSITION}/ask": [ask("fee", "yes-no"), ask("sum", "money", when="fee")]}),
        put="fee",
    ),
    "transition.refusal-unused": case(f"{TRANSITION}/refusal", put={"staff": "Not yet"}),
    "role.unused": case("/roles/1", edits={"/roles/-": {"id": "auditor", "label": "Auditor"}}),
}

NAMED = "street == 'High Street'"
SPARE = {"id": "spare", "label": "Spare", "role": "officer", "filter": NAMED}
SORTED = edited(document(), {"/queues/-": SPARE, "/workflow/states/0/queue": ["spare", "triage"]})
SECRET = edited(
    SORTED,
    {
        "/form/pages/0/questions/0/sensitive": True,
        "/form/pages/0/questions/0/seen_by": ["officer"],
        "/queues/0/columns": [],
    },
)

QUEUES = {
    "queue.unused": case("/queues/1", edits={"/queues/-": {"id": "spare", "label": "Spare", "role": "officer"}}),
    "queue.never-reached": case("/workflow/states/0/queue/1", SORTED, edits={"/queues/1/filter": GONE}),
    "queue.falls-through": case("/workflow/states/0/queue", edits={"/queues/0/filter": NAMED}),
    "queue.filter-moves": case("/queues/1/filter", SORTED, put="case.submitted < add_days(today(), -2)"),
    "queue.filter-tells": case("/queues/1/filter", SECRET, edits={"/form/pages/0/questions/0/seen_by": []}),
    "queue.order": case(
        "/queues/0/order/column",
        edited(pages(page("home", ask("address", "address"))), {"/queues/0/order": {"column": "address.postcode"}}),
        put="address",
    ),
}

EFFECTS = {
    "set.not-of-the-case": case(f"{TRANSITION}/effects/0/set/street", SET, put="High Street"),
    "set.value": case(f"{TRANSITION}/effects/0/set/case.priority", SET, put="very"),
    "extend.no-reason": case(
        "/workflow/transitions/1/effects/0/extend",
        CLOCKED,
        edits={"/workflow/transitions/1/effects/0/extend/reason": GONE},
    ),
    "extend.not-allowed": case(
        "/workflow/transitions/1/effects/0/extend/clock", CLOCKED, edits={"/workflow/clocks/0/extension": GONE}
    ),
    "assign.no-actor": case(f"{TRANSITION}/effects/0/assign/to", TAKEN, edits={f"{TRANSITION}/by": ["system"]}),
    "clock.runs-and-pauses": case(
        "/workflow/clocks/0/pauses_in", flow(clocks=[clock(runs_in=["new"])]), put=["closed"]
    ),
    "clock.start-not-a-date": case("/workflow/clocks/0/starts/answer", DATED, put="street"),
    "message.no-recipient": case("/messages/0/to", REACHED, edits={"/applicant": GONE}),
    "message.address": case("/messages/0/to/address", MAILED, put="desk"),
    "message.sensitive": case(
        "/messages/0/body",
        edited(MAILED, {"/form/pages/0/questions/0/sensitive": True, "/queues/0/columns": []}),
        put="About {street}",
    ),
    "clock.warns-at-once": case(
        "/workflow/clocks/0/warn_before", flow(clocks=[clock(warn_before="1 working day")]), put="5 working days"
    ),
    "clock.waits-for-itself": case(
        "/workflow/clocks/0/starts/clock", AFTER, edits={"/workflow/clocks/0/starts": {"clock": "other"}}
    ),
    "clock.never-warns": case(
        "/workflow/clocks/0/on_warn",
        flow(clocks=[clock(warn_before="1 working day", on_warn=[{"set": {"case.priority": "high"}}])]),
        edits={"/workflow/clocks/0/warn_before": GONE},
    ),
    "clock.untold": case(
        "/workflow/clocks/0", flow(clocks=[clock(tell=HOUR)]), edits={"/workflow/clocks/0/tell": GONE}
    ),
    "clock.tells-others": case(
        "/workflow/clocks/0/tell/message",
        edited(REACHED, {"/workflow/clocks": [clock(tell=HOUR | {"message": "told"})]}),
        edits={"/messages/0/to": {"role": "officer"}},
    ),
    "message.unused": case("/messages/0", MAILED, edits={f"{TRANSITION}/effects": []}),
    "applicant.kind": case("/applicant/email", REACHED, put="street"),
}

DUTIES = {
    "example.unknown-name": case("/examples/0/then/0/do", TOLD_STORY, put="shut"),
    "example.none": case("", TOLD_STORY, edits={"/examples": []}),
    "service.no-privacy": case("", edits={"/privacy": GONE}),
}

REFUSALS = {
    "refusal.sensitive": case(
        f"{TRANSITION}/refusal/staff",
        edited(WAITING, {f"{TRANSITION}/when": "street != 'x'"}),
        edits={
            f"{TRANSITION}/refusal": {"staff": "Not in {street}"},
            "/form/pages/0/questions/0/sensitive": True,
            "/form/pages/0/questions/0/seen_by": ["officer"],
        },
    ),
}

UNDONE = edited(WAITING, {f"{TRANSITION}/undo": "10 minutes"})

UNDOING = {
    "undo.nobody": case(f"{TRANSITION}/undo", UNDONE, edits={f"{TRANSITION}/by": ["partner"]}),
    "undo.too-long": case(f"{TRANSITION}/undo", UNDONE, put="25 hours"),
    "undo.overtaken": case(
        "/workflow/transitions/1/undo",
        edited(WAITING, {"/workflow/transitions/1/undo": "1 hour"}),
        edits={"/workflow/transitions/3/after": "9 minutes"},
    ),
}

WORKFLOW_CASES: dict[str, Case] = {
    **REFERENCES,
    **STATES,
    **TRANSITIONS,
    **QUEUES,
    **EFFECTS,
    **UNDOING,
    **DUTIES,
    **REFUSALS,
}
