"""What a posted form says for each input, or what cannot be read of it; what was not posted stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from builder.conditions.posted import Posted
from builder.fields.inputs import MISSING, Field, Row
from builder.fields.posted import BRANCH, ROWS, Form, shown
from builder.fields.refusing import wanted
from builder.fields.sorts import Own
from definitions.reading.shape import fits, resolved

_WHOLE = re.compile(r"[+-]?[0-9]{1,16}")


class Taking:
    """Reads one posted form: ``field.new`` of each input is what shall stand there, MISSING where nothing shall."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def all(self, fields: Sequence[Field]) -> None:
        for one in fields:
            self.one(one)

    def one(self, field: Field) -> None:
        """Read an input and all within it."""
        match field.kind:
            case "group":
                self._group(field)
            case "rows" | "effects" | "table" | "items":
                self._listed(field)
            case "map":
                self._map(field)
            case "alternatives":
                self._alternative(field)
            case "words" if field.rows or field.name + ROWS in self.form:
                self._listed(field)
            case "elements" | "elsewhere" | "fixed":
                field.new = field.old
            case "tick":
                self._tick(field)
            case "several":
                self._several(field)
            case _:
                self._value(field)

    def _text(self, field: Field) -> str | None:
        """What was typed; None where the form has no such input."""
        if field.name not in self.form:
            return None
        if field.rule is not None:
            return self._condition(field.rule.posted, field)
        return self.form.getlist(field.name)[0].replace("\r\n", "\n")

    @staticmethod
    def _condition(posted: Posted, field: Field) -> str:
        """The text of a condition: its own, or that of its rows, whichever was changed."""
        field.problem = posted.problem or next(iter(posted.problems.values()), "")
        return posted.text

    def _value(self, field: Field) -> None:
        typed = self._text(field)
        if field.problem:
            field.new = field.old
            return
        before = shown(field.old, field.kind)
        if field.kind == "duration" and typed is not None and typed.strip():
            typed = self._length(field, typed)
        if typed is None or typed == before or (field.kind == "choice" and not typed and field.old is MISSING):
            field.new = field.old
            return
        if field.kind != "json" and not typed.strip():
            field.new = MISSING
            return
        value = self._read(field, typed)
        if field.problem:
            field.new = field.old
            return
        field.new = value
        if not fits(value, field.own):
            field.problem = wanted(field)

    def _length(self, field: Field, typed: str) -> str:
        """A length of time of its number and its unit; both in one box are understood too."""
        unit = next(iter(self.form.getlist(f"{field.name}/unit")), "day")
        number = " ".join(typed.split())
        if not number.isdecimal():
            return number.lower()
        return f"{number} {unit}" + ("" if number == "1" else "s")

    def _read(self, field: Field, typed: str) -> Any:
        typed = typed if field.kind in ("words", "lines", "json") else typed.strip()
        match field.kind:
            case "number":
                return self._whole(field, typed)
            case "decimal":
                return int(typed) if _WHOLE.fullmatch(typed) and not isinstance(field.old, str) else typed
            case "json":
                return self._json(field, typed)
            case "words" | "lines":
                return typed.rstrip() if typed.strip() else typed
        solid = resolved(field.own)
        if typed == "none" and "null" in solid.get("type", ()):
            return None
        if field.kind == "choice" and "enum" in solid:
            return next((one for one in solid["enum"] if shown(one) == typed), typed)
        return typed

    @staticmethod
    def _whole(field: Field, typed: str) -> int | None:
        plain = typed.replace(",", "").replace(" ", "")
        if not _WHOLE.fullmatch(plain):
            field.problem = f"{field.label} must be a whole number, such as 5"
            return None
        return int(plain)

    @staticmethod
    def _json(field: Field, typed: str) -> Any:
        if not typed.strip():
            return MISSING
        try:
            return json.loads(typed)
        except ValueError:
            if typed.strip()[0] in '{["':
                field.problem = f"{field.label}: this is not well-formed JSON"
            return typed.strip()

    def _tick(self, field: Field) -> None:
        if field.name + ROWS not in self.form:
            field.new = field.old
            return
        ticked = field.name in self.form
        usual = field.unit == "true"
        as_shown = usual if field.old is MISSING else field.old
        if ticked == as_shown:
            field.new = field.old
        else:
            field.new = MISSING if ticked == usual and not field.required else ticked

    def _several(self, field: Field) -> None:
        """What stands there and is still ticked keeps its place; what is new comes after it."""
        if field.name + ROWS not in self.form:
            field.new = field.old
            return
        listed = field.old if isinstance(field.old, list) else [] if field.old is MISSING else [field.old]
        ticked = self.form.getlist(field.name)
        chosen = [one for one in listed if str(one) in ticked]
        chosen += [one for one in dict.fromkeys(ticked) if one and one != "[]" and one not in map(str, chosen)]
        if ticked == ["[]"]:
            field.new = field.old if field.old == [] else []
        elif chosen == listed:
            field.new = field.old if chosen or field.old is MISSING else MISSING
        else:
            field.new = self._one_or_list(field, chosen)
        self._enough(field, chosen)

    def _enough(self, field: Field, chosen: Sequence[Any]) -> None:
        if not chosen and field.required and field.new is not field.old:
            field.problem = f"Choose at least one: {field.label.lower()}"

    @staticmethod
    def _one_or_list(field: Field, values: list[Any]) -> Any:
        """Several values as a list; a single one by itself where the language has it so and it was so."""
        single = "oneOf" in resolved(field.own) and len(values) == 1 and not isinstance(field.old, list)
        return MISSING if not values else values[0] if single else values

    def _group(self, field: Field) -> None:
        self.all(field.fields)
        field.new = self._object(field.fields, field.old)

    def _object(self, fields: Sequence[Field], old: Any, *, needed: bool = False) -> Any:
        """What its inputs say; as it was where none of them changes. A new one with nothing in it is none."""
        before = old if isinstance(old, dict) else {}
        changed = [one for one in fields if one.changed]
        if not changed and not (needed and old is MISSING):
            return old
        new = dict(before)
        for one in fields:
            name = one.at.rpartition("/")[2]
            if one.new is MISSING:
                new.pop(name, None)
            elif one.changed or name in new:
                new[name] = one.new
        new |= {one.at.rpartition("/")[2]: one.new for one in fields if one.kind == "fixed" and one.required and new}
        if not new and not needed:
            return MISSING
        for one in fields:
            if one.required and one.new is MISSING and not one.problem and (one.kind != "id" or one.old is not MISSING):
                one.problem = _missing(one)
        return new

    def _listed(self, field: Field) -> None:
        if field.name + ROWS not in self.form and field.kind != "words":
            field.new = field.old
            for row in field.rows:
                self.all(row.fields)
            self._kept(field)
            return
        for row in field.rows:
            self.all(row.fields)
        self._kept(field)

    def _kept(self, field: Field) -> None:
        """A list of what its rows say. New rows with nothing in them are none."""
        old = field.old if isinstance(field.old, list) else [] if field.old is MISSING else [field.old]
        values, rows = [], list[Row]()
        for row in field.rows:
            value = self._row(field, row, old)
            if value is MISSING:
                continue
            rows.append(row)
            values.append(value)
        field.rows = rows if field.kind != "items" else field.rows
        if not values and field.nothing is not None and field.name + ROWS in self.form:
            meant = f"{field.name}{ROWS}none" in self.form
            field.new = field.old if meant == (field.old == []) and not old else [] if meant else MISSING
            return
        untouched = len(values) == len(old) and all(a is b for a, b in zip(values, old, strict=True))
        if untouched and [row.place for row in rows] == list(range(len(old))):
            field.new = field.old
            return
        emptied = field.required or f"{field.name}{ROWS}none" in self.form
        nothing: Any = [] if emptied and not _least(field.own) else MISSING
        field.new = self._one_or_list(field, values) if values and field.kind == "items" else values or nothing
        if field.required and len(values) < _least(field.own):
            field.problem = f"{field.label}: there must be at least {_least(field.own)}"

    def _row(self, field: Field, row: Row, old: Sequence[Any]) -> Any:
        before = old[row.place] if row.place is not None else MISSING
        if field.kind == "items" or (len(row.fields) == 1 and row.fields[0].at == f"{field.at}/{row.key}"):
            one = row.fields[0]
            return one.new if one.changed or before is MISSING else before
        return self._object(row.fields, before, needed=before is not MISSING)

    def _map(self, field: Field) -> None:
        old = field.old if isinstance(field.old, dict) else {}
        new = dict[str, Any]()
        for row in field.rows:
            self.all(row.fields)
            named, value = row.named, row.fields[0]
            if named is None:
                continue
            self._value(named)
            key = named.new
            if key is MISSING and value.new is MISSING:
                continue
            if key is MISSING or value.new is MISSING:
                (named if key is MISSING else value).problem = "Say both the name and what it is"
            elif key in new:
                named.problem = f"{key} is there twice"
            else:
                new[str(key)] = value.new
        same = list(new) == list(old) and all(new[key] is old[key] for key in new)
        field.new = field.old if same else new or (MISSING if not field.required else {})

    def _alternative(self, field: Field) -> None:
        chosen = next(iter(self.form.getlist(field.name + BRANCH)), None)
        if chosen is None:
            field.new = field.old
            return
        if not chosen:
            field.new = MISSING
            return
        branches = zip(field.choices, field.fields, strict=True)
        inner = next((one for choice, one in branches if choice.value == chosen), None)
        if inner is None:
            field.new = field.old
            return
        self.one(inner)
        field.new = inner.new
        if inner.kind == "fixed":
            field.new = inner.old if inner.old is not MISSING else _constant(inner.own)
        elif inner.kind == "tick" and field.new is MISSING:
            field.new = True
        elif inner.kind == "group" and field.new is MISSING:
            field.new = self._object(inner.fields, MISSING, needed=True)
        elif field.new is MISSING and not inner.problem:
            inner.problem = _missing(inner)


def _constant(own: Own) -> Any:
    solid = resolved(own)
    return solid["const"] if "const" in solid else solid["enum"][0]


def _least(own: Own) -> int:
    return int(resolved(own).get("minItems", 0))


def _missing(field: Field) -> str:
    verb = "Choose" if field.kind in ("choice", "several", "alternatives", "type", "named") else "Fill in"
    return f"{verb}: {field.label[:1].lower() + field.label[1:]}"
