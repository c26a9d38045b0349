"""The console script ``townclerk``: one command a thing an operator or an author does. Exit codes are in README."""

from __future__ import annotations

import sys
from importlib import import_module

import click

COMMANDS = {
    "serve": "builder.cli_running",
    "worker": "builder.cli_running",
    "migrate": "builder.cli_running",
    "check": "builder.cli_documents",
    "test": "builder.cli_documents",
    "publish": "builder.cli_documents",
    "schema": "builder.cli_documents",
    "answers-schema": "builder.cli_documents",
    "answers": "builder.cli_cases",
    "bounce": "builder.cli_incidents",
    "incidents": "builder.cli_incidents",
    "pack": "builder.cli_packs",
    "unpack": "builder.cli_packs",
    "release": "builder.cli_releases",
    "where-used": "builder.cli_blocks",
    "link": "builder.cli_links",
    "looks": "builder.cli_looks",
    "demo": "builder.cli_running",
    "exports": "builder.cli_exports",
    "fsck": "builder.cli_running",
    "reindex": "builder.cli_running",
    "calendar": "builder.cli_calendar",
    "table": "builder.cli_tables",
    "gazetteer": "builder.cli_tables",
    "person": "builder.cli_people",
    "team": "builder.cli_people",
}
"""Where each command is. It is imported when it is asked for: checking a document should not wait for a web server."""


class Townclerk(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_"))
        return command


@click.group(cls=Townclerk, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="townclerk", prog_name="townclerk")
def townclerk() -> None:
    """Build and run public services: a form, a workflow and its queues from one JSON document.

    Settings come from the environment; README lists them. Start with `townclerk demo`.
    """


def main() -> None:
    """Run a command; a refusal is said in words on standard error, never as a traceback."""
    try:
        sys.exit(townclerk.main(prog_name="townclerk", standalone_mode=False))
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.ClickException as refused:
        refused.show()
        sys.exit(refused.exit_code)
    except Exception as error:
        from builder.cli_refusals import in_words

        said = in_words(error)
        if said is None:
            raise
        click.echo(said[0], err=True)
        sys.exit(said[1])


if __name__ == "__main__":
    main()
