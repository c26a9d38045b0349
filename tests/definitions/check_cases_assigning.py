"""Cases for the checks of who gets the cases of a queue."""

from __future__ import annotations

from tests.definitions.check_cases import Case, case, edited, flow, move, state
from tests.factories import document

LED = edited(document(), {"/roles/-": {"id": "lead", "label": "Team leader", "supervises": ["officer"]}})
SHARED = edited(document(), {"/queues/0/assign": {"strategy": "previous", "otherwise": "least-loaded"}})
PASSED_ON = edited(
    flow(states=(state("checked"),), transitions=(move("check", "new", "checked"), move("end", "checked", "closed"))),
    {
        "/workflow/states/2/queue": "checks",
        "/queues/-": {"id": "checks", "label": "Checks", "role": "officer", "assign": {"strategy": "round-robin"}},
        "/workflow/transitions/1/effects": [{"assign": {"to": "actor"}, "when": "street == 'High Street'"}],
    },
)

ASSIGNING_CASES: dict[str, Case] = {
    "role.supervises-itself": case("/roles/1/supervises/0", LED, put="lead"),
    "assign.otherwise-unused": case(
        "/queues/0/assign/otherwise", SHARED, edits={"/queues/0/assign/strategy": "round-robin"}
    ),
    "assign.overruled": case(
        "/workflow/transitions/1/effects/0/assign",
        PASSED_ON,
        edits={"/workflow/transitions/1/effects": [{"assign": {"to": "actor"}}]},
    ),
}
