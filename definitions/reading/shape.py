"""The shape of a document: its JSON Schema, and our own words for every place where it is not kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import jsonschema_rs
import re2
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry

from definitions.nearest import did_you_mean
from definitions.problems import Problem, pointer
from definitions.reading.shape_words import word
from definitions.schema import schema

MOST = 500
"""The most problems reported of one document: beyond these, nobody reads on."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the shape is not kept. ``schema`` is what that place should have held, for a repair to begin with;
    None when what stands there can be left. ``misspelt`` is the property beside it that must have been meant."""

    problem: Problem
    path: tuple[str | int, ...]
    schema: Mapping[str, Any] | None = None
    misspelt: str | None = None


def faults(document: Any) -> tuple[Fault, ...]:
    """Every place where the document's shape is wrong; the fast validator decides, the slower one explains."""
    if _fast().is_valid(document):
        return ()
    found: dict[tuple[str, str, str], Fault] = {}
    for error in _explaining().iter_errors(document):
        fault = _fault(error)
        found.setdefault((fault.problem.pointer, fault.problem.code, fault.problem.message), fault)
        if len(found) >= MOST:
            break
    return tuple(_with_misspelt(found.values()))


def _with_misspelt(found: Collection[Fault]) -> Iterator[Fault]:
    """A property missing beside an unknown one of nearly its name is one mistake, not two."""
    unknown = [fault for fault in found if fault.problem.code == "shape.unknown-property"]
    for fault in found:
        if fault.problem.code != "shape.missing" or fault.schema is None:
            yield fault
            continue
        beside = (u.path[-1] for u in unknown if u.path[:-1] == fault.path[:-1])
        near = (str(name) for name in beside if did_you_mean(str(name), [str(fault.path[-1])]))
        yield replace(fault, misspelt=next(near, None))


@cache
def _fast() -> Any:
    return jsonschema_rs.Draft202012Validator(schema(), pattern_options=jsonschema_rs.RegexOptions())


@cache
def _explaining() -> Any:
    keywords = {"oneOf": _one_of, "pattern": _pattern, "required": _required, "additionalProperties": _additional}
    return extend(Draft202012Validator, keywords)(schema(), registry=Registry())  # type: ignore[no-untyped-call]


@cache
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern)


def _pattern(validator: Any, pattern: str, instance: Any, _: Mapping[str, Any]) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError("")


def _required(validator: Any, names: Sequence[str], instance: Any, own: Mapping[str, Any]) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        missing = (name for name in names if name not in instance)
        yield from (ValidationError(name) for name in missing)


def _additional(validator: Any, allowed: Any, instance: Any, own: Mapping[str, Any]) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    known = own.get("properties", {})
    for name in instance:
        if name in known:
            continue
        if allowed is False:
            yield ValidationError(name, path=[name])
        else:
            yield from validator.descend(instance[name], allowed, path=name)


def _one_of(
    validator: Any, branches: Sequence[Mapping[str, Any]], instance: Any, own: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """The errors of the one branch that the author must have meant, instead of those of all."""
    solid = [resolved(branch) for branch in branches]
    fitting = [branch for branch in solid if validator.is_type(instance, branch.get("type", "object"))]
    if not fitting or (len(fitting) == 1 and _is_an_item(instance, fitting[0], solid)):
        yield ValidationError("type")
    elif len(fitting) == 1:
        yield from _with_others(validator.descend(instance, fitting[0]), solid)
    elif told := _told_by(fitting):
        yield from _by_constant(validator, told, fitting, instance)
    else:
        meant = [branch for branch in fitting if set(branch.get("required", ())) <= set(instance)]
        if meant:
            yield from validator.descend(instance, meant[0])
        else:
            yield ValidationError("which")


def _is_an_item(instance: Any, branch: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> bool:
    """Whether this object, which lacks what ``branch`` needs, is one of the things of which another would be a list."""
    items = [resolved(other["items"]) for other in others if other.get("type") == "array" and "items" in other]
    if not isinstance(instance, dict) or set(branch.get("required", ())) <= set(instance):
        return False
    return any(set(item.get("required", ())) <= set(instance) for item in items if item.get("required"))


def _with_others(errors: Iterable[ValidationError], branches: Sequence[Mapping[str, Any]]) -> Iterator[ValidationError]:
    """A word that is none of those that can stand here may have been meant for an object: name what that holds."""
    keys = [name for branch in branches for name in branch.get("required", ())]
    for error in errors:
        if error.validator == "enum" and not error.path and isinstance(error.schema, Mapping):
            error.schema = {**error.schema, "or_holds": keys}
        yield error


def _by_constant(
    validator: Any, told: str, fitting: Sequence[Mapping[str, Any]], instance: dict[str, Any]
) -> Iterator[ValidationError]:
    meant = [branch for branch in fitting if branch["properties"][told]["const"] == instance.get(told)]
    if meant:
        yield from validator.descend(instance, meant[0])
        return
    whole = {name: own for branch in fitting for name, own in branch["properties"].items()}
    agreed = {n: own for n, own in whole.items() if all(b["properties"].get(n, own) == own for b in fitting)}
    constants = {"type": "string", "enum": [branch["properties"][told]["const"] for branch in fitting]}
    any_of_them = {
        "required": [name for name in fitting[0]["required"] if all(name in b["required"] for b in fitting)],
        "properties": agreed | {told: constants},
    }
    yield from validator.descend(instance, any_of_them)


def _told_by(branches: Sequence[Mapping[str, Any]]) -> str | None:
    """The property that says which branch is meant: it is constant in each."""
    shared = set.intersection(*(set(branch.get("properties", ())) for branch in branches))
    return next((name for name in shared if all("const" in b["properties"][name] for b in branches)), None)


def fits(value: Any, own: Mapping[str, Any]) -> bool:
    """Whether a value keeps the shape that a part of the language's schema says."""
    return bool(_explaining().evolve(schema=own).is_valid(value))


def resolved(branch: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of the schema itself, where it is said by reference."""
    while "$ref" in branch:
        branch = schema()["$defs"][branch["$ref"].rpartition("/")[2]] | {k: v for k, v in branch.items() if k != "$ref"}
    return branch


def _fault(error: ValidationError) -> Fault:
    path = tuple(error.absolute_path)
    own = error.schema if isinstance(error.schema, Mapping) else {}
    code, message = word(error, own, resolved)
    place = pointer(*path)
    repair: Mapping[str, Any] | None = None
    if error.validator == "required":
        path, repair = (*path, error.message), own["properties"].get(error.message, {})
    elif error.validator in ("type", "oneOf"):
        repair = own
    return Fault(Problem(place, code, message), path, repair)
