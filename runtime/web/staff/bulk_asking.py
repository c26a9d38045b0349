"""What can be done to many cases at once, and the form that asks once what each of them would be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from definitions.calendars import Moment
from definitions.consequences import PRIORITIES
from definitions.questions.kind import in_language
from definitions.questions.typed import remarks
from definitions.workflow import Transition
from runtime import people
from runtime.access import Viewer
from runtime.bulk import Deed, Run
from runtime.cases.assignment import LONGEST_REASON
from runtime.cases.notes import LONGEST
from runtime.errors import RunNotFound
from runtime.web.asking import Mistake, mistakes, questions_again, questions_html
from runtime.web.fragments import safe
from runtime.web.posted import Posted, Typed, read_in_turn
from runtime.web.site import current_site
from runtime.web.staff.guarded import Guarded

ACTION = "do:"
OTHERS = {"assign": "Hand them on", "priority": "Set their priority", "note": "Add a note to each"}
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose. ``cannot`` says why it is not for many cases at once."""

    what: str
    label: str
    cannot: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is being asked: an action's questions as HTML, or one of our own forms. ``deed`` is what was answered."""

    what: str
    label: str
    asks: bool
    questions: Markup | None = None
    choices: tuple[tuple[str, str], ...] = ()
    to: str = ""
    words: str = ""
    mistakes: tuple[Mistake, ...] = ()
    deed: Deed | None = None

    def problem(self, name: str) -> str:
        return next((each.text for each in self.mistakes if each.href == f"#{name}"), "")


def options(run: Run, ways: Iterable[Transition]) -> list[Option]:
    """The actions open to some of the cases, and what can be done to any case."""
    language = run.service.languages[0]
    found = []
    for way in ways:
        cannot = "asks for a file of each case" if any(q.kind == "file" for q in way.ask) else ""
        found.append(Option(f"{ACTION}{way.id}", in_language(way.label, language), cannot))
    return [*found, *(Option(what, label) for what, label in OTHERS.items())]


def asking(run: Run, what: str, viewer: Viewer, at: datetime) -> Asking:
    """The form, before anything is answered.

    Raises:
        RunNotFound: there is no such thing to do.
    """
    if what in OTHERS:
        return Asking(what, OTHERS[what], asks=True, choices=_choices(run, what))
    way = _way(run, what)
    label, scope = in_language(way.label, run.service.languages[0]), _scope(run, at)
    html = safe(questions_html(scope, list(filter(scope.asks, way.ask)), {}))
    return Asking(what, label, asks=bool(way.ask), questions=html, deed=None if way.ask else _act(way, {}))


def answered(run: Run, what: str, typed: Typed, viewer: Viewer, at: datetime) -> Asking:
    """The form with what was answered: ``deed`` when that is good, or else ``mistakes``. Raises as :func:`asking`."""
    if what in OTHERS:
        return _answered_ours(run, what, typed)
    way = _way(run, what)
    label, scope, posted = in_language(way.label, run.service.languages[0]), _scope(run, at), Posted(typed)
    seeing = read_in_turn(way.ask, scope, posted)
    if not posted.problems:
        return Asking(what, label, asks=True, deed=_act(way, posted.answers))
    html = safe(questions_again(seeing, list(filter(seeing.asks, way.ask)), typed, posted.problems, {}))
    return Asking(what, label, asks=True, questions=html, mistakes=mistakes(posted.problems))


def _answered_ours(run: Run, what: str, typed: Typed) -> Asking:
    to, words = (next(iter(typed.get(name, ())), "") for name in ("to", "words"))
    choices = _choices(run, what)
    given = remarks(words)[: LONGEST if what == "note" else LONGEST_REASON]
    wrong = []
    if choices and to not in {value for _, value in choices}:
        wrong.append(Mistake("#to", "Select a priority" if what == "priority" else "Select who to hand them to"))
    if what != "priority" and not given:
        wrong.append(Mistake("#words", "Enter the note" if what == "note" else "Enter why you are handing them on"))
    if wrong:
        return Asking(what, OTHERS[what], True, choices=choices, to=to, words=words, mistakes=tuple(wrong))
    deeds = {
        "assign": Deed("assign", {"to": None if to == NOBODY else to}, {"reason": given}),
        "priority": Deed("priority", {"priority": to}),
        "note": Deed("note", {}, {"text": given}),
    }
    return Asking(what, OTHERS[what], True, deed=deeds[what])


def _choices(run: Run, what: str) -> tuple[tuple[str, str], ...]:
    """Pairs of words and value."""
    if what == "priority":
        return tuple((priority.capitalize(), priority) for priority in reversed(PRIORITIES))
    if what != "assign":
        return ()
    language, service = run.service.languages[0], run.service
    labels = {role.id: in_language(role.label, language) for role in service.roles}
    choices = [("Nobody: put them back for anyone to take", NOBODY)]
    choices += [(f"Anyone in {label}", f"role:{role}") for role, label in labels.items()]
    with current_site().database.read() as session:
        for one in people.colleagues(session, run.organisation_id, service.id):
            named = ", ".join(sorted(labels[role] for role in one.roles & labels.keys()))
            choices.append((f"{one.name} ({named})", f"person:{one.id}"))
    return tuple(choices)


def _way(run: Run, what: str) -> Transition:
    way = run.service.workflow.transition(what.removeprefix(ACTION)) if what.startswith(ACTION) else None
    if way is None or any(question.kind == "file" for question in way.ask):
        raise RunNotFound("There is no such action.")
    return way


def _act(way: Transition, answers: Mapping[str, object]) -> Deed:
    return Deed("act", {"action": way.id}, {name: value for name, value in answers.items() if value is not None})


def _scope(run: Run, at: datetime) -> Guarded:
    """What the questions see: of many cases, no answer of any one."""
    return Guarded(run.service, {}, Moment(at, run.service.calendar), run.service.languages[0])
