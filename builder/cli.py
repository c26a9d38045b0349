"""The console script ``townclerk``: one command a thing an operator or an author does. Exit codes are in README."""

from __future__ import annotations

import sys

import click

from builder.cli_documents import answers_schema, check, publish, schema, test
from builder.cli_running import demo, fsck, migrate, serve, table, worker
from definitions.problems import InvalidDefinition
from runtime.config import UnsafeSettings

EXIT_REFUSED = 1
EXIT_UNSAFE = 78
"""The code sysexits.h gives to a configuration error."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="townclerk", prog_name="townclerk")
def townclerk() -> None:
    """Build and run public services: a form, a workflow and its queues from one JSON document.

    Settings come from the environment; README lists them. Start with `townclerk demo`.
    """


for command in (serve, worker, migrate, check, test, publish, schema, answers_schema, demo, fsck, table):
    townclerk.add_command(command)


def main() -> None:
    """Run a command; a refusal is said in words on standard error, never as a traceback."""
    try:
        townclerk.main(prog_name="townclerk", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as refused:
        refused.show()
        sys.exit(refused.exit_code)
    except UnsafeSettings as unsafe:
        click.echo(f"Townclerk will not start with these settings:\n{unsafe}", err=True)
        sys.exit(EXIT_UNSAFE)
    except InvalidDefinition as invalid:
        for problem in invalid.problems:
            click.echo(f"{problem.pointer or '/'}: {problem.severity} {problem.code}: {problem.message}", err=True)
        sys.exit(EXIT_REFUSED)


if __name__ == "__main__":
    main()
