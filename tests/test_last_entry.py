"""What was stored last is told from what was written, and of nobody else."""

from __future__ import annotations

from tests.town import Town


def test_of_what_is_taken_back_nothing_is_told(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุ", "แบงค์")
    town.say("แบงค์", "เข้าพบสยามวัสดุ คุยราคาเหล็ก")
    town.say("แบงค์", "ยกเลิก")
    assert "ยังไม่ได้ลงอะไร" in town.say("แบงค์", "บันทึกยัง")[0]


def test_another_persons_entry_is_not_ones_own(town: Town) -> None:
    town.member("แบงค์")
    town.member("เมย์")
    town.customer("สยามวัสดุ", "แบงค์")
    town.say("แบงค์", "เข้าพบสยามวัสดุ คุยราคาเหล็ก")
    assert "ยังไม่ได้ลงอะไร" in town.say("เมย์", "เมื่อกี้ลงว่าอะไร")[0]
    assert "สยามวัสดุ" in town.say("แบงค์", "เมื่อกี้ลงว่าอะไร")[0]


def test_a_line_that_waits_is_not_stored_yet(town: Town) -> None:
    town.member("แบงค์")
    town.say("แบงค์", "โทรหาบุญมี")
    assert "ยังไม่ได้ลง" in town.say("แบงค์", "จดไว้แล้วใช่ไหม")[0]
