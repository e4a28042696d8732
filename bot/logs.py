"""Logs: text for people, JSON for machines; never what people wrote, a token or a secret."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from copy import copy
from types import TracebackType
from typing import Any

from bot.settings import Settings

SILENCED = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "linebot": logging.WARNING,  # in debug it writes down every body that LINE answers
    "urllib3": logging.ERROR,  # its addresses hold user ids
}
"""Libraries that would say too much."""
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """An error is told by its kind and its place: its own words may be those of a customer."""

    def format(self, record: logging.LogRecord) -> str:
        """Another formatter may have left its wording of the error on the record."""
        unworded = copy(record)
        unworded.exc_text = None
        return super().format(unworded)

    def formatException(self, ei: Raised) -> str:  # noqa: N802 (logging's own name for it)
        return "\n".join(_told(ei[1]))


def _told(error: BaseException | None) -> Iterator[str]:
    """The frames and the kind of an error, after those of the error it came from."""
    if error is None:
        return
    yield from _told(error.__cause__ or error.__context__)
    yield "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__


class JsonLines(Discreet):
    """One JSON object a line; `event` is the id of the webhook event that was being handled."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "where": record.name,
            "what": record.getMessage(),
        }
        if (event := getattr(record, "event", None)) is not None:
            line["event"] = event
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(settings: Settings) -> None:
    handler = logging.StreamHandler()
    plain = Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if settings.log_json else plain)
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    silence_libraries()


def silence_libraries() -> None:
    for name, level in SILENCED.items():
        logging.getLogger(name).setLevel(level)
