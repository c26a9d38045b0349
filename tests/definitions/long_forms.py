"""Random forms with sections and lists as plain data, the documents they are, and the plainest reading of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from definitions.reading.compile_service import compile_service
from definitions.service import Service
from tests.factories import document, question

VALUES = ("a", "b", "c")
Condition = tuple[str, str, str]
"""How, of which names (joined by a dot inside lists), with which value."""

SOURCES = {
    "is": "{0} == '{3}'",
    "is not": "{0} != '{3}'",
    "answered": "answered({0})",
    "exists": "{0}.exists(x, x.{1} == '{3}')",
    "none": "!{0}.exists(x, x.{1} != '{3}')",
    "all": "{0}.all(x, x.{1} == '{3}')",
    "several": "size({0}.filter(x, x.{1} != '{3}')) > 1",
    "mapped": "size({0}.map(x, x.{1})) == 1",
    "deep": "{0}.exists(x, x.{1}.exists(y, y.{2} == '{3}'))",
    "first": "item.number == 1",
}


def source(conditions: list[Condition]) -> str:
    def written(how: str, of: str, value: str) -> str:
        return SOURCES[how].format(*f"{of}..".split(".")[:3], value)

    return " && ".join(written(*one) for one in conditions)


def met(conditions: list[Condition], scope: dict[str, Any]) -> bool:
    """The plain reading: what is absent makes a condition false, and what an item lacks a test of it."""
    return all(_holds(how, *f"{of}..".split(".")[:3], value, scope) for how, of, value in conditions)


def _holds(how: str, of: str, part: str, deep: str, value: str, scope: dict[str, Any]) -> bool:
    if how == "first":
        return bool(scope["item"] == 1)
    if of not in scope:
        return False
    if how in ("is", "is not", "answered"):
        return {"is": scope[of] == value, "is not": scope[of] != value, "answered": True}[how]
    if how == "deep":
        return any(inner.get(deep) == value for item in scope[of] for inner in item.get(part, ()))
    found = [item.get(part) for item in scope[of]]
    others = [one for one in found if one is not None and one != value]
    return {
        "exists": value in found,
        "none": not others,
        "all": all(one == value for one in found),
        "several": len(others) > 1,
        "mapped": sum(one is not None for one in found) == 1,
    }[how]


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """Pages and up to three sections; a list may have another inside each of its items."""
    made = Making(draw)
    pages = [made.page() for _ in range(draw(st.integers(0, 2)))]
    return {"pages": pages, "sections": [made.section() for _ in range(draw(st.integers(1, 3)))]}


class Making:
    """``singles`` are names with one answer here, ``lists`` the dotted names of what items of known lists hold."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.count = draw, 0
        self.singles, self.lists, self.inside = list[str](), list[str](), ""

    def id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def conditions(self) -> list[Condition]:
        kinds = ["is", "is not", "answered"] * bool(self.singles) + ["first"] * bool(self.inside)
        kinds += ["exists", "none", "all", "several", "mapped"] * any(one.count(".") == 1 for one in self.lists)
        kinds += ["deep"] * any(one.count(".") == 2 for one in self.lists)
        found = []
        for _ in range(self.draw(st.sampled_from((1, 0, 2, 1, 0))) if kinds else 0):
            how = self.draw(st.sampled_from(kinds))
            depth = {"is": 0, "is not": 0, "answered": 0, "first": 0, "deep": 2}.get(how, 1)
            among = [one for one in (*self.singles, *self.lists) if one.count(".") == depth] or [""]
            found.append((how, self.draw(st.sampled_from(among)), self.draw(st.sampled_from(VALUES))))
        return found

    def page(self) -> dict[str, Any]:
        when, questions = self.conditions(), []
        for _ in range(self.draw(st.integers(1, 2))):
            one = {"id": self.id("q"), "when": self.conditions(), "required": self.draw(st.booleans())}
            questions.append(one)
            self.singles.append(one["id"])
            self.lists += [f"{self.inside}.{one['id']}"] if self.inside else []  # the items before this one
        return {"id": self.id("p"), "when": when, "questions": questions}

    def section(self, depth: int = 0) -> dict[str, Any]:
        section: dict[str, Any] = {"id": self.id("s"), "when": self.conditions(), "repeat": None, "sections": []}
        outer, known, was = list(self.singles), list(self.lists), self.inside
        if depth or self.draw(st.booleans()):
            section["repeat"] = {"id": self.id("l"), "min": self.draw(st.integers(0, 1)), "max": 3}
            self.inside = section["repeat"]["id"]
        section["pages"] = [self.page() for _ in range(self.draw(st.integers(1, 2)))]
        if section["repeat"] and not depth and self.draw(st.booleans()):
            section["sections"] = [self.section(1)]
        if section["repeat"]:
            below = [
                one for section in section["sections"] for one in self.lists if one.startswith(section["repeat"]["id"])
            ]
            here = [one for one in self.lists if one not in (*known, *below)]
            self.singles, self.inside = outer, was
            self.lists = [*known, *here, *(f"{section['repeat']['id']}.{one}" for one in below)]
        return section


