"""`outbox list|retry|drop`: messages that are owed, failed or held."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.program import program, reading, writing
from models.queues import OutboxKind, OutboxMessage, OutboxState

OPEN = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.HELD, OutboxState.FAILED, OutboxState.UNCERTAIN)
RETRIED = (OutboxState.HELD, OutboxState.FAILED, OutboxState.UNCERTAIN)
DROPPED = (*RETRIED, OutboxState.PENDING)
REASON = 500
"""Characters of a reason that are kept."""


@click.group(cls=AppGroup)
def outbox() -> None:
    """Messages to LINE."""


@outbox.command("list")
@click.option(
    "--state", type=click.Choice([one.value for one in OutboxState]), help="Otherwise all not settled."
)
@click.option("--limit", default=50, show_default=True)
def list_messages(state: str | None, limit: int) -> None:
    """Messages, newest first: id, state, kind, purpose, to whom, tries, why."""
    wanted = OutboxMessage.state == state if state else OutboxMessage.state.in_(OPEN)
    newest = select(OutboxMessage).where(wanted).order_by(OutboxMessage.id.desc()).limit(limit)
    with reading() as session:
        for one in session.scalars(newest):
            told = (
                one.id,
                one.state,
                one.kind,
                one.purpose,
                _to_whom(one),
                one.attempts,
                one.reason or "-",
            )
            click.echo("\t".join(map(str, told)))


@outbox.command()
@click.argument("ids", nargs=-1, type=int, required=True)
def retry(ids: tuple[int, ...]) -> None:
    """Send messages again that failed, are held or of which nobody knows, as pushes, which cost quota."""
    with writing() as session:
        found = _found(session, ids, RETRIED)
        again = [message for message in found if message.recipient or message.recipients]
        for message in again:
            _send_anew(message)
    click.echo(f"{len(again)} to be sent again{_left_out(ids, again)}")


@outbox.command()
@click.argument("ids", nargs=-1, type=int, required=True)
@click.option("--reason", default="by hand", show_default=True, help="Kept with the message.")
def drop(ids: tuple[int, ...], reason: str) -> None:
    """Never send these."""
    with writing() as session:
        dropped = _found(session, ids, DROPPED)
        for message in dropped:
            message.call_off(f"dropped: {reason}"[:REASON])
    click.echo(f"{len(dropped)} dropped{_left_out(ids, dropped)}")


def _found(session: Session, ids: Sequence[int], states: Sequence[OutboxState]) -> list[OutboxMessage]:
    wanted = select(OutboxMessage).where(OutboxMessage.id.in_(ids), OutboxMessage.state.in_(states))
    return list(session.scalars(wanted.with_for_update()))


def _send_anew(message: OutboxMessage) -> None:
    """A new key, since LINE may have taken the old one; a reply's token is dead by now."""
    message.take_up(program().clock.machine())
    if message.kind is OutboxKind.REPLY:
        message.kind = OutboxKind.PUSH
    message.attempts, message.not_after = 0, None
    message.retry_key, message.first_attempt_at = str(uuid.uuid4()), None


def _to_whom(message: OutboxMessage) -> str:
    return f"{len(message.recipients)} people" if message.recipients else message.recipient or "-"


def _left_out(ids: Sequence[int], done: Sequence[OutboxMessage]) -> str:
    """Ids that are unknown, settled, or have nobody to be pushed to."""
    left = sorted(set(ids) - {message.id for message in done})
    return f"; not {', '.join(map(str, left))}" if left else ""
