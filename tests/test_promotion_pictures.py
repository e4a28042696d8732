"""A photo above a promotion: sent while it is looked at, seen in the preview exactly as it goes out."""

from __future__ import annotations

import json
import struct
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from bot.art import drawing, png, rectangle
from bot.photos import WIDEST, Shape, fitted, shape_of
from models.activity import Attachment, AttachmentKind
from models.member import Role
from models.promotion import Promotion
from tests.consumers import consumers
from tests.town import START, Town

PHOTO = png(drawing(40, 30, rectangle(0, 0, 20, 30, "#06A94D")))
LINE = "โปร POON10 ปูนลด 10% ถึงจันทร์ ส่งศุกร์ 10 โมง"
JPEG = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0\x00\x11\x08\x03\x00\x04\x00\x03" + bytes(9)
"""The beginning of one, 1,024 × 768."""


@pytest.fixture
def shop(town: Town) -> Town:
    return prepared(town)


def prepared(town: Town) -> Town:
    town.member("เจ้", Role.OWNER)
    town.member("แบงค์")
    town.bind_channels()
    consumers(town, 2)
    return town


def send_photo(town: Town, content: bytes = PHOTO, who: str = "เจ้") -> list[str]:
    town.platform.phone(who).send_image(content)
    return town.heard(who)


def preview(town: Town, who: str = "เจ้") -> Any:
    """The promotion as it is shown before it goes."""
    town.say(who, "โปร POON10")
    return town.platform.phone(who).received[-2].body


def sent(town: Town) -> Any:
    """As LINE was told to bring it."""
    return [one for one in town.platform.accepted if one.endpoint == "multicast"][-1].messages[0]


def test_the_photo_stands_above_the_preview_and_above_what_is_sent_exactly_alike(shop: Town) -> None:
    shop.say("เจ้", LINE)
    assert send_photo(shop) == ["ใส่รูปในโปร POON10 แล้วค่ะ ดูหน้าตาที่ลูกค้าจะเห็นก่อนอนุมัติได้เลย"]
    shop.jod.errands.work()
    seen = preview(shop)
    hero = seen["contents"]["hero"]
    assert (hero["aspectRatio"], hero["url"][:8]) == ("40:30", "https://")
    answer = shop.web.get(urlsplit(hero["url"]).path)
    assert (answer.data, answer.content_type) == (PHOTO, "image/png")
    shop.say("เจ้", "ส่ง POON10")
    shop.move_to("2026-11-27 10:01")
    assert json.dumps(sent(shop), sort_keys=True) == json.dumps(seen, sort_keys=True)
    assert shop.web.get("/pictures/promotions/guessed").status_code == 404


def test_what_was_approved_without_it_is_to_be_approved_again(shop: Town) -> None:
    shop.say("เจ้", LINE)
    shop.say("เจ้", "ส่ง POON10")
    shop.say("เจ้", "โปร POON10")
    send_photo(shop)
    assert "รูปของโปรยังเปิดไม่ได้" in shop.say("เจ้", "ส่ง POON10")[0], "LINE has not handed it over yet"
    shop.jod.errands.work()
    assert shop.say("เจ้", "ส่ง POON10")[0].startswith("อนุมัติแล้ว")


def test_it_is_taken_off_and_a_second_takes_the_place_of_the_first(shop: Town) -> None:
    shop.say("เจ้", LINE)
    send_photo(shop)
    shop.jod.errands.work()
    first = preview(shop)["contents"]["hero"]["url"]
    send_photo(shop)
    shop.jod.errands.work()
    second = preview(shop)["contents"]["hero"]["url"]
    assert shop.web.get(urlsplit(first).path).status_code == 404
    assert shop.say("เจ้", "ลบรูป") == ["เอารูปออกจากโปร POON10 แล้วค่ะ"]
    assert "hero" not in preview(shop)["contents"]
    assert shop.say("เจ้", "ยกเลิก")[-1].startswith("ยกเลิกให้แล้ว")
    assert preview(shop)["contents"]["hero"]["url"] == second
    assert shop.say("เจ้", "ลบรูป") == ["เอารูปออกจากโปร POON10 แล้วค่ะ"]
    assert "ยังไม่มีรูป" in shop.say("เจ้", "ลบรูป")[0]


def test_undone_it_is_off_and_brought_back_it_is_there_again(shop: Town) -> None:
    shop.say("เจ้", LINE)
    send_photo(shop)
    shop.jod.errands.work()
    shop.say("เจ้", "ยกเลิก")
    shop.say("เจ้", "เอากลับมา")
    assert "hero" in preview(shop)["contents"]
    shop.say("เจ้", "ยกเลิก")
    assert "hero" not in preview(shop)["contents"]


def test_what_line_cannot_show_is_told_and_holds_the_promotion_back(shop: Town) -> None:
    shop.say("เจ้", LINE)
    send_photo(shop, b"GIF89a")
    shop.jod.errands.work()
    assert "hero" not in preview(shop)["contents"]
    assert "ไฟล์นี้แสดงใน LINE ไม่ได้" in shop.card("เจ้")
    assert "รูปของโปรยังเปิดไม่ได้" in shop.say("เจ้", "ส่ง POON10")[0]


def test_only_who_made_it_or_leads_and_no_log_takes_that_photo(shop: Town) -> None:
    shop.say("เจ้", LINE)
    shop.say("แบงค์", "โปร POON10")
    assert "เก็บรูปไว้ให้แล้ว" in send_photo(shop, who="แบงค์")[0]
    send_photo(shop)
    shop.customer("แนน", "เจ้")
    shop.say("เจ้", "โทร แนน คุยเรื่องปูน")
    with shop.database() as session:
        pictures = session.scalars(select(Attachment).where(Attachment.kind == AttachmentKind.PICTURE)).all()
        promotion = session.scalars(select(Promotion)).one()
        assert [(one.id, one.activity_id) for one in pictures] == [(promotion.photo_id, None)]


def test_without_an_address_of_ours_the_way_out_is_told(sqlite_url: str) -> None:
    town = prepared(Town(sqlite_url, START, public_url=""))
    town.say("เจ้", LINE)
    assert "ให้คนดูแลระบบตั้ง PUBLIC_URL" in send_photo(town)[0]
    town.jod.stop()


def test_a_large_photo_is_made_to_fit_in_its_own_shape() -> None:
    large = png(drawing(2_000, 500, rectangle(0, 0, 900, 500, "#06A94D")))
    content, kind = fitted(large)
    assert (kind, shape_of(content)) == ("image/png", Shape("image/png", WIDEST, 256))
    assert fitted(PHOTO) == (PHOTO, "image/png")


@pytest.mark.parametrize(
    ("head", "shape"),
    [
        (JPEG, Shape("image/jpeg", 1_024, 768)),
        (JPEG[:12], None),
        (b"\xff\xd8\xff\xe0\xff\xff", None),
        (b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 0, 9), None),
        (b"", None),
        (b"<svg/>", None),
    ],
)
def test_what_a_file_is_and_how_large_is_read_from_its_beginning(head: bytes, shape: Shape | None) -> None:
    assert shape_of(head) == shape


def test_what_is_very_tall_is_cut_as_line_wants_it() -> None:
    assert Shape("image/png", 100, 900).ratio == "100:300"
