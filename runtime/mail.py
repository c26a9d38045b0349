"""E-mail: one letter to one address, built only by EmailMessage; by SMTP, or into the demonstration's mailbox."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.config import Settings
from runtime.db import Database
from runtime.models.effects import mailbox
from runtime.outcomes import CannotDo, TryLater, Unreachable
from runtime.references import new_id

SECONDS = 10.0
LONGEST_SUBJECT = 200
NOBODY = "no-such-mailbox"
"""Who has no mailbox in a demonstration, so that it can show what happens then."""
PORTS = {"smtp": 587, "smtps": 465}


class UnfitAddress(ValueError):
    """Not an address that a letter can go to."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What to send to one address. ``key`` becomes the Message-ID; ``html`` is an alternative to ``body``."""

    key: str
    to: str
    subject: str
    body: str
    html: str
    language: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """A letter in the demonstration's mailbox."""

    address: str
    subject: str
    body: str
    at: datetime


def fit_address(typed: str) -> str:
    """The one spelling of an address to send to, with its domain in ASCII.

    Raises:
        UnfitAddress: it is not exactly one address.
    """
    try:
        parts = validate_email(typed, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise UnfitAddress(str(error)) from error
    return parts.ascii_email or f"{parts.local_part}@{parts.ascii_domain}"


def compose(letter: Letter, settings: Settings, at: datetime) -> EmailMessage:
    """The message of a letter; no header can hold a line break or a second recipient.

    Raises:
        UnfitAddress: the address is not exactly one.
    """
    local, _, domain = fit_address(letter.to).rpartition("@")
    message = EmailMessage()
    message["From"] = Address(settings.council, addr_spec=settings.mail_from)
    message["To"] = Address(username=local, domain=domain)
    message["Subject"] = one_header_line(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.key.replace(':', '.')}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language
    return message


def one_header_line(text: str) -> str:
    """Without control characters and line separators of any kind, and no longer than a subject should be."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:LONGEST_SUBJECT]


def deliver(letter: Letter, database: Database, at: datetime) -> None:
    """Send a letter. The same key again is the same message: a mail server may see it twice, a mailbox keeps one.

    Raises:
        TryLater: the server is away, or said to come back.
        CannotDo: the server refused for good, or there is none to send with.
        UnfitAddress: as :func:`compose`.
    """
    settings = database.settings
    message = compose(letter, settings, at)
    if settings.smtp_url:
        send(message, settings)
    elif settings.demo and message["To"].addresses[0].username == NOBODY:
        raise CannotDo("The mail server refused this address (code 550)")
    elif settings.demo:
        with database.begin() as session:
            _keep(session, letter, message, at)
    else:
        raise CannotDo("No mail server is set. The operator sets TOWNCLERK_SMTP_URL and starts the workers again.")


def delivered(session: Session, *, limit: int = 50) -> tuple[Delivered, ...]:
    """The newest letters in the demonstration's mailbox, newest first."""
    shown = select(mailbox.c.address, mailbox.c.subject, mailbox.c.body, mailbox.c.at)
    rows = session.execute(shown.order_by(mailbox.c.at.desc(), mailbox.c.id.desc()).limit(limit))
    return tuple(Delivered(*row) for row in rows)


def _keep(session: Session, letter: Letter, message: EmailMessage, at: datetime) -> None:
    row = {
        "id": new_id(), "message_id": message["Message-ID"], "address": letter.to, "subject": message["Subject"],
        "body": letter.body, "at": at,
    }  # fmt: skip
    session.execute(insert(mailbox).values(row).on_conflict_do_nothing(index_elements=["message_id"]))


def send(message: EmailMessage, settings: Settings) -> None:
    """Hand a message to the mail server, which then answers for it.

    Raises:
        TryLater, CannotDo: as :func:`deliver`.
    """
    try:
        with _server(urlsplit(settings.smtp_url)) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, _ = next(iter(refused.recipients.values()))
        raise _refusal(code, "this address") from refused
    except smtplib.SMTPAuthenticationError as error:
        raise Unreachable("The mail server did not accept our user and password") from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _refusal(error.smtp_code, "the letter") from error
    except smtplib.SMTPNotSupportedError as error:
        raise CannotDo("The mail server cannot do what this letter or TOWNCLERK_SMTP_URL asks of it") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable("The mail server did not answer") from error


def _refusal(code: int, what: str) -> TryLater | CannotDo:
    """RFC 5321, 4.2.1: a 5yz answer is for good, a 4yz one is worth another try."""
    if 500 <= code < 600:
        return CannotDo(f"The mail server refused {what} (code {code})")
    return TryLater(f"The mail server would not take {what} just now (code {code})")


@contextmanager
def _server(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """A server signed in to. Only one on this machine is spoken to without TLS."""
    host, port = url.hostname or "", url.port or PORTS[url.scheme]
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    with server:
        if url.scheme == "smtp" and not _here(host):
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
