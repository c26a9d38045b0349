"""Applications: answers not yet submitted. Every answer is sealed apart, so that two tabs never lose one another's."""

from runtime.applications.application import Application, Given
from runtime.applications.moving import brought_up
from runtime.applications.saving import (
    begin,
    by_way,
    discard,
    expire,
    keep_typed,
    keep_way,
    keeping,
    let_go,
    load,
    load_for_mail,
    refuse,
    save_page,
    settled,
)
from runtime.applications.sealing import opened

__all__ = [
    "Application",
    "Given",
    "begin",
    "brought_up",
    "by_way",
    "discard",
    "expire",
    "keep_typed",
    "keep_way",
    "keeping",
    "let_go",
    "load",
    "load_for_mail",
    "opened",
    "refuse",
    "save_page",
    "settled",
]
