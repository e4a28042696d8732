"""Which rich menu LINE shows to whom: by role and language, none for who has left, consumers theirs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from models.channel import Channel, ChannelKind
from models.member import Role
from models.queues import Errand, RichMenuLink
from simulator.faults import SERVER_ERROR
from tests.invitations import a_code, team_code
from tests.town import Town


def shown(town: Town, name: str, channel: str = "staff") -> str | None:
    """The name of the menu at the foot of somebody's chat."""
    menu = town.platform.phone(name, channel).menu
    return str(menu["name"]) if menu else None


def work(town: Town) -> None:
    """The worker's next rounds: one errand may ask for others."""
    for _ in range(3):
        town.clock.wait(timedelta(seconds=1))
        town.jod.errands.work()


def invited(town: Town, name: str, role: Role) -> None:
    town.person(name)
    town.say(name, f"join {a_code(town, role, name=name)}")
    work(town)


def test_everybody_gets_the_menu_of_the_role_and_the_language(town: Town) -> None:
    invited(town, "แบงค์", Role.REP)
    invited(town, "กบ", Role.MANAGER)
    assert shown(town, "แบงค์") == "Jod rep-th"
    assert shown(town, "กบ") == "Jod manager-th"
    town.say("แบงค์", "language English")
    work(town)
    assert shown(town, "แบงค์") == "Jod rep-en"


def test_a_higher_role_brings_its_menu_and_leaving_takes_it_away(town: Town) -> None:
    invited(town, "กบ", Role.MANAGER)
    invited(town, "เอก", Role.OWNER)
    invited(town, "แบงค์", Role.REP)
    town.say("แบงค์", f"join {a_code(town, Role.MANAGER)}")
    work(town)
    assert shown(town, "แบงค์") == "Jod manager-th"
    town.say("เอก", "เอาแบงค์ออกจากทีม")
    town.tap("เอก", "เอาออกจากทีม")
    work(town)
    assert shown(town, "แบงค์") is None


def test_whoever_waits_to_be_let_in_has_no_menu_yet(town: Town) -> None:
    invited(town, "กบ", Role.MANAGER)
    town.person("แบงค์")
    town.say("กบ", "ชวนทีม")
    town.say("แบงค์", f"join {team_code(town)}")
    work(town)
    assert shown(town, "แบงค์") is None


def test_consumers_see_their_menu_on_the_shops_account_only(town: Town) -> None:
    town.person("มะลิ", "shop")
    town.person("คนนอก")
    work(town)
    assert shown(town, "มะลิ", "shop") == "Jod consumer-th"
    assert shown(town, "คนนอก") is None


def test_one_account_shows_consumers_their_menu_while_it_sells_to_them(town: Town) -> None:
    with town.database() as session:
        session.execute(
            update(Channel).where(Channel.kind == ChannelKind.STAFF).values(kind=ChannelKind.BOTH)
        )
    town.person("มะลิ")
    invited(town, "เอก", Role.OWNER)
    assert shown(town, "มะลิ") == "Jod consumer-th"
    assert shown(town, "เอก") == "Jod manager-th"
    town.say("เอก", "ขายแบบ B2B")
    work(town)
    assert shown(town, "มะลิ") is None


def test_each_menu_is_made_once(town: Town) -> None:
    for name in ("แบงค์", "เมย์", "โจ"):
        invited(town, name, Role.REP)
    with town.database() as session:
        made = session.scalars(select(RichMenuLink.key).where(RichMenuLink.key == "rep-th")).all()
    assert made == ["rep-th"]
    assert [one["name"] for one in town.platform.menus["staff"].menus.values()] == ["Jod rep-th"]


def test_a_new_picture_is_a_new_menu_and_the_old_one_goes(town: Town) -> None:
    invited(town, "แบงค์", Role.REP)
    before = town.platform.phone("แบงค์").menu
    with town.database() as session:
        session.execute(update(RichMenuLink).values(version="of an earlier release"))
    town.jod.prepare()
    work(town)
    now = town.platform.phone("แบงค์").menu
    assert before is not None
    assert now is not None
    assert now["richMenuId"] != before["richMenuId"]
    town.clock.wait(timedelta(minutes=11))
    work(town)
    assert list(town.platform.menus["staff"].menus) == [now["richMenuId"]]


def test_a_menu_that_line_refuses_is_tried_again(town: Town) -> None:
    town.platform.faults.append(lambda asked: SERVER_ERROR if "richmenu" in asked.path else None)
    invited(town, "แบงค์", Role.REP)
    assert shown(town, "แบงค์") is None
    town.platform.faults.clear()
    town.clock.wait(timedelta(minutes=10))
    work(town)
    assert shown(town, "แบงค์") == "Jod rep-th"
    with town.database() as session:
        assert set(session.scalars(select(Errand.state).where(Errand.kind == "menu"))) == {"done"}
