"""เช็กอินแล้ว: where, how far from the customer's place, and how long before or after the time."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.questions import lately_spoken_of
from bot.checkins import NEAR, place_of
from bot.context import Context, Desk
from bot.intents.activities import Undo
from bot.intents.followups import StartResult
from bot.intents.media import CheckInAt, PlaceOfCustomer
from bot.language import CustomerRef
from bot.render import clip
from bot.replies import Button, Card, Record, Rows, Tap, Tone, Weight
from models.activity import Attachment
from models.checkin import CheckIn
from models.customer import Customer
from models.followup import FollowUp
from models.punctuality import GRACE, at_customer

OFFERED, NAME_LIMIT = 4, 12
MINUTE = timedelta(minutes=1)
KILOMETRE = 1_000
Row = tuple[str, str, Tone]


def check_in_chips(desk: Desk, attachment: Attachment) -> tuple[Button, ...]:
    """Nobody is expected there today: the customers spoken of lately, one tap each."""
    if place_of(attachment) is None:
        return ()
    return tuple(
        Button(
            desk.words("checkin.chip", customer=clip(one.name, NAME_LIMIT)),
            Tap(CheckInAt(attachment=attachment.id, customer=CustomerRef("", one.id))),
        )
        for one in lately_spoken_of(desk, OFFERED)
    )


def checked_in_card(
    ctx: Context,
    attachment: Attachment,
    arrived: CheckIn,
    customer: Customer,
    meeting: FollowUp | None,
) -> Card:
    words = ctx.words
    record = Record("followup", meeting.id) if meeting is not None else Record("customer", customer.id)
    title = words("checkin.title", clock=words.clock(ctx.local(arrived.at)))
    rows = (*_timing(ctx, arrived, meeting), _distance(ctx, arrived))
    told = " · ".join(row[1] for row in rows)
    return Card(
        title=title,
        subtitle=customer.name,
        summary=f"{title} · {customer.name} · {told}",
        blocks=(Rows(rows),),
        buttons=_buttons(ctx, attachment, customer, meeting),
        record=record,
    )


def _timing(desk: Desk, arrived: CheckIn, meeting: FollowUp | None) -> tuple[Row, ...]:
    """14:00 · ก่อนเวลา 8 นาที; without a meeting, or a time, there is nothing to compare."""
    if meeting is None or meeting.due_at is None:
        return ()
    late = (arrived.at - meeting.due_at) // MINUTE
    key = "late" if late > 0 else "early" if late < 0 else "on_time"
    told = desk.words(f"checkin.{key}", minutes=abs(late))
    clock = desk.words.clock(desk.local(meeting.due_at))
    tone = Tone.AMBER if arrived.at > meeting.due_at + GRACE else Tone.GREEN
    return ((desk.words("checkin.meeting"), f"{clock} · {told}", tone),)


def _distance(desk: Desk, arrived: CheckIn) -> Row:
    words, far = desk.words, arrived.distance
    if far is None:
        return words("checkin.distance"), words("checkin.no_place"), Tone.MUTED
    key = "kilometres" if far >= KILOMETRE else "metres"
    told = words(f"checkin.{key}", metres=round(far, -1), kilometres=far / KILOMETRE)
    return words("checkin.distance"), told, Tone.PLAIN if far <= NEAR else Tone.AMBER


def _buttons(
    ctx: Context, attachment: Attachment, customer: Customer, meeting: FollowUp | None
) -> tuple[tuple[Button, ...], ...]:
    words, ref = ctx.words, CustomerRef("", customer.id)
    fill = words("brief.log_fill", customer=customer.name)
    start = StartResult(followup=meeting.id) if meeting is not None else StartResult(customer=ref)
    result = Button(words("brief.result"), Tap(start, fill=fill), Weight.PRIMARY)
    other = Button(words("activity.other_customer"), Tap(CheckInAt(attachment=attachment.id)))
    undo = Button(words("activity.undo"), Tap(Undo(event=ctx.event.id)))
    its_place = Tap(PlaceOfCustomer(attachment=attachment.id, customer=ref))
    place = () if place_of(customer) is not None else (Button(words("media.is_its_place"), its_place),)
    return (result,), place, (other, undo)


def kept_row(desk: Desk, customer: Customer) -> list[tuple[str, str]]:
    """ตรงเวลา 8 จาก 10 ครั้ง: how promises with a time were kept at this customer; nothing without any."""
    kept = at_customer(desk.session, desk.workspace.id, customer.id, desk.today)
    if not kept.total:
        return []
    told = desk.words("checkin.kept", kept=kept.kept, total=kept.total)
    return [(desk.words("checkin.kept_row"), told)]
