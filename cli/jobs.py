"""`jobs list|run`: the timetable, and firing any of it by hand."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select

from cli.program import plainly, program, reading
from models import schema
from models.member import Member
from models.workspace import Workspace
from scheduler.ticker import REMINDERS


@click.group(cls=AppGroup)
def jobs() -> None:
    """What happens at its time, and firing it by hand."""


@jobs.command("list")
def list_jobs() -> None:
    """Every job with the times of day at which somebody has a turn."""
    with reading() as session:
        members = [one for one in session.scalars(select(Member)) if one.is_active]
    for job in program().ticker.jobs:
        times = sorted({f"{job.clock_of(member):%H:%M}" for member in members})
        click.echo(f"{job.name}\t{' '.join(times) or '-'}")
    click.echo(f"{REMINDERS}\tas each is due")


@jobs.command()
@click.argument("name")
@click.option("--at", metavar="ISO", help="As if it were then, e.g. 2026-11-27T08:00; otherwise now.")
def run(name: str, at: str | None) -> None:
    """Fire a job for everybody who has a turn. What it owes is in the outbox; a worker sends it."""
    ticker = program().ticker
    known = [*(job.name for job in ticker.jobs), REMINDERS]
    if name not in known:
        raise click.BadParameter(f"there is no job {name}; there are {', '.join(known)}", param_hint="NAME")
    moment = _moment(at) if at else program().clock.now()
    with plainly():
        schema.check(program().database.engine)
        fired = ticker.fire(name, moment)
    click.echo(f"{name} at {moment.isoformat()}: {fired}")


def _moment(said: str) -> datetime:
    """A moment with its zone; without one it is the workspace's."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise click.BadParameter(
            f"{said} is no ISO moment, e.g. 2026-11-27T08:00", param_hint="--at"
        ) from error
    if moment.tzinfo is not None:
        return moment
    with reading() as session:
        workspace = session.scalars(select(Workspace).order_by(Workspace.id)).first()
        zone = workspace.zone if workspace is not None else program().settings.timezone
    return moment.replace(tzinfo=zone)
