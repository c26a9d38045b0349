"""Where somebody goes from a place in a form: on to what comes next, back to what came before, up to what holds it."""

from __future__ import annotations

from definitions.form import Form
from definitions.journey import Journey, SectionVisit, Visit
from runtime.web.held import Held
from runtime.web.spots import CHECK, TASKS, Spot, of_page, of_section

ALL, PART = "1", "part"
"""Of "change" in an address: once changed, back to the check of all answers, or to the section or item of this one."""


def has_tasks(form: Form) -> bool:
    """Whether the applicant chooses the order of the sections, from a list of them."""
    return form.task_list and bool(form.sections)


def href(of: Held, to: Spot | str, change: str = "") -> str:
    address = to if isinstance(to, str) else to.address
    query = f"?change={change}" if change else ""
    return f"{of.base}/{address}{query}"


def is_open(journey: Journey, spot: Spot) -> bool:
    """Whether the applicant may be here: it is on the route, and whatever must come before is done."""
    if spot.page is not None:
        return journey.may_visit(spot.page, spot.path)
    if spot.section is None or (spot.path and journey.item(spot.path) is None):
        return False
    visit = journey.section(spot.section.id, spot.list().path if spot.is_item else spot.path)
    return visit is not None and visit.open


def way_on(of: Held, journey: Journey) -> str:
    """Where the route leads: the first page still to be done, the list of sections, or the check of the answers."""
    form, following = of.service.form, journey.next
    if following is None:
        return href(of, CHECK)
    if journey.stop is not None and isinstance(following, Visit) and following.page is journey.stop:
        return href(of, spot_of(form, following))
    if has_tasks(form) and following.section is not None:
        return href(of, TASKS)
    return href(of, spot_of(form, following))


def spot_of(form: Form, visit: Visit | SectionVisit) -> Spot:
    if isinstance(visit, Visit):
        return of_page(form, visit.page, visit.path)
    return of_section(form, visit.section, visit.path)


def entry(form: Form, visit: SectionVisit) -> Spot:
    """Where a section is opened: at what is to be done in it, or at its own page when that is done or is a list."""
    following = visit.next
    if visit.section.repeat is None and isinstance(following, Visit):
        return spot_of(form, following)
    if visit.section.repeat is None and not visit.section.check and visit.visits:
        return spot_of(form, visit.visits[0])
    return spot_of(form, visit)


def onward(of: Held, journey: Journey, spot: Spot) -> str:
    """After the page of ``spot``: the next one on the route, answered already or not; then whatever holds it."""
    among = beside(journey, spot)
    at = next((n for n, visit in enumerate(among) if visit.page is spot.page), None)
    if at is None:
        return way_on(of, journey)
    if following := among[at + 1 :][:1]:
        return href(of, spot_of(of.service.form, following[0])) if following[0].open else way_on(of, journey)
    if spot.section is None or not among[at].left:
        return way_on(of, journey)
    if spot.is_in_item:
        item = journey.item(spot.path)
        inner = item.sections[:1] if item else ()
        return href(of, entry(of.service.form, inner[0]) if inner else spot.list())
    return href(of, spot.above()) if spot.section.check else after_section(of, journey, spot.above())


def after_section(of: Held, journey: Journey, spot: Spot) -> str:
    """After the section of ``spot`` is done: the next inside the same item, or the list; or the next of the form."""
    form, nested = of.service.form, len(spot.sections) > 1
    if has_tasks(form) and not nested:
        return href(of, TASKS)
    among = _among(journey, spot)
    after = next((n for n, visit in enumerate(among, 1) if visit.section is spot.section), 0)
    if following := among[after : after + 1]:
        return href(of, entry(form, following[0])) if following[0].open else way_on(of, journey)
    return href(of, Spot(spot.sections[:-1], spot.path).list()) if nested else way_on(of, journey)


def after_change(of: Held, journey: Journey, spot: Spot, change: str) -> str:
    """After one answer was changed: back to where the change was begun, unless it has brought up something to do."""
    here = next((visit for visit in beside(journey, spot) if not visit.left and visit.open), None)
    if here is not None:
        return href(of, spot_of(of.service.form, here), change)
    if change == PART and spot.section is not None:
        return href(of, spot.above())
    return way_on(of, journey)


def back(of: Held, journey: Journey, spot: Spot, change: str = "") -> str:
    """The page before this one; what holds it, from the first; where the change was begun, while changing."""
    if change == PART and spot.section is not None and spot.page is not None:
        return href(of, spot.above())
    if change and spot.page is not None:
        return href(of, CHECK)
    if spot.is_item:
        return href(of, spot.list())
    among = beside(journey, spot)
    before = among[: next((n for n, visit in enumerate(among) if visit.page is spot.page), len(among))]
    if spot.page is None and spot.section is not None and (spot.section.repeat or has_tasks(of.service.form)):
        before = ()
    if before:
        return href(of, spot_of(of.service.form, before[-1]))
    return _before_section(of, journey, spot)


def _before_section(of: Held, journey: Journey, spot: Spot) -> str:
    form = of.service.form
    if spot.section is None:
        return of.base
    if spot.is_in_item:
        return href(of, spot.list())
    if len(spot.sections) > 1:
        item = journey.item(spot.path)
        return href(of, spot_of(form, item.visits[-1]) if item and item.visits else Spot(spot.sections[:-1], spot.path))
    if has_tasks(form):
        return href(of, TASKS)
    at = next((n for n, visit in enumerate(journey.sections) if visit.section is spot.section), 0)
    earlier = [visit for visit in journey.sections[:at] if visit.open]
    if earlier:
        held = earlier[-1]
        own = held.section.repeat or held.section.check or not held.visits
        return href(of, spot_of(form, held if own else held.visits[-1]))
    return before_sections(of, journey)


def before_sections(of: Held, journey: Journey) -> str:
    """The last page before the sections begin, or the start page where there is none."""
    own = [visit for visit in journey.visits if visit.section is None]
    return href(of, spot_of(of.service.form, own[-1])) if own else of.base


def beside(journey: Journey, spot: Spot) -> tuple[Visit, ...]:
    """The pages that stand together with this one: the form's own, or those of its section or item."""
    return tuple([v for v in journey.visits if v.section is spot.section and v.path == spot.path])


def _among(journey: Journey, spot: Spot) -> tuple[SectionVisit, ...]:
    """The sections that stand together with this one: the form's, or those inside one item."""
    if len(spot.sections) == 1:
        return journey.sections
    item = journey.item(spot.path)
    return item.sections if item else ()
