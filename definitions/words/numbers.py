"""Words about numbers that an office gives out, bank accounts and signatures. (English, Welsh.)

As in :mod:`definitions.words.answers`, English puts the label in the sentence and Welsh quotes it.
"""

from __future__ import annotations

NUMBERS: dict[str, tuple[str, str]] = {
    "error.percentage.number": (
        "{Label} must be a percentage, like 12.5",
        "Rhaid i’r ateb i “{Label}” fod yn ganran, fel 12.5",
    ),
    "error.national-insurance-number.format": (
        "Enter a National Insurance number in the correct format, like QQ 12 34 56 C",
        "Rhowch rif Yswiriant Gwladol yn y fformat cywir, fel QQ 12 34 56 C",
    ),
    "error.vehicle-registration.uk": (
        "Enter a UK vehicle registration number, like AB12 CDE",
        "Rhowch rif cofrestru cerbyd y DU, fel AB12 CDE",
    ),
    "error.vehicle-registration.any": (
        "Enter a vehicle registration number that has only letters and numbers, like AB12 CDE",
        "Rhowch rif cofrestru cerbyd sydd â llythrennau a rhifau yn unig, fel AB12 CDE",
    ),
    "error.organisation-number.company": (
        "Enter a company number with 8 characters, like 01234567 or SC123456",
        "Rhowch rif cwmni ag 8 nod, fel 01234567 neu SC123456",
    ),
    "error.organisation-number.charity": (
        "Enter a charity number, like 1234567, SC012345 or NIC123456",
        "Rhowch rif elusen, fel 1234567, SC012345 neu NIC123456",
    ),
    "error.organisation-number.vat": (
        "Enter the VAT number as an invoice shows it, like GB 123 4567 89",
        "Rhowch y rhif TAW fel y mae ar anfoneb, fel GB 123 4567 89",
    ),
    "error.bank.name.missing": ("Enter the name on the account", "Rhowch yr enw sydd ar y cyfrif"),
    "error.bank.name.long": (
        "Name on the account must be {n} characters or fewer",
        "Rhaid i’r enw ar y cyfrif fod yn {n} nod neu lai",
    ),
    "error.bank.sort_code.missing": ("Enter a sort code", "Rhowch god didoli"),
    "error.bank.sort_code.digits": (
        "Sort code must be 6 numbers, like 30 94 30",
        "Rhaid i’r cod didoli fod yn 6 rhif, fel 30 94 30",
    ),
    "error.bank.account_number.missing": ("Enter an account number", "Rhowch rif cyfrif"),
    "error.bank.account_number.digits": (
        "Account number must be between 6 and 8 numbers, like 00733445",
        "Rhaid i rif y cyfrif fod rhwng 6 ac 8 rhif, fel 00733445",
    ),
    "error.bank.roll_number.long": (
        "Building society roll number must be {n} characters or fewer",
        "Rhaid i rif rôl y gymdeithas adeiladu fod yn {n} nod neu lai",
    ),
    "error.bank.roll_number.characters": (
        "Building society roll number must only include letters a to z, numbers, hyphens, spaces, forward slashes and"
        " full stops",
        "Rhaid i rif rôl y gymdeithas adeiladu gynnwys y llythrennau a i z, rhifau, cysylltnodau, bylchau, blaenslaesau"
        " ac atalnodau llawn yn unig",
    ),
    "error.bank.together": (
        "Check the sort code and account number: they do not belong together",
        "Gwiriwch y cod didoli a rhif y cyfrif: nid ydynt yn perthyn i’w gilydd",
    ),
    "error.signature.name": ("Type your full name to sign", "Teipiwch eich enw llawn i lofnodi"),
    "error.signature.future": (
        "The day of the signature must be today or in the past",
        "Rhaid i ddiwrnod y llofnod fod heddiw neu yn y gorffennol",
    ),
    "signature.shown": ("{name}\nSigned on {day}", "{name}\nLlofnodwyd ar {day}"),
    "signature.hint": ("Typing your full name here signs this.", "Bydd teipio eich enw llawn yma yn llofnodi hyn."),
    "bank.name": ("{value}", "{value}"),
    "bank.sort_code": ("Sort code: {value}", "Cod didoli: {value}"),
    "bank.account_number": ("Account number: {value}", "Rhif y cyfrif: {value}"),
    "bank.roll_number": ("Roll number: {value}", "Rhif rôl: {value}"),
    "box.name": ("Name on the account", "Enw ar y cyfrif"),
    "box.sort_code": ("Sort code", "Cod didoli"),
    "box.sort_code.hint": ("Must be 6 digits long", "Rhaid iddo fod yn 6 digid"),
    "box.account_number": ("Account number", "Rhif y cyfrif"),
    "box.account_number.hint": ("Must be between 6 and 8 digits long", "Rhaid iddo fod rhwng 6 ac 8 digid"),
    "box.roll_number": (
        "Building society roll number (if you have one)",
        "Rhif rôl y gymdeithas adeiladu (os oes gennych un)",
    ),
    "box.roll_number.hint": (
        "You can find it on your card, statement or passbook",
        "Mae i’w weld ar eich cerdyn, eich cyfriflen neu’ch paslyfr",
    ),
    "question.date-about": (
        "Leave out the day, or the day and the month, if you do not know them.",
        "Gadewch y diwrnod, neu’r diwrnod a’r mis, yn wag os nad ydych yn eu gwybod.",
    ),
}
