"""`work`: the process that does what nobody types for."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from cli.program import plainly, program
from models import schema
from scheduler.ending import put_off_the_end, wait_for_the_end


@click.command()
@with_appcontext
def work() -> None:
    """Run the clock, the sender and everything else that is owed, until SIGTERM or Ctrl-C."""
    jod = program()
    with plainly():
        jod.settings.require_line()
        schema.check(jod.database.engine)
    put_off_the_end()
    jod.start()
    click.echo("Working.", err=True)
    wait_for_the_end()
    jod.stop()
