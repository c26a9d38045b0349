"""Where the parts of a document with its blocks and tables put in stand in the one that was written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from definitions.problems import Problem


@dataclass(frozen=True, slots=True)
class Origin:
    """``at`` is the pointer that was written. What is of a ``block`` stands at its use; ``inside`` is its pointer in
    the block. ``whole``: everything below stands at ``at`` too."""

    at: str
    block: str = ""
    inside: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Origins:
    """Origins by pointer into the expanded document; what is below one moved with it."""

    by: dict[str, Origin] = field(default_factory=dict)

    def written(self, pointer: str) -> str:
        """The pointer into the document as it was written."""
        return self.place(pointer)[0] if self.by else pointer

    def told(self, problem: Problem) -> Problem:
        """A problem of the expanded document as one of what was written."""
        if not self.by:
            return problem
        pointer, block, inside = self.place(problem.pointer)
        words = f'in the block "{block}", at {inside}: {problem.message}' if block else problem.message
        return replace(problem, pointer=pointer, message=words)

    def place(self, pointer: str) -> tuple[str, str, str]:
        """The pointer that was written; and for what is of a block, which, and the pointer inside it."""
        above = pointer
        while above and above not in self.by:
            above = above.rpartition("/")[0]
        origin, rest = self.by.get(above), pointer[len(above) :]
        if origin is None:
            return pointer, "", ""
        if origin.block:
            return origin.at, origin.block, origin.inside + rest
        return origin.at if origin.whole else origin.at + rest, "", ""
