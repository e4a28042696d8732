"""Two names are one customer: everything goes to the one that stays, and one undo brings both back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from models.activity import Activity
from models.cadence import Cadence, CadenceState
from models.checkin import CheckIn
from models.customer import BuyingRole, Contact, Customer, CustomerAlias, CustomerTag, Size
from models.deal import Deal, Quote
from models.followup import FollowUp
from models.member import Member, Role
from models.merging import about_customers
from models.purchase import Payment, PaymentKind, Purchase
from tests.days import THURSDAY, at, row
from tests.ledger import did, owes
from tests.town import Town

SIAM, DOUBLE = "สยามวัสดุภัณฑ์", "เหล็กสยามบางนา"
WEEK = timedelta(days=7)
Rows = dict[str, dict[int, dict[str, Any]]]


@pytest.fixture
def team(town: Town) -> Town:
    """แบงค์ has the same firm twice; เมย์ sells beside him, กบ leads both, วิทย์ works elsewhere."""
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("วิทย์", team="ทีมเหนือ")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner"})
    town.customer(DOUBLE, "แบงค์", contacts={"สมชาย": None, "วรรณา": "purchasing"}, phone="+6621234567")
    town.customer("คลีนวอเตอร์", "เมย์")
    return town


def full(town: Town) -> None:
    """Something of every kind at the double."""
    for day in ("2026-11-23", "2026-11-24"):
        did(town, "แบงค์", DOUBLE, f"{day} 08:00", round=1 if day.endswith("24") else None)
    did(town, "แบงค์", DOUBLE, "2026-11-25 10:00", "call", note="ขอราคา", contact="วรรณา", round=2)
    did(town, "แบงค์", SIAM, "2026-11-20 10:00", "call", note="คุยไว้ก่อน")
    owes(town, "แบงค์", DOUBLE, "2026-11-30", "ส่งใบเสนอราคา")
    with town.database() as session:
        rep, firm = row(session, Member, "แบงค์"), row(session, Customer, DOUBLE)
        here = {"workspace_id": rep.workspace_id, "customer_id": firm.id}
        deal = Deal(
            **here, owner_id=rep.id, amount=Decimal(500_000), stage="proposal", stage_since=at("08:00"),
            created_at=at("08:00"),
        )  # fmt: skip
        session.add(deal)
        session.flush()
        bought = {"occurred_at": at("08:30", THURSDAY - WEEK), "logged_at": at("08:30", THURSDAY - WEEK)}
        session.add_all(
            [
                Quote(**here, deal_id=deal.id, member_id=rep.id, quoted_at=at("08:00")),
                Purchase(**here, member_id=rep.id, amount=Decimal(1_500), **bought),
                Payment(**here, member_id=rep.id, kind=PaymentKind.BILLED, **bought),
                Cadence(
                    **here,
                    size=Size.L,
                    rounds=8,
                    done=2,
                    started_at=at("08:00", THURSDAY - timedelta(days=3)),
                ),
                CheckIn(**here, member_id=rep.id, latitude=13.7, longitude=100.5, at=at("08:00")),
                CustomerTag(**here, name="ลูกค้าเก่า"),
                CustomerTag(**here | {"customer_id": firm.id - 1}, name="ลูกค้าเก่า"),
                CustomerAlias(**here, name="เหล็กสยาม"),
            ]
        )


def state(town: Town) -> Rows:
    """Everything that is about a customer and stands, column by column, and the customers."""
    with town.database() as session:
        return {
            table.__tablename__: {
                one.id: {name: getattr(one, name) for name in one.__mapper__.column_attrs.keys()}  # noqa: SIM118
                for one in session.scalars(select(table))
                if not getattr(one, "deleted", False)
            }
            for table in (*about_customers(), Customer)
        }


def without_versions(rows: Rows) -> Rows:
    """As a reader sees it: the number of the directory has moved on."""
    for one in rows["customers"].values():
        one.pop("directory_version")
    return rows


def merge(town: Town, who: str = "แบงค์") -> None:
    town.say(who, f"รวม {SIAM} กับ {DOUBLE}")
    town.tap(who, "รวมเลย")


def customer(town: Town, name: str) -> Customer:
    with town.database() as session:
        found: Customer = row(session, Customer, name)
        return found


def test_the_card_tells_what_goes_where_before_anything_does(team: Town) -> None:
    full(team)
    before = state(team)
    assert team.say("แบงค์", f"รวม {SIAM} กับ {DOUBLE}") == [f"รวม {DOUBLE} เข้ากับ {SIAM} ใช่ไหมคะ"]
    card = team.card("แบงค์")
    for told in ("งานที่ลง 3", "งานตาม 1", "ผู้ติดต่อ 2", "ดีล 1", "ใบเสนอราคา 1", "การซื้อ 1", "รอบติดตาม 1"):
        assert told in card
    assert state(team) == before


def test_everything_goes_to_the_one_that_stays(team: Town) -> None:
    full(team)
    merge(team)
    gone = customer(team, DOUBLE)
    kept = customer(team, SIAM)
    assert (gone.deleted, gone.merged_into_id) == (True, kept.id)
    left = {
        name
        for name, rows in state(team).items()
        for one in rows.values()
        if one.get("customer_id") == gone.id
    }
    assert left == set()
    assert kept.phone == "+6621234567"
    assert (kept.purchase_total, kept.purchase_count) == (Decimal(1_500), 1)
    assert kept.last_contact_at == at("10:00", THURSDAY - timedelta(days=1))


def test_one_undo_brings_both_back_exactly(team: Town) -> None:
    full(team)
    before = without_versions(state(team))
    merge(team)
    assert team.say("แบงค์", "ยกเลิก") == ["ยกเลิกให้แล้ว · การรวมลูกค้า"]
    assert without_versions(state(team)) == before
    assert team.say("แบงค์", DOUBLE)[0].startswith(f"{DOUBLE} · คุยล่าสุด เมื่อวาน")


def test_what_was_taken_back_can_be_brought_back(team: Town) -> None:
    full(team)
    merge(team)
    merged = without_versions(state(team))
    team.say("แบงค์", "ยกเลิก")
    team.say("แบงค์", "เอากลับมา")
    again = without_versions(state(team))
    assert again["activities"] == merged["activities"]
    assert again["customers"] == merged["customers"]


def test_the_other_name_leads_to_it_and_so_do_old_cards(team: Town) -> None:
    team.say("แบงค์", DOUBLE)
    merge(team)
    assert team.say("แบงค์", f"โทร {DOUBLE} ไม่รับสาย")[0].startswith(f"ลงแล้ว · โทร{SIAM}")
    team.say("แบงค์", "แผน")
    assert team.tap("แบงค์", "ใครเป็นใคร")[0].startswith(f"ใครเป็นใคร · {SIAM}")


def test_one_person_at_both_is_one_person_and_keeps_what_was_said(team: Town) -> None:
    with team.database() as session:
        double = session.scalars(select(Contact).where(Contact.name == "สมชาย", Contact.role.is_(None))).one()
        double.phone = "+66812345678"
        rep, firm = row(session, Member, "แบงค์"), row(session, Customer, DOUBLE)
        session.add(
            Activity(
                workspace_id=rep.workspace_id, customer_id=firm.id, member_id=rep.id, contact_id=double.id,
                channel="call", said="โทร", occurred_at=at("08:00"), logged_at=at("08:00"),
            )
        )  # fmt: skip
    merge(team)
    with team.database() as session:
        there = session.scalars(Contact.at(row(session, Customer, SIAM).id)).all()
        assert [(one.name, one.role, one.phone) for one in there] == [
            ("สมชาย", BuyingRole.OWNER, "+66812345678"),
            ("วรรณา", BuyingRole.PURCHASING, None),
        ]
        assert session.scalars(select(Activity.contact_id)).one() == there[0].id


def test_of_two_cadences_the_one_that_came_further_goes_on(team: Town) -> None:
    full(team)
    with team.database() as session:
        rep, firm = row(session, Member, "แบงค์"), row(session, Customer, SIAM)
        session.add(
            Cadence(
                workspace_id=rep.workspace_id, customer_id=firm.id, size=Size.S, rounds=3, done=1,
                started_at=at("08:00"),
            )
        )  # fmt: skip
    merge(team)
    with team.database() as session:
        running = session.scalars(select(Cadence).where(Cadence.state == CadenceState.RUNNING)).all()
        assert [(one.size, one.done) for one in running] == [(Size.L, 2)]


def test_a_rep_merges_own_customers_and_a_manager_the_teams(team: Town) -> None:
    theirs = "คลีนวอเตอร์ เป็นลูกค้าของเมย์ ถามเมย์ได้เลยค่ะ"
    assert team.say("แบงค์", f"รวม {SIAM} กับ คลีนวอเตอร์") == [theirs]
    owes(team, "เมย์", "คลีนวอเตอร์", "2026-11-30", "ส่งราคา")
    team.say("กบ", f"รวม {SIAM} กับ คลีนวอเตอร์")
    team.tap("กบ", "รวมเลย")
    with team.database() as session:
        assert session.scalars(select(FollowUp)).one().owner_id == row(session, Member, "แบงค์").id
    assert f"คุณกบรวม คลีนวอเตอร์ ของคุณเข้ากับ {SIAM} ซึ่งคุณแบงค์ดูแล" in team.say("เมย์", "แผน")


def test_a_name_that_is_not_sure_is_asked_about(team: Town) -> None:
    team.customer("เหล็กสยามบางพลี", "แบงค์")
    assert team.say("แบงค์", f"รวม {SIAM} กับ เหล็กสยาม")[0].startswith("“เหล็กสยาม” มี 2 ราย")
    assert team.tap("แบงค์", DOUBLE) == [f"รวม {DOUBLE} เข้ากับ {SIAM} ใช่ไหมคะ"]
