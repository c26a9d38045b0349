"""Adding to a form: pages, questions and sections of one's own, ready-made ones, choices pasted in bulk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from builder.edits import Add, Edit, Set, Several
from builder.fields.identified import fitting
from builder.forming import GROUPS, KINDS, Node, new_page, new_question, new_section, node_at, outline
from builder.forming.ready import READY_GROUPS, ready
from builder.outline import options_of
from builder.references import indexed
from builder.references.addresses import address, resolve, value_at
from builder.references.elements import element
from builder.web.drafts.drafted import done, opened
from builder.web.elements.element_page import label as label_of
from builder.web.painting import paint
from builder.web.painting.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_form_changes", __name__, url_prefix="/build/<service_id>/form")

LONGEST = 1000


@pages.get("/add")
@access("author")
def choose(service_id: str) -> ResponseReturnValue:
    """What to add, and where it goes."""
    return _choosing(opened(service_id), request.args.get("at", ""), request.args.get("what", ""))


def _choosing(work: Work, at: str, what: str, problem: str = "", status: int = 200) -> Response:
    node = node_at(outline(work.document), at)
    return paint(
        "build/form-add.html", work=work, tab="form", status=status, at=at, node=node, kinds=GROUPS, what=what,
        under=label_of(work.document, at) if element(at).kind == "option" else "",
        ready=READY_GROUPS, problem=problem, typed=request.form, page=_page_of(work, at),
    )  # fmt: skip


@pages.post("/add")
@access("author")
def add(service_id: str) -> ResponseReturnValue:
    """Put in what was chosen: a question on a page of its own or on one that is there, a page, or a section."""
    work, at = opened(service_id), request.form.get("at", "")
    label = " ".join(request.form.get("label", "").split())[:LONGEST]
    what, kind = request.form.get("what", "question"), request.form.get("kind", "")
    if what == "question" and kind not in {one.type for one in KINDS}:
        return _choosing(work, at, what, "Choose what kind of answer it has", 422)
    if not label:
        return _choosing(work, at, what, "Write what is asked" if what == "question" else "Give it a name", 422)
    if what == "section":
        edit: Edit = _section(work, label, " ".join(request.form.get("item", "").split())[:100])
    elif what in ("page", "stop"):
        edit = _beside(work, at, new_page(label, kind="stop" if what == "stop" else ""))
    else:
        hint = request.form.get("hint", "").strip()[:LONGEST]
        question = new_question(kind, label, request.form.get("options", ""), hint)
        here = _page_of(work, at) if request.form.get("where") == "here" else None
        if element(at).kind == "option" and request.form.get("where") == "under":
            return done(work, _add(work, f"{at}/questions", question), back=_form(work, at))
        paged = new_page(label, question)
        edit = _add(work, f"{here.address}/questions", question) if here else _beside(work, at, paged)
    return done(work, edit, back=_back(work, edit))


def _section(work: Work, title: str, item: str) -> Add:
    return _add(work, "/form/sections", new_section(title, item))


def _add(work: Work, into: str, part: dict[str, Any], before: str | None = None) -> Add:
    return Add(into, fitting(work.document, into, part), before)


def _page_of(work: Work, at: str) -> Node | None:
    """The page that is in hand, or in which what is in hand stands, if questions can be put on it."""
    nodes = outline(work.document)
    for node in (inner for one in nodes for inner in one.walk() if inner.kind == "page" and inner.sort != "stop"):
        if any(one.address == at for one in node.walk()):
            return node
    return None


def _beside(work: Work, at: str, page: dict[str, Any]) -> Add:
    """A new page after the one in hand, at the end of the section in hand, or at the end of the form's pages."""
    nodes = outline(work.document)
    node = node_at(nodes, at)
    if node is not None and node.kind == "section":
        return _add(work, f"{node.address}/pages", page)
    held = (one for top in nodes for one in top.walk() if one.kind in ("page", "block"))
    holder = next((one for one in held if any(inner is node for inner in one.walk())), None)
    if holder is None or str(holder.path[-2]) != "pages":
        last = [one for one in nodes if one.kind == "section"]
        sectioned = last and not work.document["form"].get("pages")
        return _add(work, f"{last[-1].address}/pages" if sectioned else "/form/pages", page)
    following = value_at(work.document, (*holder.path[:-1], int(holder.path[-1]) + 1))
    before = address(work.document, (*holder.path[:-1], int(holder.path[-1]) + 1)) if following is not None else None
    return _add(work, holder.into, page, before)


def _back(work: Work, edit: Edit) -> str:
    """The editor with what was added in hand."""
    return url_for("build_form_steps.land", service_id=work.id, **_landing(work, edit))


def _landing(work: Work, edit: Edit) -> dict[str, Any]:
    if not isinstance(edit, Add):
        return {}
    path = resolve(work.document, edit.into) or ()
    count = len(value_at(work.document, path) or ())
    place = count
    if edit.before is not None:
        at = resolve(work.document, edit.before)
        place = int(at[-1]) if at else count
    return {"into": edit.into, "n": place}


@pages.post("/ready")
@access("author")
def put_ready(service_id: str) -> ResponseReturnValue:
    """Put in a ready-made question on a page of its own, or on the page in hand."""
    work, at = opened(service_id), request.form.get("at", "")
    found = ready(request.form.get("ready", ""), indexed(work.document).names.roots)
    if found is None:
        abort(404)
    here = _page_of(work, at) if request.form.get("where") == "here" else None
    if here is None:
        edit: Edit = _beside(work, at, found.page)
    elif len(found.page["questions"]) == 1:
        edit = _add(work, f"{here.address}/questions", found.page["questions"][0])
    else:
        edit = Several(tuple(_add(work, f"{here.address}/questions", one) for one in found.page["questions"]))
    return done(work, edit, back=_back(work, edit) if isinstance(edit, Add) else _form(work, at))


def _form(work: Work, at: str) -> str:
    return f"{url_for('build_form.show', service_id=work.id)}?{urlencode({'at': at})}"


@pages.post("/options")
@access("author")
def paste(service_id: str) -> ResponseReturnValue:
    """Choices pasted, a line each: in place of those that are there, or after them."""
    work, at = opened(service_id), request.form.get("at", "")
    path = resolve(work.document, at)
    question = value_at(work.document, path) if path else None
    if not isinstance(question, dict) or "type" not in question:
        abort(404)
    old = question["options"] if isinstance(question.get("options"), list) else []
    pasted = request.form.get("options", "")
    if request.form.get("how") == "after":
        new = [*old, *options_of(pasted, {one["value"] for one in old})]
    else:
        new = [_same(one, old) for one in options_of(pasted)]
    back = _form(work, request.form.get("hand", "") or at)
    return done(work, Set(f"{at}/options", new) if new else None, back=back)


def _same(option: dict[str, Any], old: list[dict[str, Any]]) -> dict[str, Any]:
    """The choice as it was, where one of the same label was there."""
    return next((one for one in old if one["label"] == option["label"]), option)
