"""Commands about blocks: which services use one, and which of them have an older copy of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from builder import cli_here as here
from builder.cli_documents import as_json, counted, service_of
from builder.library import library
from definitions.reading.beside import block_hash, shipped_block
from definitions.reading.parse import parse_document
from runtime import documents


@dataclass(frozen=True, slots=True)
class User:
    """A service that uses the block. ``version`` is None for one of the library, ``behind`` when nobody can tell."""

    service: str
    version: int | None
    hash: str
    behind: bool | None

    @property
    def words(self) -> str:
        place = f"live, version {self.version}" if self.version else "library"
        state = {
            True: "behind: published with another definition",
            False: "up to date",
            None: "there is none to compare",
        }
        return f"{self.service} ({place}): {state[self.behind]}"


@click.command("where-used")
@click.argument("block", metavar="BLOCK")
@click.option("--live/--no-live", default=True, help="Look into the database too, or at the library only.")
@as_json
def where_used(block: str, live: bool, as_json: bool) -> None:
    """List the services that use a block, and which are behind its present definition.

    BLOCK is the name of a block that travels with Townclerk, or the file of one of yours. A service that is behind goes
    on as it was published: publish it again to bring it up to date.
    """
    name, present = _present(block)
    users = list(_shipped(name, present)) + (list(_live(name, present)) if live else [])
    if as_json:
        click.echo(json.dumps([asdict(user) for user in users], indent=2))
        return
    for user in users:
        click.echo(user.words)
    click.echo(f"{counted(len(users), 'service')}: {sum(user.behind is True for user in users) or 'none'} behind.")


def _present(block: str) -> tuple[str, str | None]:
    """The name and hash of a block as it is now."""
    path = Path(block)
    if path.suffix == ".json" and path.is_file():
        return path.stem, block_hash(parse_document(path.read_bytes()).document)
    shipped = shipped_block(block)
    return block, shipped["hash"] if shipped else None


def _shipped(name: str, present: str | None) -> Iterator[User]:
    for service_id in library():
        yield from _user(service_of(service_id).document, None, name, present)


def _live(name: str, present: str | None) -> Iterator[User]:
    with here.database().begin() as session:
        for one in documents.catalogue(session):
            yield from _user(one.service.document, one.number, name, present)


def _user(document: Mapping[str, Any], version: int | None, name: str, present: str | None) -> Iterator[User]:
    held = document.get("blocks", {}).get(name)
    if held is not None:
        hash = block_hash(held)
        yield User(document["id"], version, hash, None if present is None else hash != present)
