"""Settings come from the environment, and unsafe ones do not start."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

import pytest

from runtime.config import SETTINGS, Settings, UnsafeSettings

KEY = base64.b64encode(bytes(range(32))).decode()
SAFE = {
    "DATABASE_URL": "postgresql://townclerk@db/townclerk",
    "TOWNCLERK_SECRET_KEY": "ahZ4eiC8aev4Ahg9ohd3Quooz5aiTh2u",
    "TOWNCLERK_INSTALLATION_KEY": KEY,
    "TOWNCLERK_BASE_URL": "https://forms.anytown.gov.uk",
    "TOWNCLERK_TRUSTED_HOSTS": "forms.anytown.gov.uk, localhost",
    "TOWNCLERK_SMTP_URL": "smtp://mail.anytown.gov.uk:587",
    "TOWNCLERK_MAIL_FROM": "forms@anytown.gov.uk",
    "TOWNCLERK_CHECKPOINTS": "/mnt/elsewhere/heads.jsonl",
    "TOWNCLERK_SCANNER": "clamav",
}


def test_safe_settings_start() -> None:
    settings = Settings.from_environ(SAFE | {"TOWNCLERK_PORT": "9000", "TOWNCLERK_CLOSURES": "2026-12-29,2026-12-30"})
    assert settings.port == 9000
    assert settings.trusted_hosts == ("forms.anytown.gov.uk", "localhost")
    assert settings.calendar_closures == (date(2026, 12, 29), date(2026, 12, 30))
    assert not settings.demo


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOWNCLERK_SECRET_KEY", ""),
        ("TOWNCLERK_SECRET_KEY", "short"),
        ("TOWNCLERK_SECRET_KEY", "a" * 64),
        ("TOWNCLERK_SECRET_KEY", KEY),
        ("TOWNCLERK_INSTALLATION_KEY", ""),
        ("TOWNCLERK_INSTALLATION_KEY", "c2hvcnQ="),
        ("TOWNCLERK_INSTALLATION_KEY", "not base64"),
        ("TOWNCLERK_BASE_URL", "http://forms.anytown.gov.uk"),
        ("TOWNCLERK_TRUSTED_HOSTS", ""),
        ("TOWNCLERK_TRUSTED_HOSTS", "other.example"),
        ("TOWNCLERK_TRUSTED_HOSTS", "*"),
        ("TOWNCLERK_SMTP_URL", ""),
        ("TOWNCLERK_MAIL_FROM", ""),
        ("TOWNCLERK_CHECKPOINTS", ""),
        ("TOWNCLERK_TILES", "https://tiles.example/map.png"),
        ("TOWNCLERK_TILES", "javascript:{z}{x}{y}"),
        ("TOWNCLERK_TILES", "https://tiles.example;script-src *//{z}/{x}/{y}.png"),
        ("TOWNCLERK_MAP_VIEW", "London"),
        ("TOWNCLERK_MAP_VIEW", "51.5,-0.1,nan"),
        ("TOWNCLERK_SCANNER", ""),
        ("TOWNCLERK_SCANNER", "demo"),
        ("TOWNCLERK_ALLOWED_HOSTS", "peer.example"),
        ("TOWNCLERK_ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", "mysql://x"),
        ("TOWNCLERK_MODE", "debug"),
        ("TOWNCLERK_MODE", "demo"),
        ("TOWNCLERK_PORT", "eighty"),
        ("TOWNCLERK_CLOSURES", "2026-13-01"),
        ("TOWNCLERK_LOOKUP_ROUNDS", "{"),
        ("TOWNCLERK_LOOKUP_ROUNDS", '{"url": "https://x/", "gives": {}}'),
    ],
)
def test_each_unsafe_setting_is_named(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings) as unsafe:
        Settings.from_environ(SAFE | {"TOWNCLERK_STATE": str(tmp_path), name: value})
    assert any(name in problem for problem in unsafe.value.problems)


def test_every_problem_is_said_at_once() -> None:
    with pytest.raises(UnsafeSettings) as unsafe:
        Settings.from_environ({})
    assert len(unsafe.value.problems) >= 7


def test_a_demo_makes_and_keeps_its_own_keys(tmp_path: Path) -> None:
    environ = {"TOWNCLERK_MODE": "demo", "TOWNCLERK_STATE": str(tmp_path)}
    first = Settings.from_environ(environ)
    assert Settings.from_environ(environ) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert first.secret_key not in (first.installation_key, first.webhook_secret)
    with pytest.raises(UnsafeSettings, match=r"127\.0\.0\.1"):
        Settings.from_environ(environ | {"TOWNCLERK_HOST": "0.0.0.0"})


def test_lookups_are_named_as_their_source(tmp_path: Path) -> None:
    how = '{"url": "https://x.example/{key}", "gives": {"a": "/a"}}'
    settings = Settings.from_environ(SAFE | {"TOWNCLERK_LOOKUP_COLLECTION_ROUNDS": how})
    assert settings.lookups["collection-rounds"]["gives"] == {"a": "/a"}


def test_every_setting_is_described() -> None:
    for setting in SETTINGS:
        assert setting.metadata["name"].isupper() or "<" in setting.metadata["name"]
        assert len(setting.metadata["description"]) > 10
