"""What people sent as files: pictures, sounds, films and documents, on LINE's data host."""

from __future__ import annotations

from flask import Blueprint, Response

from simulator.api.gate import current_call
from simulator.errors import Json, not_found
from simulator.menus import Picture
from simulator.platform import Platform


def routes(line: Blueprint, platform: Platform) -> None:
    def sent(message_id: str) -> Picture:
        """A channel is given only what was sent to itself, and nothing that was unsent."""
        with platform.still():
            message, content = platform.chats.messages.get(message_id), platform.contents.get(message_id)
            if message is None or content is None:
                raise not_found()
            if platform.chats.chats[message.chat].channel != current_call().channel.name:
                raise not_found()
            return content

    @line.get("/v2/bot/message/<message_id>/content")
    def content(message_id: str) -> Response:
        found = sent(message_id)
        return Response(found.data, content_type=found.content_type)

    @line.get("/v2/bot/message/<message_id>/content/preview")
    def content_preview(message_id: str) -> Response:
        found = sent(message_id)
        return Response(found.data, content_type=found.content_type)

    @line.get("/v2/bot/message/<message_id>/content/transcoding")
    def content_transcoding(message_id: str) -> Json:
        sent(message_id)
        return {"status": "succeeded"}
