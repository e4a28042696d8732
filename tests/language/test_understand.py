"""What is written is what is understood, for every customer, day, clock and amount, in any order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import understand
from tests.language.people import NOW, RIVER, SCG, SIAM, SIAM_CONCRETE, SIAM_STEEL, TTM, workspace

HERE = workspace()
MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
FULL_MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(frozen=True)
class Said:
    """Words and what they mean."""

    text: str
    value: object


def dates() -> st.SearchStrategy[Said]:
    days = st.integers(1, 300).map(lambda days: NOW.date() + timedelta(days=days))
    return st.builds(written_date, days, st.sampled_from(["slash", "short", "full", "thai", "iso"]))


def written_date(day: date, style: str) -> Said:
    year = day.year + 543
    text = {
        "slash": f"{day.day}/{day.month}/{year % 100}",
        "short": f"{day.day} {MONTHS[day.month - 1]} {year % 100}",
        "full": f"{day.day} {FULL_MONTHS[day.month - 1]} {year}",
        "thai": f"{day.day} {MONTHS[day.month - 1]} {year % 100}".translate(THAI_DIGITS),
        "iso": day.isoformat(),
    }[style]
    return Said(text, day)


CLOCKS = (
    Said("9.00 น.", time(9)),
    Said("14:30", time(14, 30)),
    Said("บ่ายสอง", time(14)),
    Said("บ่าย 3 โมงครึ่ง", time(15, 30)),
    Said("สิบโมงเช้า", time(10)),
    Said("4 โมงเย็น", time(16)),
    Said("หนึ่งทุ่ม", time(19)),
    Said("เที่ยงครึ่ง", time(12, 30)),
)
CUSTOMERS = (
    Said("สยามวัสดุภัณฑ์", SIAM),
    Said("บจก.สยามวัสดุภัณฑ์", SIAM),
    Said("SVP", SIAM),
    Said("สยามคอนกรีตบางพลี", SIAM_CONCRETE),
    Said("สยามสตีลเซ็นเตอร์", SIAM_STEEL),
    Said("SCG", SCG),
    Said("ttm", TTM),
    Said("โรงแรมริเวอร์วิว", RIVER),
)
AMOUNTS = (
    Said("1.5 ล้าน", Decimal(1_500_000)),
    Said("สองแสนห้า", Decimal(250_000)),
    Said("89,000 บาท", Decimal(89_000)),
    Said("7หมื่น8", Decimal(78_000)),
    Said("450k", Decimal(450_000)),
    Said("๓๕๐,๐๐๐", Decimal(350_000)),
    Said("สามล้านครึ่ง", Decimal(3_500_000)),
)
CHANNELS = (Said("เข้าพบ", "visit"), Said("โทรหา", "call"), Said("ไลน์หา", "line"), Said("ประชุมกับ", "meeting"))
SPACES = st.sampled_from(["", " ", "  "])


@settings(deadline=None)
@given(
    channel=st.sampled_from(CHANNELS),
    customer=st.sampled_from(CUSTOMERS),
    amount=st.sampled_from(AMOUNTS),
    day=dates(),
    clock=st.sampled_from(CLOCKS),
    space=SPACES,
    polite=st.sampled_from(["", " ครับ", "ค่ะ", " นะคะ 🙏"]),
)
def test_a_log_is_understood_as_written(
    *, channel: Said, customer: Said, amount: Said, day: Said, clock: Said, space: str, polite: str
) -> None:
    plan = f"ตาม{space}{day.text} {clock.text}{polite}"
    text = f"{channel.text} {customer.text} คุยเรื่องท่อ เสนอราคา{space}{amount.text} {plan}"
    said = understand(text, NOW, HERE)
    assert (said.intent, said.ask) == ("log_activity", ())
    assert said.value("channel") == channel.value
    assert said.value("customer").id == customer.value
    assert said.value("amount").value == amount.value
    assert (said.value("follow_up_at").day, said.value("follow_up_at").clock) == (day.value, clock.value)
    assert "คุยเรื่องท่อ" in said.value("note")


@settings(deadline=None)
@given(
    customer=st.sampled_from(CUSTOMERS),
    day=dates(),
    clock=st.sampled_from(CLOCKS),
    order=st.sampled_from(["{v} {c} {d} {t} ส่งแบบ", "{d} {t} {v} {c} ส่งแบบ", "{v} {d} {t} {c} ส่งแบบ"]),
    verb=st.sampled_from(["เตือนโทรหา", "นัด", "ตาม", "อย่าลืมโทรหา"]),
)
def test_a_reminder_is_understood_in_any_order(
    customer: Said, day: Said, clock: Said, order: str, verb: str
) -> None:
    said = understand(order.format(v=verb, c=customer.text, d=day.text, t=clock.text), NOW, HERE)
    assert (said.intent, said.ask) == ("set_reminder", ())
    assert said.value("customer").id == customer.value
    assert (said.value("follow_up_at").day, said.value("follow_up_at").clock) == (day.value, clock.value)


@settings(deadline=None)
@given(customer=st.sampled_from(CUSTOMERS), amount=st.sampled_from(AMOUNTS))
def test_a_deal_is_won_with_its_amount(customer: Said, amount: Said) -> None:
    said = understand(f"ปิดดีล {customer.text} ได้แล้ว {amount.text}", NOW, HERE)
    assert (said.intent, said.value("customer").id) == ("deal_won", customer.value)
    assert said.value("amount").value == amount.value
