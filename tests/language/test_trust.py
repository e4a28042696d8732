"""Silent wrong is the only sin: what must not be concluded, and what must be asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.people import RIVER, SCG, SIAM, SIAM_CONCRETE, SIAM_STEEL, TTM, read


@pytest.mark.parametrize(
    "text",
    [
        "TTM ยังไม่ปิด รอผู้ใหญ่",
        "เกือบปิดได้แล้ว TTM เหลือแค่เซ็น",
        "ถ้า TTM ออก PO เดือนนี้ก็ปิดได้",
        "น่าจะปิดได้เดือนนี้ TTM",
        "กำลังจะปิดดีล TTM",
        "คาดว่าปิดได้ TTM 3 แสน",
        "ดีล TTM ปิดได้หรือยัง",
        "TTM ไม่ได้หลุดนะ ยังคุยอยู่",
        "กลัวเสียดีล TTM",
        "นัดเซ็นสัญญา TTM 24 พ.ย.",
        "TTM will sign next week",
        "not won yet, TTM",
        "ปิดร้านแล้ว",
        "ปิดงบแล้วค่ะ",
    ],
)
def test_only_a_plain_statement_wins_or_loses_a_deal(text: str) -> None:
    assert read(text).intent not in ("deal_won", "deal_lost")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("เข้าพบ TTM ท่อตันละ 25,000", "a price per unit"),
        ("เข้าพบ TTM ค่าเช่า 3,000 ต่อเดือน", "a price per month"),
        ("โทรเก็บเงิน TTM โอนแล้ว 45,000", "money collected"),
        ("TTM ขอวงเงินเครดิต 1 ล้าน", "a credit limit"),
        ("เข้าพบ TTM ใช้ 300 แผ่น", "a quantity"),
        ("โทร 081-234-5678 TTM", "a phone"),
        ("โทร TTM PO 4500012345", "a document"),
        ("โทร TTM ขอเครดิต 60 วัน", "a term"),
        ("โทร TTM งบหลักล้าน 5-6 แสน", "no exact amount"),
    ],
)
def test_a_number_that_is_not_the_deals_money_is_no_amount(text: str, kind: str) -> None:
    assert read(text).value("amount") is None, kind


def test_names_that_begin_alike_are_asked_about_best_first() -> None:
    said = read("โทรสยาม ขอเครดิต 60 วัน")
    assert said.value("customer").id is None
    assert set(said.value("customer").candidates) == {SIAM, SIAM_CONCRETE, SIAM_STEEL}
    assert "customer" in said.ask


def test_a_contact_of_two_firms_is_asked_about_and_settled_by_the_firm() -> None:
    alone, settled = read("โทรหาคุณสมชาย ขอราคา"), read("โทรหาคุณสมชาย SVP ขอราคา")
    assert set(alone.value("customer").candidates) == {SIAM, SIAM_STEEL}
    assert settled.value("customer").id == SIAM
    assert settled.value("contact").id == 11


def test_a_contact_leads_to_the_firm() -> None:
    said = read("โทรหาคุณวรรณา แจ้งของพร้อมส่ง")
    assert (said.value("customer").id, said.value("contact").id) == (SIAM, 12)


def test_an_unknown_name_is_offered_as_a_new_customer() -> None:
    said = read("เข้าพบ แสนดีพร็อพเพอร์ตี้ คุยเรื่องประตู")
    assert (said.value("customer").said, said.value("customer").id) == ("แสนดีพร็อพเพอร์ตี้", None)
    assert said.ask == ("customer",)


def test_a_known_short_name_inside_a_longer_one_is_not_taken_for_it() -> None:
    said = read("โทร SCGP เรื่องกล่อง")
    assert said.value("customer") is None or said.value("customer").id is None


@pytest.mark.parametrize("text", ["ตาม TTM พรุ่งนี้ 6 โมง", "ตาม TTM วันจันทร์ที่ 24 พ.ย.", "เข้าพบ TTM เสนอร้อยห้า"])
def test_what_people_read_two_ways_is_asked(text: str) -> None:
    assert read(text).ask != ()


def test_a_second_common_reading_is_kept_beside_the_first() -> None:
    when = read("ตาม TTM ศุกร์หน้าบ่ายสอง").value("follow_up_at")
    assert (when.day.isoformat(), str(when.other)) == ("2026-11-27", "2026-11-20 14:00:00")


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("เช้าเข้าพบ TTM บ่ายโทร SCG", [("log_activity", TTM), ("set_reminder", SCG)]),
        ("เข้าพบ TTM คุยราคา แล้วโทร SCG ไม่รับ", [("log_activity", TTM), ("log_activity", SCG)]),
        ("TTM ขอราคา / SCG ไม่รับสาย", [("log_activity", TTM), ("log_activity", SCG)]),
        ("TTM said yes, SCG wants a discount", [("log_activity", TTM), ("log_activity", SCG)]),
        ("เข้าพบ TTM ตามศุกร์ SCG ตามจันทร์", [("log_activity", TTM), ("set_reminder", SCG)]),
        ("ตาม TTM พรุ่งนี้ นัด SCG ศุกร์ 10 โมง", [("set_reminder", TTM), ("set_reminder", SCG)]),
        ("เข้าพบ TTM กับ ริเวอร์วิว", [("log_activity", TTM), ("log_activity", RIVER)]),
    ],
)
def test_two_matters_in_one_line_are_two_entries(text: str, entries: list[tuple[str, int]]) -> None:
    said = read(text)
    assert said.intent == "multi"
    assert [(each.intent, each.value("customer").id) for each in said.items] == entries


def test_a_day_that_leads_the_line_is_said_of_each_of_its_matters() -> None:
    said = read("เมื่อวานเข้าพบ TTM คุยราคา โทร SCG ไม่รับ")
    assert [str(each.value("occurred_at").day) for each in said.items] == ["2026-11-17", "2026-11-17"]


@pytest.mark.parametrize(
    "text",
    [
        "โทรหา TTM ถามเรื่อง SCG",
        "TTM เทียบราคากับ SCG",
        "เข้าพบ TTM ที่ริเวอร์วิว ตามศุกร์",
        "เข้าพบ TTM เขาบอกว่า SCG เสนอถูกกว่า",
    ],
)
def test_another_firm_that_is_only_spoken_of_is_no_matter(text: str) -> None:
    assert (read(text).intent, read(text).value("customer").id) == ("log_activity", TTM)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ตาม TTM 31 ก.พ.", "31 ก.พ."),
        ("ตาม TTM 31/2", "31/2"),
        ("นัด TTM พรุ่งนี้ 25:00", "พรุ่งนี้ 25:00"),
        ("ตาม TTM พรุ่งนี้ตีหก", "พรุ่งนี้ตีหก"),
        ("ตาม TTM หกทุ่ม", "หกทุ่ม"),
        ("ตาม TTM วันที่ 32", "วันที่ 32"),
        ("เลื่อน TTM เป็น 31 พ.ย. 69", "31 พ.ย. 69"),
        ("remind me to call TTM on Feb 30", "Feb 30"),
        ("เข้าพบ TTM คุยราคา ตาม 31/11", "31/11"),
        ("ตาม TTM 29 ก.พ. 69", "29 ก.พ. 69"),
    ],
)
def test_a_moment_that_does_not_exist_is_asked_for_and_is_no_note(text: str, words: str) -> None:
    said = read(text)
    assert said.value("follow_up_at") is None
    assert "follow_up_at" in said.ask
    assert said.refused == words
    assert words not in said.value("note", "")


@pytest.mark.parametrize(
    "text", ["ราคา 99/12", "ห้อง 31/2 TTM ขอดู", "ลด 10/20", "ตี 8 ชุด", "60 may order more"]
)
def test_figures_that_only_resemble_a_moment_are_not_refused(text: str) -> None:
    assert read(text).refused == ""


@pytest.mark.parametrize(
    "text", ["นัด TTM เมื่อวาน 10 โมง", "นัด TTM 5 ม.ค. 60", "appointment with TTM yesterday"]
)
def test_an_appointment_in_the_past_is_asked_about(text: str) -> None:
    said = read(text)
    assert (said.intent, said.value("follow_up_kind")) == ("set_reminder", "appointment")
    assert said.ask == ("follow_up_at",)


@pytest.mark.parametrize(
    "text", ["เข้าพบ TTM PO ออกจันทร์", "โทร TTM ของเข้าวันศุกร์", "TTM จะโอนเงินพรุ่งนี้", "TTM will decide friday"]
)
def test_what_the_customer_will_do_is_noted_and_no_plan_of_ours(text: str) -> None:
    said = read(text)
    assert (said.intent, said.value("follow_up_at")) == ("log_activity", None)
    assert said.value("note") in text


def test_a_visit_years_ago_is_asked_about() -> None:
    said = read("เข้าพบ TTM วันที่ 5 ม.ค. 60")
    assert (said.intent, str(said.value("occurred_at").day), said.ask) == (
        "log_activity",
        "2017-01-05",
        ("occurred_at",),
    )


def test_a_visit_that_was_not_made_is_no_visit() -> None:
    assert read("ยังไม่ได้เข้าพบ TTM เลย").value("channel") == "note"


def test_an_amount_of_two_is_asked() -> None:
    said = read("เข้าพบ TTM เสนอ 3 แสน อีกชุด 4 แสน")
    assert said.ask == ("amount",)
    assert read("เข้าพบ TTM จาก 5 แสน ลดเหลือ 4.2 แสน").value("amount").value == Decimal(420000)


@pytest.mark.parametrize(
    "text",
    [
        "ร้านหยุดวันไหนคะ",
        "แถวลาดพร้าวรถติด",
        "ลูกค้าทุ่มเทมาก",
        "คุณจันทร์เพ็ญไม่รับสาย",
        "ทำตามสเปคเดิม",
        "ได้สิ",
        "ค่ะๆ",
    ],
)
def test_words_inside_words_do_nothing(text: str) -> None:
    said = read(text)
    assert said.intent in ("none", "log_activity", "no_answer", "yes")
    assert said.value("follow_up_at") is None


def test_whether_a_day_is_worked_sets_nothing() -> None:
    said = read("พรุ่งนี้หยุดไหม")
    assert said.intent == "closed_days"
    assert said.value("follow_up_at") is None


def test_a_firm_named_behind_the_person_is_the_customer() -> None:
    assert read("โทรหาคุณแอน ริเวอร์วิว").value("customer").id == RIVER
    assert read("คุณเอก TTM ขอราคา").value("customer").id == TTM


NO_FACT = (
    "ยังไม่",
    "ถ้า",
    "เกือบจะ",
    "น่าจะ",
    "คาดว่าจะ",
    "หวังว่าจะ",
    "กำลังจะ",
    "อยาก",
    "not yet",
    "if",
    "almost",
    "hopefully",
    "should",
)
CLAIMS = (
    "ปิดได้",
    "ปิดดีลได้",
    "ได้ PO",
    "ชนะประมูล",
    "หลุด",
    "เสียดีล",
    "won",
    "lost",
    "signed",
    "closed won",
    "ปรับดีล",
    "change deal",
)
CHANGES_A_DEAL = ("deal_won", "deal_lost", "change_deal")


@settings(deadline=None)
@given(
    doubt=st.sampled_from(NO_FACT),
    claim=st.sampled_from(CLAIMS),
    customer=st.sampled_from(["TTM", "SCG", "สยามวัสดุภัณฑ์", "โรงแรมริเวอร์วิว"]),
    amount=st.sampled_from(["", " 1.5 ล้าน", " 300k", " เป็น 2 แสน"]),
    first=st.booleans(),
)
def test_no_doubt_wins_loses_or_prices_a_deal(
    doubt: str, claim: str, customer: str, amount: str, *, first: bool
) -> None:
    said = f"{doubt} {claim} {customer}{amount}"
    text = f"{customer} {doubt} {claim}{amount}" if first else said
    assert read(text).intent not in CHANGES_A_DEAL, text


@settings(deadline=None)
@given(
    claim=st.sampled_from(CLAIMS[:10]),
    asking=st.sampled_from(["หรือยัง", "ไหม", "รึยัง", "มั้ย"]),
    customer=st.sampled_from(["TTM", "SCG", "โรงแรมริเวอร์วิว"]),
)
def test_no_question_wins_or_loses_a_deal(claim: str, asking: str, customer: str) -> None:
    assert read(f"{customer} {claim}{asking}").intent not in CHANGES_A_DEAL
