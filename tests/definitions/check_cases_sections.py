"""Cases for the checks of sections and repeats."""

from __future__ import annotations

from tests.definitions.check_cases import GONE, case
from tests.definitions.families import family
from tests.factories import page, question

FAMILY = family()
CHILDREN = "/form/sections/1"

SECTION_CASES = {
    "section.asks-nothing": case(
        f"{CHILDREN}/sections/0", FAMILY, edits={f"{CHILDREN}/sections/0/pages/0/questions": GONE}
        | {f"{CHILDREN}/sections/0/pages/0/content": [{"text": "Hello"}], f"{CHILDREN}/rules": GONE, "/values": GONE},
    ),
    "section.not-of-items": case(
        "/form/sections/0/sections",
        FAMILY,
        put=[{"id": "more", "title": "More", "pages": [page("more-of-you", question("nickname"))]}],
    ),
    "section.never-shown": case(
        f"{CHILDREN}/when", FAMILY,
        edits={"/form/pages/0/questions/0": question("street", type="yes-no"), f"{CHILDREN}/when": "street && !street"},
    ),
    "section.after-later": case("/form/sections/0/after/0", FAMILY, edits={"/form/sections/0/after": ["money"]}),
    "repeat.bounds": case(f"{CHILDREN}/repeat/max", FAMILY, edits={f"{CHILDREN}/repeat/min": 5}),
    "reference.unknown-section": case("/form/sections/2/after/0", FAMILY, edits={"/form/sections/2/after": ["mony"]}),
    "reference.asked-often": case(
        "/applicant/name", FAMILY, edits={"/applicant": {"name": "first_name", "track": ["street"]}}
    ),
    "form.no-tasks": case("/form/task_list", edits={"/form/task_list": True}),
}  # fmt: skip
