"""OS Places is asked by HTTP in its own format, with the operator's key, and is left alone when it does not answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from runtime import ports
from runtime.config import UnsafeSettings
from runtime.db import Database
from runtime.ports import Addresses, SourceDown
from tests.runtime.peers import WebPeer, answer, reset, web_peer

SURVEY = {
    "UPRN": "200010019924", "UDPRN": "52126562", "ORGANISATION_NAME": "ORDNANCE SURVEY", "BUILDING_NUMBER": "4",
    "ADDRESS": "ORDNANCE SURVEY, 4, ADANAC DRIVE, NURSLING, SOUTHAMPTON, SO16 0AS", "POSTCODE": "SO16 0AS",
    "THOROUGHFARE_NAME": "ADANAC DRIVE", "DEPENDENT_LOCALITY": "NURSLING", "POST_TOWN": "SOUTHAMPTON",
    "X_COORDINATE": 437292.43, "Y_COORDINATE": 115541.95, "STATUS": "APPROVED", "CLASSIFICATION_CODE": "CO01GV",
}  # fmt: skip
"""The example of OS's own documentation."""


def point(uprn: int, **given: str) -> dict[str, Any]:
    known = {"UPRN": str(uprn), "POST_TOWN": "SOUTHAMPTON", "POSTCODE": "SO16 0AS"}
    return {"DPA": known | {name.upper(): text for name, text in given.items()}}


def page(*results: dict[str, Any], total: int | None = None) -> Any:
    header = {"totalresults": len(results) if total is None else total, "dataset": "DPA", "format": "JSON"}
    return answer(200, json.dumps({"header": header, "results": list(results)}).encode())


@contextmanager
def places(database: Database, *pages: Any) -> Iterator[tuple[Addresses, WebPeer]]:
    with web_peer() as (peer, url):
        peer.faults = list(pages)
        given = {"addresses": "os-places", "os_places_key": "key-1", "os_places_url": f"{url}/search/places/v1"}
        with Database(replace(database.settings, allowed_hosts=(url,), **given)) as asking:
            found = ports.addresses(asking)
            assert found is not None
            yield found, peer


def test_a_postcode_is_asked_with_the_key_in_a_header(database: Database) -> None:
    with places(database, page({"DPA": SURVEY}, {"LPI": {}}, {"DPA": {"UPRN": "x"}}, total=1)) as (source, peer):
        (found,) = source.at("SO16 0AS").addresses
        assert found.parts == {
            "line_1": "Ordnance Survey", "line_2": "4 Adanac Drive, Nursling", "town": "Southampton",
            "postcode": "SO16 0AS", "uprn": "200010019924",
        }  # fmt: skip
        assert source.of("200010019924") == found  # remembered: no second request
    ((headers, _),) = peer.calls
    assert headers["key"] == "key-1"
    (asked,) = peer.paths
    assert urlsplit(asked).path == "/search/places/v1/postcode"
    assert parse_qs(urlsplit(asked).query)["postcode"] == ["SO16 0AS"]
    assert "key-1" not in asked


def test_a_number_that_was_not_listed_is_asked_for(database: Database) -> None:
    with places(database, page({"DPA": SURVEY}), page()) as (source, peer):
        found = source.of("200010019924")
        assert found is not None
        assert found.town == "Southampton"
        assert source.of("7") is None
    assert [urlsplit(path).path for path in peer.paths] == ["/search/places/v1/uprn"] * 2


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({"building_number": "4", "thoroughfare_name": "ST JOHN'S ROAD"}, ("4 St John's Road", "")),
        (
            {"sub_building_name": "FLAT 2B", "building_name": "ROSE HOUSE", "building_number": "12",
             "thoroughfare_name": "STRATFORD-UPON-AVON ROAD"},
            ("Flat 2B, Rose House", "12 Stratford-upon-Avon Road"),
        ),
        (
            {"building_number": "1", "dependent_thoroughfare_name": "THE MEWS", "thoroughfare_name": "HIGH STREET",
             "dependent_locality": "UPPER TOWN"},
            ("1 The Mews, High Street", "Upper Town"),
        ),
        ({"po_box_number": "77"}, ("PO Box 77", "")),
        ({"building_name": "TŶ GWYN", "dependent_locality": "CAPEL-Y-FFIN"}, ("Tŷ Gwyn", "Capel-y-Ffin")),
    ],
)  # fmt: skip
def test_delivery_points_become_lines(database: Database, given: dict[str, str], lines: tuple[str, str]) -> None:
    with places(database, page(point(1, **given))) as (source, _):
        (found,) = source.at("SO16 0AS").addresses
    assert (found.line_1, found.line_2) == lines


def test_a_tower_of_more_than_a_hundred_is_asked_page_by_page(database: Database) -> None:
    flats = [point(n, sub_building_name=f"FLAT {n}", building_name="TOWER HOUSE") for n in range(1, 151)]
    both = page(*flats[:100], total=150), page(*flats[100:], total=150)
    with places(database, *both, *both) as (source, peer):
        assert source.at("SO16 0AS").total == 150
        assert [a.line_1 for a in source.at("SO16 0AS", "flat 149").addresses] == ["Flat 149, Tower House"]
    assert [parse_qs(urlsplit(path).query)["offset"] for path in peer.paths[:2]] == [["0"], ["100"]]


@pytest.mark.parametrize("fault", [answer(401), answer(429), answer(500), answer(302), answer(200, b"<html>"), reset,
                                   answer(200, b"[]")])  # fmt: skip
def test_whatever_goes_wrong_it_is_down_and_rests(database: Database, fault: Any) -> None:
    with places(database, fault) as (source, peer):
        for _ in range(2):
            with pytest.raises(SourceDown):
                source.at("SO16 0AS")
        assert len(peer.calls) == 1


def test_a_host_that_is_not_allowed_is_never_asked(database: Database) -> None:
    with web_peer() as (peer, url):
        settings = replace(database.settings, addresses="os-places", os_places_key="k", os_places_url=url)
        with Database(settings) as asking, pytest.raises(SourceDown, match="TOWNCLERK_ALLOWED_HOSTS"):
            ports.addresses(asking).at("SO16 0AS")  # type: ignore[union-attr]
    assert not peer.calls


def test_settings_that_name_no_plugin_or_no_key_do_not_start(database: Database) -> None:
    for given, says in (
        ({"addresses": "royal-mail"}, "gazetteer, none, os-places"),
        ({"addresses": "os-places"}, "KEY"),
    ):
        with Database(replace(database.settings, **given)) as asking, pytest.raises(UnsafeSettings, match=says):
            ports.addresses(asking)
    with Database(replace(database.settings, addresses="none")) as asking:
        assert ports.addresses(asking) is None
