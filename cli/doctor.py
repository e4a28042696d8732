"""`doctor`: is everything set as Jod needs it, and if not, where to click."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from bot.line import DeliveryError, Messenger
from bot.settings import LineChannel
from bot.texts import LANGUAGES, Words
from cli.program import program
from models import schema
from models.database import Busy

SECRET = re.compile(r"[0-9a-f]{32}")
CALLBACK = "/callback"
LOW = 0.8
"""From so much of the quota on, it is worth a warning."""
UNAUTHORIZED, NOT_FOUND, OK = (401, 403), 404, 200
MARKS = {"good": "✓", "note": "·", "warning": "!", "bad": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and the text that says so."""

    level: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)


@click.command()
@click.option("--language", type=click.Choice(LANGUAGES), default="th", show_default=True)
@with_appcontext
def doctor(language: str) -> None:
    """Check the settings, the database and LINE, and say where to click; exits with 1 for a fault."""
    words = Words(language)
    wrong = False
    for place, findings in _examined():
        click.echo(words(f"doctor.{place}"))
        for finding in findings:
            wrong = wrong or finding.level == "bad"
            click.echo(f"  {MARKS[finding.level]} {words(f'doctor.{finding.key}', **finding.values)}")
    raise SystemExit(int(wrong))


def _examined() -> Iterator[tuple[str, list[Finding]]]:
    settings = program().settings
    yield "database", [_database()]
    for place, channel in (("staff", settings.staff), ("shop", settings.shop)):
        if channel is not None:
            yield place, list(_channel(channel))
        elif place == "staff":
            yield place, [Finding("bad", "no_settings")]


def _database() -> Finding:
    try:
        schema.check(program().database.engine)
    except schema.SchemaError as error:
        return Finding("bad", "old_database", {"reason": error})
    except (SQLAlchemyError, Busy, OSError) as error:
        return Finding("bad", "no_database", {"reason": str(error).splitlines()[0]})
    return Finding("good", "database_ready")


def _channel(channel: LineChannel) -> Iterator[Finding]:
    """Everything LINE tells about one account; without a good token it tells nothing."""
    line = program().connect(channel, program().settings)
    if not SECRET.fullmatch(channel.secret):
        yield Finding("bad", "odd_secret")
    try:
        info = line.call("GET", "/v2/bot/info")
    except DeliveryError as error:
        refused = error.status in UNAUTHORIZED
        yield Finding("bad", "bad_token" if refused else "no_line", {"reason": error})
        return
    yield Finding("good", "token", {"account": info.get("displayName", ""), "id": info.get("basicId", "")})
    yield _chat_mode(info)
    for look in (_webhook, _quota):
        yield from _asked(look, line)
    yield Finding("note", "redelivery")
    yield Finding("note", "greeting")


def _asked(look: Callable[[Messenger], Iterator[Finding]], line: Messenger) -> Iterator[Finding]:
    try:
        yield from look(line)
    except DeliveryError as error:
        yield Finding("warning", "no_line", {"reason": error})


def _chat_mode(info: dict[str, Any]) -> Finding:
    """In chat mode people answer by hand, beside the bot or instead of it."""
    return Finding("good", "bot_mode") if info.get("chatMode") == "bot" else Finding("warning", "chat_mode")


def _webhook(line: Messenger) -> Iterator[Finding]:
    try:
        webhook = line.call("GET", "/v2/bot/channel/webhook/endpoint")
    except DeliveryError as error:
        if error.status != NOT_FOUND:
            raise
        yield Finding("bad", "no_webhook")
        return
    url = str(webhook.get("endpoint", ""))
    known = {"url": url}
    yield (
        Finding("good", "webhook", known) if url.endswith(CALLBACK) else Finding("bad", "odd_webhook", known)
    )
    if not webhook.get("active"):
        yield Finding("bad", "webhook_off")
        return
    yield _tried(line)


def _tried(line: Messenger) -> Finding:
    """LINE itself posts to the webhook, signed: that proves the address and the secret."""
    tried = line.call("POST", "/v2/bot/channel/webhook/test", {})
    if tried.get("success"):
        return Finding("good", "webhook_answers")
    status = tried.get("statusCode")
    refused = status in (400, 401, 403)
    reason = {"reason": f"{status} {tried.get('reason', '')} {tried.get('detail', '')}".strip()}
    return Finding("bad", "wrong_secret" if refused else "webhook_silent", reason)


def _quota(line: Messenger) -> Iterator[Finding]:
    quota = line.call("GET", "/v2/bot/message/quota")
    used = int(line.call("GET", "/v2/bot/message/quota/consumption").get("totalUsage", 0))
    if quota.get("type") != "limited":
        yield Finding("good", "quota_open", {"used": f"{used:,}"})
        return
    limit = int(quota.get("value", 0))
    values = {"used": f"{used:,}", "limit": f"{limit:,}", "left": f"{max(limit - used, 0):,}"}
    yield Finding("warning", "quota_low", values) if used >= limit * LOW else Finding("good", "quota", values)
