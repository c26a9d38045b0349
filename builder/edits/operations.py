"""What each edit makes of a document, before anybody has looked whether it may stand."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from builder.edits import removing, splitting
from builder.edits.edit import Add, Delete, Duplicate, Edit, Move, Rename, Set, Split, Unset
from builder.edits.refusing import GONE, in_use
from builder.edits.shifting import Shift, keyed, sound
from builder.references import Element, Refused, indexed, rename
from builder.references.addresses import resolve, value_at
from builder.references.elements import element
from builder.references.fresh import fresh, labelled
from builder.references.keys import copied_keys
from builder.references.parts import with_item, with_value, without
from builder.references.renaming import replaced
from builder.references.shapes import WITHIN, Path, Site, branch, element_of, placed, walked

Document = Mapping[str, Any]


def made(document: Document, edit: Edit) -> dict[str, Any]:
    """The document after one edit.

    Raises:
        Refused: it means nothing here.
    """
    match edit:
        case Add():
            return _added(document, edit)
        case Set():
            return _set(document, edit)
        case Unset():
            path = existing(document, edit.at)
            if not path or isinstance(path[-1], int):
                raise Refused("item", "what is one of several is deleted, not left empty")
            _check_no_id(document, path)
            return dict(without(document, path))
        case Move():
            return _moved(document, edit)
        case Duplicate():
            return _duplicated(document, edit)
        case Delete():
            return removing.deleted(document, edit)
        case Rename():
            return rename(document, element(edit.what), edit.id)
        case Split():
            return splitting.split(document, edit)
    raise Refused("unknown", "there is no such edit")


def existing(document: Document, address: str) -> Path:
    """The place of something that is there."""
    path = resolve(document, address)
    if path is None or (value_at(document, path) is None and address):
        raise Refused("unknown", GONE)
    return path


def place(document: Document, into: str, before: str | None) -> Path:
    """The place in a list for a part to be put in."""
    listed = resolve(document, into)
    items = value_at(document, listed) if listed is not None else None
    if listed is None or not (items is None or isinstance(items, list)):
        raise Refused("unknown", "there is nowhere to put this any more: somebody may have taken that out")
    if before is None:
        return (*listed, len(items or ()))
    path = existing(document, before)
    if path[:-1] != listed:
        raise Refused("elsewhere", "what this was to stand before is somewhere else by now")
    return path


def _added(document: Document, edit: Add) -> dict[str, Any]:
    at = place(document, edit.into, edit.before)
    part = _with_ids(document, at, copy.deepcopy(edit.part))
    after = dict(with_item(document, at, part))
    return keyed(document, after, Shift(paste=at))


def _with_ids(document: Document, at: Path, part: Any) -> Any:
    """A new part with an id made of its label, where it has none or one that is taken."""
    own, of, task = placed(document, at)
    shape = branch(part, own) if isinstance(part, dict) else None
    if shape is None or not shape.id:
        return part
    kind, given = shape.properties[shape.id]["defines"], part.get(shape.id)
    index = indexed(document)
    within = task if kind in ("question", "choice") else of if kind in WITHIN else ""
    if isinstance(given, str) and Element(kind, given, within) not in index.names.elements:
        return part
    named = fresh(index, Element(kind, "", within), given or labelled(part))
    return {shape.id: named} | {name: value for name, value in part.items() if name != shape.id}


def _set(document: Document, edit: Set) -> dict[str, Any]:
    path = resolve(document, edit.at)
    if not path:
        raise Refused("unknown", GONE)
    _check_no_id(document, path)
    try:
        return dict(with_value(document, path, copy.deepcopy(edit.to)))
    except LookupError:
        raise Refused("unknown", GONE) from None


def _check_no_id(document: Document, path: Path) -> None:
    own, _, _ = placed(document, path)
    if "defines" in own:
        raise Refused("id", "a short name is renamed, so that all that names it follows")


def _moved(document: Document, edit: Move) -> dict[str, Any]:
    cut = existing(document, edit.what)
    at = place(document, edit.into, edit.before)
    if not cut or not isinstance(cut[-1], int):
        raise Refused("property", "this is one by itself, and can be neither moved nor copied")
    if at[: len(cut)] == cut and len(at) > len(cut):
        raise Refused("inside", "a part cannot be moved into itself")
    part, bare = value_at(document, cut), without(document, cut)
    paste = at if at == cut else _passed(at, cut)
    after = dict(with_item(bare, paste, part))
    sound(after)
    _check_lists(document, cut, at)
    return keyed(document, after, Shift(cut, paste))


def _passed(at: Path, cut: Path) -> Path:
    """A place for putting in, once what stood at ``cut`` is out."""
    n = len(cut) - 1
    here, out = at[n] if len(at) > n else None, cut[n]
    if at[:n] == cut[:n] and isinstance(here, int) and isinstance(out, int) and here > out:
        return (*at[:n], here - 1, *at[n + 1 :])
    return at


def _check_lists(document: Document, cut: Path, at: Path) -> None:
    """What is asked once and what is asked for each item are named differently: neither becomes the other while it is
    used outside of what is moved."""
    if _lists(document, cut) == _lists(document, at):
        return
    for one in map(element_of, _inside(document, cut)):
        if one.kind not in ("question", "list"):
            continue
        if uses := [use for use in indexed(document).of(one) if use.path[: len(cut)] != cut]:
            raise in_use(document, document, uses, "would be asked as often as others, and is used in")


def _lists(document: Document, path: Path) -> list[str]:
    """The lists in whose items a place is."""
    above = (value_at(document, path[:n]) for n in range(len(path)))
    return [part["repeat"]["id"] for part in above if isinstance(part, dict) and "repeat" in part]


def _inside(document: Document, path: Path) -> list[Site]:
    """Where the elements in a part get their ids."""
    own, of, task = placed(document, path)
    return [one for one in walked(value_at(document, path), own, path, of, task) if one.sort == "defines"]


def _duplicated(document: Document, edit: Duplicate) -> dict[str, Any]:
    source = existing(document, edit.what)
    if not source or not isinstance(source[-1], int):
        raise Refused("property", "this is one by itself, and can be neither moved nor copied")
    paste: Path = (*source[:-1], source[-1] + 1)
    index, taken = indexed(document), set[Element]()
    after = dict(with_item(document, paste, value_at(document, source)))
    whole = element(edit.what) if "/" not in edit.what else None
    for one in map(element_of, _inside(document, source)):
        if one.kind in WITHIN and one != whole and not (one.kind == "question" and not one.of):
            continue
        new = fresh(index, one, one.id, taken)
        taken.add(Element(one.kind, new, one.of))
        places = [index.defined[one], *index.of(one)]
        inner = [use._replace(path=(*paste, *use.path[len(source) :]))
                 for use in places if use.path[: len(source)] == source]  # fmt: skip
        after = replaced(after, inner, new)
    return copied_keys(document, keyed(document, after, Shift(paste=paste)), source, paste)
