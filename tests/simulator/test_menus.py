"""Rich menus: made, pictured, linked, aliased."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errors import LineError
from simulator.menus import Picture, RichMenus
from simulator.platform import Platform

PNG = Picture("image/png", b"png")


def menu(**changes: Any) -> dict[str, Any]:
    area = {
        "bounds": {"x": 0, "y": 0, "width": 1250, "height": 843},
        "action": {"type": "message", "text": "แผน"},
    }
    size = {"width": 2500, "height": 1686}
    return {
        "size": size,
        "selected": True,
        "name": "rep",
        "chatBarText": "เมนู",
        "areas": [area],
    } | changes


@pytest.fixture
def menus() -> RichMenus:
    return RichMenus()


def test_a_menu_needs_its_picture_before_anybody_sees_it(menus: RichMenus) -> None:
    menu_id = menus.create(menu())
    with pytest.raises(LineError, match="must upload richmenu image"):
        menus.link(["U1"], menu_id)
    menus.set_picture(menu_id, PNG)
    menus.link(["U1"], menu_id)
    assert menus.shown_to("U1") == menu_id
    assert menus.shown_to("U2") is None


def test_a_picture_is_set_once_and_is_png_or_jpeg_up_to_a_megabyte(menus: RichMenus) -> None:
    menu_id = menus.create(menu())
    for picture, status in ((Picture("image/gif", b""), 415), (Picture("image/png", b"0" * 1_000_001), 413)):
        with pytest.raises(LineError) as refused:
            menus.set_picture(menu_id, picture)
        assert refused.value.status == status
    menus.set_picture(menu_id, PNG)
    with pytest.raises(LineError, match="already been uploaded"):
        menus.set_picture(menu_id, PNG)


def test_a_link_of_ones_own_goes_before_the_default(menus: RichMenus) -> None:
    own, default = menus.create(menu()), menus.create(menu())
    for menu_id in (own, default):
        menus.set_picture(menu_id, PNG)
    menus.set_default(default)
    menus.link(["U1"], own)
    assert (menus.shown_to("U1"), menus.shown_to("U2")) == (own, default)
    menus.unlink(["U1"])
    assert menus.shown_to("U1") == default


def test_deleting_a_menu_takes_it_from_everybody(menus: RichMenus) -> None:
    menu_id = menus.create(menu())
    menus.set_picture(menu_id, PNG)
    menus.set_default(menu_id)
    menus.link(["U1"], menu_id)
    menus.delete(menu_id)
    assert menus.shown_to("U1") is None
    with pytest.raises(LineError):
        menus.get(menu_id)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"size": {"width": 700, "height": 400}}, "size.width"),
        ({"size": {"width": 2500, "height": 2500}}, "size.height"),
        ({"chatBarText": "ข้อความยาวเกินไปมาก"}, "chatBarText"),
        ({"size": {"width": 1000, "height": 600}}, "areas"),
        ({"selected": "yes"}, "selected"),
    ],
)
def test_a_menu_that_line_would_refuse_is_refused(
    menus: RichMenus, changes: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(LineError) as refused:
        menus.create(menu(**changes))
    assert wrong in [detail["property"] for detail in refused.value.body["details"]]


def test_an_alias_switches_the_menu_and_says_so(platform: Platform) -> None:
    events: list[dict[str, Any]] = []
    platform.listeners.append(lambda channel, event: events.append(event))
    menus = platform.menus["staff"]
    menu_id = menus.create(menu())
    menus.set_picture(menu_id, PNG)
    menus.create_alias("more", menu_id)
    phone = platform.phone("rep")

    phone.tap({"type": "richmenuswitch", "richMenuAliasId": "more", "data": "menu"})
    phone.tap({"type": "richmenuswitch", "richMenuAliasId": "lost", "data": "menu"})
    assert phone.menu is not None
    assert phone.menu["richMenuId"] == menu_id
    assert [event["postback"]["params"]["status"] for event in events] == [
        "SUCCESS",
        "RICHMENU_ALIAS_ID_NOTFOUND",
    ]
