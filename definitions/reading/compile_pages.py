"""A page of a document, compiled, and the questions on it."""

from __future__ import annotations

from typing import Any

from definitions.expressions import Expression
from definitions.form import Calculated, Content, Option, Page, Prefill, Question, Rule
from definitions.problems import pointer
from definitions.reading.asked import Asked, asked, choices
from definitions.reading.compiling import Compiling, Document, Where, numbered
from definitions.schema import settings
from definitions.text import Text, Variant
from definitions.types import TEXT

END = 1_000_000
"""A place after every question of a page, and after every page of a form."""

Owner = tuple[str, str]
"""The list in the document and the id of what a text's key begins with."""

_WORDED = ("yes", "no", "statement", "pattern_message")


def compile_page(compiling: Compiling, page: Document, at: str, before: Where) -> Page:
    """A page of the form or of a section. ``before`` is the place just before its questions."""
    if before.names is not compiling.form:
        return _page(compiling, page, at, before)  # in a list, whose own names nobody compares
    return compiling.once(page, (at, before.page), lambda: _page(compiling, page, at, before))


def _page(compiling: Compiling, page: Document, at: str, before: Where) -> Page:
    last = before.at(END - 1)
    key = compiling.translations.key

    def content(n: int, at: str, part: Document) -> Content:
        text = compiling.text(part, "text", at, before, key("pages", page["id"], f"content.{n}"))
        return Content(text, compiling.when(part, at, before))

    def calculated(n: int, at: str, part: Document) -> Calculated:
        label = compiling.text(part, "label", at, before, key("pages", page["id"], f"calculated.{n}"))
        return Calculated(part["value"], label)

    return Page(
        id=page["id"],
        title=compiling.text(page, "title", at, before, key("pages", page["id"], "title")),
        kind=page.get("kind", "page"),
        when=compiling.when(page, at, before),
        questions=tuple(
            compile_question(compiling, one, before.at(one.n))
            for one in asked(page.get("questions", ()), f"{at}/questions")
        ),
        content=tuple(content(*one) for one in numbered(page.get("content", ()), f"{at}/content")),
        rules=compile_rules(compiling, page, at, last, ("pages", page["id"])),
        calculated=tuple(calculated(*one) for one in numbered(page.get("calculated", ()), f"{at}/calculated")),
    )


def compile_question(compiling: Compiling, one: Asked, where: Where, owner: Owner = ("questions", "")) -> Question:
    """A question of a page, a transition's ``ask`` or a task's. Its own rules may use its own answer. Its words are
    translated under its id, or where it has an ``owner``, as a task's has, under that one's id and its own."""
    question, at = one.part, one.at
    id = question["id"]

    def text(name: str) -> Text:
        return compiling.text(question, name, at, where, _key(compiling, owner, id, name))

    own: dict[str, Any] = {name: question[name] for name in settings(question["type"]) if name in question}
    own |= {name: text(name) for name in _WORDED if name in own}
    said = {name: text(name) for name in ("label", "hint", "why", "help") if name in question}
    return Question(
        id=id,
        kind=question["type"],
        label=said["label"],
        hint=said.get("hint"),
        why=said.get("why"),
        help=said.get("help"),
        was=tuple(question.get("was", ())),
        required=question.get("required", True),
        when=compiling.when(question, at, where),
        options=_options(compiling, question, at, where, owner) if "options" in question else (),
        rules=compile_rules(compiling, question, at, where, (owner[0], owner[1] or id), f"{id}." if owner[1] else ""),
        sensitive=question.get("sensitive", False),
        seen_by=tuple(question.get("seen_by", ())),
        shown_to=tuple(question.get("shown_to", ())),
        correct=tuple(question["correct"]) if "correct" in question else None,
        searchable=question.get("searchable", False),
        settings=own,
        under=one.under,
        prefill=Prefill(**question["prefill"]) if "prefill" in question else None,
        columns=_columns(compiling, question, at, where, owner) if "columns" in question else (),
        table=question["from"]["table"] if "from" in question else "",
        where=_where(compiling, question, at, where) if "from" in question else (),
    )


def _key(compiling: Compiling, owner: Owner, id: str, name: str) -> str:
    """The key of a text of the question ``id``."""
    kind, owned = owner
    return compiling.translations.key(kind, owned or id, f"{id}.{name}" if owned else name)


def _options(compiling: Compiling, question: Document, at: str, where: Where, owner: Owner) -> tuple[Option, ...]:
    if "from" in question:
        return tuple(_row(one) for one in choices(question))
    listed = numbered(choices(question), f"{at}/options")
    return tuple(compile_option(compiling, o, below, where, (*owner, question["id"])) for _, below, o in listed)


def _columns(compiling: Compiling, question: Document, at: str, where: Where, owner: Owner) -> tuple[Question, ...]:
    """The columns of a table. Their words are translated under the table's id."""

    def column(n: int, below: str, part: Document) -> Question:
        def text(name: str) -> Text:
            key = _key(compiling, owner, question["id"], f"{part['id']}.{name}")
            return compiling.text(part, name, below, where, key)

        listed = numbered(part.get("options", ()), f"{below}/options")
        owned, prefix = (*owner, question["id"]), f"{part['id']}."
        options = tuple(compile_option(compiling, o, b, where, owned, prefix) for _, b, o in listed)
        own: dict[str, Any] = {"required": part.get("required", True), "options": options, "settings": dict(part)}
        return Question(part["id"], part["type"], text("label"), **own)

    return tuple(column(*one) for one in numbered(question["columns"], f"{at}/columns"))


def compile_option(
    compiling: Compiling, option: Document, at: str, where: Where, owned: tuple[str, str, str], prefix: str = ""
) -> Option:
    """A choice of the question that ``owned`` names after its owner."""
    *owner, question = owned

    def key(name: str) -> str:
        return _key(compiling, (owner[0], owner[1]), question, f"{prefix}{option['value']}.{name}")

    return Option(
        value=option["value"],
        label=compiling.text(option, "label", at, where, key("label")),
        hint=compiling.maybe_text(option, "hint", at, where, key("hint")),
        when=compiling.when(option, at, where),
        was=tuple(option.get("was", ())),
    )


def _row(row: Document) -> Option:
    """A choice from a table, whose languages are columns."""
    label = Text({language: (Variant(None, (words,)),) for language, words in row["labels"].items()})
    return Option(row["value"], label, cells=row["cells"])


def _where(compiling: Compiling, question: Document, at: str, where: Where) -> tuple[Expression, ...]:
    """What the columns of a table must hold, in the order of its rows' cells."""
    columns = question["from"].get("where", {})
    return tuple(
        compiling.expression(source, f"{at}/options{pointer('where', column)}", where, TEXT)
        for column, source in columns.items()
    )


def compile_rules(
    compiling: Compiling, part: Document, at: str, where: Where, owner: Owner, prefix: str = ""
) -> tuple[Rule, ...]:
    """Rules may use the answers they are about."""
    if "rules" not in part:
        return ()
    where, key = where.after, compiling.translations.key
    return tuple(
        Rule(
            require=compiling.expression(rule["require"], f"{below}/require", where),
            message=compiling.text(rule, "message", below, where, key(*owner, f"{prefix}rules.{n}")),
        )
        for n, below, rule in numbered(part.get("rules", ()), f"{at}/rules")
    )
