"""Words of the letters that Townclerk writes by itself, and of the foot of every letter. (English, Welsh.)"""

from __future__ import annotations

LETTERS: dict[str, tuple[str, str]] = {
    "letter.received.subject": ("We have received this: {title}", "Rydym wedi derbyn hwn: {title}"),
    "letter.received": (
        "Thank you. We have received what you sent us: {title}.",
        "Diolch. Rydym wedi derbyn yr hyn a anfonwyd gennych: {title}.",
    ),
    "letter.stands": ("Where it stands now: {state}", "Y sefyllfa nawr: {state}"),
    "letter.next": ("What happens next", "Beth sy’n digwydd nesaf"),
    "letter.reference": ("Your reference is {reference}.", "Eich cyfeirnod yw {reference}."),
    "letter.progress": ("See how it is going:", "Gweld sut mae’n mynd:"),
    "letter.no-reply": (
        "This email was sent automatically. Please do not reply to it.",
        "Anfonwyd yr e-bost hwn yn awtomatig. Peidiwch ag ateb iddo.",
    ),
    "letter.as-you-wrote": ("(as you wrote it)", "(fel yr ysgrifennoch)"),
}
