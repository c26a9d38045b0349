"""ClamAV is spoken to as clamd's manual says, and whatever else it says is a refusal or a fault, never "clean"."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runtime import ports
from runtime.config import UnsafeSettings
from runtime.db import Database
from runtime.plugins.scanner.clamav import CHUNK, ClamAV
from runtime.plugins.scanner.demo import EICAR
from runtime.ports import CannotScan, SourceDown
from tests.runtime.clamd import FOUND, Fault, clamd, hangs_up, never, says
from tests.runtime.peers import free_port


def at(database: Database, address: str, **more: float) -> ClamAV:
    return ClamAV(Database(replace(database.settings, scanner="clamav", clamav=address)), **more)


@pytest.mark.parametrize("by_path", [False, True])
def test_a_file_is_streamed_whole_and_in_chunks(database: Database, tmp_path: Path, by_path: bool) -> None:
    content = bytes(range(256)) * 1000
    with clamd(tmp_path / "clamd.ctl" if by_path else None) as (peer, address):
        assert at(database, address).scan(content) is None
    assert peer.scanned == [content]
    assert peer.chunks == [CHUNK, CHUNK, CHUNK, len(content) - 3 * CHUNK]


def test_what_is_found_is_named_as_the_scanner_names_it(database: Database) -> None:
    with clamd() as (_, address):
        assert at(database, address).scan(b"%PDF-1.7\n" + EICAR) == FOUND


def test_a_file_too_long_for_it_is_no_clean_file(database: Database) -> None:
    with clamd(most=CHUNK) as (peer, address):
        for _ in range(20):
            with pytest.raises((CannotScan, SourceDown)):
                at(database, address).scan(b"x" * (30 * CHUNK))
        with pytest.raises(CannotScan, match="StreamMaxLength"):
            at(database, address).scan(b"x" * (CHUNK + 1))
    assert peer.scanned == []


@pytest.mark.parametrize(
    "fault",
    [
        hangs_up,
        says(b""),
        says(b"stream: OK"),
        says(b"stream: Can't allocate memory ERROR\0"),
        says(b" FOUND\0"),
        says(b"OK OK\0"),
        says(b"220 mail.example ESMTP\r\n\0"),
        says(b"x" * 10_000),
    ],
)
def test_anything_else_is_asked_again_later(database: Database, fault: Fault) -> None:
    with clamd() as (peer, address):
        peer.every = fault
        with pytest.raises(SourceDown):
            at(database, address).scan(b"%PDF-1.7\n")


def test_one_that_says_nothing_is_not_waited_for(database: Database) -> None:
    with clamd() as (peer, address):
        peer.every = never
        with pytest.raises(SourceDown, match="TimeoutError"):
            at(database, address, seconds=0.2).scan(b"%PDF-1.7\n")


def test_one_that_is_not_there_is_asked_again_later(database: Database, tmp_path: Path) -> None:
    for address in (f"127.0.0.1:{free_port()}", str(tmp_path / "no.ctl")):
        with pytest.raises(SourceDown):
            at(database, address).scan(b"x")


def test_the_operator_is_told_what_to_set(database: Database) -> None:
    for address in ("", "host:port", ":3310"):
        with pytest.raises(UnsafeSettings, match="TOWNCLERK_CLAMAV"):
            at(database, address)
    with pytest.raises(UnsafeSettings, match="TOWNCLERK_SCANNER must be one of clamav, demo, none: clamva"):
        ports.scanner(Database(replace(database.settings, scanner="clamva")))


def test_plugins_are_found_by_name(database: Database) -> None:
    assert isinstance(ports.scanner(Database(replace(database.settings, scanner="clamav"))), ClamAV)
    for name in ("", "none"):
        assert ports.scanner(Database(replace(database.settings, scanner=name))) is None
    demo = ports.scanner(Database(replace(database.settings, scanner="demo")))
    assert demo is not None
    assert (demo.scan(EICAR), demo.scan(b"x")) == ("Eicar-Test-Signature", None)
