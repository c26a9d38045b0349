"""Words of refusals: why an action cannot be done, for staff and for the applicant. (English, Welsh.)"""

from __future__ import annotations

REFUSALS: dict[str, tuple[str, str]] = {
    "refusal.unknown.staff": (
        "This service has no action “{action}”",
        "Nid oes gan y gwasanaeth hwn gam gweithredu “{action}”",
    ),
    "refusal.unknown.applicant": ("This is not something that can be done here", "Nid oes modd gwneud hyn yma"),
    "refusal.state.staff": (
        "“{action}” cannot be done while the case is “{state}”, only while it is {states}",
        "Ni ellir gwneud “{action}” tra bo’r achos yn “{state}”, dim ond tra bo’n {states}",
    ),
    "refusal.state.applicant": (
        "This cannot be done at this point. Where things stand: {public}",
        "Ni ellir gwneud hyn ar hyn o bryd. Y sefyllfa: {public}",
    ),
    "refusal.role.staff": ("Only {who} can do “{action}”", "Dim ond {who} all wneud “{action}”"),
    "refusal.role.applicant": ("This is for the council to do", "Y cyngor sydd i wneud hyn"),
    "refusal.assignee.staff": (
        "Only the person the case is assigned to can do “{action}”: take the case first",
        "Dim ond y person y mae’r achos wedi’i neilltuo iddo all wneud “{action}”: cymerwch yr achos yn gyntaf",
    ),
    "refusal.assignee.applicant": ("This is for the council to do", "Y cyngor sydd i wneud hyn"),
    "refusal.correction.role.staff": (
        "None of your roles may correct “{question}”",
        "Ni chaiff yr un o’ch rolau gywiro “{question}”",
    ),
    "refusal.correction.conflict.staff": (
        "You have a conflict of interest: somebody else must correct it",
        "Mae gennych wrthdaro buddiannau: rhaid i rywun arall ei gywiro",
    ),
    "refusal.correction.same.staff": ("This is what was answered already", "Dyma’r ateb a roddwyd eisoes"),
    "refusal.correction.stop.staff": (
        "With this answer the form would have ended at “{page}”, and there would be no case",
        "Gyda’r ateb hwn byddai’r ffurflen wedi gorffen wrth “{page}”, ac ni fyddai achos",
    ),
    "refusal.correction.more.staff": (
        "With this answer the form would also have asked for {questions}, which only the applicant can answer",
        "Gyda’r ateb hwn byddai’r ffurflen hefyd wedi gofyn am {questions}, a dim ond yr ymgeisydd all ateb hynny",
    ),
    "refusal.correction.lookup.staff": (
        "What follows from this answer cannot be looked up just now: try again later",
        "Ni ellir chwilio am yr hyn sy’n dilyn o’r ateb hwn ar hyn o bryd: rhowch gynnig arall yn nes ymlaen",
    ),
    "refusal.correction.drops.staff": (
        "With this answer the form would not have asked for {questions}",
        "Gyda’r ateb hwn ni fyddai’r ffurflen wedi gofyn am {questions}",
    ),
    "refusal.correction.drops-never.staff": (
        "With this answer the form would not have asked for {questions}, and this service lets no answer go",
        "Gyda’r ateb hwn ni fyddai’r ffurflen wedi gofyn am {questions}, ac nid yw’r gwasanaeth hwn yn gollwng atebion",
    ),
    "refusal.correction.applicant": ("This is for the council to do", "Y cyngor sydd i wneud hyn"),
    "refusal.separation.staff": (
        "Somebody else must do “{action}”, because you did “{other}” on this case",
        "Rhaid i rywun arall wneud “{action}”, oherwydd chi wnaeth “{other}” ar yr achos hwn",
    ),
    "refusal.separation.applicant": ("Somebody else must do this", "Rhaid i rywun arall wneud hyn"),
    "refusal.conflict.staff": (
        "Somebody else must do “{action}”: a conflict of interest was declared",
        "Rhaid i rywun arall wneud “{action}”: datganwyd gwrthdaro buddiannau",
    ),
    "refusal.conflict.applicant": ("Somebody else must do this", "Rhaid i rywun arall wneud hyn"),
    "refusal.guard.staff": (
        "“{action}” needs this to be so, and it is not: {rule}",
        "Mae “{action}” yn gofyn i hyn fod yn wir, ac nid yw: {rule}",
    ),
    "refusal.guard.applicant": (
        "This cannot be done for your case as it is",
        "Ni ellir gwneud hyn ar gyfer eich achos fel y mae",
    ),
    "refusal.defect.staff": (
        "Whether “{action}” can be done could not be worked out: {rule}",
        "Nid oedd modd cyfrifo a ellir gwneud “{action}”: {rule}",
    ),
    "refusal.timer.staff": (
        "“{action}” happens by itself on {day}, not before",
        "Mae “{action}” yn digwydd ohono’i hun ar {day}, nid cyn hynny",
    ),
    "refusal.timer.never.staff": (
        "“{action}” has no time at which it happens now",
        "Nid oes amser i “{action}” ddigwydd nawr",
    ),
    "refusal.timer.applicant": (
        "This happens by itself when it is time",
        "Mae hyn yn digwydd ohono’i hun pan ddaw’r amser",
    ),
    "refusal.merged.staff": (
        "This case was merged into another: work on that one, or take them apart again",
        "Unwyd yr achos hwn ag un arall: gweithiwch ar hwnnw, neu gwahanwch nhw eto",
    ),
    "refusal.merged.applicant": (
        "We deal with this together with another",
        "Rydym yn delio â hwn ynghyd ag un arall",
    ),
    "refusal.held.staff": (
        "A person must look at this case first: {lookups} could not be reached when it was sent",
        "Rhaid i berson edrych ar yr achos hwn yn gyntaf: nid oedd modd cyrraedd {lookups} pan anfonwyd ef",
    ),
    "refusal.held.applicant": ("Somebody must look at this first", "Rhaid i rywun edrych ar hyn yn gyntaf"),
    "refusal.clock.off.staff": (
        "“{clock}” is not running, so it cannot be extended",
        "Nid yw “{clock}” yn rhedeg, felly ni ellir ei estyn",
    ),
    "refusal.clock.never.staff": ("“{clock}” cannot be extended", "Ni ellir estyn “{clock}”"),
    "refusal.clock.limit.staff": (
        "“{clock}” can be extended by {limit} in all, and this would be more",
        "Gellir estyn “{clock}” gan {limit} i gyd, a byddai hyn yn fwy",
    ),
    "refusal.clock.late.staff": (
        "“{clock}” could be extended only until {day}",
        "Dim ond tan {day} y gellid estyn “{clock}”",
    ),
    "refusal.clock.applicant": ("There can be no more time for this", "Ni all fod rhagor o amser ar gyfer hyn"),
    "refusal.undo.never.staff": ("“{action}” cannot be undone", "Ni ellir dadwneud “{action}”"),
    "refusal.undo.nothing.staff": ("There is nothing to undo", "Nid oes dim i’w ddadwneud"),
    "refusal.undo.followed.staff": (
        "“{action}” can no longer be undone: something has happened since",
        "Ni ellir dadwneud “{action}” mwyach: mae rhywbeth wedi digwydd ers hynny",
    ),
    "refusal.undo.begun.staff": (
        "“{action}” can no longer be undone: what it sends has gone",
        "Ni ellir dadwneud “{action}” mwyach: mae’r hyn y mae’n ei anfon wedi mynd",
    ),
    "refusal.undo-late.staff": (
        "“{action}” could be undone only until {at}",
        "Dim ond tan {at} y gellid dadwneud “{action}”",
    ),
    "refusal.undo-other.staff": (
        "Only {name}, who did “{action}”, can undo it",
        "Dim ond {name}, a wnaeth “{action}”, all ei ddadwneud",
    ),
    "refusal.undo.applicant": ("This cannot be undone", "Ni ellir dadwneud hyn"),
    "refusal.undo-late.applicant": ("This can no longer be undone", "Ni ellir dadwneud hyn mwyach"),
    "refusal.undo-other.applicant": ("This is for somebody else to undo", "Mae hyn i rywun arall ei ddadwneud"),
    "refusal.who.applicant": ("the applicant", "yr ymgeisydd"),
    "refusal.who.assignee": ("the person the case is assigned to", "y person y mae’r achos wedi’i neilltuo iddo"),
    "refusal.who.system": ("the system", "y system"),
    "refusal.who.timer": ("a timer", "amserydd"),
    "refusal.who.partner": ("a partner", "partner"),
    "refusal.or": ("{some} or {last}", "{some} neu {last}"),
}
