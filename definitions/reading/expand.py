"""A document with its blocks put in and its choices taken from tables, and where each part of that came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from definitions.nearest import did_you_mean
from definitions.origins import Origin, Origins
from definitions.problems import Problem
from definitions.reading.blocks import Translation, instance
from definitions.reading.rows import rows_of
from definitions.reading.translating import Translations

Document = Mapping[str, Any]


@dataclass(slots=True)
class Expanded:
    """``problems`` have pointers into the expanded document; ``origins`` lead back to what was written."""

    document: Document
    problems: list[Problem] = field(default_factory=list)
    origins: Origins = field(default_factory=Origins)


def expanded(document: Document) -> Expanded:
    """Expand a document of the right shape. One that uses nothing is returned as it is."""
    made = Expanded(document)
    if not (document.get("tables") or document.get("blocks") or _refers(document)):
        return made
    expanding = _Expanding(document, made)
    form = expanding.holder(document["form"], "/form", "/form")
    ways = [
        expanding.holder(way, f"/workflow/transitions/{n}", f"/workflow/transitions/{n}")
        for n, way in enumerate(document["workflow"]["transitions"])
    ]
    workflow = {**document["workflow"], "transitions": ways}
    if "tasks" in workflow:
        workflow["tasks"] = [expanding.task(one, f"/workflow/tasks/{n}") for n, one in enumerate(workflow["tasks"])]
    made.document = expanding.translated({**document, "form": form, "workflow": workflow})
    return made


def _refers(document: Document) -> bool:
    """Whether the document names a block or a table, without holding any."""
    waiting: list[Any] = [document["form"], document["workflow"]["transitions"], document["workflow"].get("tasks", [])]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += here
        elif isinstance(here, dict):
            if "use" in here or isinstance(here.get("options"), dict):
                return True
            waiting += [here[name] for name in ("pages", "sections", "questions", "options", "ask") if name in here]
    return False


class _Expanding:
    def __init__(self, document: Document, made: Expanded) -> None:
        self.document, self.made = document, made
        self.blocks: Mapping[str, Any] = document.get("blocks", {})
        self.translations: list[Translation] = []

    def holder(self, part: Document, new: str, old: str) -> dict[str, Any]:
        """A form, section, page or transition, with its lists expanded."""
        changed = dict(part)
        for name in ("pages", "questions", "ask"):
            if name in part:
                changed[name] = self._listed(part[name], f"{new}/{name}", f"{old}/{name}", name)
        if "sections" in part:
            changed["sections"] = [
                self.holder(section, f"{new}/sections/{n}", f"{old}/sections/{n}")
                for n, section in enumerate(part["sections"])
            ]
        return changed

    def task(self, part: Document, at: str) -> dict[str, Any]:
        """A task, whose questions' words are translated under its own id."""
        before = len(self.translations)
        changed = self.holder(part, at, at)
        self.translations[before:] = [
            replace(one, kind="tasks", id=part["id"], name=f"{one.id}.{one.name}") for one in self.translations[before:]
        ]
        return changed

    def _listed(self, parts: list[Any], new: str, old: str, name: str, block: str = "") -> list[Any]:
        found: list[Any] = []
        for n, part in enumerate(parts):
            if "use" in part and not block:
                self._used(found, part, new, f"{old}/{n}", "pages" if name == "pages" else "questions")
                continue
            at = f"{new}/{len(found)}"
            if "use" in part:
                self._problem(f"{at}/use", "block.nested", "a block cannot use another: write its questions out")
                continue
            if not block and at != f"{old}/{n}":
                self.made.origins.by[at] = Origin(f"{old}/{n}")
            found.append(self._part(part, at, f"{old}/{n}", name, block))
        return found

    def _part(self, part: Document, new: str, old: str, name: str, block: str) -> Document:
        if name == "pages":
            if "questions" not in part:
                return part
            return {
                **part,
                "questions": self._listed(part["questions"], f"{new}/questions", f"{old}/questions", "q", block),
            }
        options = part.get("options")
        if isinstance(options, dict):
            return self._chosen_from(part, options, new, old, block)
        if isinstance(options, list) and any("questions" in option for option in options):
            return {**part, "options": [self._option(o, f"{new}/options/{n}", f"{old}/options/{n}", block)
                                        for n, o in enumerate(options)]}  # fmt: skip
        return part

    def _option(self, option: Document, new: str, old: str, block: str) -> Document:
        if "questions" not in option:
            return option
        inner = self._listed(option["questions"], f"{new}/questions", f"{old}/questions", "q", block)
        return {**option, "questions": inner}

    def _used(self, found: list[Any], use: Document, new: str, old: str, kind: str) -> None:
        """Put a block's parts at the end of ``found``."""
        block, name = self.blocks.get(use["use"]), use["use"]
        lost = f"{new}/used {old}"
        self.made.origins.by[lost] = Origin(old)
        if block is None:
            near = did_you_mean(name, self.blocks) or ": put it into the folder blocks beside the service"
            self._problem(f"{lost}/use", "block.unknown", f'there is no block called "{name}"{near}')
            return
        made = instance(block, use, kind)
        for at, code, words in made.problems:
            self._problem(lost + at, code, words)
        self.translations += made.translations
        for inside, part in made.parts:
            at = f"{new}/{len(found)}"
            self.made.origins.by[at] = Origin(old, name, inside)
            found.append(self._part(part, at, old, kind, name))

    def _chosen_from(self, question: Document, source: Document, new: str, old: str, block: str) -> Document:
        """A question whose choices are the rows of a table: they stand in place of what names it."""
        if not block:
            self.made.origins.by[f"{new}/options"] = Origin(f"{old}/options/table", whole=True)
            for name in ("table", "value", "label", "where"):
                self.made.origins.by[f"{new}/options/{name}"] = Origin(f"{old}/options/{name}")
        rows, problems = rows_of(self.document.get("tables", {}), source, self.document["languages"])
        for problem in problems:
            self.made.problems.append(replace(problem, pointer=f"{new}/options{problem.pointer}"))
        return {**question, "options": rows, "from": source}

    def translated(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with the translations of its blocks, where it has none of its own."""
        if not self.translations:
            return document
        keys, own = Translations(document), document.get("translations", {})
        merged = {language: dict(texts) for language, texts in own.items()}
        for one in self.translations:
            if one.language in keys.others:
                texts = merged.setdefault(one.language, {})
                texts.setdefault(keys.key(one.kind, one.id, one.name), one.entry)
        return {**document, "translations": merged}

    def _problem(self, pointer: str, code: str, words: str) -> None:
        self.made.problems.append(Problem(pointer, code, words))
