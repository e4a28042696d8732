"""Every intent, said in Thai and in English."""

from __future__ import annotations

import pytest

from bot.language import ChatContext
from bot.language.grammar import GRAMMARS
from bot.language.words import load
from tests.language.people import read

SAID = {
    "log_activity": ("เข้าพบ TTM คุยเรื่องปั๊ม", "visited TTM, talked about pumps"),
    "set_reminder": ("เตือนโทรหา SCG พรุ่งนี้ 9 โมง", "remind me to call SCG tomorrow 9am"),
    "reschedule": ("เลื่อนนัด TTM เป็นศุกร์นี้", "reschedule TTM to friday"),
    "complete_reminder": ("เสร็จแล้ว ข้อ 2", "done with item 2"),
    "drop_follow_up": ("ไม่ต้องตาม TTM แล้ว", "stop following up TTM"),
    "did_not_go": ("ไม่ได้ไป TTM", "did not go to TTM"),
    "move_overdue": ("เลื่อนที่ค้าง", "move overdue"),
    "people_to_assign": ("ฝากงานให้ทีม", "give work"),
    "no_answer": ("ไม่รับสาย", "no answer"),
    "assign": ("ให้แบงค์โทร SCG พรุ่งนี้", "assign Joe to call SCG tomorrow"),
    "ask_about": ("ถามแบงค์ว่า TTM ถึงไหนแล้ว", "ask Joe how far TTM is"),
    "change_customer": ("TTM ขนาด L", "TTM size L"),
    "tag_customer": ("แท็ก TTM ลูกค้าเก่า", "tag TTM vip"),
    "tagged_customers": ("ลูกค้าแท็ก vip", "customers tagged vip"),
    "add_stage": ("เพิ่มขั้น ทดลองใช้ หลังนำเสนอ 40%", "add stage Trial after presentation 40%"),
    "who_changed_stages": ("ใครแก้ขั้นการขาย", "who changed the stages"),
    "remove_stage": ("ลบขั้นทดลองใช้", "remove stage Trial"),
    "place_stage": ("ย้ายขั้นทดลองใช้ ไปหลังต่อรอง", "move stage Trial after negotiation"),
    "shop_report": ("รายงานร้านเดือนนี้", "shop report this month"),
    "segments": ("กลุ่มลูกค้า", "customer groups"),
    "show_segment": ("ลูกค้าเสี่ยงหาย", "at-risk customers"),
    "make_segment": ("สร้างกลุ่ม สายปูน = ซื้อปูนใน 6 เดือน", "create group builders = bought cement"),
    "rename_segment": ("เปลี่ยนชื่อกลุ่ม สายปูน เป็น ช่าง", "rename group builders to trade"),
    "delete_segment": ("ลบกลุ่ม สายปูน", "delete group builders"),
    "merge_customers": ("รวม TTM กับ SCG", "merge TTM with SCG"),
    "contact_left": ("คุณวรรณาลาออกแล้ว", "วรรณา has left"),
    "contact_moved": ("คุณวรรณาย้ายไปอยู่ TTM", "วรรณา moved to TTM"),
    "who_is_who": ("ใครเป็นใคร TTM", "who's who at TTM"),
    "who_changed": ("ใครแก้ยอดดีล TTM", "who changed TTM"),
    "reassign": ("โอนลูกค้า TTM ให้เมย์", "reassign TTM to May"),
    "hand_over": ("ฝากเมย์ไปแทน", "ask May to cover for me"),
    "new_customer": ("เพิ่มลูกค้า ร้านทองดี 081-234-5678", "new customer Blue Bay Resort"),
    "add_contact": ("เพิ่มผู้ติดต่อ TTM คุณอร ฝ่ายบัญชี", "add contact TTM Khun Orn accounting"),
    "open_deal": ("เปิดดีล TTM ปั๊มน้ำ 3 แสน", "new deal TTM pumps 300k"),
    "move_stage": ("TTM เข้าขั้นต่อรอง", "move TTM to negotiation"),
    "deal_won": ("ปิดได้แล้ว TTM 3 แสน", "closed won TTM 300k"),
    "deal_lost": ("หลุด TTM สู้ราคาไม่ไหว", "lost TTM, too expensive"),
    "change_deal": ("ปรับดีล TTM เป็น 1.5 ล้าน", "change deal TTM to 1.5m"),
    "hold_deal": ("พักดีล TTM ไว้ถึง 15 ม.ค.", "hold deal TTM until 15 jan"),
    "quote": (
        "ส่งใบเสนอราคา QT-6911-02 TTM 1.5 ล้าน ยืนราคา 30 วัน",
        "sent quote QT-6911-02 TTM 1.5m valid 30 days",
    ),
    "deal": ("ดีล TTM", "deal TTM"),
    "deal_history": ("ประวัติดีล TTM", "deal history TTM"),
    "my_customers": ("ลูกค้าของฉัน", "my customers"),
    "my_deals": ("ดีลของฉัน", "my deals"),
    "stages": ("ตั้งขั้นต่อรอง โอกาส 60%", "edit stage negotiation 60%"),
    "lost_reasons": ("เพิ่มเหตุผลหลุด ลูกค้าปิดกิจการ", "add lost reason customer closed"),
    "record_purchase": ("คุณนกซื้อครีม 590", "sold cream to คุณนก 590"),
    "return_purchase": ("คุณนกคืนครีม 590", "คุณนก returned cream 590"),
    "claim_purchase": ("ครีมเมื่อกี้ของคุณนก", "that cream was for คุณนก"),
    "purchase_history": ("TTM ซื้ออะไรไปบ้าง", "what did TTM buy"),
    "payment": ("วางบิล TTM 85,000", "collected cheque 85,000 from TTM"),
    "set_target": ("เป้าแบงค์ ธ.ค. 2 ล้าน", "team target December 5m"),
    "my_numbers": ("เดือนนี้ผมได้เท่าไหร่", "my numbers"),
    "last_entry": ("เมื่อกี้ลงว่าอะไร", "what did I just log?"),
    "closed_days": ("พรุ่งนี้หยุดมั้ย", "are we closed on friday"),
    "my_plan": ("พรุ่งนี้มีนัดอะไรบ้าง", "what's my plan tomorrow"),
    "customer_history": ("ประวัติ TTM", "history of TTM"),
    "search": ("หาลูกค้าแถวระยอง", "find rayong"),
    "brief": ("TTM", "SCG?"),
    "team_summary": ("สรุปทีมเดือนนี้", "team summary this month"),
    "who_agreed": ("ใครยินยอมบ้าง", "who agreed to promotions"),
    "compare_sales": ("ยอดขายเดือนนี้เทียบเดือนที่แล้ว", "sales this month vs last month"),
    "delete_customer": ("ลบลูกค้า TTM", "delete customer TTM"),
    "money_owed": ("TTM ค้างเท่าไหร่", "how much does TTM owe?", "ใครค้างเงินบ้าง", "who owes us money?"),
    "delete_deal": ("ลบดีล TTM", "delete the deal with TTM"),
    "erase_customer": ("ลบข้อมูล TTM", "erase data of TTM"),
    "unknown_team": ("สรุปทีมแดง", "Red team summary"),
    "team_today": ("วันนี้ทีมไปไหน", "where is the team today"),
    "members": ("ดูทีม", "team members"),
    "invite": ("ชวนทีม", "invite team"),
    "join": ("เข้าร่วม AB12CD", "join AB12CD"),
    "approve": ("รับ แนน", "approve Kate"),
    "remove_member": ("เอาโจออกจากทีม", "remove Joe from the team"),
    "rounds": ("รอบติดตาม", "follow-up rounds"),
    "set_rounds": ("ตั้งรอบ L 8 ครั้ง", "round L no. 3 gap 7 days call"),
    "nurture": ("ดูแลห่าง ๆ TTM ถึง 15 ม.ค.", "keep in touch with TTM until 15 Jan"),
    "extend_rounds": ("ต่อรอบ TTM เพราะรอผู้บริหารเซ็น", "extend rounds TTM because the MD signs"),
    "no_next_step": ("ลูกค้าที่ไม่มีวันตาม", "customers without a next step"),
    "end_rounds": ("TTM ไม่สนใจแล้ว", "called TTM, no longer interested"),
    "settings": ("ตั้งแผนเช้า 7:30", "language English"),
    "setup": ("ตั้งค่า", "setup"),
    "call_off_leave": ("ยกเลิกลาพรุ่งนี้", "not on leave tomorrow"),
    "leave": ("วันนี้ลาป่วย", "sick leave today"),
    "create_promo": ("สร้างโปร ลด 10% โค้ด RAIN10", "create promo 10% off code RAIN10"),
    "show_promo": ("โปร POON10", "promo CEM10"),
    "promo_results": ("ผลโปร POON10", "results of CEM10"),
    "approve_promo": ("ส่ง POON10", "approve CEM10"),
    "change_promo": ("แก้วันส่งเป็นเสาร์ 9 โมง", "change the sending time to Saturday 9am"),
    "cancel_promo": ("ไม่ส่งแล้ว", "don't send it"),
    "opt_out": ("ไม่รับโปรแล้ว", "unsubscribe"),
    "opt_in": ("สมัครรับข่าวสารค่ะ", "subscribe"),
    "promos_today": ("โปรวันนี้", "promotions"),
    "drop_picture": ("ลบรูป", "remove the picture"),
    "check_coupon": ("เช็คคูปอง AB34CDE", "is coupon AB34CDE still valid?"),
    "my_coupons": ("คูปองของฉัน", "my coupons"),
    "my_data": ("ข้อมูลของฉัน", "my data"),
    "link_code": ("รหัสสยามวัสดุภัณฑ์", "link code for สยามวัสดุภัณฑ์"),
    "tills": ("เครื่องคิดเงิน", "connect a till"),
    "quota": ("โควตาเหลือเท่าไหร่", "how many messages are left"),
    "shop_link": ("ลิงก์ร้าน", "shop link"),
    "redo": ("เอากลับมา", "bring it back"),
    "import_customers": ("นำเข้าลูกค้า", "import customers"),
    "drop_import": ("ยกเลิกการนำเข้า", "undo the import"),
    "export_table": ("ส่งออกลูกค้าเป็น csv", "export customers as csv"),
    "undo": ("ลบอันล่าสุดออกที", "undo"),
    "edit_last": ("แก้ยอดเป็น 1.8 แสน", "change amount to 180k"),
    "report": ("รายงานละเอียด", "detailed report"),
    "daily_report": ("สรุปวันนี้", "report"),
    "drafts": ("ฉบับร่าง", "drafts"),
    "keep_not": ("ไม่ต้องเก็บ", "don't keep"),
    "menu": ("เมนูค่ะ", "menu"),
    "help": ("ใช้ยังไงคะ", "help"),
    "yes": ("ใช่ค่ะ", "yes"),
    "no": ("ไม่ใช่", "no"),
    "choose": ("ข้อ 2", "2"),
    "choose_new": ("ใหม่", "new"),
    "none": ("ขอบคุณครับ 🙏", "thank you"),
}


