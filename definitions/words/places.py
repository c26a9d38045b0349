"""Words about addresses and places: finding one by its postcode. (English, Welsh.)"""

from __future__ import annotations

PLACES: dict[str, tuple[str, str]] = {
    "error.address.find": (
        "Enter a postcode to find the address, or choose to enter the address yourself",
        "Rhowch god post i ddod o hyd i’r cyfeiriad, neu dewiswch roi’r cyfeiriad eich hun",
    ),
    "error.address.choose": (
        "Select an address from the list, or choose to enter the address yourself",
        "Dewiswch gyfeiriad o’r rhestr, neu dewiswch roi’r cyfeiriad eich hun",
    ),
    "address.building": ("House number or name (optional)", "Rhif neu enw’r tŷ (dewisol)"),
    "address.find": ("Find address", "Dod o hyd i’r cyfeiriad"),
    "address.type": ("Enter the address yourself", "Rhoi’r cyfeiriad eich hun"),
    "address.again": ("Use a different postcode", "Defnyddio cod post gwahanol"),
    "address.search": ("Find the address by its postcode", "Dod o hyd i’r cyfeiriad drwy ei god post"),
    "address.change": ("Change the address", "Newid y cyfeiriad"),
    "address.list": ("Choose the address", "Dewiswch y cyfeiriad"),
    "address.blank": ("Select an address", "Dewiswch gyfeiriad"),
    "address.found": ("{n} addresses have the postcode {postcode}", "Mae gan {n} cyfeiriad y cod post {postcode}"),
    "address.found.one": ("1 address has the postcode {postcode}", "Mae gan 1 cyfeiriad y cod post {postcode}"),
    "address.meant": (
        "{n} addresses with the postcode {postcode} match “{building}”",
        "Mae {n} cyfeiriad â’r cod post {postcode} yn cyfateb i “{building}”",
    ),
    "address.meant.one": (
        "1 address with the postcode {postcode} matches “{building}”",
        "Mae 1 cyfeiriad â’r cod post {postcode} yn cyfateb i “{building}”",
    ),
    "address.not-meant": (
        "No address with the postcode {postcode} matches “{building}”, so all of them are listed",
        "Nid oes cyfeiriad â’r cod post {postcode} yn cyfateb i “{building}”, felly rhestrir pob un",
    ),
    "address.more": (
        "Only the first {shown} of {n} are listed. Not there? Enter the house number or name, and find again.",
        "Dim ond y {shown} cyntaf o {n} a restrir. Ddim yno? Rhowch rif neu enw’r tŷ, a chwiliwch eto.",
    ),
    "address.none": (
        "We found no address with the postcode {postcode}. Check the postcode, or enter the address yourself.",
        "Ni chawsom hyd i gyfeiriad â’r cod post {postcode}. Gwiriwch y cod post, neu rhowch y cyfeiriad eich hun.",
    ),
    "address.down": (
        "We cannot look up addresses at the moment. Enter the address yourself.",
        "Ni allwn chwilio am gyfeiriadau ar hyn o bryd. Rhowch y cyfeiriad eich hun.",
    ),
}
