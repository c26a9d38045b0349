"""Refusals of the commands, in words and with an exit code. What is not here is a defect, and is left to raise."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import OperationalError, ProgrammingError

from definitions.council import BadCalendar
from definitions.problems import InvalidDefinition
from runtime.config import UnsafeSettings
from runtime.embedded import EmbeddedDatabaseError
from runtime.errors import Refused
from runtime.links import UnfitLink
from runtime.passwords import UnfitPassword
from runtime.people import UnfitPerson, UnknownPerson
from runtime.schema import CannotMakeRole

EXIT_REFUSED = 1
EXIT_UNSAFE = 78
"""The code that sysexits.h gives to a configuration error."""


def in_words(error: Exception) -> tuple[str, int] | None:
    """What to say and which code to exit with; None for a defect."""
    match error:
        case UnsafeSettings():
            return f"Townclerk will not start with these settings:\n{error}", EXIT_UNSAFE
        case InvalidDefinition():
            return "\n".join(_lines(error)), EXIT_REFUSED
        case Refused():
            return error.message, EXIT_REFUSED
        case CannotMakeRole() | UnfitLink() | EmbeddedDatabaseError() | UnfitPerson() | UnfitPassword() | BadCalendar():
            return str(error), EXIT_REFUSED
        case UnknownPerson():
            return f"Nobody here has the account {error}.", EXIT_REFUSED
        case OperationalError():
            reason = str(error.orig).strip().splitlines()[0]
            return f"The database does not answer: {reason}\nLook at DATABASE_URL.", EXIT_REFUSED
        case ProgrammingError() if "does not exist" in str(error.orig):
            return "The database has not been set up for this version: run `townclerk migrate`.", EXIT_REFUSED
    return None


def _lines(invalid: InvalidDefinition) -> Iterator[str]:
    for problem in invalid.problems:
        yield f"{problem.pointer or '/'}: {problem.severity} {problem.code}: {problem.message}"
