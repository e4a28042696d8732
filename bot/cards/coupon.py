"""What a customer holds: a coupon, all coupons, today's promotions; and these as staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.cards.promotion_words import last_day, title_of
from bot.context import Desk
from bot.intents.coupons import PromosToday
from bot.intents.followups import StartResult
from bot.intents.promotions import ShowPromo, TakeCoupon
from bot.pictures import COUPONS, picture_at
from bot.replies import (
    Button,
    Card,
    Copy,
    Headline,
    Item,
    Items,
    Paragraph,
    Reply,
    Rows,
    Tap,
    Text,
    Tone,
    Weight,
)
from bot.texts import Words
from models.customer import Customer
from models.promotion import Promotion
from models.redeeming import Claim
from models.workspace import Workspace

MOST = 10
"""In a list; what ends first is on top."""


def coupon_card(desk: Desk, words: Words, claim: Claim) -> Card:
    """Somebody's own code, to be scanned or read at the counter: what it gives, until when, for what."""
    promotion, coupon = claim.promotion, claim.coupon
    code = coupon.code if coupon else promotion.code
    title = title_of(words, promotion)
    return Card(
        title=title,
        subtitle=desk.workspace.name,
        summary=words("coupons.summary", code=code, gives=title),
        picture=picture_at(desk, COUPONS, coupon.picture if coupon else None),
        blocks=(
            Headline(code),
            Rows(_rows(desk, words, promotion)),
            Paragraph(words("coupons.show_it"), Tone.MUTED),
        ),
        buttons=((Button(words("coupons.copy"), Copy(code)),),),
    )


def valid_card(desk: Desk, claim: Claim, owner: Customer | None) -> Card:
    """To staff: it can be used, for what it gives; whose it is if the reader may know."""
    words, promotion = desk.words, claim.promotion
    code = claim.coupon.code if claim.coupon else promotion.code
    title, gives = words("coupons.is_valid", code=code), title_of(words, promotion)
    whose = ((words("coupons.of"), owner.name),) if owner else ()
    use = Tap(StartResult(), fill=words("coupons.redeem", code=code))
    return Card(
        title=title,
        subtitle=gives,
        summary=f"{title} · {gives}",
        blocks=(Rows((*whose, *_rows(desk, words, promotion))),),
        buttons=((Button(words("coupons.use"), use, Weight.PRIMARY),),),
    )


def _rows(desk: Desk, words: Words, promotion: Promotion) -> tuple[tuple[str, str], ...]:
    rows: list[tuple[str, str]] = []
    if promotion.starts_on > desk.today:
        rows.append((words("coupons.valid_from"), words.day(promotion.starts_on, desk.today)))
    rows.append((words("promotions.valid_until"), words.day(promotion.ends_on, desk.today)))
    if promotion.item:
        rows.append((words("coupons.only_for"), promotion.item))
    if promotion.minimum_spend:
        rows.append((words("coupons.from"), words.baht(promotion.minimum_spend)))
    rows.append((words("promotions.rights"), words("promotions.once_each", times=promotion.per_person)))
    return tuple(rows)


def expiring_card(workspace: Workspace, words: Words, promotion: Promotion, today: date) -> Card:
    """To whoever holds one and has not used it: which it is, and until when. One body for all of them."""
    ends = promotion.ends_on
    title, gives = words("coupons.expiring"), title_of(words, promotion)
    until = (words("promotions.valid_until"), last_day(words, workspace, ends))
    rows = ((words("coupons.coupon"), gives), until)
    show = Button(words("coupons.show"), Tap(TakeCoupon(promotion=promotion.id)), Weight.PRIMARY)
    return Card(
        title=title,
        subtitle=workspace.name,
        summary=words("coupons.expiring_summary", gives=gives, day=words.near_day(ends, today)),
        blocks=(Rows(rows), Paragraph(words("promotions.how_to_stop"), Tone.MUTED)),
        buttons=((show,),),
    )


def coupons_card(desk: Desk, words: Words, claims: Sequence[Claim]) -> Reply:
    """Those that can still be used; tapping one shows it."""
    if not claims:
        button = Button(words("coupons.todays"), Tap(PromosToday()))
        return Text(text=words("coupons.none"), chips=(button,))
    items = tuple(
        Item(
            title_of(words, one.promotion),
            _until(desk, words, one.promotion, one.coupon.code if one.coupon else ""),
            TakeCoupon(promotion=one.promotion.id),
        )
        for one in claims[:MOST]
    )
    title = words("coupons.mine")
    return Card(title=title, summary=title, subtitle=desk.workspace.name, blocks=(Items(items),))


def promos_card(desk: Desk, words: Words, promotions: Sequence[Promotion]) -> Reply:
    """What a customer may take today; tapping one gives the coupon."""
    return _list(desk, words, promotions, [TakeCoupon(promotion=one.id) for one in promotions])


def staff_promos_card(desk: Desk, promotions: Sequence[Promotion]) -> Reply:
    """All that is valid today; tapping one tells how it stands."""
    return _list(desk, desk.words, promotions, [ShowPromo(promotion=one.id) for one in promotions])


def _list(
    desk: Desk, words: Words, promotions: Sequence[Promotion], taps: Sequence[TakeCoupon | ShowPromo]
) -> Reply:
    if not promotions:
        return Text(text=words("coupons.no_promos"))
    items = tuple(
        Item(title_of(words, one), _until(desk, words, one, one.code), tap)
        for one, tap in zip(promotions[:MOST], taps, strict=False)
    )
    title = words("coupons.promos_today")
    return Card(title=title, summary=title, subtitle=desk.workspace.name, blocks=(Items(items),))


def _until(desk: Desk, words: Words, promotion: Promotion, code: str) -> str:
    """POON10 · ถึง จ. 30 พ.ย."""
    return f"{code} · {words('promotions.until', day=words.day(promotion.ends_on, desk.today))}"
