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
    "letter.joined.subject": ("We have put two together: {title}", "Rydym wedi rhoi dau gyda’i gilydd: {title}"),
    "letter.joined": (
        "What you sent us ({title}) is about the same thing as something we already had, so we deal with the two"
        " together. You need not do anything, and what we promised you still holds.",
        "Mae’r hyn a anfonwyd gennych ({title}) am yr un peth â rhywbeth a oedd gennym yn barod, felly rydym yn delio"
        " â’r ddau gyda’i gilydd. Nid oes angen i chi wneud dim, ac mae’r hyn a addawyd gennym yn dal i sefyll.",
    ),
    "letter.joined.same": (
        "Your reference and your link still work, and show how it is going.",
        "Mae eich cyfeirnod a’ch dolen yn dal i weithio, ac yn dangos sut mae’n mynd.",
    ),
    "letter.mention.subject": ("{name} mentioned you on {reference}", "Soniodd {name} amdanoch ar {reference}"),
    "letter.mention": (
        "{name} mentioned you in a note on case {reference} ({title}). Read it here:",
        "Soniodd {name} amdanoch mewn nodyn ar achos {reference} ({title}). Darllenwch ef yma:",
    ),
    "letter.mention.stop": (
        "If you would rather not get these letters, say so on your account page.",
        "Os byddai’n well gennych beidio â chael y llythyrau hyn, dywedwch hynny ar dudalen eich cyfrif.",
    ),
    "letter.task.subject": ("{task}: please answer by {due}", "{task}: atebwch erbyn {due}"),
    "letter.task.undated.subject": ("{task}: please answer", "{task}: atebwch"),
    "letter.task": (
        "You are asked about case {reference} ({title}): {task}. Please answer by {due}, here:",
        "Gofynnir i chi am achos {reference} ({title}): {task}. Atebwch erbyn {due}, yma:",
    ),
    "letter.task.undated": (
        "You are asked about case {reference} ({title}): {task}. Please answer here:",
        "Gofynnir i chi am achos {reference} ({title}): {task}. Atebwch yma:",
    ),
    "letter.task.reminder.subject": ("Reminder: {task}, due {due}", "Nodyn atgoffa: {task}, erbyn {due}"),
    "letter.task.reminder": (
        "You have not answered yet about case {reference} ({title}): {task}. It is due {due}. Answer here:",
        "Nid ydych wedi ateb eto am achos {reference} ({title}): {task}. Mae angen ateb erbyn {due}. Atebwch yma:",
    ),
    "letter.task.partner": (
        "You need no account. Anyone who has this link can answer for you: pass it only to a colleague.",
        "Nid oes angen cyfrif arnoch. Gall unrhyw un sydd â’r ddolen hon ateb drosoch:"
        " rhowch hi i gydweithiwr yn unig.",
    ),
    "letter.return.link.subject": (
        "Continue where you left off: {title}",
        "Parhau o’r lle y gwnaethoch adael: {title}",
    ),
    "letter.return.link": (
        "You saved a form to finish later. This link opens it on any device, as often as you need:",
        "Gwnaethoch gadw ffurflen i’w gorffen yn nes ymlaen. Mae’r ddolen hon yn ei hagor ar unrhyw ddyfais, mor aml ag"
        " y bydd angen:",
    ),
    "letter.return.again.subject": ("Your link to continue", "Eich dolen i barhau"),
    "letter.return.again": (
        "You asked us to send this again. Each link opens a form that you saved to finish later:",
        "Gofynnoch inni anfon hyn eto. Mae pob dolen yn agor ffurflen y gwnaethoch ei chadw i’w gorffen yn nes ymlaen:",
    ),
    "letter.return.warning.subject": (
        "We will delete your saved form on {until}: {title}",
        "Byddwn yn dileu’r ffurflen a gadwyd gennych ar {until}: {title}",
    ),
    "letter.return.warning": (
        "You saved a form and have not sent it yet. On {until} we will delete your answers, and any files you added."
        " To finish it before then, use this link:",
        "Gwnaethoch gadw ffurflen ac nid ydych wedi’i hanfon eto. Ar {until} byddwn yn dileu eich atebion, ac unrhyw"
        " ffeiliau a ychwanegwyd gennych. I’w gorffen cyn hynny, defnyddiwch y ddolen hon:",
    ),
    "letter.return.until": ("It works until {until}.", "Mae’n gweithio tan {until}."),
    "letter.return.secret": (
        "Anyone who has the link can read your answers. Do not pass it on.",
        "Gall unrhyw un sydd â’r ddolen ddarllen eich atebion. Peidiwch â’i rhoi i neb arall.",
    ),
    "letter.return.not-you": (
        "If you did not ask for this, you can ignore it.",
        "Os na wnaethoch ofyn am hyn, gallwch ei anwybyddu.",
    ),
    "letter.as-you-wrote": ("(as you wrote it)", "(fel yr ysgrifennoch)"),
}
