"""What an author who writes this most likely means: words to end a problem with."""

from __future__ import annotations

from collections.abc import Iterable

from definitions.expressions.known import path_of, say
from definitions.expressions.tree import Node
from definitions.nearest import closest
from definitions.types import Type

INSTEAD = {
    "count": "size(x)",
    "length": "size(x)",
    "len": "size(x)",
    "exists": "answered(x)",
    "isblank": "!answered(x)",
    "isempty": "!answered(x)",
    "isnull": "!answered(x)",
    "isset": "answered(x)",
    "days_between": "working_days_between(a, b), or compare with add_days(a, 28)",
    "datediff": "working_days_between(a, b), or compare with add_days(a, 28)",
    "date_diff": "working_days_between(a, b), or compare with add_days(a, 28)",
    "year": "age(d), age_on(d, on), or compare with date('2026-01-31')",
    "min": "a < b ? a : b, or min_of(list)",
    "max": "a > b ? a : b, or max_of(list)",
    "total": "sum(list)",
    "average": "sum(list) / size(list)",
    "round": "percent(pence, n, 'half-up')",
    "includes": "x in list, or text.contains('a')",
}
"""Functions that other languages have, and what does the same here."""

ELSEWHERE = {
    "case": "The case is known only in the workflow and in messages: it is there once an application has been sent",
    "clock": "Clocks are known only in the workflow and in messages: they start once an application has been sent",
    "item": "An item has a number only inside a section that repeats, where it is item.number",
    "actor": "Who acts is known only in the workflow",
}


def unknown_function(name: str, known: Iterable[str]) -> str:
    """What to say of a function that there is not."""
    instead = INSTEAD.get(name.lower())
    near = None if instead else closest(name, known)
    hint = f": write {instead}" if instead else f". Did you mean {near}?" if near else ""
    return f"There is no function {name}{hint}"


def unknown_name(name: str, known: Iterable[str], functions: Iterable[str], beside: Type | None) -> str:
    """What to say of a name that nothing has. ``beside`` is what it is compared with."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    said = f"Nothing here is called {name}"
    if beside is not None and name in (beside.options or ()):
        return f"{said}. If it is a choice, write '{name}' in quotation marks"
    if name in functions:
        return f"{said}. If it is the function, write {name}()"
    if name.lower() in ("yes", "no"):
        return f"{said}. Write true or false"
    near = closest(name, known)
    return f"{said}. Did you mean {near}?" if near else said


def unlike(node: Node, one: Type, two: Type) -> str:
    """How to compare two things that were compared wrongly; nothing where that is not plain."""
    left, right = node.parts
    kinds = {one.name, two.name}
    if "list" in kinds and kinds != {"list"}:
        many, item = (left, right) if one.name == "list" else (right, left)
        return f". To look in a list, write {say(item)} in {say(many)}"
    for part, of in ((left, one), (right, two)):
        if of.name == "object" and of.fields and path_of(part):
            return f". Name a part of it, such as {say(part)}.{of.fields[0][0]}"
    if kinds == {"timestamp", "integer"} and (day := _written_day(left) or _written_day(right)):
        return f". To write a date, write date('{day}')"
    if kinds == {"boolean", "integer"} and left.kind == "binary":
        middle = say(left.parts[1])
        return f". Compare twice: {say(left.parts[0])} {left.value} {middle} && {middle} {node.value} {say(right)}"
    return ""


def one_of_several(parts: Iterable[Node], part: Node) -> str:
    """For ``bin == 'a' || 'b'``: how to allow several."""
    if part.kind != "literal" or not isinstance(part.value, str):
        return ""
    for other in parts:
        if other.kind == "binary" and other.value == "==" and path_of(other.parts[0]):
            name, value = (say(each) for each in other.parts)
            return f". To allow several, write {name} in [{value}, {say(part)}]"
    return ""


def moved_day(node: Node) -> str:
    """For ``day - 7``: the function that gives another day."""
    left, right = node.parts
    if right.kind == "literal" and isinstance(right.value, int) and node.value in ("+", "-"):
        return f": write add_days({say(left)}, {'-' if node.value == '-' else ''}{right.value})"
    return ": write add_days, age_on or working_days_between"


def _written_day(node: Node) -> str | None:
    """The date that was written as a sum: 2026-01-31 or 31/1/2026."""
    numbers: list[int] = []
    while node.kind == "binary" and node.value in ("-", "/"):
        node, last = node.parts
        numbers.insert(0, last.value if last.kind == "literal" and isinstance(last.value, int) else -1)
    numbers.insert(0, node.value if node.kind == "literal" and isinstance(node.value, int) else -1)
    if len(numbers) != 3 or min(numbers) < 1:
        return None
    year, month, day = numbers if numbers[0] > 999 else reversed(numbers)
    return f"{year:04}-{month:02}-{day:02}" if month <= 12 and day <= 31 else None
