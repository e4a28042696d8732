"""G9: what breaks is told in the log by its kind and place, never in the words of whoever broke it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.capability import Handler
from bot.context import Context
from bot.intents.base import Intent
from bot.intents.people import Befriended
from bot.intents.plans import MyPlan
from bot.logs import Discreet, JsonLines
from simulator import events
from tests.overheard import SECRETS, Overheard, private_in, written_private
from tests.town import Town

SAID = "แผน"


class Log(logging.Handler):
    """Keeps lines as a formatter words them."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=[JsonLines, Discreet], ids=["json", "text"])
def log(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    heard = Log(request.param())
    logging.getLogger().addHandler(heard)
    yield heard.lines
    logging.getLogger().removeHandler(heard)


def quote(ctx: Context, said: Intent) -> None:
    """A handler with a bug, whose error quotes what was said to it."""
    try:
        raise KeyError(ctx.said)
    except KeyError as error:
        raise ValueError(f"cannot read {ctx.said}") from error


def test_g9_an_error_that_quotes_a_customer_is_told_without_the_quote(town: Town, log: list[str]) -> None:
    phone = town.member("แบงค์")
    town.bind_channels()
    broken: dict[type[Intent], Handler] = {MyPlan: Handler(quote, None, undoable=False, full_sentence=True)}
    webhook = replace(town.jod.webhook, conversation=replace(town.jod.conversation, handlers=broken))
    token = town.platform.reply_tokens.issue("staff", phone.chat, town.clock.machine())
    said = {"type": "text", "id": "1", "text": SAID}
    event = events.event(
        "message", phone.chat.source(phone.user.id), town.clock.now(), reply_token=token, message=said
    )
    raw = events.body(town.accounts["staff"].bot_user_id, [event])
    webhook.receive(raw, events.signature(town.accounts["staff"].secret, raw))
    (line,) = [one for one in log if "failed" in one]
    assert event["webhookEventId"] in line
    assert "KeyError" in line
    assert "ValueError" in line
    assert "in quote" in line
    assert private_in(line) == []


def test_a_json_line_names_the_event_it_is_about() -> None:
    record = logging.makeLogRecord({"msg": "event %s failed", "args": ("01J",), "event": "01J"})
    assert json.loads(JsonLines().format(record))["event"] == "01J"
    assert "event" not in json.loads(JsonLines().format(logging.makeLogRecord({"msg": "ready"})))


PRIVATE = [
    "คุณแนบแน่น",
    "call 081-234-5678",
    "call +66812345678",
    "Authorization: Bearer x",
    '{"channel_secret": 1}',
    f"from U{'0' * 32}",
    "postgresql://jod:hidden@db/jod",
    *sorted(SECRETS),
]


@pytest.mark.parametrize("text", PRIVATE)
def test_the_listener_of_every_test_hears_what_is_private(text: str) -> None:
    heard = Overheard()
    heard.handle(logging.makeLogRecord({"name": "bot.webhook", "msg": text}))
    assert len(heard.private) == 1


def test_the_listener_reads_the_logs_of_processes(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("site")
    (folder / "web.log").write_text("INFO refused a webhook: signature\nWARNING 089-876-5432 called\n")
    assert written_private(folder) == ["web.log holds a phone number: 089-876-5432"]


@pytest.mark.parametrize(
    "text", ["event 01JQ7 failed", "2026-11-26T09:00:00.123456", "12345678901", Befriended.name]
)
def test_the_listener_is_not_startled_by_ids_and_times(text: str) -> None:
    assert private_in(text) == []