def service_of(form: dict[str, Any], **changes: Any) -> Service:
    """The service, compiled without asking whether it makes sense: no random condition has to."""
    whole = {"pages": list(map(_page, form["pages"])), "sections": list(map(_section, form["sections"]))}
    compiled = compile_service(document(form=whole | changes))
    assert [p for p in compiled.compiling.problems if not p.pointer.startswith("/queues")] == []
    return compiled.service


def _when(part: dict[str, Any]) -> dict[str, str]:
    return {"when": source(part["when"])} if part["when"] else {}


def _page(page: dict[str, Any]) -> dict[str, Any]:
    options = [{"value": value, "label": value} for value in VALUES]
    questions = [
        question(q["id"], type="radios", options=options, required=q["required"]) | _when(q) for q in page["questions"]
    ]
    return {"id": page["id"], "title": "P", "questions": questions} | _when(page)


def _section(section: dict[str, Any]) -> dict[str, Any]:
    found = {"id": section["id"], "title": "S", "pages": list(map(_page, section["pages"]))} | _when(section)
    if section["repeat"]:
        found["repeat"] = {"label": "Thing"} | section["repeat"]
    if section["sections"]:
        found["sections"] = list(map(_section, section["sections"]))
    return found


class Plain:
    """``route`` and ``missing`` by qualified names, ``kept`` nested; ``states`` of the form's sections."""

    def __init__(self, form: dict[str, Any], answers: dict[str, Any]) -> None:
        self.route, self.missing, self.kept = list[str](), list[str](), dict[str, Any]()
        scope: dict[str, Any] = {}
        self.pages(form["pages"], answers, scope, self.kept, "")
        for section in form["sections"]:
            self.section(section, answers, scope, self.kept, "")

    def pages(self, pages: list[Any], given: Any, scope: dict[str, Any], kept: dict[str, Any], at: str) -> bool:
        shown_any = False
        for page in pages:
            if not met(page["when"], scope):
                continue
            shown = [one for one in page["questions"] if self.asked(one, given, scope, kept, at)]
            if shown:
                self.route.append(f"{at}{page['id']}")
                shown_any = True
        return shown_any

    def asked(self, one: dict[str, Any], given: Any, scope: dict[str, Any], kept: dict[str, Any], at: str) -> bool:
        if not met(one["when"], scope):
            return False
        if given.get(one["id"]) in VALUES:
            kept[one["id"]] = scope[one["id"]] = given[one["id"]]
        elif one["required"]:
            self.missing.append(f"{at}{one['id']}")
        return True

    def section(self, section: Any, given: Any, scope: dict[str, Any], kept: dict[str, Any], at: str) -> None:
        if not met(section["when"], scope):
            return
        if not section["repeat"]:
            self.pages(section["pages"], given, scope, kept, at)
            return
        items, of = [], section["repeat"]["id"]
        for number, item in enumerate(given.get(of) or (), 1):
            inner, own = {**scope, of: list(items), "item": number}, dict[str, Any]()
            place = f"{at}{of}.{item['_']}."
            self.pages(section["pages"], item, inner, own, place)
            for below in section["sections"]:
                self.section(below, item, inner, own, place)
            items.append(own)
        kept[of] = scope[of] = items
        if len(items) < section["repeat"]["min"]:
            self.missing.append(f"{at}{of}")


@st.composite
def answers_to(draw: st.DrawFn, form: dict[str, Any]) -> dict[str, Any]:
    """Answers to some of it, good and bad; each item carries a key."""
    keys = iter(range(1000))
    single = st.sampled_from([*VALUES, *VALUES, None, "z"])

    def below(pages: list[Any], sections: list[Any]) -> dict[str, Any]:
        plain = [page for section in sections if not section["repeat"] for page in section["pages"]]
        names = [q["id"] for page in (*pages, *plain) for q in page["questions"]]
        found: dict[str, Any] = {name: draw(single) for name in names if draw(st.sampled_from((1, 1, 1, 0)))}
        for section in sections:
            if section["repeat"] and draw(st.sampled_from((1, 1, 1, 0))):
                count = draw(st.sampled_from((2, 1, 3, 0)))
                items = [{"_": f"k{next(keys)}"} | below(section["pages"], section["sections"]) for _ in range(count)]
                found[section["repeat"]["id"]] = items
        return found

    return below(form["pages"], form["sections"])


@st.composite
def forms_and_answers(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    form = draw(forms())
    return form, draw(answers_to(form))
