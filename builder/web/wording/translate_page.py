"""A service and its translation side by side, each text saved by itself; and the links that translators are given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder import translating
from builder.translating import NAMES, Text
from builder.web.drafts.drafted import done, opened
from builder.web.painting import paint
from builder.web.painting.moments import when
from builder.web.painting.work import Work
from definitions.problems import Problem
from runtime.drafts import translators
from runtime.web.access_rules import access
from runtime.web.site import current_site

pages = Blueprint("build_translate", __name__, url_prefix="/build/<service_id>/translate")

PAGE = 25
"""Texts on one page."""
ONLY = {"todo": "To do", "missing": "Not translated", "stale": "Changed since", "all": "All"}


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    language = _language(work)
    if not language:
        left = [one for one in NAMES if one not in work.document["languages"]]
        return paint("build/translate-none.html", work=work, tab="translate", left=left, names=NAMES)
    chosen = Chosen(translating.texts(work.text, language), language, work.problems)
    context = chosen.context() | {"languages": _others(work), "source": work.document["languages"][0], "typed": {}}
    action = url_for(".show", service_id=service_id)
    return paint("build/translate.html", work=work, tab="translate", action=action, **context)


@pages.post("")
@access("author")
def save(service_id: str) -> ResponseReturnValue:
    """One text in another language; none takes its translation out."""
    work = opened(service_id)
    language = _language(work)
    text = found(translating.texts(work.text, language), request.form.get("key", "")) if language else None
    if text is None:
        abort(404)
    edit = translating.translated(text, language, sent(text))
    back = url_for(".show", service_id=service_id, keep=text.key, **asked()) + f"#{text.id}"
    return done(work, edit, back=back, words=said(text, language))


@pages.post("/languages")
@access("author")
def speak(service_id: str) -> ResponseReturnValue:
    """Have the service in another language, too."""
    work, language = opened(service_id), request.form.get("language", "")
    if language not in NAMES or language in work.document["languages"]:
        abort(404)
    back = url_for(".show", service_id=service_id, language=language)
    words = f"Added {NAMES[language]} to the languages"
    return done(work, translating.spoken(work.document, language), back=back, words=words)


@pages.get("/links")
@access("author")
def links(service_id: str) -> ResponseReturnValue:
    return _links(opened(service_id))


@pages.post("/links")
@access("author")
def invite(service_id: str) -> ResponseReturnValue:
    """A link for a translator, shown this once: it is kept nowhere."""
    work, name = opened(service_id), " ".join(request.form.get("name", "").split())
    language = _language(work)
    if not language:
        abort(404)
    if not name or len(name) > 100 or not name.isprintable():
        return _links(work, name=name, problem="Enter the name of whoever translates, in 100 characters or fewer")
    with current_site().database.begin() as session:
        here = (work.viewer.organisation_id, service_id, language, name)
        token = translators.invite(session, *here, by=work.viewer.person_id, at=work.at)
    url = url_for("build_translator.show", token=token, _external=True)
    return _links(work, made=(name, url))


@pages.post("/links/<uuid:id>/end")
@access("author")
def end(service_id: str, id: UUID) -> ResponseReturnValue:
    work = opened(service_id)
    with current_site().database.begin() as session:
        translators.end(session, work.viewer.organisation_id, service_id, id, at=work.at)
    flash("The link is taken back: it opens nothing any more.", "done")
    return redirect(url_for(".links", service_id=service_id), 303)


class Chosen:
    """The texts that a page shows of all: those that the address asks for, and the one just saved."""

    def __init__(self, all: tuple[Text, ...], language: str, problems: tuple[Problem, ...] = ()) -> None:
        self.all, self.language, self.problems = all, language, problems
        self.only = request.args.get("only", "") if request.args.get("only", "") in ONLY else "all"
        self.words = request.args.get("q", "").strip()[:100]
        keep = request.args.get("keep", "")
        self.fitting = [one for one in all if one.key == keep or (self._wanted(one) and self._said(one))]
        self.last = max(1, -(-len(self.fitting) // PAGE))
        sent = request.args.get("page", "")
        self.page = min(max(int(sent), 1), self.last) if sent.isdecimal() and len(sent) < 5 else 1

    def context(self) -> dict[str, Any]:
        shown = self.fitting[(self.page - 1) * PAGE : self.page * PAGE]
        counts = {state: sum(one.state == state for one in self.all) for state in translating.STATES}
        counts |= {"all": len(self.all), "todo": counts["missing"] + counts["stale"]}
        wrong = {one.key: self._wrong(one) for one in shown}
        return {
            "texts": shown, "counts": counts, "only": self.only, "filters": ONLY, "states": translating.STATES,
            "words": self.words, "page": self.page, "last": self.last, "wrong": wrong,
            "into": self.language, "name": NAMES[self.language], "asked": asked(), "names": NAMES,
        }  # fmt: skip

    def _wanted(self, one: Text) -> bool:
        return self.only == "all" or one.state == self.only or (self.only == "todo" and one.state != "done")

    def _said(self, one: Text) -> bool:
        said = " ".join([one.place, *(f"{two.source} {two.translated}" for two in one.wordings)]).lower()
        return self.words.lower() in said

    def _wrong(self, text: Text) -> list[str]:
        at = f"/translations/{self.language}/{text.key}"
        own = ("translation.missing", "translation.stale")
        found = [one for one in self.problems if one.pointer == at or one.pointer.startswith(f"{at}/")]
        return [one.message[:1].upper() + one.message[1:] for one in found if one.code not in own]


def asked() -> dict[str, Any]:
    """What the address asks to be shown, to lead there again."""
    return {name: request.args[name][:100] for name in ("language", "only", "q", "page") if request.args.get(name)}


def found(texts: tuple[Text, ...], key: str) -> Text | None:
    return next((one for one in texts if one.key == key), None)


def sent(text: Text) -> list[str]:
    """The words of each wording, as the form has them."""
    return [request.form.get(f"text-{n}", "") for n in range(len(text.wordings))]


def said(text: Text, language: str) -> str:
    whole = text.whole[:1].lower() + text.whole[1:]
    the = "" if text.whole == translating.SERVICE else "the "
    return f"Translated the {text.part} of {the}{whole} into {NAMES[language]}"


def _language(work: Work) -> str:
    """The language in hand: that of the address, or the first that the service is translated into."""
    known = _others(work)
    wanted = request.args.get("language", "") or request.form.get("language", "")
    return wanted if wanted in known else next(iter(known), "")


def _others(work: Work) -> list[str]:
    return [one for one in translating.others(work.document) if one in NAMES]


def _links(work: Work, name: str = "", problem: str = "", made: tuple[str, str] | None = None) -> ResponseReturnValue:
    with current_site().database.read() as session:
        given = translators.listed(session, work.viewer.organisation_id, work.id)
    lines = [
        {"one": one, "language": NAMES.get(one.language, one.language), "made": when(one.made_at, work.at),
         "until": when(one.until, work.at), "used": when(one.used_at, work.at) if one.used_at else "",
         "open": one.open(work.at)}
        for one in given
    ]  # fmt: skip
    days = translators.LASTS.days
    context: dict[str, Any] = {"lines": lines, "name": name, "problem": problem, "made": made, "days": days}
    context |= {"languages": _others(work), "names": NAMES, "chosen": _language(work)}
    return paint("build/translators.html", work=work, tab="translate", status=422 if problem else 200, **context)
