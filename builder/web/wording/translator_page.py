"""What somebody with a translator's link sees: the texts of one draft in one language, and no other way into it."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder import drafting, translating
from builder.drafting import Conflicting, Opened
from builder.references import Refused
from builder.references.fresh import labelled
from builder.web.drafts.drafted import sent_revision
from builder.web.painting.work import problems_of
from builder.web.wording.translate_page import Chosen, asked, found, said, sent
from runtime.drafts import translators
from runtime.drafts.translators import Translator
from runtime.errors import DraftNotFound
from runtime.web import htmx
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.words import say

pages = Blueprint("build_translator", __name__, url_prefix="/translate/<token>")

CONFLICT = "Somebody has changed this meanwhile. It says now: “{}”. What you wrote is kept here: save it to have it."


class Door(NamedTuple):
    """Who came by a link, and the draft behind it."""

    who: Translator
    opened: Opened
    texts: tuple[translating.Text, ...]


@pages.get("")
@access("public")
def show(token: str) -> ResponseReturnValue:
    door = _opened(token)
    return _dead() if door is None else _page(door, token)


@pages.post("")
@access("public")
def save(token: str) -> ResponseReturnValue:
    """One text. The history says whose it is by the name that the link was given to."""
    door = _opened(token)
    if door is None:
        return _dead()
    who, text = door.who, found(door.texts, request.form.get("key", ""))
    if text is None:
        abort(404)
    words, typed = f"{who.name}, by a link: {said(text, who.language)}", sent(text)
    edit = translating.translated(text, who.language, typed)
    try:
        with current_site().database.begin() as session:
            translators.used(session, who, at=now())
            if edit is not None:
                here = (who.organisation_id, who.service_id, edit)
                drafting.change(session, *here, base=sent_revision(), by=None, at=now(), words=words)
    except Refused as refused:
        return _page(door, token, 422, text.key, typed, f"This cannot be saved: {refused}")
    except Conflicting:
        is_now = " / ".join(one.translated for one in text.wordings)
        return _page(door, token, 409, text.key, typed, CONFLICT.format(is_now))
    flash("Saved.", "done")
    return redirect(url_for(".show", token=token, keep=text.key, **asked()) + f"#{text.id}", 303)


def _opened(token: str) -> Door | None:
    with current_site().database.read() as session:
        who = translators.opened(session, token, at=now())
        if who is None:
            return None
        try:
            opened = drafting.open_draft(session, who.organisation_id, who.service_id)
        except DraftNotFound:
            return None
    if who.language not in translating.others(opened.document):
        return None
    return Door(who, opened, translating.texts(opened.text, who.language))


def _page(
    door: Door, token: str, status: int = 200, key: str = "", typed: list[str] | None = None, problem: str = ""
) -> Response:
    """The texts; with what was typed and is not saved, and why."""
    context = Chosen(door.texts, door.who.language, problems_of(door.opened.text)).context()
    if text := found(door.texts, key):
        context["texts"] = [text, *(one for one in context["texts"] if one.key != key)]
        context["wrong"] |= {key: [problem]}
    context |= {"who": door.who, "token": token, "typed": {key: typed}, "revision": door.opened.revision}
    document = door.opened.document
    context |= {
        "title": labelled(document),
        "source": document["languages"][0],
        "action": url_for(".show", token=token),
    }
    return _reply("build/translator.html", status, **context)


def _dead() -> Response:
    return _reply("build/translator-dead.html", 404)


def _reply(template: str, status: int, **context: Any) -> Response:
    spoken = {"language": "en", "say": partial(say, "en")}
    return make_response(htmx.page(template, **spoken, **context), status)
