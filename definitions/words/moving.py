"""Words for people whose form was published anew while they were filling it in. (English, Welsh.)"""

from __future__ import annotations

MOVING: dict[str, tuple[str, str]] = {
    "moved": (
        "We have changed this form since you were last here: it {what}. Your other answers are kept.",
        "Rydym wedi newid y ffurflen hon ers ichi fod yma ddiwethaf: {what}. Mae eich atebion eraill wedi’u cadw.",
    ),
    "moved.nothing": (
        "We have changed this form since you were last here. Your answers are kept.",
        "Rydym wedi newid y ffurflen hon ers ichi fod yma ddiwethaf. Mae eich atebion wedi’u cadw.",
    ),
    "moved.new": ("now asks {labels}", "mae bellach yn gofyn {labels}"),
    "moved.again": ("asks you again for {labels}", "mae’n gofyn ichi eto am {labels}"),
    "moved.gone": ("no longer asks {labels}", "nid yw’n gofyn {labels} mwyach"),
    "moved.more": ("{n} more", "{n} arall"),
    "moved.and": (" and ", ", "),
    "moved.also": (" and ", "; "),
}
