"""Settings: frozen, read once from the environment, each described where it is declared. Unsafe ones do not start."""

from __future__ import annotations

import base64
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from runtime import embedded, identity, tiles

Mode = Literal["demo", "production"]
LOOKUP_PREFIX = "TOWNCLERK_LOOKUP_"


def setting(name: str, default: Any, description: str) -> Any:
    """A field of :class:`Settings`, read from the environment variable ``name``."""
    metadata = {"name": name, "description": description, "default": default}
    if default == {}:
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation is set up. Make one with :meth:`from_environ`."""

    mode: Mode = setting(  # noqa: RUF009 - a field, as the others
        "TOWNCLERK_MODE", "production", "production, or demo: on this computer only, with a banner"
    )
    database_url: str = setting(
        "DATABASE_URL", "", "PostgreSQL 15 or later that the application runs with; empty starts an embedded one"
    )
    owner_database_url: str = setting(
        "TOWNCLERK_OWNER_DATABASE_URL", "", "the same database as the user who may change tables; empty: DATABASE_URL"
    )
    state: Path = setting(  # noqa: RUF009 - a field, as the others
        "TOWNCLERK_STATE", Path(), "folder for the embedded database, keys of a demo, and files"
    )
    secret_key: str = setting("TOWNCLERK_SECRET_KEY", "", "installation secret, 32 random characters or more")
    installation_key: str = setting(
        "TOWNCLERK_INSTALLATION_KEY", "", "encrypts sensitive answers: 32 random bytes in base64; keep a copy apart"
    )
    base_url: str = setting("TOWNCLERK_BASE_URL", "http://127.0.0.1:8000", "where citizens reach this site")
    host: str = setting("TOWNCLERK_HOST", "127.0.0.1", "address to listen on")
    port: int = setting("TOWNCLERK_PORT", 8000, "port to listen on")
    trusted_hosts: tuple[str, ...] = setting(
        "TOWNCLERK_TRUSTED_HOSTS", (), "host names this site answers to, separated by commas"
    )
    proxies: int = setting("TOWNCLERK_PROXIES", 0, "how many proxies of yours stand in front, whose headers count")
    council: str = setting("TOWNCLERK_COUNCIL", "Anytown Council", "the council's name in headers, footers and mail")
    colour: str = setting("TOWNCLERK_COLOUR", "#1d4f5f", "the council's colour, as #rrggbb: headers, and the sent page")
    link_colour: str = setting("TOWNCLERK_LINK_COLOUR", "#0f5a78", "colour of links, as #rrggbb")
    button_colour: str = setting("TOWNCLERK_BUTTON_COLOUR", "#0f7a52", "colour of buttons that go on, as #rrggbb")
    logo: str = setting("TOWNCLERK_LOGO", "", "path of the council's logo, an SVG or PNG file")
    font: tuple[str, ...] = setting(
        "TOWNCLERK_FONT", (), "a family that devices have, such as Verdana; or a woff2 file, or two: regular,bold"
    )
    calendar_closures: tuple[date, ...] = setting(
        "TOWNCLERK_CLOSURES",
        (),
        "days on which the council is closed, taken into its calendar by townclerk migrate: 2026-12-29,2026-12-30",
    )
    smtp_url: str = setting(
        "TOWNCLERK_SMTP_URL", "", "smtp://user:password@host:587 (STARTTLS) or smtps://...; empty: mail is refused"
    )
    mail_from: str = setting("TOWNCLERK_MAIL_FROM", "noreply@localhost", "sender of every mail")
    allowed_hosts: tuple[str, ...] = setting(
        "TOWNCLERK_ALLOWED_HOSTS", (), "hosts that webhooks and lookups may call, by commas; none when empty"
    )
    webhook_secret: str = setting("TOWNCLERK_WEBHOOK_SECRET", "", "signs webhooks (HMAC-SHA256)")
    lookups: Mapping[str, Mapping[str, Any]] = setting(
        LOOKUP_PREFIX + "<NAME>", {}, 'HTTP source of the lookup <name>: {"url": "https://.../{key}", "gives": {...}}'
    )
    addresses: str = setting(
        "TOWNCLERK_ADDRESSES",
        "gazetteer",
        "where addresses are looked up: gazetteer, os-places, another plugin, or none",
    )
    os_places_key: str = setting("TOWNCLERK_OS_PLACES_KEY", "", "key of an OS Data Hub project that has OS Places")
    os_places_url: str = setting(
        "TOWNCLERK_OS_PLACES_URL", "https://api.os.uk/search/places/v1", "where OS Places answers; allow its host, too"
    )
    tiles: str = setting(
        "TOWNCLERK_TILES",
        "",
        "where pictures of the map come from: https://.../{z}/{x}/{y}.png; empty: no map",
    )
    tiles_attribution: str = setting("TOWNCLERK_TILES_ATTRIBUTION", "", "whose map it is, shown in its corner")
    map_view: str = setting("TOWNCLERK_MAP_VIEW", "54.5,-3.5,5", "latitude, longitude and zoom that the map opens with")
    files_url: str = setting("TOWNCLERK_FILES_URL", "", "where files go: s3://..., file:///...; empty: below the state")
    scanner: str = setting(
        "TOWNCLERK_SCANNER", "", "what looks for viruses in files before staff may open them: clamav, a plugin, or none"
    )
    clamav: str = setting(
        "TOWNCLERK_CLAMAV", "/run/clamav/clamd.ctl", "where clamd listens: the path of its socket, or host:port"
    )
    disk_reserve: int = setting("TOWNCLERK_DISK_RESERVE", 10, "per cent of the disk that files must leave free")
    checkpoints: str = setting("TOWNCLERK_CHECKPOINTS", "", "file outside the database for hourly heads of the chain")
    auditor: str = setting("TOWNCLERK_AUDITOR", "", "address that each checkpoint is mailed to as well")
    worker_slots: int = setting("TOWNCLERK_WORKER_SLOTS", 8, "effects that one worker carries out at a time")
    worker_heartbeat: int = setting("TOWNCLERK_WORKER_HEARTBEAT", 10, "seconds between a worker's signs of life")
    tick_seconds: int = setting("TOWNCLERK_TICK_SECONDS", 5, "seconds between looks for timers that are due")
    retry_seconds: int = setting(
        "TOWNCLERK_RETRY_SECONDS", 60, "seconds before an effect is tried again; six times as many after each failure"
    )
    lease_seconds: int = setting("TOWNCLERK_LEASE_SECONDS", 90, "seconds after which a try that says nothing is over")
    application_days: int = setting(
        "TOWNCLERK_APPLICATION_DAYS", 28, "days that a half-filled form is kept, unless its service says"
    )
    pool_size: int = setting("TOWNCLERK_POOL_SIZE", 5, "database connections that one process keeps")
    log_level: str = setting("TOWNCLERK_LOG_LEVEL", "info", "debug, info, warning or error")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings; a demo makes and keeps its own keys.

        Raises:
            UnsafeSettings: naming every setting that cannot be read, or that is not safe in this mode.
        """
        given, problems = _read(environ)
        if problems:
            raise UnsafeSettings(problems)
        settings = cls(**given)
        if problems := unsafe(settings):
            raise UnsafeSettings(problems)
        return settings

    @property
    def demo(self) -> bool:
        return self.mode == "demo"

    @property
    def scans(self) -> bool:
        """Whether files are scanned for malware before anybody may open them."""
        return self.scanner not in ("", "none")


