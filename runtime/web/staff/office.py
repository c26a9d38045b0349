"""The staff side of the site put together: its rooms, and who may enter them."""

from __future__ import annotations

from flask import Flask

from runtime.web import access_rules
from runtime.web.staff import (
    account,
    actions,
    away,
    bulk_pages,
    calendar_pages,
    case_page,
    conflict_page,
    corrections,
    downloads,
    emergencies,
    export_page,
    fresh_pages,
    hand_on,
    incident_group,
    incidents_page,
    linking,
    looking,
    notes_page,
    prioritising,
    queue_page,
    searching,
    sign_in,
    signed_in,
    splitting_page,
    summary,
    task_hand_on,
    task_page,
    tasks_page,
    team_page,
    undoing,
    views_page,
    writing,
)
from runtime.web.staff import home as staff


def install(app: Flask) -> None:
    """Have staff sign in before any view that is theirs alone, and register every such view."""
    access_rules.enforce(app, "staff", signed_in.require)
    rooms = (
        sign_in,
        staff,
        queue_page,
        searching,
        views_page,
        export_page,
        fresh_pages,
        case_page,
        actions,
        undoing,
        writing,
        summary,
        bulk_pages,
        hand_on,
        prioritising,
        conflict_page,
        away,
        team_page,
        task_page,
        task_hand_on,
        tasks_page,
        downloads,
        linking,
        splitting_page,
        looking,
        notes_page,
        corrections,
        emergencies,
        incidents_page,
        incident_group,
        calendar_pages,
        account,
    )
    for room in rooms:
        app.register_blueprint(room.pages)
