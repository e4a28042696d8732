"""Photos, voices, files and places: kept beside the activity they belong to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from bot.context import Context
from bot.errands import fetch_content
from bot.recording import MEDIA_WITHIN
from models.activity import Activity, Attachment, AttachmentKind

KINDS = {
    "image": AttachmentKind.PHOTO,
    "video": AttachmentKind.VIDEO,
    "audio": AttachmentKind.AUDIO,
    "file": AttachmentKind.FILE,
    "location": AttachmentKind.LOCATION,
}
"""LINE's message types, in our words."""


def keep(ctx: Context, *, as_picture: bool = False) -> Attachment:
    """Store what was sent with what LINE tells of it; its bytes are fetched by the worker.

    `as_picture`: it is to stand above a promotion, and belongs to no log.
    """
    media = ctx.event.media
    activity = None if as_picture else _belongs_to(ctx)
    attachment = Attachment(
        workspace_id=ctx.workspace.id,
        member_id=ctx.member.id,
        activity_id=activity.id if activity else None,
        kind=AttachmentKind.PICTURE if as_picture else KINDS[str(media.get("type"))],
        message_id=ctx.event.message_id,
        name=_name(media),
        latitude=_degrees(media, "latitude", 90),
        longitude=_degrees(media, "longitude", 180),
        sent_at=ctx.now,
    )
    ctx.session.add(attachment)
    ctx.session.flush()
    if _has_bytes(attachment, media):
        fetch_content(ctx.session, ctx.channel, ctx.event.message_id, attachment.id, ctx.received_at)
    return attachment


def is_first_of_several(ctx: Context, attachment: Attachment) -> bool:
    """Twelve photos in a row get one answer: only the first of its kind in ten minutes speaks."""
    others = (
        select(func.count())
        .select_from(Attachment)
        .where(
            Attachment.workspace_id == ctx.workspace.id,
            Attachment.member_id == ctx.member.id,
            Attachment.sent_at >= ctx.now - MEDIA_WITHIN,
            Attachment.id != attachment.id,
            Attachment.kind == attachment.kind,
            Attachment.activity_id == attachment.activity_id
            if attachment.activity_id
            else Attachment.activity_id.is_(None),
        )
    )
    return not ctx.session.scalar(others)


def _belongs_to(ctx: Context) -> Activity | None:
    """The activity on the quoted card, else this person's newest one of the last ten minutes."""
    mine = select(Activity).where(
        Activity.workspace_id == ctx.workspace.id,
        Activity.member_id == ctx.member.id,
        Activity.deleted.is_(False),
    )
    if ctx.quoted is not None and ctx.quoted.kind == "activity":
        return ctx.session.scalar(mine.where(Activity.id == ctx.quoted.id))
    recent = mine.where(Activity.logged_at >= ctx.now - MEDIA_WITHIN)
    return ctx.session.scalar(recent.order_by(Activity.logged_at.desc(), Activity.id.desc()).limit(1))


def _name(media: dict[str, Any]) -> str:
    """A file's name, or a place's title and address."""
    parts = [media.get("fileName"), media.get("title"), media.get("address")]
    said = " · ".join(part for part in parts if isinstance(part, str) and part)
    return said.replace("\x00", "")[:200]


def _degrees(media: dict[str, Any], name: str, most: int) -> float | None:
    """A place on the earth, or none."""
    value = media.get(name)
    is_one = isinstance(value, int | float) and -most <= value <= most
    return float(value) if is_one else None  # type: ignore[arg-type]  # it is a number


def _has_bytes(attachment: Attachment, media: dict[str, Any]) -> bool:
    provider = media.get("contentProvider")
    elsewhere = isinstance(provider, dict) and provider.get("type") == "external"
    return attachment.kind is not AttachmentKind.LOCATION and not elsewhere
