"""The rooms of the builder and who may enter them: authors, who have signed in."""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import MethodNotAllowed

from builder.web import rehearsing
from builder.web.checking import check_page, examples_page, paths_page
from builder.web.data import data_page, decision_page, table_page
from builder.web.drafts import document_page, presence_page, steps_page
from builder.web.elements import element_page, expression_page, order_page
from builder.web.flow import emails_page, work_page, workflow_page
from builder.web.form import form_changes, form_room, form_steps, preview_page
from builder.web.publishing import history_page, pack_page, publish_page, requests_page
from builder.web.starting import discard_page, new_document, new_library, new_page, new_questions, services_page
from builder.web.wording import comments_page, find_page, settings_page, translate_page, translator_page
from runtime.access import may_build
from runtime.web import access_rules, errors
from runtime.web.staff import signed_in

ROOMS: tuple[ModuleType, ...] = (
    document_page,
    services_page,
    new_page,
    new_library,
    new_questions,
    new_document,
    discard_page,
    check_page,
    paths_page,
    publish_page,
    history_page,
    requests_page,
    pack_page,
    steps_page,
    workflow_page,
    rehearsing,
    examples_page,
    element_page,
    form_room,
    form_changes,
    form_steps,
    preview_page,
    order_page,
    emails_page,
    work_page,
    translate_page,
    translator_page,
    comments_page,
    data_page,
    decision_page,
    expression_page,
    table_page,
    settings_page,
    presence_page,
    find_page,
)


LOOKED_AT = ("build_expression.show",)
"""What pages send as somebody types, and nothing is done with."""


class Tab(NamedTuple):
    """``endpoint``: the page of a service that the tab leads to; it is shown once that is there."""

    name: str
    endpoint: str
    words: str


TABS = (
    Tab("form", "build_form.show", "Form"),
    Tab("workflow", "build_workflow.show", "Workflow"),
    Tab("work", "build_work.show", "Queues and roles"),
    Tab("emails", "build_emails.show", "Emails"),
    Tab("data", "build_data.show", "Values and tables"),
    Tab("translate", "build_translate.show", "Translation"),
    Tab("settings", "build_settings.show", "Settings"),
    Tab("check", "build_check.show", "Check"),
    Tab("try", "build_try.show", "Try it"),
    Tab("examples", "build_examples.show", "Examples"),
    Tab("comments", "build_comments.show", "Comments"),
    Tab("publish", "build_publish.show", "Publish"),
)


def install(app: Flask) -> None:
    """Let authors alone into the builder, and register its pages."""
    access_rules.enforce(app, "author", _require)
    app.register_error_handler(MethodNotAllowed, _taken_to_its_page)
    app.extensions["townclerk.tabs"] = TABS
    for room in ROOMS:
        app.register_blueprint(room.pages)


def _taken_to_its_page(error: MethodNotAllowed) -> ResponseReturnValue:
    """What a form of the builder is sent to is no page: whoever loads its answer again is led to the service."""
    way = request.path.split("/")
    if request.method not in ("GET", "HEAD") or way[:2] != ["", "build"] or len(way) < 4:
        return errors.refused(error)
    return redirect(url_for("build_services.open", service_id=way[2]), 303)


def _require() -> ResponseReturnValue | None:
    """Somebody signed in who builds services. Whoever does not is not told what there is."""
    if (asked := signed_in.require()) is not None:
        # Nobody may be there: what stands in the page is not swapped for a place to sign in. Nor is it for what is only
        # looked at: what is saved is kept for whoever signs in again.
        looked = signed_in.BY_ITSELF in request.headers or request.endpoint in LOOKED_AT
        return ("", 204) if looked and "HX-Request" in request.headers else asked
    if not may_build(signed_in.viewer()):
        abort(404)
    return None
