"""Words of assignments by a queue's rules: who was given a case, and why others were not. (English, Welsh.)"""

from __future__ import annotations

ASSIGNED: dict[str, tuple[str, str]] = {
    "assigned.only-one": ("the only one who may", "yr unig un a all"),
    "assigned.least-work": ("least work of {n} who may", "y lleiaf o waith o blith {n} a all"),
    "assigned.turn": ("next in turn of {n} who may", "y nesaf yn ei dro o blith {n} a all"),
    "assigned.had-it": ("had it before", "roedd ganddo o’r blaen"),
    "assigned.waits": ("{n} may take it", "gall {n} ei gymryd"),
    "assigned.nobody": ("nobody may have it", "ni all neb ei gael"),
    "assigned.more": ("{n} more may not", "ni all {n} arall"),
    "assigned.more.one": ("1 more may not", "ni all 1 arall"),
    "assigned.away": ("{name} is away", "mae {name} i ffwrdd"),
    "assigned.away.until": ("{name} is away until {day}", "mae {name} i ffwrdd tan {day}"),
    "assigned.skill": ("{name} does not have the skill “{skill}”", "nid oes gan {name} y sgìl “{skill}”"),
    "assigned.area": ("{name} does not cover the area", "nid yw {name} yn gweithio yn yr ardal"),
    "assigned.full": ("{name} has {n} open cases or more", "mae gan {name} {n} neu fwy o achosion agored"),
    "assigned.full.one": ("{name} has an open case", "mae gan {name} achos agored"),
    "assigned.separation": ("{name} did “{action}” before", "gwnaeth {name} “{action}” o’r blaen"),
    "assigned.conflict": ("{name} has a conflict of interest", "mae gan {name} wrthdaro buddiannau"),
    "assigned.nobody.because": ("Nobody may have this case: {reasons}", "Ni all neb gael yr achos hwn: {reasons}"),
    "assigned.no-people": ("nobody has the role “{role}”", "nid oes gan neb y rôl “{role}”"),
}
