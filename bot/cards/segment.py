"""Groups of a shop's customers on cards: all of them with their sizes, and one with its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards.purchases import bought_text
from bot.cards.segment_words import definition_told, group_name
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.customers import Brief
from bot.intents.segments import DeleteSegment, ShowSegment, ShowSegments
from bot.language import CustomerRef
from bot.replies import Button, Card, Item, Items, Paragraph, Tap, Tone, Weight
from bot.segments import Group
from models.customer import Customer
from models.segment import Segment

PAGE = 10


def groups_card(
    desk: Desk, usual: Mapping[str, int], own: Sequence[tuple[Segment, int]], day: date | None
) -> Card:
    """Every group with how many are in it; a tap shows who."""
    words = desk.words
    title = words("segments.title")
    as_of = (
        words("segments.as_of", day=words.near_day(day, desk.today)) if day else words("segments.nobody_yet")
    )
    items = tuple(
        Item(_sized(desk, words(f"segments.is_{name}"), many), intent=ShowSegment(standing=name))
        for name, many in usual.items()
    )
    mine = tuple(Item(_sized(desk, one.name, many), intent=ShowSegment(segment=one.id)) for one, many in own)
    return Card(
        title=title,
        subtitle=as_of,
        summary=f"{title} · {as_of}",
        blocks=(Items(items), *((Items(mine, words("segments.own")),) if mine else ())),
        buttons=_making(desk),
    )


def _sized(desk: Desk, name: str, count: int) -> str:
    """ขาประจำ · 412 คน."""
    return f"{name} · {people(desk, count)}"


def _making(desk: Desk) -> tuple[tuple[Button, ...], ...]:
    if not desk.member.is_manager:
        return ()
    fill = Tap(ShowSegments(), fill=desk.words("segments.make_fill"))
    return ((Button(desk.words("segments.make"), fill, Weight.SECONDARY),),)


def people(desk: Desk, count: int) -> str:
    """412 คน / 1 person."""
    return desk.words("segments.person" if count == 1 else "segments.people", count=f"{count:,}")


def group_card(desk: Desk, group: Group, count: int, shown: Sequence[Customer], page: int) -> Card:
    """Who is in it, ten at a time."""
    title = group_name(desk, group)
    told = " · ".join(part for part in (people(desk, count), definition_told(desk, group)) if part)
    items = tuple(
        Item(one.name, _detail(desk, group, one), Brief(customer=CustomerRef("", one.id))) for one in shown
    )
    return Card(
        title=title,
        subtitle=told,
        summary=f"{title} · {told}",
        blocks=(Items(items) if items else Paragraph(desk.words("segments.empty"), Tone.MUTED),),
        buttons=(*_more(desk, group, count, page), *_changing(desk, group.own), *_naming(desk, group)),
    )


def _detail(desk: Desk, group: Group, customer: Customer) -> str:
    """What they bought; where it is about birthdays, the day of theirs before."""
    born = customer.birthday if group.is_of_birthdays else None
    day = desk.words.birthday(born) if born else ""
    return " · ".join(filter(None, (day, bought_lately(desk, customer))))


def bought_lately(desk: Desk, customer: Customer) -> str:
    """ล่าสุด 3 ต.ค. · 5 ครั้ง 3,200 บาท."""
    if customer.last_purchase_at is None:
        return ""
    day = desk.words.near_day(desk.local(customer.last_purchase_at).date(), desk.today)
    return " · ".join((desk.words("segments.last", day=day), bought_text(desk, customer)))


def _more(desk: Desk, group: Group, count: int, page: int) -> tuple[tuple[Button, ...], ...]:
    if count <= (page + 1) * PAGE or group.asked:
        return ()
    own = group.own.id if group.own else None
    following = ShowSegment(standing=group.standing, segment=own, page=page + 1)
    return ((Button(desk.words("customers.more"), Tap(following)),),)


def _changing(desk: Desk, own: Segment | None) -> tuple[tuple[Button, ...], ...]:
    if own is None or not desk.member.is_manager:
        return ()
    words = desk.words
    rename = Tap(ShowSegment(segment=own.id), fill=words("segments.rename_fill", group=own.name))
    delete = Tap(DeleteSegment(segment=own.id))
    return ((Button(words("segments.rename"), rename), Button(words("segments.delete"), delete)),)


def _naming(desk: Desk, group: Group) -> tuple[tuple[Button, ...], ...]:
    """Who gives it a name sees all of them, and can send them a promotion."""
    if not group.asked or not desk.member.is_manager:
        return ()
    fill = Tap(ShowSegments(), fill=desk.words("segments.name_fill", asked=group.asked))
    return ((Button(desk.words("segments.name"), fill, Weight.SECONDARY),),)


def changed_card(desk: Desk, group: Group, count: int, *, key: str, event: str) -> Card:
    """สร้างกลุ่มแล้ว: who is in it, how many, and one tap to take it back."""
    words = desk.words
    title, name = words(f"segments.{key}"), group_name(desk, group)
    told = " · ".join((people(desk, count), definition_told(desk, group)))
    undo = Button(words("activity.undo"), Tap(Undo(event=event)))
    return Card(
        title=title,
        subtitle=f"{name} · {told}",
        summary=f"{title} · {name} · {told}",
        buttons=((*_showing(desk, group.own), undo),),
    )


def _showing(desk: Desk, own: Segment | None) -> tuple[Button, ...]:
    if own is None or own.deleted:
        return ()
    return (Button(desk.words("segments.show"), Tap(ShowSegment(segment=own.id)), Weight.SECONDARY),)
