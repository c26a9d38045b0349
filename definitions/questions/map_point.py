"""A place: pointed at on a map, written as a grid reference or coordinates, or described in words; words are enough."""

from __future__ import annotations

from typing import Any

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import BadAnswer, Filled, Posted, bad, described
from definitions.questions.national_grid import from_grid, grid_reference, on_grid, read_reference, to_grid
from definitions.text import Context
from definitions.types import DECIMAL, INTEGER, TEXT, Type, object_of
from definitions.words import words

PARTS = {"lat", "lon", "easting", "northing", "description"}
MOST = 500
SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.5, 2.5
"""Degrees between which the United Kingdom lies."""

COARSEST = 100
"""Metres: a reference to a larger square finds nothing."""

APART = 25
"""Metres that a program's easting and northing may lie from its latitude and longitude."""

_NUMBER = r"([+-]?[0-9]{1,7}(?:\.[0-9]{1,15})?) ?"
_NUMBERS = re2.compile(_NUMBER + r"([NS]?)(?:, ?| )" + _NUMBER + "([EW]?)")
_DEGREES = re2.compile(r"-?[0-9]{1,2}(?:\.[0-9]{0,5}[1-9])?")


class MapPointKind:
    name = "map-point"

    def type(self, question: Question) -> Type:
        return object_of(lat=DECIMAL, lon=DECIMAL, easting=INTEGER, northing=INTEGER, description=TEXT)

    def inputs(self, question: Question) -> tuple[str, ...]:
        return (f"{question.id}-description", f"{question.id}-point")

    def parse(self, question: Question, posted: Posted, context: Context) -> dict[str, Any] | None:
        name, point = self.inputs(question)
        said = typed.line(question, typed.only(question, posted, context, name), context, name)
        text = typed.token(question, typed.only(question, posted, context, point), context, point)
        value = (read_point(question, text, context) if text else {}) | ({"description": said} if said else {})
        if not value:
            return None
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        name, point = self.inputs(question)
        if not _is_shaped(value):
            raise bad(question, context, "answer.type", input=name)
        said = value.get("description", "x")
        if typed.blank(said) or not typed.printable(said):
            raise bad(question, context, "answer.characters", input=name)
        if len(said) > MOST:
            raise bad(question, context, "text.max", input=name, n=MOST)
        if "lat" not in value:
            return
        lat, lon = float(value["lat"]), float(value["lon"])
        if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
            raise bad(question, context, "map-point.abroad", input=point)
        east, north = to_grid(lat, lon)
        apart = abs(value.get("easting", east) - east) + abs(value.get("northing", north) - north)
        if apart > 2 * APART:
            raise bad(question, context, "answer.type", input=point)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return bad(question, context, "map-point.missing", input=self.inputs(question)[0])

    def show(self, question: Question, value: Any, language: str) -> str:
        if not isinstance(value, dict):
            return str(value)
        lines = [str(value["description"])] if value.get("description") else []
        if value.get("lat") and value.get("lon"):
            lines.append(f"{value['lat']}, {value['lon']}")
        east, north = value.get("easting"), value.get("northing")
        if isinstance(east, int) and isinstance(north, int) and on_grid(east, north):
            lines.append(words(language)("map-point.reference", reference=grid_reference(east, north)))
        return "\n".join(lines)

    def fill(self, question: Question, value: Any) -> Filled:
        name, point = self.inputs(question)
        at = f"{value['lat']}, {value['lon']}" if "lat" in value else ""
        return {name: value.get("description", ""), point: at}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        degrees = {"type": "string", "pattern": r"^-?[0-9]{1,2}(\.[0-9]{0,5}[1-9])?$"}
        metres = {"type": "integer", "minimum": 0}
        schema = {
            "type": "object",
            "properties": {
                "lat": degrees,
                "lon": degrees,
                "easting": metres,
                "northing": metres,
                "description": {"type": "string", "minLength": 1, "maxLength": MOST},
            },
            "anyOf": [{"required": ["description"]}, {"required": ["lat", "lon"]}],
            "dependentRequired": {"lat": ["lon"], "lon": ["lat"], "easting": ["lat", "northing"]},
            "additionalProperties": False,
        }
        return described(question, schema, language)


def read_point(question: Question, text: str, context: Context) -> dict[str, Any]:
    """Where a grid reference, easting and northing, or latitude and longitude lead.

    Raises:
        BadAnswer: it is none of these, or too vague to find.
    """
    point = f"{question.id}-point"
    if found := read_reference(text):
        east, north, size = found
        if size > COARSEST:
            raise bad(question, context, "map-point.coarse", input=point)
        return at(*from_grid(east, north))
    numbers = _matched(" ".join(text.upper().replace("°", "").replace("º", "").split()))
    if not numbers:
        raise bad(question, context, "map-point.point", input=point)
    first, second = float(numbers[1]), float(numbers[3])
    if abs(first) > 180 or abs(second) > 180:
        metres = on_grid(first, second) and not (numbers[2] or numbers[4])
        first, second = from_grid(first, second) if metres else (0.0, 0.0)
    lat, lon = -first if numbers[2] == "S" else first, -second if numbers[4] == "W" else second
    if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
        raise bad(question, context, "map-point.abroad", input=point)
    return at(lat, lon)


def at(lat: float, lon: float) -> dict[str, Any]:
    """The answer for a point: to a tenth of a metre in degrees, and to a metre on the grid where that reaches."""
    value: dict[str, Any] = {"lat": _written(lat), "lon": _written(lon)}
    east, north = to_grid(float(value["lat"]), float(value["lon"]))
    return value | ({"easting": east, "northing": north} if on_grid(east, north) else {})


def _matched(text: str) -> Any:
    return _NUMBERS.fullmatch(text) if text.isascii() else None


def _written(number: float) -> str:
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _is_shaped(value: Any) -> bool:
    if not isinstance(value, dict) or not value or not value.keys() <= PARTS:
        return False
    degrees = [value[name] for name in ("lat", "lon") if name in value]
    metres = [value[name] for name in ("easting", "northing") if name in value]
    good = all(isinstance(each, str) and typed.matches(_DEGREES, each) and each != "-0" for each in degrees)
    good = good and all(type(each) is int and each >= 0 for each in metres)
    paired = len(degrees) != 1 and len(metres) != 1 and (bool(degrees) or not metres)
    return good and paired and isinstance(value.get("description", ""), str) and bool(degrees or "description" in value)
