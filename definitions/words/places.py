"""Words of questions with parts that move: addresses that are found, places, rankings, tables. (English, Welsh.)"""

from __future__ import annotations

PLACES: dict[str, tuple[str, str]] = {
    "error.map-point.missing": (
        "Describe where it is, or give a grid reference or coordinates, for “{Label}”",
        "Disgrifiwch ble mae, neu rhowch gyfeirnod grid neu gyfesurynnau, ar gyfer “{Label}”",
    ),
    "error.map-point.point": (
        "Enter a grid reference like TQ 30013 80457, or latitude and longitude like 51.508, -0.128",
        "Rhowch gyfeirnod grid fel TQ 30013 80457, neu ledred a hydred fel 51.508, -0.128",
    ),
    "error.map-point.coarse": (
        "Enter a grid reference with at least 6 figures, like TQ 300 804",
        "Rhowch gyfeirnod grid ag o leiaf 6 ffigur, fel TQ 300 804",
    ),
    "error.map-point.abroad": (
        "Enter a grid reference or coordinates of a place in the United Kingdom",
        "Rhowch gyfeirnod grid neu gyfesurynnau lle yn y Deyrnas Unedig",
    ),
    "map-point.description": ("Describe where it is", "Disgrifiwch ble mae"),
    "map-point.box": ("Grid reference or coordinates", "Cyfeirnod grid neu gyfesurynnau"),
    "map-point.box-hint": (
        "If you know them, for example TQ 30013 80457 or 51.508, -0.128",
        "Os ydych yn eu gwybod, er enghraifft TQ 30013 80457 neu 51.508, -0.128",
    ),
    "map-point.reference": ("Grid reference {reference}", "Cyfeirnod grid {reference}"),
    "map-point.map": ("Map to point at", "Map i bwyntio ato"),
    "map-point.help": (
        "You can also point at the place on this map. With a keyboard, move the map with the arrow keys until the "
        "cross is on the place, then use the button below it.",
        "Gallwch hefyd bwyntio at y lle ar y map hwn. Gyda bysellfwrdd, symudwch y map â’r bysellau saeth nes bod y "
        "groes ar y lle, yna defnyddiwch y botwm oddi tano.",
    ),
    "map-point.use": ("Use the place under the cross", "Defnyddio’r lle o dan y groes"),
    "map-point.in": ("Zoom in", "Chwyddo i mewn"),
    "map-point.out": ("Zoom out", "Chwyddo allan"),
    "map-point.chosen": ("Chosen: {point}", "Dewiswyd: {point}"),
    "error.ranking.gap": ("Select your {place} for “{Label}”", "Dewiswch eich {place} ar gyfer “{Label}”"),
    "error.ranking.twice": (
        "“{choice}” is chosen twice: choose something else here",
        "Dewiswyd “{choice}” ddwywaith: dewiswch rywbeth arall yma",
    ),
    "error.ranking.all": (
        "Put {n} choices in order for “{Label}”",
        "Rhowch {n} dewis mewn trefn ar gyfer “{Label}”",
    ),
    "error.ranking.all.one": ("Select a choice for “{Label}”", "Gwnewch ddewis ar gyfer “{Label}”"),
    "error.table.min": ("Fill in at least {n} rows of “{Label}”", "Llenwch o leiaf {n} rhes o “{Label}”"),
    "error.table.min.one": ("Fill in at least 1 row of “{Label}”", "Llenwch o leiaf 1 rhes o “{Label}”"),
    "error.table.max": ("{Label} must have {n} rows or fewer", "Rhaid i “{Label}” gynnwys {n} rhes neu lai"),
    "table.problem": ("Row {row}: {message}", "Rhes {row}: {message}"),
    "table.row": ("Row", "Rhes"),
    "table.add": ("Add another row", "Ychwanegu rhes arall"),
    "table.remove": ("Remove row", "Dileu rhes"),
    "table.optional": ("{label} (optional)", "{label} (dewisol)"),
    "ranking.blank": ("Choose", "Dewiswch"),
    "ranking.moved": ("{{place}} is now “{{choice}}”", "{{place}} yw “{{choice}}” bellach"),
    "ranking.1": ("1st choice", "dewis cyntaf"),
    "ranking.2": ("2nd choice", "ail ddewis"),
    "ranking.3": ("3rd choice", "trydydd dewis"),
    "ranking.4": ("4th choice", "pedwerydd dewis"),
    "ranking.5": ("5th choice", "pumed dewis"),
    "ranking.6": ("6th choice", "chweched dewis"),
    "ranking.7": ("7th choice", "seithfed dewis"),
    "ranking.8": ("8th choice", "wythfed dewis"),
    "ranking.9": ("9th choice", "nawfed dewis"),
    "ranking.10": ("10th choice", "degfed dewis"),
    "ranking.11": ("11th choice", "unfed dewis ar ddeg"),
    "ranking.12": ("12th choice", "deuddegfed dewis"),
    "ranking.13": ("13th choice", "trydydd dewis ar ddeg"),
    "ranking.14": ("14th choice", "pedwerydd dewis ar ddeg"),
    "ranking.15": ("15th choice", "pymthegfed dewis"),
    "ranking.16": ("16th choice", "unfed dewis ar bymtheg"),
    "ranking.17": ("17th choice", "ail ddewis ar bymtheg"),
    "ranking.18": ("18th choice", "deunawfed dewis"),
    "ranking.19": ("19th choice", "pedwerydd dewis ar bymtheg"),
    "ranking.20": ("20th choice", "ugeinfed dewis"),
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
