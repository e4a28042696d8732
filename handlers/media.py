"""Photos, voices, files and places; messages taken back or changed in LINE."""

from __future__ import annotations

from bot.arrivals import arrive, arrived_at
from bot.capability import on
from bot.cards.activity import channel_name
from bot.cards.checkin import check_in_chips
from bot.checkins import place_of
from bot.context import Context
from bot.forgetting import forget_message
from bot.illustrating import take_picture
from bot.importing import refuse_large, take_list
from bot.intents.media import CheckInAt, Edited, PlaceOfCustomer, SentMedia, Unsent
from bot.media import is_first_of_several, keep
from bot.names import customer_of, visible
from bot.replies import Button, Reply, Tap, Text
from models.activity import Activity, Attachment, AttachmentKind
from models.customer import Customer
from models.errors import NotFound, WhichCustomer


@on(SentMedia, full_sentence=False)
def keep_media(ctx: Context, said: SentMedia) -> Reply | None:
    """Send a photo, file or place before or after a log: it is kept with it."""
    if (settled := refuse_large(ctx) or take_picture(ctx)) is not None:
        return settled
    attachment = keep(ctx)
    if (told := arrive(ctx, attachment) or take_list(ctx, attachment)) is not None:
        return told
    if not is_first_of_several(ctx, attachment):
        return None
    what = ctx.words(f"media.{attachment.kind}")
    if attachment.activity_id is None:
        return Text(text=ctx.words("media.kept", what=what), chips=check_in_chips(ctx, attachment))
    activity = ctx.session.get_one(Activity, attachment.activity_id)
    customer = ctx.session.get_one(Customer, activity.customer_id)
    where = ctx.words(
        "activity.at_customer", heading=channel_name(ctx.words, activity), customer=customer.name
    )
    text = ctx.words("media.attached", what=what, where=where)
    return Text(text=text, chips=_place_chip(ctx, attachment, customer))


def _place_chip(ctx: Context, attachment: Attachment, customer: Customer) -> tuple[Button, ...]:
    """A place shared at a customer whose place is not known may be where it is."""
    if attachment.kind is not AttachmentKind.LOCATION or customer.latitude is not None:
        return ()
    return (Button(ctx.words("media.is_its_place"), Tap(PlaceOfCustomer(attachment=attachment.id))),)


@on(PlaceOfCustomer)
def place_of_customer(ctx: Context, said: PlaceOfCustomer) -> Reply:
    """The place just shared is where the customer is."""
    attachment = ctx.session.scalar(ctx.access.attachments().where(Attachment.id == said.attachment))
    if attachment is None:
        raise NotFound
    customer = visible(ctx, _whose_place(ctx, attachment, said))
    customer.latitude, customer.longitude = attachment.latitude, attachment.longitude
    customer.address = customer.address or attachment.name or None
    return Text(text=ctx.words("media.placed", customer=customer.name))


def _whose_place(ctx: Context, attachment: Attachment, said: PlaceOfCustomer) -> int:
    """The customer on the button, else of the log it was attached to."""
    if said.customer is not None and said.customer.id is not None:
        return said.customer.id
    if attachment.activity_id is None:
        raise NotFound
    return ctx.session.get_one(Activity, attachment.activity_id).customer_id


@on(CheckInAt)
def check_in_at(ctx: Context, said: CheckInAt) -> Reply:
    """Share a place on arriving at a customer: Jod notes when, and how far from its own place."""
    attachment = ctx.session.scalar(ctx.access.attachments().where(Attachment.id == said.attachment))
    if attachment is None or place_of(attachment) is None:
        raise NotFound
    if said.customer is None:
        raise WhichCustomer("", ())
    return arrived_at(ctx, attachment, customer_of(ctx, said.customer))


@on(Unsent, role=None, undoable=False, full_sentence=False)
def forget(ctx: Context, said: Unsent) -> Reply | None:
    """A message taken back in LINE: its words go everywhere, the record stays."""
    if not forget_message(ctx, ctx.event.message_id, ctx.words("media.unsent_note")):
        return None
    return Text(text=ctx.words("media.unsent"))


@on(Edited, undoable=False, full_sentence=False)
def edited(ctx: Context, said: Edited) -> None:
    """An edited message that had made no record, or makes none now, changes nothing."""
