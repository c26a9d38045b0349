"""One rule for lists, counts, searches and exports: what opening would refuse none of them tells, and all agree."""

from __future__ import annotations

import random
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import cases, people, queues
from runtime.access import Viewer
from runtime.cases.folding import fold_words
from runtime.errors import CaseNotFound, QueueNotFound
from runtime.models.base import ORGANISATION
from runtime.queues import LISTS, MANY, Among, Filters, exporting, words
from runtime.web.staff.opened import opened
from tests.factories import document
from tests.runtime.potholes import AT, do, pothole, potholes, publish

OTHER = UUID(int=77)
CANARY = "zebra"
WORDS = ("mill", "high", "lane", "road", "elm")
ROLES = ("officer", "boss", "payer")


@dataclass(frozen=True)
class Town:
    """Two councils with the same service, and their cases as the engine has them."""

    cases: tuple[cases.Loaded, ...]
    viewers: tuple[Viewer, ...]


@pytest.fixture
def town(session: Session) -> Town:
    session.execute(sa.text("INSERT INTO organisations VALUES (:id, 'other', 'Other', now())"), {"id": OTHER})
    dice = random.Random(41)
    made, viewers = [], []
    for organisation in (ORGANISATION, OTHER):
        publish(session, organisation_id=organisation)
        publish(session, document(), organisation_id=organisation)
        for _ in range(14):
            street = " ".join(dice.sample(WORDS, 2))
            case = pothole(
                session, organisation_id=organisation, street=street, danger=dice.random() < 0.3, hurt=CANARY
            )
            for action in dice.choice(((), ("mend",), ("bill",), ("close",), ("hurry",), ("mend", "close"))):
                case = do(session, case, action)
            made.append(case)
        for n, roles in enumerate((set(), {"officer"}, {"boss"}, {"payer"}, set(ROLES), {"officer", "payer"})):
            email = f"{organisation.int}-{n}@example.org"
            id = people.create(session, name=f"P{n}", email=email, password=None, at=AT, organisation_id=organisation)
            held = {"potholes": frozenset(roles)} if roles else {"report-it": frozenset({"officer"})}
            viewers.append(Viewer(id, organisation, f"P{n}", held))
    return Town(tuple(made), tuple(viewers))


def may_open(session: Session, viewer: Viewer, case: cases.Loaded) -> bool:
    try:
        opened(session, case.reference, viewer, AT)
    except CaseNotFound:
        return False
    return True


@pytest.mark.parametrize("asked", [words.ASKED, 3])
def test_lists_counts_searches_and_exports_tell_what_may_be_opened_and_agree(
    session: Session, town: Town, monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    """However many of the first are asked for words before the index of words is."""
    monkeypatch.setattr(words, "ASKED", asked)
    for viewer in town.viewers:
        seen = {case.id for case in town.cases if may_open(session, viewer, case)}
        assert seen == {case.id for case in town.cases if case.organisation_id == viewer.organisation_id
                        and viewer.roles_in("potholes")}  # fmt: skip
        _searches_agree(session, town, viewer, seen)
        _queues_agree(session, town, viewer, seen)
        home = queues.home(session, viewer, AT)
        for name in LISTS:
            listed = queues.work(session, viewer, name, at=AT).rows
            assert {row.id for row in listed} <= seen
            assert len(listed) == home.counted.get(name, 0)


def _searches_agree(session: Session, town: Town, viewer: Viewer, seen: set[UUID]) -> None:
    for text in (*WORDS, "mill lane", "mi la", CANARY, *(case.reference for case in town.cases[:3])):
        expected = {case.id for case in town.cases if case.id in seen and _has(case, text)}
        found, rows, after = queues.find(session, viewer, text, limit=4), [], ""
        while after is not None:
            page = queues.find(session, viewer, text, after=after, limit=4)
            rows, after = [*rows, *page.rows], page.after
        assert [row.id for row in rows] == [row.id for row in queues.search(session, viewer, text, AT)]
        assert {row.id for row in rows} == expected
        assert len(rows) == len(expected) == found.count
        assert text == CANARY or all(found.why[row.id] for row in found.rows if not _is_reference(text))
        assert CANARY not in repr(found.why)
        for is_open in (True, False):
            half = queues.find(session, viewer, text, Among(open=is_open), limit=MANY)
            assert {row.id for row in half.rows} == {
                case.id for case in town.cases if case.id in expected and (case.closed_at is None) is is_open
            }


def _queues_agree(session: Session, town: Town, viewer: Viewer, seen: set[UUID]) -> None:
    counts = {count.queue.id: count.open for count in queues.home(session, viewer, AT).queues}
    for queue in ("dangerous", "ordinary", "bills"):
        for filters in (Filters(), Filters(answers={"street": {"words": "mill"}}), Filters(urgent=True)):
            asked = exporting.Asked("potholes", queue, filters, None, ("street",), {})
            try:
                listed = queues.page(session, viewer, "potholes", queue, filters=filters, at=AT).rows
            except QueueNotFound:
                assert queue not in counts
                with pytest.raises(QueueNotFound):
                    exporting.take(session, viewer, asked, "To see what comes", at=AT)
                continue
            taken = exporting.take(session, viewer, asked, "To see what comes", at=AT).rows
            assert taken == listed
            assert {row.id for row in listed} <= seen
            assert CANARY not in repr(listed)
            assert queues.count(session, viewer, "potholes", queue, filters, most=MANY, at=AT) == len(listed)
            if filters == Filters():
                assert counts[queue] == len(listed)


def _has(case: cases.Loaded, text: str) -> bool:
    if _is_reference(text):
        return case.reference == text
    known = [case.reference.replace("-", "").casefold(), *fold_words(str(case.case.answers["street"]))]
    return all(any(word.startswith(one) for word in known) for one in fold_words(text))


def _is_reference(text: str) -> bool:
    return "-" in text


def test_what_was_found_says_why(session: Session) -> None:
    publish(session, potholes())
    case = pothole(session, street="Écluse Lane, by the old mill and far beyond it, past every house that there is")
    for text, marked in (("eclu", "Écluse"), ("MILL", "mill"), ("lane mill", "Lane")):
        (why,) = queues.find(session, town_viewer(), text).why[case.id]
        assert why.label == "Street"
        assert marked in [piece for piece, is_marked in why.pieces if is_marked]
        assert len("".join(piece for piece, _ in why.pieces)) <= 200


def town_viewer() -> Viewer:
    return Viewer(uuid4(), ORGANISATION, "Ada", {"potholes": frozenset({"officer"})})
