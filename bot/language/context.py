"""The state of the chat that a line is read against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChatContext:
    """All optional: an empty context reads the line by itself."""

    speaker: str | None = None
    """staff or customer, where the chat knows which; a bare ไม่รับ is not the same from both"""
    last_intent: str | None = None
    """intent of the last saved record, which ยกเลิก and แก้… are about"""
    last_customer: int | None = None
    last_bot: str | None = None
    """what the bot showed last, e.g. daily_plan"""
    listed: int = 0
    """rows of the last numbered list"""
    question: str | None = None
    """the field the bot has just asked about: customer, when, choice, ..."""
    may_close: bool = False
    """the speaker decides on which days the company is closed"""
    keeps_shop: bool = False
    """the company sells over the counter, so that ร้าน may be its own"""
