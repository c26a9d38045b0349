"""Commands for packs: a service as one file, made, opened, and merged into a folder where it was changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from builder.cli_documents import counted, document_text
from builder.folder import beside
from builder.packs import Onto, Pack, PackRefused, base_of, can_take, gathered, onto, opened, packed, settled
from builder.packs.pack import NOTES, SERVICE


@click.command()
@click.argument("name", metavar="FILE|SERVICE")
@click.option("--out", metavar="FILE", help="Where to write it: SERVICE.pack.zip here unless you say otherwise.")
@click.option("--after", metavar="PACK", help="The pack that this service grew from, so that others can merge.")
def pack(name: str, out: str | None, after: str | None) -> None:
    """Make a pack of a service: its document, the tables and blocks that lie beside it, its notes.md, and a hash.

    The same service makes the same bytes. `townclerk unpack` opens it; the builder takes it in.
    """
    made = _pack_of(name, _read(after) if after else None)
    place = Path(out or f"{made.service_id}.pack.zip")
    place.write_bytes(packed(made))
    click.echo(f"{place}: {made.service_id}, {counted(len(made.beside) + 1, 'file')}, {made.hash:.12}")


@click.command()
@click.argument("name", metavar="PACK")
@click.argument("folder", required=False)
@click.option("--over", metavar="OLDER", help="The pack that both grew from, where the service was changed here.")
@click.option("--choose", type=click.Choice(["ours", "theirs"]), help="Whose is taken where both changed one thing.")
def unpack(name: str, folder: str | None, over: str | None, choose: str | None) -> None:
    """Open a pack into FOLDER (named after the service unless you say otherwise).

    Where a service lies there already, what the pack changed is merged into it, element by element. What both changed
    otherwise is listed, and nothing is written: --choose says whose is taken.
    """
    theirs = _read(name)
    into = Path(folder or theirs.service_id)
    if not (into / SERVICE).exists():
        _write(into, theirs)
        click.echo(f"{into}: {theirs.service_id}, {counted(len(theirs.beside) + 1, 'file')}")
        return
    here = _pack_of(str(into / SERVICE))
    if here.service_id != theirs.service_id:
        raise click.ClickException(f"{into} holds {here.service_id}, and the pack {theirs.service_id}.")
    made = _merged(theirs, here, _read(over) if over else None)
    for one in made.conflicts:
        click.echo(f"Both changed {one.address}/{'/'.join(map(str, one.at))}", err=True)
    if made.conflicts and not choose:
        raise click.ClickException(f"{counted(len(made.conflicts), 'conflict')}: nothing is written. Use --choose.")
    document = _theirs(made, theirs) if choose == "theirs" else made.document
    _write(into, Pack(json.dumps(document, indent=2, ensure_ascii=False) + "\n"))
    click.echo("Nothing is new." if made.same else f"{into}: {theirs.service_id} has what the pack brought.")


def _pack_of(name: str, before: Pack | None = None) -> Pack:
    """A pack of the document of that name, and what lies beside it as far as the document asks for it."""
    text, read = document_text(name).decode("utf-8"), beside(name)
    found, notes = gathered(text, read), read(NOTES) or ""
    grown = (before.hash, *before.grew_from) if before else ()
    return Pack(text, found, notes, grown)


def _merged(theirs: Pack, here: Pack, older: Pack | None) -> Onto:
    if base_of(theirs, (), here.document) is not None:
        return onto(theirs.document, here.document, here.document)
    if older is None:
        raise click.ClickException("Another content lies there. Say with --over which pack both grew from.")
    return onto(theirs.document, here.document, older.document)


def _theirs(made: Onto, theirs: Pack) -> dict[str, Any]:
    for one in made.conflicts:
        if not can_take(one):
            raise click.ClickException(f"{one.address}: this can only be settled by hand, in the builder.")
    return dict(settled(made, theirs.document, range(len(made.conflicts))))


def _read(name: str) -> Pack:
    try:
        return opened(Path(name).read_bytes())
    except (OSError, PackRefused) as error:
        raise click.ClickException(str(error)) from error


def _write(folder: Path, made: Pack) -> None:
    """Bare names in the folder, and never through a link that lies there."""
    files = {SERVICE: made.text, **made.beside} | ({NOTES: made.notes} if made.notes else {})
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_symlink() or not place.parent.resolve().is_relative_to(folder.resolve()):
            raise click.ClickException(f"{place} is a link: take it away first.")
        place.write_text(text, encoding="utf-8", newline="")
