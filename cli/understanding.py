"""`understand`: what the language makes of each line, without LINE and without a database."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--directory",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON with the customers, contacts and members to resolve names against.",
)
def understand(directory: Path | None) -> None:
    """Read JSON lines {id, text, now, speaker, context?} and print {id, pred} for each."""
    from bot.language import Directory
    from cli.understand import read_directory, understand_lines

    try:
        known = read_directory(directory) if directory is not None else Directory()
        for line in understand_lines(sys.stdin, known):
            click.echo(line)
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"not a line of {{id, text, now}}: {error}") from error
