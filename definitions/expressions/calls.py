"""The rules of functions and macros: what each takes, which arguments must be written out, and what each costs."""

from __future__ import annotations

from datetime import date

from definitions.expressions import hints
from definitions.expressions.functions import MOST_DAYS, MOST_WORKING_DAYS, ROUNDINGS, SIGNATURES, pattern
from definitions.expressions.known import KIND_WORDS, UNKNOWN, Known, Walk, most, path_of, say
from definitions.expressions.tree import Node
from definitions.types import BOOLEAN, DECIMAL, INTEGER, TEXT, list_of

MACROS = frozenset(("exists", "all", "exists_one", "filter", "map"))
MOST_LOOPS = 4
ASKS = frozenset(("answered", "has"))
CONVERSIONS = {"int": (INTEGER, ("integer", "decimal")), "double": (DECIMAL, ("integer", "decimal"))}
AGGREGATES = {"sum": ("integer",), "min_of": ("integer", "decimal", "timestamp")}
AGGREGATES["max_of"] = AGGREGATES["min_of"]
CONVERSIONS["string"] = (TEXT, ("integer", "text"))
KNOWN = sorted({*SIGNATURES, *MACROS, *ASKS, *CONVERSIONS, *AGGREGATES, "size"})
_LIMITS = {"add_days": MOST_DAYS, "add_months": MOST_DAYS, "add_working_days": MOST_WORKING_DAYS}


def called(checker: Walk, node: Node) -> Known:
    """The type of a call, once its target and arguments are checked."""
    name: str = node.value
    if name in MACROS and node.method:
        return _macro(checker, node)
    if name in ASKS:
        return _asked(checker, node)
    if name == "size":
        return _size(checker, node)
    if name in CONVERSIONS:
        return _converted(checker, node)
    if name in AGGREGATES:
        return _aggregate(checker, node)
    if name in SIGNATURES:
        return _function(checker, node)
    for part in node.parts:
        checker.check(part)
    words = f"{name} is written after a list: list.{name}(x, ...)" if name in MACROS else None
    checker.complain("unknown-function", words or hints.unknown_function(name, KNOWN), node, name)
    return UNKNOWN


def _function(checker: Walk, node: Node) -> Known:
    signature = SIGNATURES[node.value]
    if node.method != signature.method or len(node.parts) != len(signature.takes):
        checker.complain("arguments", f"{node.value} is written {signature.usage}", node)
        for part in node.parts:
            checker.check(part)
        return Known(signature.gives)
    if node.value == "contains" and path_of(node.parts[0]) and checker.check(node.parts[0]).type.name == "list":
        words = f"To look in a list, write {say(node.parts[1])} in {say(node.parts[0])}"
        checker.complain("type", words, node)
        return Known(signature.gives)
    for part, takes in zip(node.parts, signature.takes, strict=True):
        words = f"{node.value} takes {KIND_WORDS[takes.name]} here (it is written {signature.usage})"
        checker.want(part, takes, words)
    _check_literals(checker, node)
    checker.functions.add(node.value)
    checker.spend(signature.cost, node)
    return Known(signature.gives)


def _check_literals(checker: Walk, node: Node) -> None:
    last = node.parts[-1] if node.parts else node
    written = last.value if last.kind == "literal" else None
    match node.value:
        case "matches" if not isinstance(written, str):
            checker.complain("arguments", "A pattern must be written out between quotation marks", last)
        case "matches":
            try:
                pattern(written)
            except ValueError as reason:
                checker.complain("pattern", f"This is not a pattern that can be used: {reason}", last)
        case "percent" if written not in ROUNDINGS:
            checker.complain("arguments", f"Say how percent rounds: one of {', '.join(ROUNDINGS)}", last)
        case "date" if isinstance(written, str) and not _is_date(written):
            checker.complain("arguments", f"'{written}' is not a date: write it as date('2026-01-31')", last)
        case "add_days" | "add_months" | "add_working_days" if isinstance(written, int):
            if abs(written) > _LIMITS[node.value]:
                checker.complain("arguments", f"{node.value} goes at most {_LIMITS[node.value]:,} either way", last)


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _asked(checker: Walk, node: Node) -> Known:
    path = path_of(node.parts[0]) if len(node.parts) == 1 and not node.method else None
    if path is None or (node.value == "has" and len(path) == 1):
        usage = "has(round.next_collection)" if node.value == "has" else "answered(missed_on)"
        checker.complain("arguments", f"{node.value} takes one name: it is written {usage}", node)
    elif path[0] in checker.scope:
        checker.check(node.parts[0])
    elif checker.resolve(path, node.parts[0]) is not None:
        checker.paths.add(path)
    return Known(BOOLEAN)


