"""Message 11: a leave is noted, and its appointments are offered to move or to hand over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.cards.activity import contact_text, due_text
from bot.cards.matters import after_word
from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.followups import HandOver
from bot.intents.plans import MoveDay, MovedMyself
from bot.language import MemberRef
from bot.leaves import back_on, meetings_in, stand_ins, who_hears
from bot.replies import Button, Card, Item, Items, Paragraph, Tap, Text, Tone
from models.customer import Contact
from models.followup import FollowUp

REASONS = ("sick", "personal", "vacation")
STAND_INS, LISTED, SHOWN = 2, 5, 20


def leave_message(desk: Desk, first: date, last: date, reason: str) -> Text:
    """หายไว ๆ นะคะ, what Jod will not do meanwhile, and what stands in the way."""
    words, meetings = desk.words, meetings_in(desk, first, last)
    wish = words(f"leave.{reason}" if reason in REASONS else "leave.personal")
    lines = [f"{wish} {_promise(desk, first, last)}"]
    if meetings:
        lines.append(_meetings_line(desk, meetings, first, last))
    return Text(text="\n".join(lines), chips=_ways_out(desk, meetings, first, last) if meetings else ())


def half_day_message(desk: Desk, day: date) -> Text:
    """Half a day is worked: reminders come as ever, and what is on that day is told."""
    words, meetings = desk.words, meetings_in(desk, day, day)
    lines = [words("leave.half", day=days_text(desk, day, day))]
    if meetings:
        lines.append(_meetings_line(desk, meetings, day, day))
    return Text(text="\n".join(lines))


def _promise(desk: Desk, first: date, last: date) -> str:
    """วันนี้จดจะไม่เตือนและแจ้งคุณกบในสรุปเย็นว่าลา; days gone by are only noted."""
    words, days = desk.words, days_text(desk, first, last)
    if last < desk.today:
        return words("leave.noted", days=days)
    manager = who_hears(desk)
    if manager is None:
        return words("leave.quiet", days=days)
    return words("leave.quiet_and_told", days=days, manager=words.person(manager.name))


def days_text(desk: Desk, first: date, last: date) -> str:
    """วันนี้; or อ. 1 ธ.ค., or อ. 1 ธ.ค. – พฤ. 3 ธ.ค., each ready to be followed by a word."""
    words = desk.words
    if first != last:
        return words("leave.days", first=words.day(first, desk.today), last=words.day(last, desk.today))
    near = words.near_day(first, desk.today)
    return near if abs((first - desk.today).days) <= 1 else words("leave.day", day=near)


def _meetings_line(desk: Desk, meetings: Sequence[FollowUp], first: date, last: date) -> str:
    words = desk.words
    listed = ", ".join(_meeting(desk, one, with_day=first != last) for one in meetings[:LISTED])
    more = f" {words('leave.more', count=len(meetings) - LISTED)}" if len(meetings) > LISTED else ""
    days = days_text(desk, first, last) if first == last else words("leave.meanwhile")
    return words("leave.meetings", days=days, count=len(meetings), list=listed) + more


def _meeting(desk: Desk, followup: FollowUp, *, with_day: bool) -> str:
    name = followup.customer.name
    if with_day:
        return f"{name} {due_text(desk, followup)}"
    return f"{name} {desk.words.clock(desk.local(followup.due_at))}" if followup.due_at else name


def _ways_out(desk: Desk, meetings: Sequence[FollowUp], first: date, last: date) -> tuple[Button, ...]:
    """เลื่อนเป็นพรุ่งนี้ · ฝากเมย์ไปแทน · โทรเลื่อนเองแล้ว."""
    words = desk.words
    label = words("leave.move_to", day=after_word(desk, back_on(desk, last)))
    only = meetings[0].id if len(meetings) == 1 else None
    hand_over = [
        Button(
            words("leave.hand_over", name=one.name),
            Tap(HandOver(rep=MemberRef("", one.id), followup=only)),
        )
        for one in stand_ins(desk, first, last)[:STAND_INS]
    ]
    myself = Button(words("leave.moved_myself"), Tap(MovedMyself(day=first, last=last)))
    return (Button(label, Tap(MoveDay(day=first, last=last))), *hand_over, myself)


def moved_card(desk: Desk, moved: Sequence[FollowUp]) -> Card:
    """Where the appointments went; each line opens its customer, to call and say so."""
    title = desk.words("leave.moved", count=len(moved))
    hint = desk.words("leave.tell_them")
    return _meetings_card(desk, moved, title, hint)


def times_card(desk: Desk, meetings: Sequence[FollowUp]) -> Card:
    """The customers know; the new times are still missing."""
    return _meetings_card(desk, meetings, desk.words("leave.which_times"), desk.words("leave.say_times"))


def _meetings_card(desk: Desk, meetings: Sequence[FollowUp], title: str, hint: str) -> Card:
    items = tuple(
        Item(one.customer.name, _when_and_whom(desk, one), Brief(followup=one.id)) for one in meetings[:SHOWN]
    )
    names = ", ".join(one.customer.name for one in meetings[:LISTED])
    return Card(
        title=title,
        summary=f"{title} · {names}",
        blocks=(Items(items), Paragraph(hint, Tone.MUTED)),
    )


def _when_and_whom(desk: Desk, followup: FollowUp) -> str:
    contact = desk.session.get(Contact, followup.contact_id) if followup.contact_id else None
    who = contact_text(desk.words, contact) if contact else ""
    return " · ".join(part for part in (due_text(desk, followup), who) if part)
