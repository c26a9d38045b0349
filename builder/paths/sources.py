"""What the route depends on: for each page the answers that anything from there on looks at, however far around."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from definitions.calendars import Moment
from definitions.expressions import Expression, ExpressionDefect
from definitions.known import follows
from definitions.reading.compile_pages import END
from definitions.reading.compile_service import Compiled
from definitions.types import ABSENT

MOST = 10
"""The most ways in which look-ups are tried."""


class Sources:
    """``roots``: by name, the questions and lists that it comes from."""

    def __init__(self, compiled: Compiled) -> None:
        form = self.form = compiled.service.form
        uses = [use for use in compiled.compiling.uses if use.expression is not None and use.where.page is not None]
        self.expressions = [use.expression for use in uses if use.expression]
        known = follows(form)
        names = {name.partition(".")[0] for use in uses for name in use.names} | {q.id for q in form.questions}
        self.roots = {name: _roots(name, known, frozenset()) for name in names}
        here: dict[int, set[str]] = {}
        for use in uses:
            found = {source for name in use.names for source in self.roots[name.partition(".")[0]]}
            if use.where.page is not None and use.where.page < END:
                here.setdefault(use.where.page, set()).update(found)
        inside = {list_id: [q for q, lists in form.lists.items() if list_id in lists] for list_id in
                  {one for lists in form.lists.values() for one in lists}}  # fmt: skip
        for place, page in enumerate(form.every_page):
            here.setdefault(place, set()).update(q.under.question for q in page.questions if q.under)
        self._places = {page.id: n for n, page in enumerate(form.every_page)}
        self._asked_at = {q.id: n for n, page in enumerate(form.every_page) for q in page.questions}
        for list_id, held in inside.items():
            self._asked_at[list_id] = max(self._asked_at[name] for name in held)
        self._asked = [
            (use.where.page, use.expression, self._of(use.names))
            for use in uses if use.expression is not None and use.where.page is not None and use.where.page < END
        ]  # fmt: skip
        self._choosing = frozenset(q.id for q in form.questions if q.options)
        self._using: dict[str, list[Expression]] = {}
        for expression in self.expressions:
            for root in {root for name in expression.names for root in self.roots[name.partition(".")[0]]}:
                self._using.setdefault(root, []).append(expression)
        needed: set[str] = set()
        self._needed: dict[str, frozenset[str]] = {}
        for place in range(len(form.every_page) - 1, -1, -1):
            needed |= {inner for name in here.get(place, ()) for inner in (name, *inside.get(name, ()))}
            self._needed[form.every_page[place].id] = frozenset(needed)

    def _of(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(root for name in names for root in self.roots[name.partition(".")[0]])

    def state(self, page: str, answers: Mapping[str, Any], names: Mapping[str, Any], moment: Moment) -> str:
        """All that matters of what was answered before a page: what the conditions from there on come to where nothing
        that they depend on is asked any more, and the answers that the others depend on."""
        place = self._places[page]
        settled, open = [], set[str]()
        for at, expression, roots in self._asked:
            if at < place:
                continue
            if all(self._asked_at.get(root, 0) < place for root in roots):
                settled.append(_worth(expression, names, moment))
            else:
                open |= roots
        return json.dumps([settled, {name: answers[name] for name in sorted(open & answers.keys())}], default=repr)

    def needed(self, page: str) -> frozenset[str]:
        """The questions on whose answers that page or any later one depends."""
        return self._needed.get(page, frozenset())

    def meaning(self, question: str, value: Any, names: Mapping[str, Any], moment: Moment) -> str:
        """What an answer comes to in everything that depends on it: two that come to the same lead the same way. Where
        something else is still to be answered, only the same answer does."""
        if isinstance(value, bool | list) or question in self._choosing:
            return repr(value)
        found = [_worth(expression, names, moment) for expression in self._using.get(question, ())]
        return repr(value) if any(one is ABSENT for one in found) and value is not None else repr(found)

    def findings(self, moment: Moment) -> list[dict[str, Any]]:
        """Ways in which look-ups can turn out: nothing is found; something of each kind; and for each text that a fact
        is compared with, that one."""
        lookups = self.form.lookups
        if not lookups:
            return [{}]
        day = (moment.today - timedelta(days=1)).isoformat()
        kinds = {"text": "Something", "integer": 1, "decimal": "1", "money": 100, "date": day, "boolean": True}
        found = {one.id: {name: kinds.get(kind, "Something") for name, kind in one.kinds.items()} for one in lookups}
        no = {id: {name: fact is not True and fact for name, fact in facts.items()} for id, facts in found.items()}
        texts = []
        for id, name, text in self._compared():
            if found.get(id, {}).get(name) == kinds["text"]:
                texts.append({**found, id: {**found[id], name: text}})
        return list({repr(one): one for one in [{}, found, no, *texts]}.values())[:MOST]

    def _compared(self) -> Iterator[tuple[str, str, str]]:
        """The facts of look-ups, and the texts in the expressions that use them."""
        for expression in self.expressions:
            texts = [n.value for n in expression.tree.walk() if n.kind == "literal" and isinstance(n.value, str)]
            for dotted in sorted(expression.names):
                id, _, name = dotted.partition(".")
                yield from ((id, name, text) for text in texts if name)


def _worth(expression: Expression, names: Mapping[str, Any], moment: Moment) -> Any:
    try:
        return expression.evaluate(names, moment)
    except ExpressionDefect:
        return ABSENT


def _roots(name: str, known: Any, above: frozenset[str]) -> frozenset[str]:
    if name not in known or name in above:
        return frozenset((name,))
    return frozenset(root for one in known[name] for root in _roots(one, known, above | {name}))
