"""Purchases from a sheet: whose they are, what cannot be read by its row, the same file twice, taken back."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select

from models.customer import Customer
from models.member import Member
from models.promotion import Promotion, PromotionKind, PromotionState, Redemption
from models.purchase import Purchase, PurchaseSource
from tests.terminal import Terminal
from tests.tills import Till, purchases
from tests.town import BANGKOK, Town

GOOD = (
    "วันที่,ชื่อลูกค้า,เบอร์โทร,สินค้า,จำนวน,หน่วย,ยอดเงิน,คูปอง,เลขที่บิล\n"
    '26/11/2569 08:30,แนน,,ปูน,20,ถุง,"2,600.50",NOV10,B-1\n'
    "2026-11-20,,812345678,ทราย,,,100,,\n"
    "20/11/2026,,0877777777,ทราย,,,100,,\n"
    "20/11/2026,,,หิน,,,50,,\n"
    "20/11/2026,,,หิน,,,50,,\n"
)


@pytest.fixture
def shop(town: Town) -> Town:
    town.member("แบงค์")
    town.customer("แนน", "แบงค์", phone="+66812345678")
    town.customer("ซ้ำ", "แบงค์")
    town.customer("ซ้ำ", "แบงค์")
    return town


def brought_in(town: Town, tmp_path: Path, content: str | bytes, name: str = "sold.csv") -> tuple[str, str]:
    """What the command printed, and what it complained of."""
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    result = Terminal(town).run("import", "purchases", str(file))
    return result.stdout, result.stderr


def standing(town: Town) -> list[Purchase]:
    return [one for one in purchases(town) if not one.deleted]


def nan(town: Town) -> Customer:
    with town.database() as session:
        return session.scalars(select(Customer).where(Customer.name == "แนน")).one()


def test_what_was_sold_comes_in_once_and_goes_out_again(shop: Town, tmp_path: Path) -> None:
    told, advice = brought_in(shop, tmp_path, GOOD)
    assert told == "5 added, 0 there already, 0 left out\n"
    first, second, third, *stones = standing(shop)
    assert (first.amount, first.quantity, first.unit, first.promo_code, first.external_key) == (
        Decimal("2600.5"), 20, "ถุง", "NOV10", "B-1",
    )  # fmt: skip
    assert first.occurred_at == datetime(2026, 11, 26, 8, 30, tzinfo=BANGKOK)
    assert second.occurred_at == datetime(2026, 11, 20, 12, tzinfo=BANGKOK)
    assert {first.customer_id, second.customer_id} == {nan(shop).id}
    assert (third.customer_id, third.phone, third.source) == (None, "+66877777777", PurchaseSource.IMPORT)
    assert len(stones) == 2
    assert (nan(shop).purchase_count, nan(shop).purchase_total) == (2, Decimal("2700.5"))

    assert brought_in(shop, tmp_path, GOOD)[0] == "0 added, 5 there already, 0 left out\n"
    run = advice.split()[-1]
    assert Terminal(shop).told("import", "undo-purchases", run) == "5 taken out\n"
    assert (standing(shop), nan(shop).purchase_count, nan(shop).purchase_total) == ([], 0, Decimal(0))
    assert "no import" in Terminal(shop).run("import", "undo-purchases", run).output

    assert brought_in(shop, tmp_path, GOOD)[0] == "5 added, 0 there already, 0 left out\n"
    assert nan(shop).purchase_total == Decimal("2700.5")


def test_a_till_and_a_sheet_tell_of_the_same_sale_once(shop: Town, tmp_path: Path) -> None:
    Till.of(shop).sell(2600, external_key="B-1")
    assert brought_in(shop, tmp_path, GOOD)[0] == "4 added, 1 there already, 0 left out\n"


def test_a_code_of_the_past_is_kept_and_uses_up_nothing(shop: Town, tmp_path: Path) -> None:
    day = date(2026, 1, 1)
    with shop.database() as session:
        rep = session.scalars(select(Member)).one()
        offer = Promotion(
            workspace_id=rep.workspace_id,
            made_by_id=rep.id,
            code="NOV10",
            kind=PromotionKind.PERCENT,
            percent=10,
            starts_on=day,
            ends_on=day,
            state=PromotionState.ACTIVE,
            created_at=shop.clock.now(),
        )
        session.add(offer)
    assert brought_in(shop, tmp_path, GOOD)[0] == "5 added, 0 there already, 0 left out\n"
    with shop.database() as session:
        assert session.scalars(select(Redemption)).all() == []


def test_what_cannot_be_read_is_told_by_its_row(shop: Town, tmp_path: Path) -> None:
    rows = [
        ",1,,,",
        "26/13/2569,1,,,",
        "27/11/2569,1,,,",
        "26/11/2569,,,,",
        "26/11/2569,-5,,,",
        "26/11/2569,1.234,,,",
        "26/11/2569,1,12,,",
        "26/11/2569,1,,ใครไม่รู้,",
        "26/11/2569,1,,ซ้ำ,",
        "26/11/2569,1,,,สอง",
        "26/11/2569,=1+1,,,",
    ]
    told, complaints = brought_in(shop, tmp_path, "date,amount,phone,customer,quantity\n" + "\n".join(rows))
    assert told == "0 added, 0 there already, 11 left out\n"
    assert complaints.splitlines() == [
        "Row 2: no date",
        "Row 3: “26/13/2569” is no date, or still to come; write 26/11/2026 or 2026-11-26",
        "Row 4: “27/11/2569” is no date, or still to come; write 26/11/2026 or 2026-11-26",
        "Row 5: no amount",
        "Row 6: amount “-5” must be a number above 0 with at most two decimals",
        "Row 7: amount “1.234” must be a number above 0 with at most two decimals",
        "Row 8: “12” is not a number one can call; one number a cell",
        "Row 9: no customer is called “ใครไม่รู้”; add the customer first, or give the phone number",
        "Row 10: several customers are called “ซ้ำ”; give the phone number",
        "Row 11: quantity “สอง” must be a number above 0",
        "Row 12: a cell holds a formula; paste it as values",
    ]


def test_a_workbook_is_read_with_its_own_dates(shop: Town, tmp_path: Path) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["date", "amount", "item"])
        sheet.write_datetime(1, 0, datetime(2026, 11, 20), day)  # noqa: DTZ001 (sheets know no zones)
        sheet.write_row(1, 1, [130.5, "ปูน"])
    assert brought_in(shop, tmp_path, content.getvalue(), "sold.xlsx")[0].startswith("1 added")
    (only,) = standing(shop)
    assert (only.amount, only.occurred_at.astimezone(BANGKOK).date().day) == (Decimal("130.5"), 20)


def test_a_list_without_amounts_is_no_list_of_purchases(shop: Town, tmp_path: Path) -> None:
    assert "No column of amounts" in brought_in(shop, tmp_path, "date,item\n2026-11-20,ปูน\n")[1]
