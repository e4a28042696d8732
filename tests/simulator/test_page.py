"""The chat page in a real browser: what people tap and type."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from simulator.menus import Picture
from tests.simulator.browser import card, needs_chromium, phone, push, said, type_in
from tests.simulator.world import Loop, text

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)

pytestmark = needs_chromium


def test_a_sentence_typed_is_answered_and_marked_read(loop: Loop, page: Page) -> None:
    type_in(page, "เข้าพบ สยามวัสดุ")
    expect(said(page).last).to_contain_text("ได้ยินว่า เข้าพบ สยามวัสดุ")
    expect(said(page).first).to_contain_text("อ่านแล้ว")
    expect(phone(page).get_by_test_id("composer")).to_have_value("")
    expect(said(page, "manager")).to_have_count(0)


def test_a_quick_reply_goes_when_it_is_tapped(loop: Loop, page: Page) -> None:
    type_in(page, "สวัสดี")
    phone(page).get_by_test_id("quick-reply").click()
    expect(said(page).last).to_contain_text("แตะ again")
    expect(phone(page).get_by_test_id("quick-reply")).to_have_count(0)


def test_a_date_is_picked_and_posted_back(loop: Loop, page: Page) -> None:
    pick = {"type": "datetimepicker", "label": "เลื่อนนัด", "data": "move", "mode": "datetime"}
    push(loop, "rep", card(pick | {"initial": "2026-11-27t09:00"}))
    phone(page).get_by_role("button", name="เลื่อนนัด").click()
    expect(page.get_by_test_id("picker-value")).to_have_value("2026-11-27T09:00")
    page.get_by_test_id("picker-value").fill("2026-11-28T14:30")
    page.get_by_test_id("confirm").click()
    expect(said(page).last).to_contain_text("แตะ move {'datetime': '2026-11-28T14:30'}")


def test_a_button_opens_the_keyboard_with_words_filled_in(loop: Loop, page: Page) -> None:
    action = {
        "type": "postback",
        "label": "แก้",
        "data": "edit",
        "inputOption": "openKeyboard",
        "fillInText": "แก้ยอด ",
    }
    push(loop, "rep", card(action))
    phone(page).get_by_role("button", name="แก้", exact=True).click()
    expect(phone(page).get_by_test_id("composer")).to_have_value("แก้ยอด ")
    expect(phone(page).get_by_test_id("composer")).to_be_focused()


def test_links_stay_on_the_page_and_those_to_an_account_open_its_chat(loop: Loop, page: Page) -> None:
    join = "https://line.me/R/oaMessage/%40jod-shop/?%E0%B8%A3%E0%B8%B1%E0%B8%9A"
    push(
        loop,
        "rep",
        card({"type": "uri", "label": "โทร", "uri": "tel:021234567"}),
        card({"type": "uri", "label": "ชวน", "uri": join}),
    )
    phone(page).get_by_role("button", name="โทร", exact=True).click()
    expect(page.get_by_test_id("toast")).to_contain_text("021234567")
    phone(page).get_by_role("button", name="ชวน", exact=True).click()
    expect(phone(page).get_by_test_id("composer")).to_have_value("รับ")
    expect(phone(page).get_by_test_id("chats")).to_have_value(f"shop:{loop.platform.user('rep').id}")


def test_a_message_is_quoted_copied_edited_and_taken_back(loop: Loop, page: Page) -> None:
    push(loop, "rep", text("ตามเมื่อไหร่คะ"))
    said(page).first.click(button="right")
    page.get_by_test_id("option-reply").click()
    type_in(page, "พรุ่งนี้")
    expect(said(page).nth(1).get_by_test_id("quote")).to_have_text("ตามเมื่อไหร่คะ")

    said(page).nth(1).hover()
    said(page).nth(1).get_by_test_id("options").click()
    page.get_by_test_id("option-edit").click()
    page.locator("dialog input").fill("มะรืน")
    page.get_by_test_id("confirm").click()
    expect(said(page).nth(1)).to_contain_text("มะรืน")

    said(page).nth(1).click(button="right")
    page.get_by_test_id("option-unsend").click()
    expect(said(page).nth(1)).to_have_text("ยกเลิกข้อความแล้ว")


def test_blocking_closes_the_chat_and_unblocking_opens_it(loop: Loop, page: Page) -> None:
    phone(page).get_by_test_id("chat-options").click()
    page.get_by_test_id("block").click()
    expect(phone(page).get_by_test_id("composer")).to_be_hidden()
    push(loop, "rep", text("ไม่มีใครเห็น"))
    phone(page).get_by_test_id("befriend").click()
    expect(phone(page).get_by_test_id("composer")).to_be_visible()
    expect(said(page)).to_have_count(0)


def test_pictures_files_places_and_stickers_are_sent(loop: Loop, page: Page) -> None:
    box = phone(page)
    box.get_by_test_id("photo-input").set_input_files(
        {"name": "ใบเสร็จ.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    expect(said(page).last.get_by_role("img")).to_be_visible()
    box.get_by_test_id("file-input").set_input_files(
        {"name": "ราคา.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": b"12345"}
    )
    expect(said(page).last).to_contain_text("ราคา.xlsx")
    box.get_by_test_id("attach").click()
    box.get_by_test_id("attach-place").click()
    page.get_by_test_id("confirm").click()
    expect(said(page).last).to_contain_text("สยามวัสดุภัณฑ์")
    box.get_by_test_id("attach").click()
    box.get_by_role("button", name="สติกเกอร์ ขอบคุณ").click()
    expect(said(page).last.get_by_role("img", name="ขอบคุณ")).to_be_visible()
    kinds = [message.body["type"] for message in loop.platform.phone("rep").messages]
    assert kinds == ["image", "file", "location", "sticker"]


def test_the_clock_moves_by_its_buttons(loop: Loop, page: Page) -> None:
    page.get_by_test_id("clock-plus-1h").click()
    page.get_by_test_id("clock-tomorrow-0800").click()
    expect(page.get_by_test_id("clock")).to_contain_text("08:00")
    page.get_by_test_id("clock-next-1830").click()
    expect(page.get_by_test_id("clock")).to_contain_text("18:30")
    page.get_by_test_id("clock-pick").click()
    page.get_by_test_id("clock-to").fill("2031-01-05T13:00")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("clock")).to_contain_text("2574 13:00")
    assert loop.moves[-1] == datetime(2031, 1, 5, 6, 0, tzinfo=UTC)

    page.get_by_test_id("clock-pick").click()
    page.get_by_test_id("clock-to").fill("2026-01-05T13:00")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("toast")).to_contain_text("only goes forward")


def test_a_rich_menu_is_shown_tapped_and_folded(loop: Loop, page: Page) -> None:
    menus, user = loop.platform.menus["staff"], loop.platform.user("rep").id
    area = {
        "bounds": {"x": 0, "y": 0, "width": 1250, "height": 843},
        "action": {"type": "message", "label": "แผน", "text": "แผนวันนี้"},
    }
    size = {"width": 2500, "height": 843}
    menu = {"size": size, "selected": True, "name": "rep", "chatBarText": "เมนูเซลส์", "areas": [area]}
    with loop.platform.changing():
        menu_id = menus.create(menu)
        menus.set_picture(menu_id, Picture("image/png", PIXEL))
        menus.link([user], menu_id)

    phone(page).get_by_role("button", name="แผน", exact=True).click()
    expect(said(page).last).to_contain_text("ได้ยินว่า แผนวันนี้")
    phone(page).get_by_test_id("menu-bar").click()
    expect(phone(page).get_by_role("button", name="แผน", exact=True)).to_be_hidden()


def test_a_group_is_made_and_the_bot_is_called_in_it(loop: Loop, page: Page) -> None:
    page.get_by_test_id("add-group").click()
    page.locator("dialog input[name=title]").fill("ทีมขาย")
    for name in ("rep", "manager"):
        page.locator(f"dialog input[value={name}]").check()
    page.get_by_test_id("confirm").click()
    expect(phone(page).get_by_test_id("chats")).to_contain_text("ทีมขาย (2)")
    for name in ("rep", "manager"):
        phone(page, name).get_by_test_id("chats").select_option(label="ทีมขาย (2)")
    phone(page).get_by_test_id("attach").click()
    phone(page).get_by_test_id("attach-mention").click()
    expect(phone(page).get_by_test_id("composer")).to_have_value("@จด ")
    type_in(page, "@จด สรุป")
    expect(said(page, "manager").last).to_contain_text("ได้ยินว่า @จด สรุป")
    expect(said(page, "manager").first).to_contain_text("แบงค์")


def test_a_phone_tells_of_news_in_a_chat_that_is_not_open(loop: Loop, page: Page) -> None:
    group = loop.platform.groups.create("staff", "ทีมขาย", ["rep", "manager"])
    expect(phone(page).get_by_test_id("chats")).to_contain_text("ทีมขาย (2)")
    loop.platform.phone("manager", group.id).say("ประชุมบ่ายสอง")
    expect(phone(page).get_by_test_id("chats")).to_contain_text("● ทีมขาย (2)")
    phone(page).get_by_test_id("chats").select_option(group.id)
    expect(said(page).first).to_contain_text("ประชุมบ่ายสอง")
    expect(phone(page).get_by_test_id("chats")).not_to_contain_text("●")


def test_a_phone_can_be_added(loop: Loop, page: Page) -> None:
    page.get_by_test_id("add-phone").click()
    page.locator("dialog input[name=displayName]").fill("เมย์")
    page.get_by_test_id("confirm").click()
    phone(page, "phone-4").get_by_test_id("befriend").click()
    type_in(page, "สวัสดี", "phone-4")
    expect(said(page, "phone-4").last).to_contain_text("ได้ยินว่า สวัสดี")


def test_quota_log_and_notice_tell_what_goes_on(loop: Loop, page: Page) -> None:
    expect(page.get_by_test_id("notice")).to_have_text("รหัสเจ้าของ OWNER1")
    push(loop, "rep", text("เตือน"))
    expect(page.get_by_test_id("quota-staff")).to_contain_text("1 / 300")
    type_in(page, "สวัสดี")
    page.locator("#log summary").first.click()
    expect(page.get_by_test_id("api-log")).to_contain_text("/v2/bot/message/reply")


def test_the_page_speaks_english_too(page: Page) -> None:
    page.get_by_test_id("language").click()
    expect(page.get_by_test_id("send").first).to_have_text("Send")
    expect(page).to_have_title("Jod · LINE simulator")