def _size(checker: Walk, node: Node) -> Known:
    if len(node.parts) != 1:
        checker.complain("arguments", "size takes one list or text: it is written size(bins)", node)
        return Known(INTEGER)
    found = checker.used(node.parts[0])
    if found.type.name == "text":
        checker.lengths.add(id(node))
        checker.functions.add("_length")
    elif found.type.name not in ("list", "any"):
        words = f"size counts a list or a text, and {say(node.parts[0])} is {KIND_WORDS[found.type.name]}"
        checker.complain("type", words, node)
    return Known(INTEGER)


def _aggregate(checker: Walk, node: Node) -> Known:
    """One number or date from a list of them."""
    name = node.value
    usage = f"{name}(children.map(c, c.cost))"
    if node.method or len(node.parts) != 1:
        checker.complain("arguments", f"{name} takes one list: it is written {usage}", node)
        return UNKNOWN
    found = checker.check(node.parts[0])
    item = found.type.of
    if found.type.name != "list" or item is None:
        if found.type.name != "any":
            words = f"{name} takes a list, and {say(node.parts[0])} is {KIND_WORDS[found.type.name]}"
            checker.complain("type", f"{words}: it is written {usage}", node)
        return UNKNOWN
    if item.name not in (*AGGREGATES[name], "any"):
        kinds = "whole numbers or money" if name == "sum" else "numbers or dates"
        words = f"{name} takes {kinds}, and {say(node.parts[0])} holds {KIND_WORDS[item.name]}"
        checker.complain("type", f"{words}: pick out what to take with map, as in {usage}", node)
        return UNKNOWN
    checker.functions.add(name)
    checker.spend(most(found.type), node)
    return Known(item)


def _converted(checker: Walk, node: Node) -> Known:
    gives, takes = CONVERSIONS[node.value]
    if node.method or len(node.parts) != 1:
        checker.complain("arguments", f"{node.value} takes one value", node)
        return Known(gives)
    found = checker.check(node.parts[0])
    if found.type.name not in (*takes, "any"):
        words = f"{node.value} cannot be used on {KIND_WORDS[found.type.name]}"
        hint = ": ask for a number with a question of its own kind" if found.type.name == "text" else ""
        checker.complain("type", words + hint, node)
    return Known(gives, found.size)


def _macro(checker: Walk, node: Node) -> Known:
    if len(node.parts) != 3 or node.parts[1].kind != "name":
        words = f"{node.value} is written list.{node.value}(x, ...), where x stands for each item"
        checker.complain("arguments", words, node)
        return UNKNOWN
    target, variable, body = node.parts
    within = checker.used(target)
    name = variable.value
    if within.type.name not in ("list", "any"):
        words = f"{node.value} looks through a list, and {say(target)} is {KIND_WORDS[within.type.name]}"
        checker.complain("type", words, node)
    if name in checker.names or name in checker.scope or name.startswith("_"):
        words = f"Choose another name than {name} for each item: it has a meaning already"
        checker.complain("arguments", words, variable)
        return UNKNOWN
    item = Known(within.type.of or UNKNOWN.type, max(1, within.size // max(1, most(within.type))), within.origin)
    if len(checker.scope) == MOST_LOOPS:
        checker.complain("too-deep", f"Loops can stand inside loops {MOST_LOOPS} deep", node)
        return UNKNOWN
    checker.scope[name], before = item, checker.times
    checker.times *= max(1, most(within.type))
    if node.value == "map":
        made = checker.check(body)
        found = Known(list_of(made.type, most(within.type)), most(within.type) * made.size)
    else:
        checker.want(body, BOOLEAN, f"{node.value} tests each item, so its second part must be true or false")
        found = within if node.value == "filter" else Known(BOOLEAN)
    checker.times = before
    del checker.scope[name]
    return found
