"""The files beside a document, its tables and blocks: read by bare names, and never from outside its own folder."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from definitions.reading.beside import Beside

MOST_BYTES = 400_000


def beside(name: str) -> Beside:
    """Reads what lies beside the document of that name: a file's path, or the id of a library service.

    What it returns raises click.ClickException for a file that leads out of the folder, is too large or is no text.
    """
    path = Path(name)
    folder: Path | Traversable = path.parent if path.is_file() else files("definitions") / "library" / path.name

    def read(file: str) -> str | None:
        place = folder / file
        if not place.is_file():
            return None
        if isinstance(folder, Path) and not Path(str(place)).resolve().is_relative_to(folder.resolve()):
            raise click.ClickException(f"{place} leads out of the folder of {name}: put the file itself there.")
        with place.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise click.ClickException(f"{place} is larger than {MOST_BYTES // 1000} kB: take out what nobody chooses.")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise click.ClickException(
                f"{place}, line {line}: this is not UTF-8: save it with that encoding."
            ) from None

    return read
