"""Questions for files: kinds that we can tell apart, and numbers that can be kept."""

from __future__ import annotations

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.questions.file import MOST_MB
from definitions.questions.sniff import ENDINGS


@check("file.accept", "error", "A file whose content cannot be told from others would be taken for what its name says.")
def unknown_endings(facts: Facts) -> Found:
    for question in facts.questions:
        if question.part.get("type") != "file":
            continue
        for number, ending in enumerate(question.part.get("accept", ())):
            if ending not in ENDINGS:
                yield f"{question.at}/accept/{number}", f"{ending} is none of those we know: {', '.join(ENDINGS)}"


@check("file.count", "error", "No answer could ever be right.")
def impossible_count(facts: Facts) -> Found:
    for question in facts.questions:
        if question.part.get("min_files", 0) > question.part.get("max_files", 1):
            yield f"{question.at}/min_files", "this asks for more files than there may be: raise max_files"


@check("file.too-large", "warning", "People would be told of a size that is then refused.")
def too_large(facts: Facts) -> Found:
    for question in facts.questions:
        if question.part.get("max_mb", 0) > MOST_MB:
            yield f"{question.at}/max_mb", f"no file is larger than {MOST_MB} MB here, whatever a service says"
