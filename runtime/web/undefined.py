"""A forgotten value fails; an option left out of a GOV.UK component's parameters does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import ChainableUndefined, Undefined, UndefinedError


class Forgotten(ChainableUndefined):
    """Strict for names and for attributes of our objects; empty for what a mapping lacks, as the components expect."""

    __slots__ = ()

    def _left_out(self) -> bool:
        return isinstance(self._undefined_obj, Mapping | Undefined) or self._undefined_name in ("caller", "undefined")

    def _strictly(self, empty: Any) -> Any:
        return empty if self._left_out() else self._fail_with_undefined_error()

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
        raise UndefinedError(self._undefined_message)

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return self._strictly(self)

    def __getitem__(self, name: str) -> Any:
        return self._strictly(self)

    def __str__(self) -> str:
        return str(self._strictly(""))

    def __html__(self) -> str:
        return str(self)

    def __iter__(self) -> Any:
        return iter(self._strictly(()))

    def __len__(self) -> int:
        return len(self._strictly(()))

    def __bool__(self) -> bool:
        return bool(self._strictly(False))
