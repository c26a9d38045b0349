"""Which comparisons a name can be put to, and what each wants as its value: by the type that it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from builder.conditions.rows import Subject
from builder.conditions.vocabulary import Named

Takes = Literal["nothing", "choice", "choices", "text", "number", "money", "day"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``words`` are read between the question and the value; ``takes`` says which input the value has."""

    key: str
    words: str
    takes: Takes


_NUMBERS = (("==", "is"), ("!=", "is not"), ("<", "is less than"), ("<=", "is at most"), (">", "is more than"),
            (">=", "is at least"))  # fmt: skip
_DAYS = (("==", "is"), ("!=", "is not"), ("<", "is before"), ("<=", "is on or before"), (">", "is after"),
         (">=", "is on or after"))  # fmt: skip
_TEXTS = (("==", "is"), ("!=", "is not"), ("contains", "contains"), ("startsWith", "begins with"),
          ("endsWith", "ends with"))  # fmt: skip
_CHOICES: tuple[tuple[str, str, Takes], ...] = (
    ("==", "is", "choice"),
    ("!=", "is not", "choice"),
    ("one-of", "is one of", "choices"),
    ("none-of", "is none of", "choices"),
)
_LISTED: tuple[tuple[str, str, Takes], ...] = (
    ("includes", "includes", "choice"),
    ("excludes", "does not include", "choice"),
)
GIVEN = (Comparison("answered", "is answered", "nothing"), Comparison("unanswered", "is not answered", "nothing"))
TRUTH = (Comparison("yes", "is yes", "nothing"), Comparison("no", "is no", "nothing"))
COMPARISONS = (
    frozenset(key for key, _ in (*_NUMBERS, *_TEXTS))
    | {key for key, _, _ in (*_CHOICES, *_LISTED)}
    | {one.key for one in (*GIVEN, *TRUTH)}
)


def offered(named: Named, subject: Subject | None = None) -> tuple[Comparison, ...]:
    """The comparisons for a name, those that anything can be put to last."""
    if subject is not None and subject.measure:
        return tuple(Comparison(key, words, "number") for key, words in _NUMBERS)
    return (*_of_type(named), *GIVEN)


def _of_type(named: Named) -> tuple[Comparison, ...]:
    of = named.type
    match of.name:
        case "boolean":
            return TRUTH
        case "integer" | "decimal":
            takes: Takes = "money" if named.kind == "money" else "number"
            return tuple(Comparison(key, words, takes) for key, words in _NUMBERS)
        case "timestamp":
            return tuple(Comparison(key, words, "day") for key, words in _DAYS)
        case "text" if named.choices or of.options:
            return tuple(Comparison(*one) for one in _CHOICES)
        case "text":
            return tuple(Comparison(key, words, "text") for key, words in _TEXTS)
        case "list" if of.of is not None and of.of.name == "text":
            return tuple(Comparison(*one) for one in _LISTED)
    return ()


def words_for(named: Named | None, subject: Subject, key: str) -> Comparison:
    """The comparison of that key, in the words that suit what is compared."""
    every = offered(named, subject) if named else ()
    plain = [Comparison(*one) for one in (*_CHOICES, *_LISTED)]
    plain += [Comparison(key, words, "text") for key, words in (*_NUMBERS, *_TEXTS)]
    return next(one for one in (*every, *TRUTH, *GIVEN, *plain) if one.key == key)
