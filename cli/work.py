"""`work`: the process that does what nobody types for."""

from __future__ import annotations

import signal
import threading

import click
from flask.cli import with_appcontext

from cli.program import plainly, program
from models import schema


@click.command()
@with_appcontext
def work() -> None:
    """Run the clock, the sender and everything else that is owed, until SIGTERM or Ctrl-C."""
    jod = program()
    with plainly():
        jod.settings.require_line()
        schema.check(jod.database.engine)
    stopped = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stopped.set())
    jod.start()
    click.echo("Working.", err=True)
    stopped.wait()
    jod.stop()
