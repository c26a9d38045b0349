"""A section's own page: its answers to check, or the items of a list that can be added to, changed and removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from definitions.journey import ItemVisit, Journey, SectionVisit
from definitions.visits import qualified
from runtime.errors import ApplicationNotFound, ApplicationSent
from runtime.web import asking, held
from runtime.web.asking import Mistake
from runtime.web.held import Held
from runtime.web.public import form_pages, items, starting
from runtime.web.public.summaries import Part, Row, item_name, rows, section_parts
from runtime.web.public.ways import PART, after_section, back, href, is_open, spot_of, way_on
from runtime.web.spots import Spot
from runtime.web.words import say


@dataclass(frozen=True, slots=True)
class Card:
    """An item in its list. ``tag`` says that it is not finished; ``href`` leads to what is to be done in it then."""

    key: str
    name: str
    href: str
    rows: tuple[Row, ...]
    tag: str
    change: str
    remove: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said above a list: what was just done, and the ``key`` of the item that can be put back."""

    words: str
    key: str = ""
    button: str = ""


def show(of: Held, spot: Spot, journey: Journey, *, banner: str = "") -> ResponseReturnValue:
    """The page of an open section or item."""
    if spot.is_item:
        return _item_page(of, spot, journey, banner)
    visit = _visit(journey, spot)
    if visit.section.repeat:
        return _list_page(of, spot, visit, journey, banner=banner)
    to_do = visit.next
    if to_do is not None and to_do is not visit:
        return redirect(href(of, spot_of(of.service.form, to_do)), 303)
    parts = section_parts(of, journey, visit, PART)
    return _check_page(of, spot, journey, [Part("", part.rows) for part in parts], visit, banner)


def change(of: Held, spot: Spot) -> ResponseReturnValue:
    """Add to a list, remove an item or put it back, or go on: whatever its page's buttons ask for."""
    journey = of.journey()
    if not is_open(journey, spot) or spot.is_item:
        return redirect(way_on(of, journey), 303)
    visit = _visit(journey, spot)
    if visit.section.repeat is None:
        return redirect(after_section(of, journey, spot), 303)
    try:
        return _changed(of, spot, visit, journey)
    except ApplicationSent:
        return redirect(f"/apply/{of.service.id}/sent", 303)
    except ApplicationNotFound:
        held.forget(of.service.id)
        return starting.ended_page(of)


def _changed(of: Held, spot: Spot, visit: SectionVisit, journey: Journey) -> ResponseReturnValue:
    repeat = visit.section.repeat
    assert repeat is not None
    if (key := _pressed("remove")) and visit.item(key):
        of = of.saved(items.entry(of, spot, key, gone=True), {})
        return redirect(f"{href(of, spot)}?removed={key}", 303)
    if (key := _pressed("restore")) and items.is_gone(of, spot, key):
        of = of.saved(items.entry(of, spot, key, gone=False), {})
        return redirect(f"{href(of, spot)}?restored={key}", 303)
    more = _pressed("more")
    if more == "yes" and visit.may_add:
        key = items.new_key()
        copied = visit.item(_pressed("copy")) if repeat.copy else None
        of = of.saved(items.begun(of, spot, key, visit, copied), {})
        first = next(iter(of.journey().item(items.path(spot, key)).visits), None)  # type: ignore[union-attr]
        return redirect(href(of, spot_of(of.service.form, first) if first else spot), 303)
    if mistakes := _mistakes(of, visit, more):
        return _list_page(of, spot, visit, journey, mistakes=mistakes, chosen=more)
    if not visit.items and not visit.asked:
        of = of.saved({qualified(spot.path, repeat.id): None}, {})
        journey = of.journey()
    return redirect(after_section(of, journey, spot), 303)


def _pressed(name: str) -> str:
    """What was sent under this name; nothing when it was sent more than once, as no page of ours does."""
    sent = request.form.getlist(name)
    return sent[0] if len(sent) == 1 else ""


def _mistakes(of: Held, visit: SectionVisit, more: str) -> tuple[Mistake, ...]:
    """Why nobody can go on from a list: an item that is not finished, too few or too many, or no choice made."""
    unfinished = [item for item in visit.items if not item.done]
    assert visit.section.repeat is not None
    named = [(item, item_name(of, visit.section.repeat, item)) for item in unfinished]
    found = [Mistake(f"#item-{item.key}", say(of.language, "items-unfinished", item=name)) for item, name in named]
    found += [Mistake("#more" if visit.may_add else "#main-content", each.message) for each in visit.problems]
    if more not in ("yes", "no") and visit.may_add and not found:
        found.append(Mistake("#more", say(of.language, "items-choose" if visit.items else "items-choose-any")))
    return tuple(found)


def _visit(journey: Journey, spot: Spot) -> SectionVisit:
    assert spot.section is not None
    visit = journey.section(spot.section.id, spot.path)
    assert visit is not None
    return visit


