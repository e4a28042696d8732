"""A list of all the customers one answers for."""

from __future__ import annotations

from models.member import Role
from tests.town import Town


def test_everybody_sees_the_own_ones_and_a_manager_without_any_the_teams(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.customer("นครพลาสติก", "เมย์")
    for who, names in (("แบงค์", [True, False]), ("เมย์", [False, True]), ("กบ", [True, True])):
        assert town.say(who, "ลูกค้าของฉัน")
        assert [name in town.card(who) for name in ("สยามวัสดุภัณฑ์", "นครพลาสติก")] == names


def test_who_has_none_is_told_so(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.member("เมย์")
    assert "สยามวัสดุภัณฑ์" not in "".join(town.say("เมย์", "ลูกค้าของฉัน"))