@pytest.mark.parametrize(
    ("text", "intent"), [(text, intent) for intent, said in SAID.items() for text in said], ids=str
)
def test_each_intent_is_understood_in_both_languages(text: str, intent: str) -> None:
    assert read(text).intent == intent


def test_no_intent_is_without_an_example() -> None:
    known = {grammar.intent for grammar in GRAMMARS} | set(load("commands"))
    assert known - SAID.keys() == set()


def test_a_pasted_report_becomes_an_entry_a_line() -> None:
    report = read("รายงานวันนี้\n1. เข้าพบ TTM คุยปั๊ม\n2. โทร SCG ไม่รับสาย\n- ไลน์คุณแอน ส่งราคา 54,000")
    assert report.intent == "multi"
    assert [item.value("customer").id for item in report.items] == [6, 4, 7]
    assert [item.value("channel") for item in report.items] == ["visit", "call", "line"]


def test_a_form_is_one_record() -> None:
    form = read("ลูกค้า: TTM\nประเภท: โทร\nวันที่: 16 พ.ย. 69\nรายละเอียด: ขอราคาปั๊ม\nติดตาม: 30 พ.ย. 69 10:00")
    assert (form.intent, form.value("channel"), form.value("note")) == ("log_activity", "call", "ขอราคาปั๊ม")
    assert form.value("occurred_at").day.isoformat() == "2026-11-16"
    assert form.value("follow_up_at").clock.isoformat() == "10:00:00"


@pytest.mark.parametrize(
    ("question", "text", "field"),
    [
        ("when", "พรุ่งนี้บ่ายสองค่ะ", "follow_up_at"),
        ("customer", "สยามคอนกรีตบางพลี", "customer"),
        ("amount", "3 แสน", "amount"),
    ],
)
def test_what_was_asked_for_is_an_answer(question: str, text: str, field: str) -> None:
    answer = read(text, ChatContext(question=question))
    assert (answer.intent, list(answer.fields)) == ("answer", [field])


def test_something_else_than_the_answer_is_a_new_line() -> None:
    assert read("โทร SCG แล้ว ขอราคา", ChatContext(question="when")).intent == "log_activity"


def test_the_same_words_mean_something_else_from_a_customer() -> None:
    assert read("ไม่รับค่ะ", ChatContext(speaker="customer")).intent == "opt_out"
    assert read("ไม่รับค่ะ", ChatContext(speaker="staff")).intent == "no_answer"
