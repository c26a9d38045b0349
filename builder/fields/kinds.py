"""Another kind of question: what both kinds have stays, what the new one must have is put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from builder.edits import Edit, Set
from builder.fields.inputs import MISSING, Field
from definitions.reading.shape import fits
from definitions.schema import schema

WORDS = {
    "radios": "One choice", "checkboxes": "Several choices", "yes-no": "Yes or no", "select": "One of a long list",
    "ranking": "Put in order", "text": "Words", "integer": "Whole number", "decimal": "Number with decimal places",
    "money": "Amount of money", "percentage": "Percentage", "table": "Small table", "name": "Name of a person",
    "email": "Email address", "phone": "Telephone number", "address": "Address", "postcode": "Postcode",
    "map-point": "Place on a map", "date": "Date", "approximate-date": "Rough date", "month": "Month and year",
    "time": "Time of day", "file": "Document or photo", "declaration": "Statement to agree to",
    "signature": "Signature", "national-insurance-number": "National Insurance number",
    "vehicle-registration": "Vehicle registration", "organisation-number": "Company or charity number",
    "bank-details": "Bank account",
}  # fmt: skip
"""What authors call each kind of question."""
CHOOSING = frozenset(("radios", "checkboxes", "select", "ranking"))
"""Kinds of question that have choices."""
CHOICES = [{"value": "first", "label": "First choice"}, {"value": "second", "label": "Second choice"}]
COLUMNS = [{"id": "item", "type": "text", "label": "Item"}]
_NEEDED: dict[str, Any] = {"options": CHOICES, "columns": COLUMNS}


@dataclass(frozen=True, slots=True)
class Retyped:
    """``whole`` is the question as another kind, before what else the form says; ``rest`` are the inputs that hold."""

    rest: Sequence[Field]
    whole: dict[str, Any] | None = None

    def edits(self, address: str) -> list[Edit]:
        return [Set(address, self.whole)] if self.whole is not None else []


def retyped(fields: Sequence[Field]) -> Retyped:
    """The question as the kind that was chosen, where that is another."""
    kind = next((one for one in fields if one.kind == "type"), None)
    if kind is None or not kind.changed or f"question_{kind.new}" not in schema()["$defs"]:
        return Retyped(fields)
    part = {one.at[1:]: one.old for one in fields if one.old is not MISSING}
    whole = as_kind(part, str(kind.new))
    own = schema()["$defs"][f"question_{kind.new}"]["properties"]
    rest = [one for one in fields if one.at[1:] in own and one is not kind and _stays(one, own[one.at[1:]])]
    for one in fields:
        one.problem = one.problem if one in rest else ""
    return Retyped(rest, whole)


def as_kind(question: dict[str, Any], kind: str) -> dict[str, Any]:
    """A question as another kind of question."""
    own = schema()["$defs"][f"question_{kind}"]
    kept = {name: kind if name == "type" else value for name, value in question.items()
            if name in own["properties"] and (name == "type" or fits(value, own["properties"][name]))}  # fmt: skip
    return kept | {name: _NEEDED[name] for name in own["required"] if name in _NEEDED and name not in kept}


def _stays(field: Field, own: Any) -> bool:
    return field.new is MISSING or fits(field.new, own)
