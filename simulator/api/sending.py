"""Sending messages, and what the month's quota says."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from simulator.api.gate import current_call, json_body
from simulator.errors import BAD_REQUEST, Json, LineError, not_found
from simulator.platform import Platform

KINDS = {"reply", "push", "multicast", "narrowcast", "broadcast"}
LOADING_SECONDS = range(5, 61, 5)


def routes(line: Blueprint, platform: Platform) -> None:
    message_routes(line, platform)
    quota_routes(line, platform)
    chat_routes(line, platform)


def message_routes(line: Blueprint, platform: Platform) -> None:
    messaging = platform.messaging

    @line.post("/v2/bot/message/reply")
    def reply() -> Json:
        return messaging.reply(current_call(), json_body())

    @line.post("/v2/bot/message/push")
    def push() -> Json:
        return messaging.push(current_call(), json_body())

    @line.post("/v2/bot/message/multicast")
    def multicast() -> Json:
        return messaging.multicast(current_call(), json_body())

    @line.post("/v2/bot/message/narrowcast")
    def narrowcast() -> ResponseReturnValue:
        return messaging.to_all_friends(current_call(), json_body(), "narrowcast"), 202

    @line.get("/v2/bot/message/progress/narrowcast")
    def narrowcast_progress() -> Json:
        accepted = platform.clock.machine().isoformat()
        return {"phase": "succeeded", "acceptedTime": accepted, "completedTime": accepted}

    @line.post("/v2/bot/message/broadcast")
    def broadcast() -> Json:
        return messaging.to_all_friends(current_call(), json_body(), "broadcast")

    @line.post("/v2/bot/message/validate/<kind>")
    def validate(kind: str) -> Json:
        if kind not in KINDS:
            raise not_found()
        messaging.validate(json_body())
        return {}


def quota_routes(line: Blueprint, platform: Platform) -> None:
    @line.get("/v2/bot/message/quota")
    def quota() -> Json:
        limit = current_call().channel.monthly_quota
        return {"type": "none"} if limit is None else {"type": "limited", "value": limit}

    @line.get("/v2/bot/message/quota/consumption")
    def quota_consumption() -> Json:
        return {"totalUsage": platform.quota.used(current_call().channel, platform.clock.now())}


def chat_routes(line: Blueprint, platform: Platform) -> None:
    @line.post("/v2/bot/chat/loading/start")
    def loading() -> ResponseReturnValue:
        body = json_body()
        seconds = body.get("loadingSeconds", 20)
        if seconds not in LOADING_SECONDS:
            raise LineError(BAD_REQUEST, "loadingSeconds must be a multiple of 5 from 5 to 60")
        platform.show_typing(current_call().channel, str(body.get("chatId")), seconds)
        return {}, 202

    @line.post("/v2/bot/message/markAsRead")
    def mark_as_read() -> Json:
        chat = json_body().get("chat") or {}
        platform.mark_read(current_call().channel.name, str(chat.get("userId")))
        return {}

    @line.post("/v2/bot/chat/markAsRead")
    def mark_as_read_by_token() -> Json:
        message = platform.chats.messages.get(str(json_body().get("markAsReadToken")))
        if message is None:
            raise LineError(BAD_REQUEST, "Invalid markAsReadToken")
        platform.mark_read(current_call().channel.name, message.chat)
        return {}
