"""The form editor: the outline, the part in hand with its fields, and the page as a citizen would see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from builder.fields import Field, fields
from builder.forming import Node, node_at, outline
from builder.forming.places import step
from builder.references import Refused, indexed
from builder.references.elements import element
from builder.web.drafts.drafted import opened
from builder.web.elements import element_page
from builder.web.form.preview_page import Look
from builder.web.painting import paint, trying
from builder.web.painting.work import Work
from runtime.web.access_rules import access

pages = Blueprint("build_form", __name__, url_prefix="/build/<service_id>")

FEW = 40
"""Parts of a form that are all shown in its outline; of more, sections and pages are folded until they are in hand."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The form of one element: of a page with a single question both are shown."""

    address: str
    label: str
    fields: list[Field]


@pages.get("/form")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return shown(opened(service_id), request.args.get("at", ""))


def shown(work: Work, at: str, again: Panel | None = None, status: int = 200, **context: Any) -> Response:
    """The editor with the part at an address in hand; ``again``: its form as it was typed."""
    indexed(work.document)
    nodes = outline(work.document, work.problems)
    at = at or (nodes[0].address if nodes else "")
    node = node_at(nodes, at)
    panels = [again if again and again.address == one else _panel(work, one) for one in _in_hand(nodes, node, at)]
    look = Look.of(request.args)
    page, seen = _page(nodes, at), _open(nodes, at)
    context = {"seen": work.revision, "problems": [], "back": _back(work, at, look)} | context
    context |= {"tried": trying.marks(work), "marks_wanted": trying.wants_marks()}
    return paint(
        "build/form.html", work=work, tab="form", status=status, nodes=nodes, node=node, at=at, panels=panels,
        look=look, page=page, preview=_preview(work, page, look), ends=_ends(work, node),
        open=seen, current=_current(nodes, at, seen), **context,
    )  # fmt: skip


def _in_hand(nodes: list[Node], node: Node | None, at: str) -> list[str]:
    if node is not None and node.kind == "page" and len(node.inside) == 1:
        return [node.address, node.inside[0].address]
    return [at] if at else []


def _panel(work: Work, address: str) -> Panel:
    try:
        return Panel(address, element_page.label(work.document, address), fields(work.document, address))
    except Refused:
        abort(404)


def _current(nodes: list[Node], at: str, seen: set[str]) -> str:
    """What the outline marks: what is in hand, or the nearest that it shows of what that stands in."""
    around, found = _around(at), ""
    while node := next((one for one in nodes if any(inner.address == around for inner in one.walk())), None):
        found = node.address
        nodes = node.inside if node.address in seen and not node.single else []
    return found


def _around(at: str) -> str:
    """What is in hand as the outline knows it: of a choice or a column its question."""
    one = element(at)
    return f"question:{one.of}" if one.kind in ("option", "part") else at


def _open(nodes: list[Node], at: str) -> set[str]:
    """The parts of the outline that show what is in them: all of a short one, of a long one those around what is in
    hand."""
    at = _around(at)
    every = [inner for one in nodes for inner in one.walk()]
    few = len(every) <= FEW
    return {node.address for node in every if few or any(one.address == at for one in node.walk())}


def _ends(work: Work, node: Node | None) -> tuple[bool, bool]:
    """Whether it stands first in its list, and whether last."""
    if node is None:
        return True, True
    return step(work.document, node, down=False) is None, step(work.document, node, down=True) is None


def _page(nodes: list[Node], at: str) -> Node | None:
    """The page to show: the one in hand, or the one in which what is in hand stands, a choice of a question too."""
    within = _around(at)
    for node in (inner for one in nodes for inner in one.walk() if inner.kind == "page"):
        if any(one.address == within for one in node.walk()):
            return node
    section = node_at(nodes, at)
    return next((one for one in section.walk() if one.kind == "page"), None) if section else None


def _back(work: Work, at: str, look: Look) -> str:
    return f"{url_for('build_form.show', service_id=work.id)}?{urlencode({'at': at} | look.said())}"


def _preview(work: Work, page: Node | None, look: Look) -> str:
    if page is None:
        return ""
    query = urlencode({"page": page.address, "revision": work.revision} | look.said())
    return f"{url_for('build_preview.show', service_id=work.id)}?{query}"


def _again(work: Work, *, address: str, fields: list[Field], element_label: str, status: int, tab: str, **context: Any
           ) -> Response:  # fmt: skip
    panel = Panel(address, element_label, fields)
    at = parse_qs(urlsplit(context["back"]).query).get("at", [""])[0] or address
    return shown(work, at, panel, status, **context)


element_page.AGAIN["form"] = _again
