"""Keys for a purpose are those of RFC 5869, whoever reckons them."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from runtime import crypto


def test_a_derived_key_is_what_hkdf_expands_to() -> None:
    key = bytes(range(32))
    assert crypto.derive(key, b"application token") == HKDFExpand(SHA256(), 32, b"townclerk application token").derive(
        key
    )


def test_a_value_opens_only_under_its_key_and_in_its_place() -> None:
    key, other = bytes(32), bytes([1] * 32)
    sealed = crypto.seal_json(key, {"name": "Ada £"}, b"here")
    assert crypto.opener(key)(sealed, b"here") == {"name": "Ada £"}
    for opening, place, text in ((other, b"here", sealed), (key, b"there", sealed), (key, b"here", "no seal")):
        with pytest.raises(crypto.SealBroken):
            crypto.opener(opening)(text, place)
