"""Hands events to the bot as LINE does: signed POSTs, in order, in the background."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from queue import Queue

import urllib3

from simulator import events
from simulator.accounts import Channel
from simulator.errors import Json
from simulator.platform import Platform

OK = 200
NO_ANSWER = 0
LINE_GIVES_UP = 2.0


class Webhooks:
    """One queue and one thread a channel, so that a channel's events arrive in the order they happened.

    `redeliver` are the pauses, in seconds, before each further try of what the bot did not take; empty, as
    LINE's default, means one try. `timeout` is how long the bot may take to answer.
    """

    def __init__(
        self, platform: Platform, *, timeout: float = LINE_GIVES_UP, redeliver: Sequence[float] = ()
    ) -> None:
        self._platform, self._redeliver = platform, tuple(redeliver)
        self._http = urllib3.PoolManager(timeout=timeout, retries=False)
        self._queues: dict[str, Queue[Json | None]] = {name: Queue() for name in platform.channels}
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        self._platform.listeners.append(self._enqueue)
        self._platform.probe = self.probe
        for name, queue in self._queues.items():
            thread = threading.Thread(target=self._work, args=(name, queue), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Deliver what is queued, then end."""
        self._platform.listeners.remove(self._enqueue)
        for queue in self._queues.values():
            queue.put(None)
        while self._threads:
            self._threads.pop().join()
        self._http.clear()

    def settle(self) -> None:
        """Wait until the bot has been handed everything that has happened so far."""
        for queue in self._queues.values():
            queue.join()

    def probe(self, channel: Channel, url: str) -> Json:
        """Post an empty list of events, as the console's check does, and tell how it went."""
        status, reason = self._post(channel, url, [])
        return {
            "success": status == OK,
            "timestamp": self._platform.clock.machine().isoformat(),
            "statusCode": status,
            "reason": "OK" if status == OK else reason,
            "detail": str(status or reason),
        }

    def post(self, channel: Channel, happened: list[Json]) -> int:
        """Post these events in one request, past the queue; the bot's status, 0 for no answer."""
        return self._post(channel, channel.webhook_url, happened)[0]

    def deliver(self, channel: Channel, event: Json) -> int:
        """Post one event now, with the redeliveries it takes; the status of the last answer, 0 for none."""
        status = self.post(channel, [event])
        for pause in self._redeliver:
            if status == OK:
                break
            time.sleep(pause)
            status = self.post(channel, [events.again(event)])
        return status

    def _enqueue(self, channel: Channel, event: Json) -> None:
        if channel.webhook_active and channel.webhook_url:
            self._queues[channel.name].put(event)

    def _work(self, name: str, queue: Queue[Json | None]) -> None:
        while (event := queue.get()) is not None:
            status = self.deliver(self._platform.channels[name], event)
            if status == OK and self._platform.channels[name].chat_mode == "bot":
                self._platform.mark_read(name, _chat_of(event))
            queue.task_done()
        queue.task_done()

    def _post(self, channel: Channel, url: str, happened: list[Json]) -> tuple[int, str]:
        raw = events.body(channel.bot_user_id, happened)
        try:
            answer = self._http.request("POST", url, body=raw, headers=events.headers(channel.secret, raw))
        except urllib3.exceptions.HTTPError as failed:
            return NO_ANSWER, type(failed).__name__
        return answer.status, str(answer.reason)


def _chat_of(event: Json) -> str:
    source = event.get("source") or {}
    return str(source.get("groupId") or source.get("userId"))
