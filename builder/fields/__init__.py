"""The inputs of any element's form, drawn from the language's schema; and a posted form as one edit. Pure: no web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from builder.edits import Edit, Rename, Set, Several
from builder.edits.refusing import GONE
from builder.fields.changing import changes
from builder.fields.identified import identified
from builder.fields.inputs import KINDS, MISSING, Choice, Field, Row
from builder.fields.kinds import retyped
from builder.fields.making import Maker
from builder.fields.posted import Form
from builder.fields.rows import pressed
from builder.fields.taking import Taking
from builder.references import Refused, indexed
from builder.references.addresses import owner, resolve, value_at
from builder.references.shapes import placed

__all__ = ["KINDS", "MISSING", "Choice", "Field", "Form", "Reading", "Row", "fields", "read"]

Document = Mapping[str, Any]


@dataclass(slots=True)
class Reading:
    """What a posted form means. ``edit`` is None when it changes nothing, or cannot be read: then there are
    ``problems``, by the inputs' ids. ``fields`` show what was typed. ``again``: a row was asked for, which is shown and
    not yet kept."""

    fields: list[Field]
    edit: Edit | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    again: bool = False


def fields(document: Document, address: str) -> list[Field]:
    """The inputs of the element at an address, or of any other object of a document of the right shape.

    Raises:
        Refused: there is none.
    """
    return _made(document, address, None)


def read(document: Document, address: str, form: Form) -> Reading:
    """What a form with those inputs, or some of them, says. ``document`` is the one that the form was made of: what it
    does not say otherwise, or not at all, is left alone.

    Raises:
        Refused: there is no such element.
    """
    turned = pressed(form)
    made = _made(document, address, turned.form)
    Taking(turned.form).all(made)
    whole = retyped(made)
    if turned.again:
        return Reading(_made(document, address, turned.form), again=True)
    for one in made:
        if one.required and one.new is MISSING and not one.problem:
            one.problem = f"Fill in: {one.label[:1].lower()}{one.label[1:]}"
    problems = [(inner.id, inner.problem) for one in made for inner in one.walk() if inner.problem]
    if problems:
        return Reading(made, problems=problems)
    edits = [*whole.edits(address), *(_finished(document, one) for one in changes(whole.rest, address))]
    return Reading(made, edits[0] if len(edits) == 1 else Several(tuple(edits)) if edits else None)


def _finished(document: Document, edit: Edit) -> Edit:
    """A renaming, of the element whose id or key stands at its address; or a new value with ids for what is in it."""
    if isinstance(edit, Set):
        path = resolve(document, edit.at) or ()
        own, of, _ = placed(document, path)
        return Set(edit.at, identified(document, own, edit.to, of)) if own else edit
    if not isinstance(edit, Rename):
        return edit
    path = resolve(document, edit.what) or ()
    one = owner(document, path[:-1] if "defines" in placed(document, path)[0] else path)
    return Rename(str(one), edit.id)


def _made(document: Document, address: str, form: Form | None) -> list[Field]:
    indexed(document)  # once, as all that follows asks for it, and finds addresses by it
    path = resolve(document, address)
    part = value_at(document, path) if path is not None else None
    if path is None or not isinstance(part, dict):
        raise Refused("unknown", GONE)
    own, of, task = placed(document, path)
    return Maker(document, path, address, task, form).object(own, part, "", "", of)
