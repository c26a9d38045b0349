"""Words about files that are sent: what is asked of them, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping

FILES: Mapping[str, tuple[str, str]] = {
    "error.file.type": ("{Label} must be {kinds}", "Rhaid i’r ffeil ar gyfer “{Label}” fod yn {kinds}"),
    "error.file.size": (
        "{Label} must be smaller than {most}MB",
        "Rhaid i’r ffeil ar gyfer “{Label}” fod yn llai na {most}MB",
    ),
    "error.file.empty": (
        "{Label} is empty: upload another file",
        "Mae’r ffeil ar gyfer “{Label}” yn wag: uwchlwythwch un arall",
    ),
    "error.file.failed": (
        "{Label} could not be uploaded: try again",
        "Ni ellid uwchlwytho’r ffeil ar gyfer “{Label}”: rhowch gynnig arall arni",
    ),
    "error.file.picture": (
        "{Label} could not be read as a picture: save it again or choose another",
        "Ni ellid darllen y ffeil ar gyfer “{Label}” fel llun: cadwch hi eto neu dewiswch un arall",
    ),
    "error.file.pixels": (
        "{Label} must have 50 million pixels or fewer",
        "Rhaid i’r llun ar gyfer “{Label}” fod â 50 miliwn picsel neu lai",
    ),
    "error.file.quota": (
        "{Label} could not be added: you can send 10 files, of 50MB together. Remove one first",
        "Ni ellid ychwanegu’r ffeil ar gyfer “{Label}”: gallwch anfon 10 ffeil, 50MB gyda’i gilydd. Tynnwch un gyntaf",
    ),
    "error.file.full": (
        "{Label} could not be uploaded: we cannot take files just now. Try again later. Everything else is kept",
        "Ni ellid uwchlwytho’r ffeil ar gyfer “{Label}”: ni allwn gymryd ffeiliau nawr. Rhowch gynnig arall arni yn"
        " nes ymlaen. Mae popeth arall wedi’i gadw",
    ),
    "error.file.busy": (
        "{Label} could not be uploaded: many people are sending pictures just now. Try again in a minute",
        "Ni ellid uwchlwytho’r ffeil ar gyfer “{Label}”: mae llawer yn anfon lluniau nawr. Rhowch gynnig arall arni"
        " mewn munud",
    ),
    "error.file.often": (
        "{Label} could not be uploaded: too many files came from your network today. Try again tomorrow. Everything"
        " else is kept",
        "Ni ellid uwchlwytho’r ffeil ar gyfer “{Label}”: daeth gormod o ffeiliau o’ch rhwydwaith heddiw. Rhowch gynnig"
        " arall arni yfory. Mae popeth arall wedi’i gadw",
    ),
    "error.file.infected": (
        "A virus was found in {name}: remove it, and choose another file if you can",
        "Cafwyd hyd i feirws yn {name}: tynnwch hi, a dewiswch ffeil arall os gallwch",
    ),
    "error.file.gone": (
        "{name} is no longer here: remove it and upload it again",
        "Nid yw {name} yma mwyach: tynnwch hi a’i huwchlwytho eto",
    ),
    "error.files.max": ("{Label} can be {n} files at most", "Gall “{Label}” fod yn {n} ffeil ar y mwyaf"),
    "error.files.min": (
        "Upload at least {n} files for “{Label}”",
        "Uwchlwythwch o leiaf {n} ffeil ar gyfer “{Label}”",
    ),
    "question.file-limit": ("{kinds}, smaller than {most}MB", "{kinds}, yn llai na {most}MB"),
    "question.files-limit": (
        "Up to {n} files: {kinds}, each smaller than {most}MB",
        "Hyd at {n} ffeil: {kinds}, pob un yn llai na {most}MB",
    ),
    "question.file-kept": ("Uploaded", "Wedi’i uwchlwytho"),
    "question.file-remove": ("Remove", "Tynnu"),
    "question.files-upload": ("Upload", "Uwchlwytho"),
    "question.files-more": ("Add another file", "Ychwanegu ffeil arall"),
    "question.files-full": (
        "You have added {n} files, which is all there can be. Remove one to add another.",
        "Rydych wedi ychwanegu {n} ffeil, sef y cyfan a ganiateir. Tynnwch un i ychwanegu un arall.",
    ),
}
