"""Words of our own, with a stable code, for what the JSON Schema says is wrong with a document's shape."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema import ValidationError

from definitions.nearest import did_you_mean, listed

Schema = Mapping[str, Any]
Resolve = Callable[[Schema], Schema]

_TYPES = {
    "object": "an object in { }",
    "array": "a list in [ ]",
    "string": "text in quotation marks",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}

_NAME = "[a-z0-9_-]{1,64}"

_PATTERNS = {
    _NAME: ("shape.name", "is not a good name: use small letters, digits, _ and -, at most 64 of them"),
    "(minute|hour|": ("shape.duration", 'is not a length of time: write a number and a unit, such as "5 working days"'),
    " days?$|": ("shape.duration", 'is not a length of at most a year: write days, weeks or months, such as "28 days"'),
    "today(": ("shape.date", 'is not a date: write "2026-04-01", "today", or "today + 28 days"'),
    "T[0-9]{2}": ("shape.date", 'is not a date and time: write "2026-03-26T09:00"'),
    "^https": ("shape.link", "is not a safe web address: it must begin with https://"),
    "^-?[0-9]": ("shape.number", 'is not a number: write "0.5"'),
    "[0-9a-f]{8}": ("shape.mark", "is not the mark of a text: it has eight of the digits 0-9 and a-f"),
    "{1,8}$": ("shape.ending", 'is not the ending of a file name: write "pdf", without a dot'),
}


def word(error: ValidationError, own: Schema, resolve: Resolve) -> tuple[str, str]:
    """The code and the message for one error; ``own`` is the schema of the place."""
    tell = _WORDS.get(str(error.validator))
    return tell(error, own, resolve) if tell else ("shape.other", f"this must be {_expected(own, resolve)}")


def _missing(error: ValidationError, own: Schema, resolve: Resolve) -> tuple[str, str]:
    name = error.message
    wanted = own["properties"].get(name, {})
    return "shape.missing", f'"{name}" is missing. Add it: {_first_small(wanted.get("description", "it is needed"))}'


def _unknown(error: ValidationError, own: Schema, resolve: Resolve) -> tuple[str, str]:
    name, known = error.message, own.get("properties", {})
    there: Any = error.instance
    free = [other for other in known if other not in there]
    near = did_you_mean(name, free) or did_you_mean(name, known)
    hint = near or f". What can stand here: {listed(known)}"
    return "shape.unknown-property", f'there is no property called "{name}" here{hint}'


def _type(error: ValidationError, own: Schema, resolve: Resolve) -> tuple[str, str]:
    said = f"this must be {_expected(own, resolve)}, not {_found(error.instance)}"
    return "shape.type", said + _instead(error.instance, resolve(own), resolve)


def _instead(given: object, own: Schema, resolve: Resolve) -> str:
    """What to write for what was written, where that is plain."""
    match own.get("type"), given:
        case "array", dict():
            return ": put [ ] around it"
        case "array", str() if len(given) <= 60 and resolve(own.get("items", {})).get("type") == "string":
            return f": write [{_quoted(given)}]"
        case "string", bool() | int() | float() if own.get("pattern"):
            return f", such as {_quoted(own['examples'][0])}" if own.get("examples") else ""
        case "string", bool() | int() | float():
            return f": write {_quoted(_quoted(given))}"
        case "integer" | "number", str() if given.strip().lstrip("-").isdecimal() and len(given) <= 20:
            return f": write {given.strip()} without quotation marks"
        case "boolean", str() if given.lower() in ("true", "false", "yes", "no"):
            word = "true" if given.lower() in ("true", "yes") else "false"
            return f": write {word} without quotation marks"
        case "object", str() | list() if own.get("required"):
            return f": one that holds {listed((json.dumps(name) for name in own['required']), 'and')}"
    return ""


def _one_of(error: ValidationError, own: Schema, resolve: Resolve) -> tuple[str, str]:
    if error.message == "type":
        return _type(error, own, resolve)
    there: Any = error.instance
    keys = [name for branch in own["oneOf"] for name in resolve(branch).get("required", ())]
    given = next((key for key in there if did_you_mean(key, keys)), None)
    near = did_you_mean(given, keys) if given else ""
    said = f'"{given}" is not known here{near}' if given else f"this needs one of: {listed(dict.fromkeys(keys))}"
    return "shape.missing", said


def _choice(error: ValidationError, own: Schema, resolve: Resolve) -> tuple[str, str]:
    value: Any = error.validator_value
    known, given = value if error.validator == "enum" else [value], error.instance
    near = did_you_mean(given, [k for k in known if isinstance(k, str)]) if isinstance(given, str) else ""
    bare = [one for one in known if not isinstance(one, str) and json.dumps(one) == str(given).lower()]
    if bare and isinstance(given, str):
        near = f": write {json.dumps(bare[0])} without quotation marks"
    holds = [f'{{"{name}": {_quoted(given)}}}' for name in own.get("or_holds", ())]
    wanted = listed([*(json.dumps(one, ensure_ascii=False) for one in known), *holds])
    return "shape.choice", f"{_quoted(given)} is not possible here{near or ': write ' + wanted}"


def _pattern(error: ValidationError, own: Schema, resolve: Resolve) -> tuple[str, str]:
    pattern = str(error.validator_value)
    fitting = (words for piece, words in _PATTERNS.items() if piece in pattern)
    code, words = next(fitting, ("shape.pattern", f"must be {_expected(own, resolve)}"))
    if pattern == f"^{_NAME}$" and (
        better := _better_name(str(error.instance), "_" if "underscores" in own.get("description", "") else "-")
    ):
        words += f', such as "{better}"'
    return code, f"{_quoted(error.instance)} {words}"


def _better_name(given: str, joined: str) -> str:
    """The name that must have been meant: "missed-bin" for "Missed Bin"."""
    plain = unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", joined, plain).strip(joined)[:64]


def _size(error: ValidationError, own: Schema, resolve: Resolve) -> tuple[str, str]:
    bound = error.validator_value
    said = {
        "minLength": ("shape.empty", "this must not be empty: write something or take the property away"),
        "maxLength": ("shape.too-long", f"this is too long: at most {bound:,} characters"),
        "minItems": ("shape.too-few", f"this list needs at least {bound}"),
        "maxItems": ("shape.too-many", f"this list is too long: at most {bound:,}"),
        "minProperties": ("shape.too-few", f"this needs at least {bound}"),
        "maxProperties": ("shape.too-many", f"this has too many: at most {bound:,}"),
        "minimum": ("shape.number", f"this number is too small: at least {bound:,}"),
        "maximum": ("shape.number", f"this number is too large: at most {bound:,}"),
        "uniqueItems": ("shape.repeated", "something is in this list twice: keep one of them"),
        "propertyNames": ("shape.name", "a name here is not good: use small letters, digits and _"),
    }
    return said[str(error.validator)]


_SIZES = "minLength maxLength minItems maxItems minProperties maxProperties minimum maximum uniqueItems propertyNames"
_WORDS = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _type,
    "oneOf": _one_of,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
} | dict.fromkeys(_SIZES.split(), _size)


def _expected(own: Schema, resolve: Resolve) -> str:
    own = resolve(own)
    if "oneOf" in own:
        return listed(dict.fromkeys(_expected(branch, resolve) for branch in own["oneOf"]))
    types = own.get("type", "object")
    return listed(_TYPES[name] for name in ([types] if isinstance(types, str) else types))


def _found(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else _quoted(value)


def _quoted(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _first_small(words: str) -> str:
    return words[:1].lower() + words[1:]
