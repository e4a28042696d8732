"""What became of a promise: done, dropped, missed, or tried in vain; and what may come next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.activity import due_text
from bot.cards.followup import clock_text, subtitle, take_back
from bot.cards.matters import about, way_of
from bot.cards.moments import later, likely_days
from bot.cards.rounds import planned_text
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.followups import CompleteReminder, DropFollowUp, SetReminder, StartResult
from bot.language import CustomerRef, When
from bot.replies import Block, Button, Card, Paragraph, Pick, Record, Rows, Tap, Tone, Weight
from models.activity import Activity
from models.customer import Customer
from models.followup import FollowUp


def done_card(
    desk: Desk, followup: FollowUp, undo: Undo, *, result: str = "", next_step: FollowUp | None = None
) -> Card:
    """`เสร็จ` asks one thing: what came of it, or when the next step is, or whether it is finished."""
    words = desk.words
    heading = words("followups.done")
    return Card(
        title=heading,
        subtitle=subtitle(desk, followup),
        summary=f"{heading} · {_named(desk, followup)}",
        blocks=_what_is_known(desk, followup, result, next_step),
        buttons=_what_is_open(
            desk, followup, undo, has_result=bool(result), has_next=_is_promised(next_step)
        ),
        record=Record("followup", followup.id),
    )


def done_list(desk: Desk, followups: Sequence[FollowUp], undo: Undo, *, result: str = "") -> Card:
    """`เสร็จข้อ 1 กับ 2`: what they were, and what came of all; the next step of each is said by itself."""
    words, heading = desk.words, desk.words("followups.done_all", count=len(followups))
    told = (" · ".join(filter(None, (_named(desk, each), about(words, each)))) for each in followups)
    return Card(
        title=heading,
        summary=f"{heading} · {_named(desk, followups[0])}",
        blocks=(
            *map(Paragraph, told),
            *((Rows(((words("followups.result"), result),)),) if result else ()),
            Paragraph(words("followups.next_of_each"), Tone.MUTED),
        ),
        buttons=((take_back(desk, undo),),),
    )


def dropped_card(desk: Desk, followup: FollowUp, undo: Undo) -> Card:
    """`ไม่ต้องตามแล้ว`: one tap brings it back."""
    heading = desk.words("followups.called_off" if followup.is_appointment else "followups.dropped")
    topic = about(desk.words, followup)
    return Card(
        title=heading,
        subtitle=subtitle(desk, followup),
        summary=f"{heading} · {_named(desk, followup)}",
        blocks=(Rows(((desk.words("activity.about"), topic),)),) if topic else (),
        buttons=((take_back(desk, undo),),),
        record=Record("followup", followup.id),
    )


def missed_card(desk: Desk, followup: FollowUp, undo: Undo) -> Card:
    """`ไม่ได้ไป`: no reproach, only the question when to go instead."""
    words = desk.words
    heading = words("followups.missed")
    drop = Button(words("followups.drop"), Tap(DropFollowUp(followup=followup.id)))
    return Card(
        title=heading,
        subtitle=f"{clock_text(desk, followup)} {_named(desk, followup)}".strip(),
        summary=f"{heading} · {_named(desk, followup)}",
        blocks=(Paragraph(words("followups.meet_when")),),
        buttons=(later(desk, followup), (drop, take_back(desk, undo))),
        record=Record("followup", followup.id),
    )


def tried_card(desk: Desk, activity: Activity, customer: Customer, tries: int, next_step: FollowUp) -> Card:
    """An unanswered call, and when the next step is."""
    words = desk.words
    heading = words("followups.no_answer")
    again = (words(f"followups.again_{next_step.kind}"), _soon(desk, next_step))
    return Card(
        title=heading,
        subtitle=f"{customer.name} · {words('followups.tries', count=tries)}" if tries > 1 else customer.name,
        summary=f"{heading} · {customer.name} · {' '.join(again)}",
        blocks=(Rows((again,)),),
        buttons=(later(desk, next_step), (take_back(desk, Undo(activity=activity.id)),)),
        record=Record("followup", next_step.id),
    )


def _named(desk: Desk, followup: FollowUp) -> str:
    return desk.session.get_one(Customer, followup.customer_id).name


def _what_is_known(
    desk: Desk, followup: FollowUp, result: str, next_step: FollowUp | None
) -> tuple[Block, ...]:
    words = desk.words
    rows = [
        (words("activity.about"), about(words, followup)),
        (words("followups.result"), result),
        (words("followups.next"), _next_text(desk, next_step)),
    ]
    known = tuple(row for row in rows if row[1])
    question = "meet_when" if result else "what_came_of_it"
    asked = () if result and _is_promised(next_step) else (Paragraph(words(f"followups.{question}")),)
    return (*((Rows(known),) if known else ()), *asked)


def _is_promised(next_step: FollowUp | None) -> bool:
    """A day that Jod has planned still may be asked for."""
    return next_step is not None and not next_step.is_planned


def _next_text(desk: Desk, next_step: FollowUp | None) -> str:
    return "" if next_step is None else planned_text(desk, next_step, due_text(desk, next_step))


def _what_is_open(
    desk: Desk, followup: FollowUp, undo: Undo, *, has_result: bool, has_next: bool
) -> tuple[tuple[Button, ...], ...]:
    finished = Button(
        desk.words("followups.finished"), Tap(CompleteReminder(followup=followup.id, finished=True))
    )
    return (
        () if has_result else (log_result(desk, followup),),
        () if has_next else _next_steps(desk, followup),
        (finished, take_back(desk, undo)),
    )


def log_result(desk: Desk, followup: FollowUp, key: str = "followups.log_result") -> Button:
    """The keyboard opens with how and with whom; the rep adds what came of it."""
    way = way_of(followup)
    channel = desk.words(f"channels.{'call' if way == 'follow' else way}")
    fill = f"{channel} {_named(desk, followup)} "
    return Button(desk.words(key), Tap(StartResult(followup=followup.id), fill=fill), Weight.PRIMARY)


def _next_steps(desk: Desk, followup: FollowUp) -> tuple[Button, ...]:
    """The same matter on another day: a new promise, since this one is kept."""
    customer = CustomerRef("", followup.customer_id)
    days = [
        Button(label, Tap(SetReminder(customer=customer, when=When(day), after=followup.id)))
        for label, day in likely_days(desk)
    ]
    pick = Pick(SetReminder(customer=customer, after=followup.id))
    return (*days, Button(desk.words("followups.pick"), pick))


def _soon(desk: Desk, followup: FollowUp) -> str:
    """วันนี้ 13:20 / พรุ่งนี้ 09:00 / จ. 30 พ.ย. 09:00."""
    day = desk.words.near_day(followup.due_on, desk.today)
    return f"{day} {clock_text(desk, followup)}".strip()
