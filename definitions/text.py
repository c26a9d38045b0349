"""Words of a service: variants by condition and language, with {names} put in once and never read again."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any, Protocol

from definitions.calendars import Moment
from definitions.expressions import Expression, InvalidExpression, compile_expression
from definitions.nearest import did_you_mean, listed
from definitions.types import BOOLEAN, Type

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_-]*)*")  # one pass over words of at most 64 characters
Wrong = Callable[[str], str | None]
"""Why a name in a text cannot be put in; None when it can."""

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class Context(Protocol):
    """What words are put into: the names known, when, in which language. ``definitions.scope.Scope`` is one."""

    @property
    def names(self) -> Mapping[str, Any]: ...
    @property
    def moment(self) -> Moment: ...
    @property
    def language(self) -> str: ...
    def shown(self, dotted: str) -> str:
        """The shown form of what ``dotted`` names, as plain text; "" when it is absent."""
        ...


@dataclass(frozen=True, slots=True)
class TextProblem:
    """``pointer`` is relative to the text in ``language``; ``offset`` counts characters into what it points at."""

    language: str
    pointer: str
    code: str
    message: str
    offset: int = 0


class InvalidText(Exception):
    """A text that cannot be compiled: ``problems`` holds everything wrong with it, in every language."""

    def __init__(self, problems: Iterable[TextProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.message for p in self.problems))


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording. ``parts`` alternate: literal text at even places, the name inside ``{}`` at odd ones."""

    when: Expression | None
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in each language that it has, the service's first language first. The last variant has no ``when``."""

    variants: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict)

    @property
    def interpolated(self) -> frozenset[str]:
        """Dotted names inside ``{}``, in any language and variant."""
        return frozenset(name for variant in self._all() for name in variant.parts[1::2])

    @property
    def names(self) -> frozenset[str]:
        """Every dotted name this text depends on: those put in, and those its conditions read."""
        conditions = (variant.when.names for variant in self._all() if variant.when)
        return self.interpolated.union(*conditions)

    def render(self, scope: Context, *, escape: Callable[[str], str] | None = None) -> str:
        """The first variant that holds, in the scope's language or else the service's first.

        What is put in passes ``escape`` (for Markdown, a header, ...) and is never read again. Without ``escape`` the
        result is plain text: let the template escape it whole.
        """
        variants = self.variants.get(scope.language) or next(iter(self.variants.values()), ())
        for variant in variants:
            if variant.when is None or variant.when.holds(scope.names, scope.moment):
                return "".join(
                    (escape(scope.shown(part)) if escape else scope.shown(part)) if odd % 2 else part
                    for odd, part in enumerate(variant.parts)
                )
        return ""

    def _all(self) -> Iterable[Variant]:
        return (variant for variants in self.variants.values() for variant in variants)


def names_in(text: str) -> Iterable[tuple[int, str]]:
    """The dotted names that a wording puts in, each with the place of its first character."""
    found = ((match.start(1), match[1]) for match in _BRACES.finditer(text) if match[1] is not None)
    return ((start, name) for start, name in found if _NAME.fullmatch(name))


def plain(text: str, language: str = "en") -> Text:
    """A text without names or conditions."""
    return Text({language: (Variant(None, (text,)),)})


def one_line(text: str) -> str:
    """For a place that holds one line (a subject, a table cell): every kind of line break becomes a space."""
    return " ".join(text.split())


def compile_text(
    by_language: Mapping[str, str | Sequence[Mapping[str, str]]],
    names: Mapping[str, Type],
    *,
    shown: Iterable[str] = (),
    groups: Container[str] = (),
    later: Container[str] = (),
    often: Mapping[str, str] = MappingProxyType({}),
) -> Text:
    """Compile a text as the document says it, by language: a string, or a list of ``{when?, text}``.

    ``names`` are those that conditions and ``{}`` may use; ``shown`` more that only ``{}`` may (terms). ``groups`` hold
    facts, of which a text must name one; ``later`` are names known only once an application has been sent, ``often``
    those inside a list's items, with the list.

    Raises:
        InvalidText: codes text.unknown-name, text.brace, and those of expressions.
    """
    problems: list[TextProblem] = []
    known = ChainMap[str, Type | None]({**dict.fromkeys(shown)}, names)  # type: ignore[arg-type]  # only read
    wrong = partial(_unknown, known=known, groups=groups, later=later, often=often)
    variants = {
        language: tuple(_variants(text, language, names, wrong, problems)) for language, text in by_language.items()
    }
    if problems:
        raise InvalidText(problems)
    return Text(variants)


def _variants(
    text: str | Sequence[Mapping[str, str]],
    language: str,
    names: Mapping[str, Type],
    wrong: Wrong,
    problems: list[TextProblem],
) -> Iterable[Variant]:
    if isinstance(text, str):
        yield Variant(None, _parts(text, language, "", wrong, problems))
        return
    for n, item in enumerate(text):
        when = None
        if "when" in item:
            try:
                when = compile_expression(item["when"], names, BOOLEAN)
            except InvalidExpression as bad:
                at = f"/{n}/when"
                problems += (TextProblem(language, at, p.code, p.message, p.offset or 0) for p in bad.problems)
        yield Variant(when, _parts(item["text"], language, f"/{n}/text", wrong, problems))


def _parts(text: str, language: str, pointer: str, wrong: Wrong, problems: list[TextProblem]) -> tuple[str, ...]:
    parts, literal, end = [], "", 0
    for match in _BRACES.finditer(text):
        literal += text[end : match.start()]
        end = match.end()
        if match[0] in ("{{", "}}"):
            literal += match[0][0]
        elif match[1] is not None and _NAME.fullmatch(match[1]):
            if why := wrong(match[1]):
                problems.append(TextProblem(language, pointer, "text.unknown-name", why, match.start()))
            parts += [literal, match[1]]
            literal = ""
        else:
            message = f"{match[0]} is not a name to put in: write {{name}}, or double the brace to show one"
            problems.append(TextProblem(language, pointer, "text.brace", message, match.start()))
    return (*parts, literal + text[end:])


def _unknown(
    dotted: str,
    known: Mapping[str, Type | None],
    groups: Container[str],
    later: Container[str],
    often: Mapping[str, str],
) -> str | None:
    """Why ``dotted`` names nothing that can be put in, or None when it does."""
    first, *rest = dotted.split(".")
    if first not in known and first in often:
        return f'"{first}" is asked for each item of "{often[first]}": put in {{{often[first]}}}, or a value made of it'
    if first not in known and first in later:
        return f'"{first}" is known only once the application has been sent, so it cannot be put in here'
    if first not in known:
        return f'There is nothing called "{first}" to put here{did_you_mean(first, known)}'
    kind, so_far = known[first], first
    if not rest and first in groups:
        one = f", such as {{{first}.{kind.fields[0][0]}}}" if kind and kind.fields else ""
        return f'"{first}" is a group of facts: put in one of them{one}'
    for part in rest:
        fields = dict(kind.fields) if kind else {}
        if kind and kind.name == "any":
            return None
        if part not in fields:
            near = did_you_mean(part, fields) or (f": it has {listed(fields, 'and')}" if fields else "")
            return f"{so_far} has no {part}{near}"
        kind, so_far = fields[part], f"{so_far}.{part}"
    return None
