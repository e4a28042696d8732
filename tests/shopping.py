"""A shop with hours and a name, and those who talk to it."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select, update

from models.consumer import Consent, Consumer
from models.customer import CustomerKind
from models.member import Role
from models.workspace import Workspace
from tests.town import Town

QUESTION = "ขออนุญาตส่งโปรและคูปองทาง LINE ไม่รับก็ซื้อของได้ตามปกติค่ะ"
SHOP = {
    "name": "ร้านจดดีวัสดุก่อสร้าง",
    "legal_name": "บริษัท จดดีวัสดุก่อสร้าง จำกัด",
    "phone": "+6620000000",
    "opens_at": time(8),
    "closes_at": time(17, 30),
    "privacy_url": "https://jod.example.com/privacy",
}


def open_shop(town: Town, consumer: str = "มะลิ", rep: str = "แบงค์") -> Town:
    """The shop is set up, has a rep, and somebody has just added its account."""
    set_up(town, **SHOP)
    town.member(rep)
    town.person(consumer, "shop").befriend()
    town.heard(consumer)
    return town


def known_buyer(town: Town) -> Town:
    """An open shop whose owner is เฮีย; มะลิ, who has added it, is แนน, who bought once from แบงค์."""
    open_shop(town)
    town.member("เฮีย", Role.OWNER)
    link(town, "มะลิ", town.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER, phone="+66891112222"))
    town.say("แบงค์", "แนนซื้อครีมกันแดด 650")
    return town


def set_up(town: Town, **settings: object) -> None:
    with town.database() as session:
        session.execute(update(Workspace).values(**settings))


def link(town: Town, name: str, customer: int) -> None:
    with town.database() as session:
        consumer = session.scalars(
            select(Consumer).where(Consumer.user_id == town.platform.user(name).id)
        ).one()
        consumer.customer_id = customer


def consumer(town: Town) -> Consumer:
    with town.database() as session:
        return session.scalars(select(Consumer)).one()


def receipts(town: Town) -> list[tuple[bool, str, str]]:
    with town.database() as session:
        found = session.scalars(select(Consent).order_by(Consent.id)).all()
        return [(one.given, one.version, one.source) for one in found]
