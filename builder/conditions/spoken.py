"""A condition read back as a sentence, with labels instead of ids."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from builder.conditions.offered import words_for
from builder.conditions.rows import Condition, Group, Raw, Row, Subject, Value
from builder.conditions.vocabulary import Named, Vocabulary
from definitions.nearest import listed
from definitions.words.dates import day_in_words
from definitions.words.values import money_in_words


def sentence(condition: Condition, words: Vocabulary, opening: str = "Show this when") -> str:
    """ "Show this when Bin is Rubbish and Collection day is before today"."""
    return f"{opening} {said(condition, words)}"


def said(condition: Condition, words: Vocabulary) -> str:
    """The same without its opening, to stand inside another sentence."""
    if isinstance(condition, Raw):
        return f"“{condition.text}”"
    if isinstance(condition, Row):
        return _row(condition, words)
    join = " and " if condition.join == "all" else ", or "
    return join.join(f"({said(one, words)})" if isinstance(one, Group) else said(one, words) for one in condition.parts)


def _row(row: Row, words: Vocabulary) -> str:
    named = words.get(row.subject.name)
    comparison = words_for(named, row.subject, row.comparison)
    told = [_value(value, named if not row.subject.measure else None, words) for value in row.values]
    beginning = f"{_subject(row.subject, named)} {comparison.words}"
    return f"{beginning} {listed(told)}" if told else beginning


def _subject(subject: Subject, named: Named | None) -> str:
    label = named.label.rstrip("?.:") if named else subject.name
    match subject.measure:
        case "age":
            return f"the age by {label}"
        case "size":
            return f"the number of {label}"
    return label


def _value(value: Value, named: Named | None, words: Vocabulary) -> str:
    match value.kind:
        case "text":
            labels = (named.choices if named else None) or {}
            return labels.get(str(value.value)) or f"“{value.value}”"
        case "number":
            money = named is not None and named.kind == "money" and isinstance(value.value, int)
            return money_in_words(int(value.value)) if money else str(Decimal(str(value.value)))
        case "day":
            return _moved(value, _day(str(value.value)))
        case "today":
            return _moved(value, "today")
    other = words.get(str(value.value))
    return _moved(value, other.label.rstrip("?.:") if other else str(value.value))


def _moved(value: Value, base: str) -> str:
    """ "5 days ago", "2 working days after Collection day"."""
    if not value.unit:
        return base
    many = abs(value.count)
    length = f"{many} {value.unit}{'' if many == 1 else 's'}"
    if base == "today":
        return f"{length} ago" if value.count < 0 else f"{length} from today"
    return f"{length} {'before' if value.count < 0 else 'after'} {base}"


def _day(written: str) -> str:
    try:
        return day_in_words(date.fromisoformat(written), "en")
    except ValueError:
        return written
