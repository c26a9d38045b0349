"""What came of running a service's examples."""

from __future__ import annotations

from dataclasses import dataclass

from definitions.coverage import Covered


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that was not as an example expects: in which, where in the document, and in words."""

    example: str
    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """``failures`` in the order of the document; ``coverage`` lists everything that examples should try."""

    failures: tuple[Failure, ...]
    coverage: tuple[Covered, ...]

    @property
    def ok(self) -> bool:
        return not self.failures

    @property
    def missed(self) -> tuple[Covered, ...]:
        """What no example tries."""
        return tuple(item for item in self.coverage if not item.covered)

    def as_json(self) -> dict[str, object]:
        failures = [{"example": f.example, "pointer": f.pointer, "message": f.message} for f in self.failures]
        missed = [{"kind": m.kind, "pointer": m.pointer, "what": m.what} for m in self.missed]
        counts = {"of": len(self.coverage), "covered": len(self.coverage) - len(missed), "missed": missed}
        return {"ok": self.ok, "failures": failures, "coverage": counts}
