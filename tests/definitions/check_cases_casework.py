"""Cases for the checks of what helps those who work the cases."""

from __future__ import annotations

from tests.definitions.check_cases import GONE, Case, case, edited
from tests.factories import document, page, question

CONTACT = document(
    form={"pages": [page(), page("contact", question("email", type="email"), question("photo", type="file"))]},
    applicant={"email": "email"},
    duplicates=[{"same": ["street"], "within": "3 days"}, {"same": ["email", "street"], "within": "1 week"}],
    replies=[{"id": "thanks", "label": "Thank them", "subject": "Thank you", "body": "You told us about {street}."}],
)

CASEWORK_CASES: dict[str, Case] = {
    "duplicates.twice": case("/duplicates/1/same", CONTACT, put=["street"]),
    "duplicates.file": case("/duplicates/0/same/0", CONTACT, put="photo"),
    "reply.no-recipient": case("/replies/0", CONTACT, edits={"/applicant": GONE}),
}
FURTHER: dict[str, Case] = {
    "reference.unknown-name": case("/duplicates/0/same/0", CONTACT, put="stret"),
    "question.sensitive-shown": case(
        "/duplicates/0/same/0", CONTACT, edits={"/form/pages/0/questions/0/sensitive": True}
    ),
    "message.sensitive": case(
        "/replies/0/body",
        edited(CONTACT, {"/form/pages/0/questions/0/sensitive": True, "/queues/0/columns": [], "/duplicates": []})
        | {"replies": [{"id": "thanks", "label": "Thank them", "subject": "Thank you", "body": "Thank you."}]},
        put="You told us about {street}.",
    ),
    "text.unknown-name": case("/replies/0/subject", CONTACT, put="About {stret}"),
    "id.kebab-case": case("/replies/0/id", CONTACT, put="thank_them"),
}
"""What other checks find here too."""
