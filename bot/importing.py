"""A file sent into the chat that may be a list of customers or purchases."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Text
from bot.sheets.reading import LARGEST, NAMES
from models.activity import Attachment
from models.importing import Import

MEGABYTE = 1024 * 1024


def is_list(ctx: Context) -> bool:
    """A table by its name, from somebody who may bring in lists."""
    name = ctx.event.media.get("fileName")
    return ctx.member.is_manager and isinstance(name, str) and name.casefold().endswith(NAMES)


def refuse_large(ctx: Context) -> Text | None:
    """LINE tells the size of a file before anybody fetches it."""
    size, name = ctx.event.media.get("fileSize"), str(ctx.event.media.get("fileName"))
    if not is_list(ctx) or not isinstance(size, int) or size <= LARGEST:
        return None
    return Text(text=ctx.words("sheets.too_large_to_fetch", file=name[:100], most=LARGEST // MEGABYTE))


def take_list(ctx: Context, attachment: Attachment) -> Text | None:
    """Have it read as soon as LINE has handed it over; one that belongs to a log is an attachment."""
    if attachment.activity_id is not None or not is_list(ctx):
        return None
    job = Import(
        workspace_id=ctx.workspace.id,
        member_id=ctx.member.id,
        attachment_id=attachment.id,
        name=attachment.name,
        created_at=ctx.now,
    )
    ctx.session.add(job)
    return Text(text=ctx.words("sheets.reading", file=attachment.name))
