"""README is a contract: every setting and command stands there, every route says who may use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click import Context

from builder.app import create_app
from builder.cli import COMMANDS, townclerk
from definitions.workflow import Effect
from runtime import config
from runtime.db import Database
from runtime.effects import HANDLERS

README = (Path(__file__).parents[2] / "README.md").read_text()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented_and_has_help(name: str) -> None:
    assert f"`townclerk {name}" in README
    command = townclerk.get_command(Context(townclerk), name)
    assert command is not None
    assert command.help


@pytest.mark.parametrize("name", [setting.metadata["name"] for setting in config.SETTINGS])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in README


def test_every_effect_that_leaves_the_house_has_a_handler() -> None:
    assert {"send", "webhook"} <= set(HANDLERS)
    assert Effect.__doc__ is not None


def test_every_route_declares_who_may_use_it(database: Database) -> None:
    site = create_app(database.settings, database)
    undeclared = [
        rule.endpoint
        for rule in site.url_map.iter_rules()
        if rule.endpoint != "static" and not getattr(site.view_functions[rule.endpoint], "access", None)
    ]
    assert undeclared == []