def _item_page(of: Held, spot: Spot, journey: Journey, banner: str) -> ResponseReturnValue:
    """An item's answers, each with a way to change it, and the lists inside it; or what is still to be done in it."""
    item = journey.item(spot.path)
    assert item is not None
    if item.next is not None:
        return redirect(href(of, spot_of(of.service.form, item.next)), 303)
    parts = [Part("", rows(of, journey, item.visits, PART))]
    for inner in item.sections:
        parts += section_parts(of, journey, inner, PART)
    return _check_page(of, spot, journey, parts, None, banner)


def _check_page(
    of: Held, spot: Spot, journey: Journey, parts: list[Part], visit: SectionVisit | None, banner: str
) -> Response:
    mistakes = tuple(Mistake("#answers", each.message) for each in visit.problems) if visit else ()
    item = journey.item(spot.path) if spot.is_item else None
    section = spot.section
    assert section is not None
    title = section.title.render(of.scope(journey.names_at(spot.path)))
    if item and section.repeat:
        title = item_name(of, section.repeat, item)
    context = _surroundings(of, spot, journey, banner) | {
        "title": title,
        "parts": tuple(parts),
        "mistakes": mistakes,
        "onward": href(of, spot.list()) if item else after_section(of, journey, spot),
    }
    return form_pages.reply("public/section.html", None, 422 if mistakes else 200, **context)


def _surroundings(of: Held, spot: Spot, journey: Journey, banner: str) -> dict[str, Any]:
    outer = journey.item(spot.list().path if spot.is_item else spot.path)
    caption = of.service.title.render(of.scope({}))
    if outer and len(spot.sections) > 1 and (repeat := spot.sections[0].repeat):
        caption = item_name(of, repeat, outer)
    assert spot.section is not None
    return starting.service_surroundings(of, back=back(of, journey, spot)) | {
        "caption": caption,
        "title_lang": asking.other_language(spot.section.title, of.language),
        "banner": banner,
    }


def _list_page(
    of: Held,
    spot: Spot,
    visit: SectionVisit,
    journey: Journey,
    *,
    mistakes: tuple[Mistake, ...] = (),
    chosen: str = "",
    banner: str = "",
) -> Response:
    repeat, n = visit.section.repeat, len(visit.items)
    assert repeat is not None
    scope = of.scope(journey.names_at(spot.path))
    key = "items-none" if n == 0 else "items-count" if visit.may_add else "items-full"
    add = f"{repeat.add.render(scope)}?" if repeat.add and n else say(of.language, "items-more" if n else "items-any")
    named = [(item, item_name(of, repeat, item)) for item in visit.items]
    context = _surroundings(of, spot, journey, banner) | {
        "title": visit.section.title.render(scope),
        "here": href(of, spot),
        "count": say(of.language, key, n=n, most=repeat.max),
        "items": tuple(_card(of, journey, item, name) for item, name in named),
        "may_add": visit.may_add,
        "must_add": n == 0 and repeat.min > 0,
        "ask": add,
        "copies": tuple(named) if repeat.copy else (),
        "undo": _said(of, spot, visit),
        "mistakes": mistakes,
        "more_error": next((each.text for each in mistakes if each.href == "#more"), ""),
        "chosen": chosen,
    }
    return form_pages.reply("public/items.html", None, 422 if mistakes else 200, **context)


def _card(of: Held, journey: Journey, item: ItemVisit, name: str) -> Card:
    shown = [*rows(of, journey, item.visits, "")]
    for inner in item.sections:
        if inner.section.repeat is None:
            shown += rows(of, journey, inner.visits, "")
        else:
            title = inner.section.title.render(of.scope(item.names))
            shown.append(Row(title, tuple(item_name(of, inner.section.repeat, each) for each in inner.items)))
    to_do = item.next
    where = spot_of(of.service.form, to_do) if to_do else items.spot_of_item(of.service.form, item)
    return Card(
        item.key,
        name,
        href(of, where),
        tuple(row for row in shown if row.lines),
        say(of.language, "item-unfinished") if to_do else "",
        say(of.language, "item-finish" if to_do else "change"),
        say(of.language, "item-remove"),
    )


def _said(of: Held, spot: Spot, visit: SectionVisit) -> Said | None:
    """What was just done to the list, by its address: so that a reload says it again, and nothing is stored."""
    repeat = visit.section.repeat
    assert repeat is not None
    restored, removed = visit.item(request.args.get("restored", "")), request.args.get("removed", "")
    if restored:
        return Said(say(of.language, "item-restored", item=item_name(of, repeat, restored)))
    if removed and (gone := items.removed(of, spot, removed)):
        name = item_name(of, repeat, gone)
        button = say(of.language, "item-undo", item=name) if visit.may_add else ""
        return Said(say(of.language, "item-removed", item=name), removed if visit.may_add else "", button)
    return None
