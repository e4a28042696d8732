"""Who changed what: told to whoever leads, in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from models.changes import Author, written_by
from models.customer import Customer
from models.deal import Deal
from models.member import Member, Role
from tests.days import at, row
from tests.town import Town

SIAM = "สยามวัสดุภัณฑ์"


@pytest.fixture
def team(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("หนึ่ง", Role.MANAGER, team="ทีมเหนือ")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": None})
    return town


def priced(town: Town, *amounts: int) -> None:
    """A deal of แบงค์'s that was worth one sum after the other."""
    for number, amount in enumerate(amounts):
        with town.database() as session:
            rep = row(session, Member, "แบงค์")
            with written_by(Author(f"e{number}", rep.id, at("08:00"), "priced")):
                found = session.scalars(select(Deal)).first() or Deal(
                    workspace_id=rep.workspace_id, customer_id=row(session, Customer, SIAM).id,
                    owner_id=rep.id, stage="proposal", stage_since=at("08:00"), created_at=at("08:00"),
                )  # fmt: skip
                found.amount = Decimal(amount)
                session.add(found)
                session.flush()


def test_an_amount_is_told_from_and_to_with_who_and_when(team: Town) -> None:
    priced(team, 1_000_000, 1_200_000)
    team.say("กบ", f"ใครแก้ยอดดีล {SIAM}")
    assert "พฤ. 26 พ.ย. 08:00  คุณแบงค์\nยอด: 1,000,000 บาท → 1,200,000 บาท" in team.card("กบ")


def test_only_deals_or_everything_of_the_customer(team: Town) -> None:
    priced(team, 1_000_000, 1_200_000)
    team.say("แบงค์", f"{SIAM} ขนาด L")
    team.say("แบงค์", f"เพิ่มผู้ติดต่อ {SIAM} คุณสมชาย เจ้าของ")
    team.say("กบ", f"ใครแก้ยอดดีล {SIAM}")
    assert "ขนาด: – → L" not in team.card("กบ")
    team.say("กบ", f"ใครแก้ {SIAM}")
    for told in ("ขนาด: – → L", "หน้าที่: – → เจ้าของ", "ยอด: 1,000,000 บาท → 1,200,000 บาท"):
        assert told in team.card("กบ")


def test_a_long_history_has_pages(team: Town) -> None:
    priced(team, *range(100_000, 100_000 * 12, 100_000))
    team.say("กบ", f"ใครแก้ยอดดีล {SIAM}")
    assert "ยอด: 1,000,000 บาท → 1,100,000 บาท" in team.card("กบ")
    team.tap("กบ", "ดูต่อ")
    assert "ยอด: 100,000 บาท → 200,000 บาท" in team.card("กบ")


def test_only_the_own_teams_manager_is_told(team: Town) -> None:
    assert team.say("แบงค์", f"ใครแก้ {SIAM}") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]
    assert team.say("หนึ่ง", f"ใครแก้ {SIAM}") == [f"{SIAM} เป็นลูกค้าของแบงค์ ถามแบงค์ได้เลยค่ะ"]


def test_what_has_not_changed_is_not_told_and_numbers_read_as_on_paper(team: Town) -> None:
    team.say("แบงค์", f"เพิ่มผู้ติดต่อ {SIAM} คุณอร 081-234-5678")
    team.say("แบงค์", f"{SIAM} เลขผู้เสียภาษี 0105551234567")
    team.say("กบ", f"ใครแก้ {SIAM}")
    card = team.card("กบ")
    assert "– → –" not in card
    assert "เบอร์: – → 081-234-5678" in card
    assert "เลขภาษี: – → 0-1055-51234-56-7" in card
