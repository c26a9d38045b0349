"""The services that travel with Townclerk, as their authors wrote them."""

from __future__ import annotations

from importlib.resources import files


def library() -> list[str]:
    """Their ids."""
    folder = files("definitions") / "library"
    return sorted(entry.name for entry in folder.iterdir() if (entry / "service.json").is_file())


def library_text(service_id: str) -> str:
    """The document of one of them, to the byte."""
    return (files("definitions") / "library" / service_id / "service.json").read_text(encoding="utf-8")
