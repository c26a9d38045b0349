"""The examples of a draft: which hold, what each expects, what none of them tries, and new ones for every path."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder import rehearsal
from builder.edits import Add, Delete, Edit, Set, Several
from builder.examples import Teller, chosen, points, run, tried
from builder.paths import examples_for
from builder.web.drafts.drafted import done, opened
from builder.web.drafts.steps_page import local
from builder.web.painting import paint, trying
from builder.web.painting.places import place
from builder.web.painting.work import Work
from definitions.calendars import Moment
from definitions.service import Service
from runtime.web.access_rules import access
from runtime.web.site import now

pages = Blueprint("build_examples", __name__, url_prefix="/build/<service_id>/examples")
WALKS = 3000
"""How often the form is walked at most to find its paths: the more, the longer an author waits."""


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    """Each example with what came of it, and what they cover."""
    work = opened(service_id)
    if work.service is None:
        return paint("build/try-cannot.html", work=work, tab="examples")
    found = run(work.service)
    covered = tried(work.document, found)
    return paint("build/examples.html", work=work, tab="examples", run=found, covered=covered, place=place)


@pages.get("/<int:number>")
@access("author")
def one(service_id: str, number: int) -> ResponseReturnValue:
    """What an example expects at each of its points, beside what comes about."""
    work, service = _work(service_id)
    example = _example(work, service, number)
    facts: dict[str, Any] = {"example": example, "number": number, "points": points(service, example)}
    return paint("build/example.html", work=work, tab="examples", **facts)


@pages.post("/<int:number>")
@access("author")
def change(service_id: str, number: int) -> ResponseReturnValue:
    """Another name, and other expectations."""
    work, service = _work(service_id)
    example = _example(work, service, number)
    made = chosen(service, example, _picks())
    made["name"] = " ".join(request.form.get("name", "").split())[:300] or example["name"]
    return _replaced(work, number, example, made)


@pages.post("/<int:number>/accept")
@access("author")
def accept(service_id: str, number: int) -> ResponseReturnValue:
    """What happens now is what is expected from now on."""
    work, service = _work(service_id)
    example = _example(work, service, number)
    return _replaced(work, number, example, rehearsal.accepted(service, example))


@pages.post("/<int:number>/delete")
@access("author")
def delete(service_id: str, number: int) -> ResponseReturnValue:
    work, service = _work(service_id)
    name = _example(work, service, number)["name"]
    return done(work, Delete(f"/examples/{number}"), back=_url(work), words=f"Deleted the example “{name}”"[:200])


@pages.post("/marks")
@access("author")
def show_marks(service_id: str) -> ResponseReturnValue:
    """Show on outline and diagram what the examples try, or show it no more."""
    trying.show_marks(wanted="1" in request.form.getlist("show"))
    return redirect(local(request.form.get("back", ""), service_id), 303)


@pages.get("/paths")
@access("author")
def offered(service_id: str) -> ResponseReturnValue:
    """An example for every path through the form, at the boundaries of what it asks: to choose from."""
    work, service = _work(service_id)
    facts: dict[str, Any] = {"offered": _new(service), "teller": Teller(service)}
    facts["found"] = bool(_made(service, _today(service)))
    return paint("build/examples-offered.html", work=work, tab="examples", **facts)


@pages.post("/paths")
@access("author")
def add(service_id: str) -> ResponseReturnValue:
    work, service = _work(service_id)
    wanted = set(request.form.getlist("example"))
    new = [example for example in _new(service) if "all" in request.form or example["name"] in wanted]
    if not new:
        flash("Choose at least one example to add.")
        return redirect(url_for("build_examples.offered", service_id=service_id), 303)
    edit: Edit = Several(tuple(Add("/examples", example) for example in new))
    many = "an example" if len(new) == 1 else f"{len(new)} examples"
    return done(work, edit, back=_url(work), words=f"Added {many} made from the paths")


def _picks() -> dict[tuple[int, str], str]:
    """What was picked for each expectation: "expect.0.state" is that of the state where the form is sent."""
    found = {}
    for key in request.form:
        what, _, rest = key.partition(".")
        point, _, name = rest.partition(".")
        if what == "asked" and point.isdecimal() and len(point) < 4:
            found[int(point), name] = request.form.get(f"expect.{rest}", "none")
    return found


def _work(service_id: str) -> tuple[Work, Service]:
    """Raises a redirect to the list, which says what is wrong, where the draft has errors."""
    work = opened(service_id)
    return work, work.service or abort(redirect(_url(work), 303))


def _example(work: Work, service: Service, number: int) -> dict[str, Any]:
    """As the draft has it: numbers in addresses count as they did when the page was made."""
    if number >= len(service.examples):
        abort(404)
    return dict(work.document["examples"][number])


def _replaced(work: Work, number: int, old: dict[str, Any], new: dict[str, Any]) -> ResponseReturnValue:
    edit = Set(f"/examples/{number}", new) if new != old else None
    return done(work, edit, back=_url(work), words=f"Changed the example “{new['name']}”"[:200])


def _url(work: Work) -> str:
    return url_for("build_examples.show", service_id=work.id)


def _new(service: Service) -> list[dict[str, Any]]:
    """Those made from the paths that no example tells already."""
    said = [example.get("answers", {}) for example in service.examples]
    return [example for example in _made(service, _today(service)) if example["answers"] not in said]


def _today(service: Service) -> Moment:
    """This morning: what was offered an hour ago is offered still."""
    return Moment(now().replace(hour=9, minute=0, second=0, microsecond=0), service.calendar)


@lru_cache(maxsize=16)
def _made(service: Service, moment: Moment) -> list[dict[str, Any]]:
    found = examples_for(service.document, moment, walks=WALKS)
    return [rehearsal.accepted(service, _with_more(example)) for example in found]


def _with_more(example: dict[str, Any]) -> dict[str, Any]:
    """Expecting the state too, where it can be sent."""
    return {**example, "expect": {**example["expect"], "state": None, "sent": []}}
