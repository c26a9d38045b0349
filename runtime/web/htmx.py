"""The page, or only the piece of it that htmx is swapping: both from one template, so that they cannot drift apart."""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response
from flask_htmx import HTMX

htmx = HTMX()


def install(app: Flask) -> None:
    htmx.init_app(app)


def wants_piece() -> bool:
    """Whether htmx asks for a part of a page. A boosted form wants the page, and so does the back button."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(template_name: str, *, block: str, status: int = 200, **context: object) -> Response:
    """Render a page, or only its ``block`` when htmx swaps that part.

    Macros that the block uses must be imported inside it: a block rendered by itself runs no import of its page.
    """
    if wants_piece():
        template = current_app.jinja_env.get_or_select_template(template_name)
        current_app.update_template_context(context)
        body = "".join(template.blocks[block](template.new_context(context)))
    else:
        body = page(template_name, **context)
    response = make_response(body, status)
    response.vary.add("HX-Request")
    return response


def page(template_name: str, **context: object) -> str:
    """A whole page as text."""
    current_app.update_template_context(context)
    return current_app.jinja_env.get_or_select_template(template_name).render(context)
