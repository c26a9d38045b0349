"""Random long forms, and a visitor who asks for their pages in any order and sends whatever comes to mind."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests import factories

CHOICES = ("a", "b", "c")


@st.composite
def long_forms(draw: st.DrawFn) -> dict[str, Any]:
    """A service of up to three sections, some asked for each item of a list, some of these with a list inside."""
    made = _Made(draw)
    pages = [made.page([]) for _ in range(draw(st.integers(0, 1)))]
    sections = [made.section([]) for _ in range(draw(st.integers(1, 3)))]
    form = {"pages": pages, "sections": sections, "task_list": draw(st.booleans())}
    return factories.document(id="any-form", title="Any form", form=form, queues=[factories.document()["queues"][0] | {
        "columns": []}])  # fmt: skip


class _Made:
    """What has been made so far: an expression may only name what comes before it and what it stands among."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.count, self.known = draw, 0, list[str]()
        self.lists: list[tuple[str, str]] = []

    def id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def page(self, own: list[str]) -> dict[str, Any]:
        page: dict[str, Any] = {"id": self.id("page-"), "title": "A page"} | self.when(own)
        page["questions"] = [self.question(own) for _ in range(self.draw(st.integers(1, 2)))]
        return page

    def question(self, own: list[str]) -> dict[str, Any]:
        question = {
            "id": self.id("q"), "type": "radios", "label": "Which?", "required": self.draw(st.booleans()),
            "options": [{"value": value, "label": value} for value in CHOICES],
        } | self.when(own)  # fmt: skip
        own.append(str(question["id"]))
        return question

    def when(self, own: list[str]) -> dict[str, str]:
        names = [*own, *self.known]
        kind = self.draw(st.sampled_from(("none", "none", "is", "list")))
        if kind == "is" and names:
            return {"when": f"{self.draw(st.sampled_from(names))} != '{self.draw(st.sampled_from(CHOICES))}'"}
        if kind == "list" and self.lists:
            of, question = self.draw(st.sampled_from(self.lists))
            return {"when": f"{of}.exists(x, x.{question} == '{self.draw(st.sampled_from(CHOICES))}')"}
        return {}

    def section(self, above: list[str], depth: int = 0) -> dict[str, Any]:
        section: dict[str, Any] = {"id": self.id("part-"), "title": "A part"} | self.when(above)
        own = list(above)
        if depth or self.draw(st.booleans()):
            least = self.draw(st.integers(0, 1))
            section["repeat"] = {"id": self.id("list"), "label": "Thing", "min": least, "max": 2}
        section["pages"] = [self.page(own) for _ in range(self.draw(st.integers(1, 2)))]
        if "repeat" in section and not depth and self.draw(st.booleans()):
            section["sections"] = [self.section(own, 1)]
        new = [name for name in own if name not in above]
        if "repeat" not in section:
            self.known += new
        elif not depth:
            self.lists.append((section["repeat"]["id"], new[0]))
        return section


def every(section: dict[str, Any]) -> list[dict[str, Any]]:
    return [section, *(inner for each in section.get("sections", ()) for inner in every(each))]


def addresses(document: dict[str, Any], keys: list[str]) -> list[str]:
    """Every address of the form, with these keys in place of items; some lead nowhere."""
    form = document["form"]
    found = [page["id"] for page in form["pages"]] + ["tasks", "check"]
    for section in form["sections"]:
        found.append(section["id"])
        above = [section["id"]] if "repeat" in section else []
        for key in keys if above else [""]:
            start = "/".join([*above, key]) + "/" if above else ""
            found += [f"{start}{page['id']}" for page in section["pages"]]
            found += [start.rstrip("/")] if above else []
            for inner in section.get("sections", ()):
                found.append(f"{start}{inner['id']}")
                for below in keys:
                    found += [f"{start}{inner['id']}/{below}/{page['id']}" for page in inner["pages"]]
    return found