SETTINGS = tuple(fields(Settings))
"""Every setting: ``metadata`` has its variable's ``name``, its ``default`` and a ``description`` for the README."""


class UnsafeSettings(Exception):
    """The settings refuse to start. ``problems`` names each, with what to do; the command exits with 78."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def _read(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    given: dict[str, Any] = {}
    problems: list[str] = []
    for place in SETTINGS:
        text = environ.get(place.metadata["name"], "").strip()
        if text:
            try:
                given[place.name] = _value(place.metadata["default"], text)
            except ValueError as error:
                problems.append(f"{place.metadata['name']}: {error}")
    if given.get("mode", "demo") not in ("demo", "production"):
        problems.append("TOWNCLERK_MODE must be demo or production")
    given["lookups"] = _lookups(environ, problems)
    given.setdefault("state", embedded.state_dir())
    if given.get("mode") == "demo":
        for name in ("secret_key", "installation_key", "webhook_secret"):
            given.setdefault(name, _kept_key(given["state"] / name))
        given.setdefault("scanner", "demo")
    return given, problems


def _value(default: Any, text: str) -> Any:
    if isinstance(default, int):
        if not text.isdecimal():
            raise ValueError("must be a whole number")
        return int(text)
    if isinstance(default, tuple):
        parts = tuple(part.strip() for part in text.split(",") if part.strip())
        return tuple(date.fromisoformat(part) for part in parts) if text[:4].isdecimal() and text[4:5] == "-" else parts
    return Path(text).expanduser().resolve() if isinstance(default, Path) else text


def _lookups(environ: Mapping[str, str], problems: list[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for variable, text in environ.items():
        if variable.startswith(LOOKUP_PREFIX):
            try:
                mapping = json.loads(text)
                if "{key}" not in mapping["url"] or not isinstance(mapping["gives"], dict):
                    raise ValueError
                found[variable.removeprefix(LOOKUP_PREFIX).lower().replace("_", "-")] = mapping
            except (ValueError, KeyError, TypeError):
                problems.append(f'{variable} must be JSON: {{"url": "https://.../{{key}}", "gives": {{...}}}}')
    return found


def _kept_key(path: Path) -> str:
    """A key made once for a demonstration, in a file that only we may read, beside the database and not in it."""
    import os

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(base64.b64encode(os.urandom(32)).decode())
    except FileExistsError:
        pass
    return path.read_text()


def unsafe(settings: Settings) -> list[str]:
    """Everything that makes these settings unfit to start with, each with what to do."""
    problems = list(_unsafe_anywhere(settings))
    problems += _unsafe_demo(settings) if settings.demo else _unsafe_production(settings)
    return problems


def _unsafe_anywhere(settings: Settings) -> list[str]:
    problems = []
    if not _is_key(settings.installation_key):
        problems.append("TOWNCLERK_INSTALLATION_KEY must be 32 random bytes in base64: openssl rand -base64 32")
    for name, url in (
        ("DATABASE_URL", settings.database_url),
        ("TOWNCLERK_OWNER_DATABASE_URL", settings.owner_database_url),
    ):
        if url and urlsplit(url).scheme not in ("postgresql", "postgres"):
            problems.append(f"{name} must begin with postgresql://")
    if "*" in settings.trusted_hosts or "*" in settings.allowed_hosts:
        problems.append("TOWNCLERK_TRUSTED_HOSTS and TOWNCLERK_ALLOWED_HOSTS must name each host: * is not taken")
    problems += tiles.problems(settings.tiles, settings.map_view)
    looks = {"colour": settings.colour, "link": settings.link_colour, "button": settings.button_colour}
    return problems + list(identity.problems(**looks, logo=settings.logo, font=settings.font))


def _unsafe_demo(settings: Settings) -> list[str]:
    if _is_loopback(settings.host) and _is_loopback(urlsplit(settings.base_url).hostname or ""):
        return []
    return ["TOWNCLERK_MODE=demo listens on this computer only: set TOWNCLERK_HOST to 127.0.0.1, or use production"]


def _unsafe_production(settings: Settings) -> list[str]:
    problems = []
    if len(settings.secret_key) < 32 or len(set(settings.secret_key)) < 10:
        problems.append("TOWNCLERK_SECRET_KEY must be 32 random characters or more: openssl rand -base64 32")
    if settings.secret_key and settings.secret_key in (settings.installation_key, settings.webhook_secret):
        problems.append("TOWNCLERK_SECRET_KEY must differ from the other keys")
    if urlsplit(settings.base_url).scheme != "https":
        problems.append("TOWNCLERK_BASE_URL must be the https address that citizens use")
    if not settings.trusted_hosts:
        problems.append("TOWNCLERK_TRUSTED_HOSTS must name the hosts that this site answers to")
    elif urlsplit(settings.base_url).hostname not in settings.trusted_hosts:
        problems.append("TOWNCLERK_TRUSTED_HOSTS must have the host of TOWNCLERK_BASE_URL in it")
    if not settings.smtp_url:
        problems.append("TOWNCLERK_SMTP_URL must say how mail is sent: smtp://user:password@host:587")
    if settings.mail_from.endswith("@localhost"):
        problems.append("TOWNCLERK_MAIL_FROM must be an address that can be answered or refused at your domain")
    if settings.allowed_hosts and len(settings.webhook_secret) < 32:
        problems.append("TOWNCLERK_WEBHOOK_SECRET must be 32 random characters or more with TOWNCLERK_ALLOWED_HOSTS")
    if settings.scanner in ("", "demo"):
        problems.append(
            "TOWNCLERK_SCANNER must be clamav, or another plugin that looks for viruses in the files that people send; "
            "or none, and staff open files that nobody has checked"
        )
    if not settings.checkpoints:
        problems.append("TOWNCLERK_CHECKPOINTS must name a file outside the database, best on another machine")
    return problems


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
