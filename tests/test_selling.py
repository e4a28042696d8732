"""How a company sells decides what its people hear of: every card asked for or sent, by the words on it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from models.customer import CustomerKind
from models.member import Role
from models.queues import Errand
from models.workspace import Selling
from tests.days import did
from tests.selling import sells
from tests.town import Town

OF_DEALS = ("ดีล", "ไปป์ไลน์", "อัตราปิด", "ปิดได้", "ใครเป็นใคร", "ตามครั้งที่", "ผู้ตัดสินใจ", "ยอดที่คุย")
OF_DEALS_EN = ("deal", "pipeline", "win rate", "won", "who's who", "round", "decide", "talked of")
OF_A_SHOP = ("โปร", "คูปอง", "กลุ่มลูกค้า", "หน้าร้าน", "รายงานร้าน")
OF_A_SHOP_EN = ("promo", "coupon", "segment", "counter", "shop report")
ASKED = ("เมนู", "ช่วยด้วย", "สรุปทีม", "รายงานละเอียด", "แผน")
ASKED_EN = ("menu", "help", "team summary", "detailed report", "plan")


@pytest.fixture
def company(town: Town) -> Town:
    """Deals and sales over the counter, whatever the company says of itself now."""
    town.member("เจ้", Role.OWNER)
    town.member("Max", Role.OWNER, language="en")
    town.member("แบงค์")
    town.member("Bank", language="en")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.customer("Eastern Steel", "Bank")
    town.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER)
    for who, firm in (("แบงค์", "สยามวัสดุภัณฑ์"), ("Bank", "Eastern Steel")):
        did(town, who, firm, "10:00", note="ok", amount=Decimal(700_000))
        sells(town, who, firm, 900_000, begun=40, stage="negotiation")
    town.say("แบงค์", "แนนซื้อปูน 2,600")
    return town


def as_it_sells(town: Town, selling: Selling) -> None:
    with town.database() as session:
        town.workspace(session).selling = selling


def told(town: Town, people: tuple[str, ...], asked: tuple[str, ...]) -> str:
    """All cards that are asked for, and those of the evening and of Monday morning, in small letters."""
    cards = []
    for who in people:
        for line in asked:
            town.say(who, line)
            cards.append(town.card(who))
    for moment in ("2026-11-26 18:31", "2026-11-30 08:31"):
        town.move_to(moment)
        cards += [town.card(who) for who in people]
    return "\n".join(cards).casefold()


@pytest.mark.parametrize(
    ("selling", "asked", "unheard", "heard"),
    [
        (Selling.SHOP, ASKED, OF_DEALS, OF_A_SHOP[-1]),
        (Selling.SHOP, ASKED_EN, OF_DEALS_EN, OF_A_SHOP_EN[-1]),
        (Selling.B2B, ASKED, OF_A_SHOP, OF_DEALS[0]),
        (Selling.B2B, ASKED_EN, OF_A_SHOP_EN, OF_DEALS_EN[0]),
    ],
)
def test_nobody_hears_of_what_the_company_has_no_use_for(
    company: Town, selling: Selling, asked: tuple[str, ...], unheard: tuple[str, ...], heard: str
) -> None:
    as_it_sells(company, selling)
    people = ("เจ้", "แบงค์") if asked is ASKED else ("Max", "Bank")
    cards = told(company, people, asked)
    assert [word for word in unheard if word in cards] == []
    assert heard in cards


def test_who_sells_both_ways_hears_of_all(company: Town) -> None:
    cards = told(company, ("เจ้",), ASKED)
    assert [word for word in ("ดีล", "ไปป์ไลน์", *OF_A_SHOP) if word not in cards] == ["คูปอง"]


def test_a_change_in_chat_brings_everybody_another_menu(company: Town) -> None:
    company.say("เจ้", "เราขายหน้าร้าน")
    with company.database() as session:
        asked = session.scalars(select(Errand.args).where(Errand.kind == "menu")).all()
        shown = {company.platform.users[one["user"]].name for one in asked}
    assert shown == {"เจ้", "Max", "แบงค์", "Bank"}
