"""What to say of a value that cannot stand where it was typed."""

from __future__ import annotations

from builder.fields.inputs import Field
from definitions.reading.shape import resolved


def wanted(field: Field) -> str:
    """Words for an author, of what the schema asks of a value."""
    own = resolved(field.own)
    if field.kind == "number":
        return f"{field.label} must be {_between(own.get('minimum'), own.get('maximum'))}"
    if field.kind == "duration":
        return f"{field.label} must be a number and a unit, such as 5 working days"
    examples = own.get("examples", ())
    if "enum" in own:
        return f"{field.label}: choose one of the list"
    if isinstance(field.new, str) and len(field.new) > own.get("maxLength", 20000):
        return f"{field.label} must be {own.get('maxLength', 20000):,} characters or fewer"
    if "pattern" in own and examples:
        return f"{field.label} must be written like {' or '.join(str(one) for one in examples)}"
    if "https" in own.get("pattern", ""):
        return f"{field.label} must be a web address that begins with https://"
    if "pattern" in own:
        return f"{field.label} must be small letters, digits and hyphens"
    return f"{field.label} cannot be this"


def _between(least: int | None, most: int | None) -> str:
    if least is None or most is None:
        return f"{least} or more" if least is not None else f"{most} or less"
    return f"between {least:,} and {most:,}" if most < 1_000_000_000 else f"{least:,} or more"
