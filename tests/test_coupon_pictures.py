"""The coupon at the counter: letters that can be read, and a QR code that opens the staff's chat."""

from __future__ import annotations

import struct
import zlib
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import segno
from sqlalchemy import select, update

from models.channel import Channel, ChannelKind
from models.consumer import Consumer
from models.erasing import erase
from models.member import Role
from models.promotion import Coupon
from tests.consumers import store
from tests.town import ADDRESS, START, Town

Modules = list[list[int]]
AS_IT_IS, ADDED_TO_THE_ONE_ABOVE = 0, 2
"""Ways in which a PNG stores a row."""


def prepared(town: Town) -> Town:
    """แนน has taken the only coupon."""
    town.member("เจ้", Role.OWNER)
    user = town.person("แนน", "shop").user.id
    town.bind_channels()
    with town.database() as session:
        store(session, town, [user], agreed=True)
    town.say("เจ้", "โปร POON10 ปูนลด 10% ถึงจันทร์ ส่งวันนี้ 15:00")
    town.say("เจ้", "ส่ง POON10")
    town.say("แนน", "โปรวันนี้")
    town.tap("แนน", "ปูนลด 10%")
    return town


@pytest.fixture
def shop(town: Town) -> Town:
    return prepared(town)


def code(town: Town) -> str:
    with town.database() as session:
        return session.scalars(select(Coupon.code)).one()


def bubble(town: Town, who: str = "แนน") -> Any:
    return town.platform.phone(who).received[-1].body["contents"]


def shown(town: Town) -> bytes:
    """What LINE fetches for the newest card."""
    address = urlsplit(bubble(town)["hero"]["url"])
    assert f"{address.scheme}://{address.netloc}" == ADDRESS
    answer = town.web.get(address.path)
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    return bytes(answer.data)


def modules(png: bytes) -> Modules:
    """The black (1) and white squares of a PNG of a QR code, without the white around it."""
    width, pixels = _pixels(png)
    quiet = next(at for at, row in enumerate(pixels) if 0 in row)
    side = next(at for at, bit in enumerate(pixels[quiet][quiet:]) if bit == 1) // 7
    middle = range(quiet + side // 2, width - quiet, side)
    return [[1 - pixels[y][x] for x in middle] for y in middle]


def _pixels(png: bytes) -> tuple[int, Modules]:
    """A greyscale PNG of one bit a pixel."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (1, 0)
    length, at, data = 0, 8, b""
    while at < len(png):
        length = struct.unpack(">I", png[at : at + 4])[0]
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    raw, stride = zlib.decompress(data), (width + 7) // 8 + 1
    rows = [bytes(stride - 1)]
    for y in range(height):
        how, row = raw[y * stride], raw[y * stride + 1 : (y + 1) * stride]
        assert how in (AS_IT_IS, ADDED_TO_THE_ONE_ABOVE)
        above = rows[-1] if how == ADDED_TO_THE_ONE_ABOVE else bytes(stride - 1)
        rows.append(bytes((one + other) % 256 for one, other in zip(row, above, strict=True)))
    return width, [[(row[x // 8] >> (7 - x % 8)) & 1 for x in range(width)] for row in rows[1:]]


def as_qr(text: str) -> Modules:
    return [list(row) for row in segno.make(text, error="m", micro=False).matrix]


def test_the_code_stands_in_large_letters_and_as_a_picture_of_it(shop: Town) -> None:
    large = next(one for one in bubble(shop)["body"]["contents"] if one.get("size") == "3xl")
    assert large["text"] == code(shop)
    assert modules(shown(shop)) == as_qr(code(shop)), "while the staff's account has no name we know"


def test_scanned_it_opens_the_staffs_chat_with_the_line_that_uses_it(shop: Town) -> None:
    with shop.database() as session:
        session.execute(update(Channel).where(Channel.kind == ChannelKind.STAFF).values(basic_id="@jod123"))
    address = f"https://line.me/R/oaMessage/%40jod123/?%E0%B9%83%E0%B8%8A%E0%B9%89%E0%B8%84%E0%B8%B9%E0%B8%9B%E0%B8%AD%E0%B8%87%20{code(shop)}%20"
    assert modules(shown(shop)) == as_qr(address)
    shop.say("เจ้", unquote(address.rpartition("?")[2]) + "650")
    assert "ลด 65 บาท จาก 650 บาท" in shop.card("เจ้")


def test_my_coupons_shows_the_only_one_at_once(shop: Town) -> None:
    before = bubble(shop)
    shop.say("แนน", "คูปองของฉัน")
    assert bubble(shop) == before


def test_nobody_sees_one_by_guessing_nor_that_of_somebody_erased(shop: Town) -> None:
    path = urlsplit(bubble(shop)["hero"]["url"]).path
    assert shop.web.get(f"/pictures/coupons/{code(shop)}").status_code == 404
    with shop.database() as session:
        erase(session, session.scalars(select(Consumer)).one(), shop.clock.now())
    assert shop.web.get(path).status_code == 404


def test_without_an_address_of_ours_the_letters_suffice(sqlite_url: str) -> None:
    town = prepared(Town(sqlite_url, START, public_url=""))
    assert "hero" not in bubble(town)
    assert code(town) in town.card("แนน")
    town.jod.stop()
