"""The inputs of an element's form, made of the language's schema and what the document says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from builder.conditions import Vocabulary, vocabulary
from builder.fields import wording
from builder.fields.commonness import more, order
from builder.fields.inputs import MISSING, Choice, Field, Row
from builder.fields.kinds import WORDS
from builder.fields.known import Known
from builder.fields.plainly import explained, plainly
from builder.fields.posted import BRANCH, ROWS, Form, shown
from builder.fields.rules import is_condition, rule
from builder.fields.sorts import Own, element_kind, kind_help, sort, within
from builder.references.addresses import address as address_of
from builder.references.fresh import labelled
from builder.references.shapes import Path, branch, entered, shape
from definitions.problems import pointer
from definitions.reading.shape import resolved
from definitions.schema import kinds, schema

LONG_BRANCHES = frozenset(("then",))
"""Where what is not meant is left out, since it would be long: another is added in its place."""
MANY = 12
"""Rows from which on what is rarer of each stands on a page of its own, where it has one."""


class Maker:
    """Makes the inputs of one element of a document, which stands at ``path``; ``form`` is what was posted of it."""

    def __init__(self, document: Mapping[str, Any], path: Path, root: str, task: str, form: Form | None) -> None:
        self.document, self.path, self.root, self.task, self.form = document, path, root, task, form
        self.known = Known(document)
        self._ids: dict[str, str] = {}

    def object(self, own: Own, part: Mapping[str, Any], name: str, at: str, of: str) -> list[Field]:
        """An input for each property of an object, whether it is there or not."""
        found = branch(part, own)
        kind = "repeat" if found.id and found.properties[found.id]["defines"] == "list" else element_kind(own)
        _, of, _ = entered(part, found, of, self.task)
        kind = kind or next((step for step in reversed(at.split("/")) if not step.isdecimal()), "")
        required = found.own.get("required", ())
        fields = []
        for one, below in found.properties.items():
            value = part.get(one, MISSING)
            made = self.one(below, value, f"{name}/{one}".lstrip("/"), f"{at}/{one}", of, (kind, one))
            made.required = one in required
            made.more = more(kind, one, made.required)
            fields.append(made)
        return sorted(fields, key=lambda one: order(kind, one.at.rpartition("/")[2]))

    def one(self, own: Own, old: Any, name: str, at: str, of: str, called: tuple[str, str]) -> Field:
        """The input for one value."""
        solid, kind = resolved(own), sort(own)
        if called == ("question", "type"):
            kind = "type"
        help = str(own.get("description", "" if "names" in own else solid.get("description", "")))
        made = Field(name, at, kind, wording.label(called[1], called[0]), own, help, old=old, id=self._id(name))
        told = called[0] == "expect" or "empty list" in help or old == []
        if told and solid.get("type") == "array" and not solid.get("minItems"):
            made.nothing = old == [] or self._posted(f"{name}{ROWS}none")
        self._filled(made, solid, of, called)
        made.empty = made.empty or wording.NOTHING.get((called[0], called[1]), "")
        explained(made, called[0], self.root)
        return made

    def _filled(self, made: Field, solid: Own, of: str, called: tuple[str, str]) -> None:
        match made.kind:
            case "tick":
                made.help, usual = wording.ticked(made.help)
                made.unit = "true" if usual else ""
                made.value = usual if made.old is MISSING else bool(made.old)
                if self._posted(made.name + ROWS):
                    made.value = self._posted(made.name)
            case "type":
                made.help = ""
                made.choices = [Choice(one, WORDS.get(one, wording.plain(one)), kind_help(one)) for one in kinds()]
                made.value = self._typed(made, str(made.old))
            case "choice" | "named" | "several":
                self._chosen(made, solid, of)
            case "items":
                self._items(made, solid, of)
            case "group":
                part = made.old if isinstance(made.old, dict) else {}
                made.fields = self.object(made.own, part, made.name, made.at, of)
            case "rows" | "effects" | "table":
                self._rows(made, solid, of)
                made.choices = list(_kinds(made))
            case "map":
                self._map(made, solid, of)
            case "alternatives":
                self._alternatives(made, solid, of, called)
            case "words":
                self._words(made, of)
            case "elements":
                made.choices = list(self._links(made, called[0]))
            case "duration":
                number, _, unit = ("" if made.old is MISSING else str(made.old)).partition(" ")
                made.value = self._typed(made, number)
                made.unit = self._first(f"{made.name}/unit", unit.removesuffix("s") if unit else "working day")
            case "expression":
                self._expression(made)
            case _:
                made.value = self._typed(made, shown(made.old, made.kind))
                long = made.kind in ("line", "lines") and ("\n" in made.value or len(made.value) > 100)
                made.tall = 12 if made.kind == "lines" else 4 if long else 1

    def _expression(self, made: Field) -> None:
        """A condition has rows beside its text."""
        made.value = self._typed(made, shown(made.old))
        path = (*self.path, *_steps(made.at))
        made.pointer = pointer(*path)
        if is_condition(self.words, path):
            made.rule = rule(self.words, path, made.name, shown(made.old), self.form)
            made.value = made.rule.text

    @cached_property
    def words(self) -> Vocabulary:
        return vocabulary(self.document)

    def _chosen(self, made: Field, solid: Own, of: str) -> None:
        """A choice: of what the schema lists, or of elements. What stands there is one of them, known or not."""
        listed = next(
            (one for one in (solid, *map(resolved, solid.get("oneOf", ()))) if one.get("type") == "array"), {}
        )
        item = resolved(listed["items"]) if listed else solid
        if "enum" in item:
            values = [shown(one) for one in item["enum"]]
            help, meant, usual = wording.chosen(made.help or str(item.get("description", "")), values)
            made.help = help
            made.choices = [Choice(one, wording.plain(one), wording.upper(meant.get(one, ""))) for one in values]
            made.empty = wording.plain(usual) if usual else ""
            made.unit = usual
        else:
            made.choices = self.known.choices(str(item.get("names", "")), of)
        if made.kind != "several":
            made.value = self._typed(made, shown(made.old))
            self._also(made, [made.value] if made.value and made.kind == "choice" else [])
            return
        old = [] if made.old is MISSING else [made.old] if not isinstance(made.old, list) else made.old
        if made.nothing is not None:
            made.choices.append(Choice("[]", "None of these"))
            old = ["[]"] if made.nothing else old
        made.value = self._list(made.name) if self._posted(made.name + ROWS) else list(map(str, old))
        self._also(made, made.value)

    @staticmethod
    def _also(made: Field, values: Sequence[str]) -> None:
        known = {one.value for one in made.choices}
        made.choices += [Choice(one, one) for one in values if one not in known]

    def _items(self, made: Field, solid: Own, of: str) -> None:
        """A list of single values, in order."""
        lists = (one for one in (solid, *map(resolved, solid.get("oneOf", ()))) if one.get("type") == "array")
        own = next(lists)["items"]
        old = [] if made.old is MISSING else made.old if isinstance(made.old, list) else [made.old]
        for key in self._keys(made, len(old)):
            value = old[int(key)] if key.isdecimal() else MISSING
            one = self.one(own, value, f"{made.name}/{key}", f"{made.at}/{key}", of, ("", made.name))
            one.label = f"{wording.one_of(made.at) or made.label} {len(made.rows) + 1}"
            made.rows.append(Row(key, [one], one.label))

    def _rows(self, made: Field, solid: Own, of: str) -> None:
        """A list of objects."""
        own = solid["items"]
        old = made.old if isinstance(made.old, list) else []
        for key in self._keys(made, len(old)):
            part = old[int(key)] if key.isdecimal() else MISSING
            name, at = f"{made.name}/{key}", f"{made.at}/{key}"
            if sort(own) == "group":
                fields = self.object(own, part if isinstance(part, dict) else {}, name, at, of)
            else:
                fields = [self.one(own, part, name, at, of, ("", made.at.rpartition("/")[2]))]
            for again in fields if made.rows else ():
                again.help = again.help if again.kind == "group" else ""
            title = labelled(part) if isinstance(part, dict) else ""
            made.rows.append(Row(key, fields, title))
            if key.isdecimal() and len(old) > MANY and shape(own).id:
                made.rows[-1].address = address_of(self.document, (*self.path, *_steps(at)))
                made.rows[-1].fields = [one for one in fields if not one.more]

    def _map(self, made: Field, solid: Own, of: str) -> None:
        """A list of names, each with a value."""
        old = made.old if isinstance(made.old, dict) else {}
        below = solid.get("additionalProperties") or {}
        names = list(old)
        for key in self._keys(made, len(old)):
            entry = names[int(key)] if key.isdecimal() else MISSING
            name = f"{made.name}/{key}"
            named = self.one(
                _KEY | solid.get("propertyNames", {}), entry, f"{name}/=", f"{made.at}/{key}/=", of, ("", "Name")
            )
            named.kind, named.required = "named", True
            named.value = self._typed(named, shown(entry))
            at = made.at + pointer(str(entry)) if entry is not MISSING else f"{made.at}/{key}"
            value = self.one(below, old.get(entry, MISSING), f"{name}/value", at, of, ("", "Value"))
            value.required = True
            made.rows.append(Row(key, [value], shown(entry), named))

    def _alternatives(self, made: Field, solid: Own, of: str, called: tuple[str, str]) -> None:
        """One of several shapes: each has inputs of its own."""
        taken = branch(made.old, solid).own if made.old is not MISSING else None
        made.value = ""
        for n, own in enumerate(solid["oneOf"]):
            one = resolved(own)
            here = taken is not None and (taken is one or taken == one or within(taken, one))
            if taken is not None and not here and called[1] in LONG_BRANCHES:
                continue
            value = made.old if here else MISSING
            inner = self.one(own, value, f"{made.name}:{n}", made.at, of, called)
            inner.label = plainly(wording.branch(own))
            inner.help = ""
            if inner.kind == "fixed":
                inner.value = shown(one.get("const", next(iter(one.get("enum", ())), None)))
            made.fields.append(inner)
            made.choices.append(Choice(str(n), inner.label))
            made.value = str(n) if here else made.value
        made.value = self._first(made.name + BRANCH, made.value)

    def _words(self, made: Field, of: str) -> None:
        """One wording, or several by condition."""
        listed = isinstance(made.old, list)
        if self.form is not None and (made.name in self.form or made.name + ROWS in self.form):
            listed = made.name + ROWS in self.form
        if listed:
            own = schema()["$defs"]["variants"]
            inner = Field(made.name, made.at, "rows", made.label, own, old=made.old, id=made.id)
            self._rows(inner, own, of)
            made.rows = inner.rows
            return
        made.value = self._typed(made, made.old if isinstance(made.old, str) else "")
        tall = made.at.rpartition("/")[2] in ("body", "text", "statement", "about", "help")
        made.tall = 8 if made.value.count("\n") > 2 or len(made.value) > 300 else 4 if tall else 1
        if made.tall == 1 and (len(made.value) > 90 or "\n" in made.value):
            made.tall = 3

    def _links(self, made: Field, of: str) -> Iterator[Choice]:
        """The elements of a list, by their addresses. Questions beneath a choice can be added to here."""
        if of == "option" and "/n" not in made.at:
            made.address = address_of(self.document, (*self.path, *_steps(made.at)[:-1]))
        for n, part in enumerate(made.old if isinstance(made.old, list) else ()):
            at = (*self.path, *_steps(made.at), n)
            words = f"The block {part['use']}" if "use" in part else labelled(part)
            yield Choice(str(n), words or str(part.get("id", n + 1)), address=address_of(self.document, at))

    def _keys(self, made: Field, count: int) -> list[str]:
        """The rows that there are, in order: the document's, or those the form says."""
        keys = [str(n) for n in range(count)]
        if self._posted(made.name + ROWS):
            sent = dict.fromkeys(self._list(made.name + ROWS))
            keys = [key for key in sent if (int(key) < count if key.isdecimal() else key[:1] == "n")]
        self._ids |= {f"{made.name}/{key}": f"{made.id}/{n}" for n, key in enumerate(keys)}
        return keys

    def _id(self, name: str) -> str:
        """An id in the page that goes by a row's place, not its key: a new row keeps it once it is saved."""
        above, _, last = name.rpartition("/")
        return self._ids.get(name) or f"{self._id(above) if above else self.root}/{last}"

    def _posted(self, name: str) -> bool:
        return self.form is not None and name in self.form

    def _list(self, name: str) -> list[str]:
        return [one for one in self.form.getlist(name) if one] if self.form is not None else []

    def _first(self, name: str, otherwise: str) -> str:
        return self.form.getlist(name)[0] if self.form is not None and name in self.form else otherwise

    def _typed(self, made: Field, otherwise: str) -> str:
        return self._first(made.name, otherwise).replace("\r\n", "\n")


_KEY = {"type": "string", "description": "Its name."}


def _kinds(made: Field) -> Iterator[Choice]:
    """What there is to add to a list of several kinds."""
    for n, own in enumerate(resolved(resolved(made.own)["items"]).get("oneOf", ()) if made.kind == "effects" else ()):
        yield Choice(str(n), str(resolved(own).get("description", "")).partition(".")[0].partition(",")[0])


def _steps(at: str) -> Path:
    return tuple(int(step) if step.isdecimal() else step for step in at.split("/")[1:])
