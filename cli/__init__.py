"""The command line: `flask --app app …`."""

from __future__ import annotations

from flask import Flask

from cli import (
    api,
    database,
    doctor,
    exporting,
    importing,
    importing_purchases,
    inbox,
    jobs,
    outbox,
    people,
    understanding,
    work,
)
from cli.program import EXTENSION, Program


def register(flask: Flask, program: Program) -> None:
    """Add every command to this app."""
    flask.extensions[EXTENSION] = program
    importing.imports.add_command(importing_purchases.purchases)
    importing.imports.add_command(importing_purchases.undo_purchases)
    commands = (
        people.invite,
        api.api,
        database.db,
        understanding.understand,
        exporting.export,
        importing.imports,
        jobs.jobs,
        inbox.inbox,
        outbox.outbox,
        doctor.doctor,
        work.work,
    )
    for command in commands:
        flask.cli.add_command(command)
