"""Where an applicant is in a form: the route, what comes next and what is wrong, all derived from the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from definitions.answering import Problems
from definitions.calendars import Moment
from definitions.facts import Answers
from definitions.form import Form, Lookup, Page
from definitions.known import Defect, Known, Record
from definitions.scope import Scope
from definitions.service import Service
from definitions.visits import ItemVisit, Path, SectionVisit, Visit, first_to_do, qualified
from definitions.walking import Walker

__all__ = ["ItemVisit", "Journey", "Path", "SectionVisit", "Visit", "qualified", "walk"]


@dataclass(frozen=True, slots=True)
class Journey:
    """The route that these answers lead along.

    ``next_page`` is the first page not yet left complete, or the stop page when only that is left; in a form without
    sections None means "check your answers" (``next`` is for one with). ``stop`` is the stop page that ends the route,
    if one does. ``answers`` are only those to questions and options on the route, ``values`` what follows from them,
    ``names`` both with the facts looked up: all that a text or an expression may name.

    ``problems`` says what is wrong with answers on the route, by question id, or by page or section id for a rule of
    these; ``missing`` names required questions without an answer, and lists with too few items. Inside an item both
    have qualified names, such as "children.k3f9.first_name". ``pages`` and ``visits`` hold those inside items too.

    ``lookups`` are the records on the route that answer their present key, ``lookups_wanted`` those due that were not
    yet fetched, or fetched for another key; ``unavailable`` those whose source was down. ``defects`` are expressions
    that failed while running.
    """

    pages: tuple[Page, ...]
    next_page: Page | None
    stop: Page | None
    answers: Answers
    names: Mapping[str, Any]
    values: Mapping[str, Any]
    problems: Problems
    missing: tuple[str, ...]
    visits: tuple[Visit, ...]
    lookups: Mapping[str, Record]
    lookups_wanted: tuple[tuple[Lookup, Any], ...]
    unavailable: tuple[Lookup, ...]
    defects: tuple[Defect, ...]

    sections: tuple[SectionVisit, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it may be sent: every required answer that is asked for is there, all are good, and nothing stops
        it."""
        return self.stop is None and not self.missing and not self.problems

    @property
    def next(self) -> Visit | SectionVisit | None:
        """What is to be done first: a page, or a section that lacks an item or whose answers do not go together; None
        when all is done. A section that waits for another comes last."""
        own = (visit for visit in self.visits if visit.section is None and not visit.left)
        return next(own, None) or first_to_do(self.sections)

    @property
    def next_visit(self) -> Visit | None:
        """The first page not yet left complete, with the item it is in; None when what is next is no page."""
        found = self.next
        return found if isinstance(found, Visit) else None

    def may_visit(self, page: Page, path: Path = ()) -> bool:
        """Whether the applicant may open this page: it is on the route, and everything that must be is done before."""
        visit = self.visit(page, path)
        return visit is not None and visit.open

    def visit(self, page: Page, path: Path = ()) -> Visit | None:
        return next((visit for visit in self.visits if visit.page is page and visit.path == path), None)

    def section(self, section_id: str, path: Path = ()) -> SectionVisit | None:
        """The section as it stands in the form or in the item that ``path`` leads to."""
        inside = self.item(path) if path else None
        among = inside.sections if inside else () if path else self.sections
        return next((one for one in among if one.section.id == section_id), None)

    def item(self, path: Path) -> ItemVisit | None:
        """The item that ``path`` leads to; None when it is not on the route."""
        among, found = self.sections, None
        for list_id, key in path:
            lists = (one for one in among if one.section.repeat and one.section.repeat.id == list_id)
            found = next((item for one in lists if (item := one.item(key))), None)
            if found is None:
                return None
            among = found.sections
        return found

    def names_at(self, path: Path) -> Mapping[str, Any]:
        """What a text or expression may name in the item that ``path`` leads to; outside all items, ``names``."""
        item = self.item(path) if path else None
        return item.names if item else self.names

    def following(self, page: Page, path: Path = ()) -> Page | None:
        """Where to go on leaving ``page``: the next page that only informs, or else the next to be done, of those that
        it stands among: the form's own, its section's, or its item's. None when nothing there is to be done.

        A page without questions never needs doing, so what is to be done alone would pass it by.
        """
        left = self.visit(page, path)
        if left is None:
            return self.next_page
        among = [visit for visit in self.visits if visit.section is left.section and visit.path == path]
        if left.open:
            for visit in among[among.index(left) + 1 :]:
                if visit.open and not visit.questions:
                    return visit.page
                if not visit.left:
                    break
        return next((visit.page for visit in among if not visit.left), None)


def walk(
    form: Form,
    answers: Answers,
    lookups: Mapping[str, Record],
    moment: Moment,
    *,
    service: Service | None = None,
    language: str = "en",
) -> Journey:
    """Follow the route from the first page, with no memory but the answers.

    ``answers`` are as stored: None means asked and left blank, a missing key not asked yet. ``lookups`` are records
    (see ``known.Record``) by lookup id; those not on the route are ignored. A condition sees only answers given on
    earlier pages, or earlier on its page, and only while their question and option are on the route. ``service`` and
    ``language`` are for the words of problems. Never raises: what cannot be worked out is not shown, and is listed in
    ``defects``.
    """
    known = Known(form, lookups, moment)
    walker = Walker(known, Scope(service, known.names, moment, language))
    kept: dict[str, Any] = {}
    walker.pages(form.pages, answers, kept)
    sections = walker.sections(form, answers, kept) if form.sections else ()
    known.settle()
    return _journey(form, walker, sections, kept, lookups)


def _journey(
    form: Form,
    walker: Walker,
    sections: tuple[SectionVisit, ...],
    kept: dict[str, Any],
    records: Mapping[str, Record],
) -> Journey:
    known, visits = walker.known, walker.visits
    due = [(lookup, known.keys[lookup.id]) for lookup in form.lookups if lookup.id in known.keys]
    fetched = {
        lookup.id: records[lookup.id] for lookup, key in due if records.get(lookup.id, {}).get("key", ...) == key
    }
    return Journey(
        pages=tuple([visit.page for visit in visits]),
        next_page=next((visit.page for visit in visits if not visit.left), None),
        stop=walker.stop,
        answers=kept,
        names=known.names,
        values={item.id: known.names[item.id] for item in form.derived if item.id in known.names},
        problems=walker.problems,
        missing=tuple(walker.missing),
        visits=tuple(visits),
        lookups=fetched,
        lookups_wanted=tuple((lookup, key) for lookup, key in due if lookup.id not in fetched),
        unavailable=tuple(lookup for lookup, _ in due if fetched.get(lookup.id, {}).get("unavailable")),
        defects=tuple(known.defects),
        sections=sections,
    )
