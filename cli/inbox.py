"""`inbox list|retry`: events that could not be handled."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.sql import Select

from cli.program import program, reading, writing
from models.queues import InboxEvent, InboxState


@click.group(cls=AppGroup)
def inbox() -> None:
    """Events from LINE, as they were stored."""


@inbox.command("list")
@click.option(
    "--state", type=click.Choice([one.value for one in InboxState]), help="Otherwise all that are not done."
)
@click.option("--limit", default=50, show_default=True)
def list_events(state: str | None, limit: int) -> None:
    """Events, newest first: id, state, tries, when, why."""
    with reading() as session:
        for event in session.scalars(_events(state).limit(limit)):
            when = event.event_at.isoformat(timespec="seconds")
            told = (_id(event), event.state, str(event.attempts), when, event.reason or "-")
            click.echo("\t".join(told))


@inbox.command()
@click.argument("ids", nargs=-1)
@click.option("--dead", is_flag=True, help="All that were given up.")
def retry(ids: tuple[str, ...], dead: bool) -> None:
    """Handle events again that were given up, by id or all of them."""
    if not ids and not dead:
        raise click.UsageError("Name the ids to try again, or give --dead for all of them.")
    with writing() as session:
        given_up = session.scalars(_events(InboxState.DEAD)).all()
        again = [event for event in given_up if dead or _id(event) in ids]
        for event in again:
            event.state, event.attempts, event.next_at = InboxState.NEW, 0, program().clock.machine()
    click.echo(f"{len(again)} to be handled again")


def _events(state: str | None) -> Select[InboxEvent]:
    wanted = InboxEvent.state == state if state else InboxEvent.state != InboxState.DONE
    return select(InboxEvent).where(wanted).order_by(InboxEvent.event_at.desc())


def _id(event: InboxEvent) -> str:
    return f"{event.channel_id}:{event.webhook_event_id}"
