"""Words of a service: variants by condition and language, with {names} put in once and never read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from definitions.expressions import Expression


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording. ``parts`` alternate: literal text at even places, the name inside ``{}`` at odd ones."""

    when: Expression | None
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in each language that it has, the service's first language first. The last variant has no ``when``."""

    variants: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict)
