"""A document of the right shape to a Service, with every name, expression and text in it resolved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from definitions.calendars import calendar
from definitions.form import Form
from definitions.reading.compile_casework import compile_duplicates, compile_reply
from definitions.reading.compile_form import compile_form
from definitions.reading.compile_names import asks, form_names, workflow_names
from definitions.reading.compile_workflow import NOWHERE, compile_message, compile_queue, compile_role, compile_workflow
from definitions.reading.compiling import Compiling, Document, Where, calendar_name, numbered
from definitions.reading.expand import expanded
from definitions.reading.memory import Memory
from definitions.reading.translating import Translations
from definitions.service import Again, Applicant, Corrections, Glass, Privacy, Service, Unsent
from definitions.workflow import Workflow

WORKFLOWS_OWN = frozenset(("case", "clock", "task", "actor"))
"""Names that only workflow expressions and texts have."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The service, and what its compiling found out, for the checks. Not to be kept when there are errors."""

    service: Service
    compiling: Compiling


def canonical(document: Any) -> str:
    """The one text of a document: keys sorted, no spaces. Its sha256 is the document's hash."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def compile_service(written: Document, memory: Memory | None = None) -> Compiled:
    """Compile a document of the right shape. Problems are in ``compiling.problems``, at their places in the expanded
    document: the service's ``origins`` lead back to the one that was written."""
    whole = expanded(written)
    document = whole.document
    form = form_names(document, memory)
    terms = tuple(term["id"] for term in document.get("terms", ()))
    compiling = Compiling(document, form, workflow_names(document, form), terms, Translations(document), memory=memory)
    compiling.problems += whole.problems
    service = _service(compiling, compile_form(compiling), compile_workflow(compiling))
    service = replace(service, document=written, hash=_hash(written, memory), origins=whole.origins)
    return Compiled(service, compiling)


def _hash(document: Document, memory: Memory | None) -> str:
    text = canonical(document) if memory is None else _canonical_again(document, memory)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical_again(part: Any, memory: Memory) -> str:
    """The same text as ``canonical``, of whose items those that are known are not written again."""
    if isinstance(part, dict):
        inside = (f"{canonical(name)}:{_canonical_again(one, memory)}" for name, one in sorted(part.items()))
        return "{" + ",".join(inside) + "}"
    if isinstance(part, list):
        items = (memory.of("canonical", one, canonical) if isinstance(one, dict) else canonical(one) for one in part)
        return "[" + ",".join(items) + "]"
    return canonical(part)


def _service(compiling: Compiling, form: Form, workflow: Workflow) -> Service:
    document = compiling.document
    everywhere = Where(compiling.workflow)

    def parts(name: str, make: Any) -> tuple[Any, ...]:
        return tuple(make(compiling, part, at) for _, at, part in numbered(document.get(name, ()), f"/{name}"))

    asked = frozenset(question["id"] for question in asks(document))
    questions = [*form.questions] + [q for t in workflow.transitions for q in t.ask]
    return Service(
        id=document["id"],
        title=compiling.text(document, "title", "", NOWHERE, "service.title"),
        summary=compiling.maybe_text(document, "summary", "", NOWHERE, "service.summary"),
        after_submission=compiling.maybe_text(document, "after_submission", "", everywhere, "service.after_submission"),
        unsent=_unsent(compiling, document.get("applications", {})),
        privacy=_privacy(document.get("privacy", {})),
        corrections=_corrections(document.get("corrections")),
        languages=tuple(document["languages"]),
        applicant=_applicant(document.get("applicant", {})),
        roles=parts("roles", compile_role),
        form=form,
        workflow=workflow,
        calendar=calendar(calendar_name(document)),
        document=document,
        hash="",
        queues=parts("queues", compile_queue),
        messages=parts("messages", compile_message),
        duplicates=compile_duplicates(compiling),
        replies=parts("replies", compile_reply),
        examples=tuple(document.get("examples", ())),
        questions={question.id: question for question in questions},
        asked=asked,
        names={name: kind for name, kind in compiling.workflow.items() if name not in WORKFLOWS_OWN},
    )


def _unsent(compiling: Compiling, applications: Document) -> Unsent:
    again = applications.get("again", False)
    carried = again if isinstance(again, dict) else {}
    how = Again(frozenset(carried.get("also", ())), frozenset(carried.get("without", ())))
    moves = applications.get("republished") == "move"
    return Unsent(compiling.duration(applications, "keep"), moves, how if again is not False else None)


def _privacy(privacy: Document) -> Privacy:
    glass = privacy.get("break_glass")
    lists = ("roles", "as", "may")
    roles, seen_as, may = (tuple((glass or {}).get(name, ())) for name in lists)
    broken = None if glass is None else Glass(roles, glass.get("minutes", 60), seen_as, may)
    return Privacy(privacy.get("sensitive") == "on-request", privacy.get("show_reads", ""), broken)


def _corrections(said: Document | None) -> Corrections | None:
    return None if said is None else Corrections(tuple(said["by"]), said.get("tell"), said.get("route") != "refuse")


def _applicant(applicant: Document) -> Applicant:
    return Applicant(
        applicant.get("name"), applicant.get("email"), applicant.get("phone"), tuple(applicant.get("track", ()))
    )
