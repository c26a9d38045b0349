"""Tables only. Importing this package gives ``metadata`` every table of the installation."""

from importlib import import_module
from pkgutil import iter_modules

from runtime.models.base import metadata

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["metadata"]
