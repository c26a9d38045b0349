"""Cases for the checks of what is put right, and of who may look when it is not their work."""

from __future__ import annotations

from tests.definitions.check_cases import GONE, Case, ask, case, clock, edited, flow, mail, move, pages

REOPENED = flow(transitions=(move("reopen", "closed", "new", reopens=True, resumes=["promise"]),), clocks=[clock()])
REOPEN = "/workflow/transitions/1"
CORRECTED = edited(
    pages({"id": "end", "title": "End", "questions": [ask("agreed", "declaration")]}, messages=[mail()]),
    {"/corrections": {"by": ["officer"], "tell": "told"}},
)
HEAD = {"id": "head", "label": "Head", "supervises": ["officer"]}
GLASS = edited(
    flow(roles=[HEAD, {"id": "officer", "label": "Officer"}]),
    {"/privacy/break_glass": {"as": ["officer"], "may": ["close"]}},
)

MENDING_CASES: dict[str, Case] = {
    "transition.reopens-nothing": case(f"{REOPEN}/reopens", REOPENED, edits={f"{REOPEN}/from": ["new"]}),
    "transition.reopens-alone": case(f"{REOPEN}/by", REOPENED, put=["system"]),
    "correction.never": case("/form/pages/1/questions/0/correct", CORRECTED, put=["officer"]),
    "correction.untold": case(
        "/corrections",
        edited(CORRECTED, {"/form/pages/0/questions/-": ask("email", "email"), "/applicant": {"email": "email"}}),
        edits={"/corrections/tell": GONE, "/messages": []},
    ),
    "glass.unwatched": case("/privacy/break_glass", GLASS, edits={"/roles/0/supervises": GONE}),
    "glass.acts-as-nobody": case("/privacy/break_glass/may/0", GLASS, edits={"/privacy/break_glass/as": []}),
}
