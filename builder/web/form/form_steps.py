"""Moving, copying, renaming and taking out parts of a form, each by a button and with no script."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder.edits import Duplicate, Move, Rename, apply
from builder.edits.where import said
from builder.forming import Node, node_at, outline, places
from builder.forming.places import step
from builder.references import Refused, where_used
from builder.references.addresses import address, resolve, value_at
from builder.references.elements import element
from builder.web.drafts.drafted import done, opened
from builder.web.drafts.steps_page import local
from builder.web.elements.deleting import deleted
from builder.web.elements.element_page import label
from builder.web.painting import paint
from builder.web.painting.places import place
from builder.web.painting.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_form_steps", __name__, url_prefix="/build/<service_id>")


@pages.get("/form/land")
@access("author")
def land(service_id: str) -> ResponseReturnValue:
    """The page with what stands at a place of a list in hand: what was just added has an id only now."""
    work, n = opened(service_id), request.args.get("n", "")
    path = resolve(work.document, request.args.get("into", ""))
    if path is None or not n.isdecimal() or value_at(work.document, (*path, int(n))) is None:
        return redirect(url_for("build_form.show", service_id=service_id), 303)
    return redirect(place(work.id, address(work.document, (*path, int(n)))), 303)


@pages.post("/form/move")
@access("author")
def move(service_id: str) -> ResponseReturnValue:
    """One place up or down, or to the place that was chosen."""
    work = opened(service_id)
    nodes = outline(work.document)
    node = _node(nodes, request.form.get("at", ""))
    to = request.form.get("to", "")
    if to in ("up", "down"):
        edit = step(work.document, node, to == "down")
    else:
        chosen = next((one for one in places(work.document, nodes, node) if one.key == to), None)
        edit = Move(node.address, chosen.into, chosen.before) if chosen else None
    return done(work, edit, back=_form(work, node.address))


@pages.get("/form/move")
@access("author")
def where_to(service_id: str) -> ResponseReturnValue:
    """The places that a part can be moved to."""
    work = opened(service_id)
    nodes = outline(work.document)
    node = _node(nodes, request.args.get("at", ""))
    found = places(work.document, nodes, node)
    groups = {one.group: [other for other in found if other.group == one.group] for one in found}
    return paint("build/form-move.html", work=work, tab="form", node=node, groups=groups)


@pages.post("/duplicate")
@access("author")
def duplicate(service_id: str) -> ResponseReturnValue:
    """A copy right after it, with ids of its own."""
    work, at = opened(service_id), request.form.get("at", "")
    path = resolve(work.document, at)
    if not path or not isinstance(path[-1], int):
        abort(404)
    into = address(work.document, path[:-1])
    back = url_for("build_form_steps.land", service_id=work.id, into=into, n=path[-1] + 1)
    return done(work, Duplicate(at), back=_room(work, back))


@pages.post("/delete")
@access("author")
def delete(service_id: str) -> ResponseReturnValue:
    """Take it out; where it is used elsewhere, say where, with the ways out as buttons."""
    work, at = opened(service_id), request.form.get("at", "")
    back = _room(work, url_for("build_form.show", service_id=work.id))
    here = local(request.form.get("here", "") or back, work.id)
    what, tab = label(work.document, at), request.form.get("tab", "form")
    return deleted(work, at, what=what, back=back, here=here, tab=tab)


@pages.get("/rename")
@access("author")
def new_name(service_id: str) -> ResponseReturnValue:
    """The short name of an element, where it is used, and a box for another."""
    work, at = opened(service_id), request.args.get("at", "")
    return _naming(work, at)


def _naming(work: Work, at: str, typed: str = "", problem: str = "", status: int = 200) -> ResponseReturnValue:
    one = element(at)
    path = resolve(work.document, at)
    if not path or not one.id:
        abort(404)
    where = list(dict.fromkeys(said(work.document, use) for use in where_used(work.document, one)))
    return paint(
        "build/rename.html", work=work, tab=request.values.get("tab", "form"), status=status, at=at, one=one,
        what=label(work.document, at), where=where, typed=typed or one.id, problem=problem,
        back=local(request.values.get("back", ""), work.id), live=work.live is not None,
    )  # fmt: skip


@pages.post("/rename")
@access("author")
def rename(service_id: str) -> ResponseReturnValue:
    """Give it the name, and everything that names it follows."""
    work, at = opened(service_id), request.form.get("at", "")
    new = request.form.get("id", "").strip()
    one = element(at)
    edit = Rename(at, new)
    try:
        apply(work.document, edit)
    except Refused as refused:
        return _naming(work, at, new, str(refused)[:1].upper() + str(refused)[1:], 422)
    back = local(request.form.get("back", ""), service_id)
    renamed = str(one._replace(id=new))
    return done(work, edit, back=back.replace(urlencode({"at": at}), urlencode({"at": renamed})))


def _node(nodes: list[Node], at: str) -> Node:
    node = node_at(nodes, at)
    if node is None:
        abort(404)
    return node


def _form(work: Work, at: str) -> str:
    return f"{url_for('build_form.show', service_id=work.id)}?{urlencode({'at': at})}"


def _room(work: Work, otherwise: str) -> str:
    """Where the form that was sent wants to lead."""
    back = request.form.get("back", "")
    return local(back, work.id) if back else otherwise
