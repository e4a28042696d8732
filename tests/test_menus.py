"""Rich menus: LINE takes them, Jod understands what they say, and the pictures fit the tiles."""

from __future__ import annotations

import struct
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot import art
from bot.intents.base import from_data
from bot.intents.followups import StartResult
from bot.intents.teams import PeopleToAssign
from bot.language import Directory, understand
from bot.menus import RichMenu, menus_for
from bot.texts import LANGUAGES
from models.workspace import Selling
from tests.line_limits import graphemes
from tests.line_schema import menu_errors

MENUS = [menu for language in LANGUAGES for menu in menus_for(language, Selling.BOTH)]
OF_SHOPS = [menu for language in LANGUAGES for menu in menus_for(language, Selling.SHOP)]
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
LETTER = 55
"""Pixels an average letter is wide on a tile."""

each_menu = pytest.mark.parametrize("menu", [*MENUS, *OF_SHOPS], ids=lambda menu: menu.key)


def actions(menu: RichMenu, kind: str) -> list[dict[str, str]]:
    found = (area["action"] for area in menu.definition()["areas"])
    return [action for action in found if action["type"] == kind]


@each_menu
def test_line_takes_it(menu: RichMenu) -> None:
    assert menu_errors(menu.definition()) == []


@each_menu
def test_every_pixel_belongs_to_one_tile(menu: RichMenu) -> None:
    size = menu.definition()["size"]
    covered = sum(area["bounds"]["width"] * area["bounds"]["height"] for area in menu.definition()["areas"])
    assert covered == size["width"] * size["height"]
    assert len({(tile.x, tile.y) for tile in menu.tiles}) == len(menu.tiles)


@each_menu
def test_the_picture_has_the_size_it_says_and_is_light(menu: RichMenu) -> None:
    picture, size = menu.image(), menu.definition()["size"]
    assert picture.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", picture[16:24]) == (size["width"], size["height"])
    assert len(picture) < 1_000_000


def test_the_same_menu_is_the_same_picture() -> None:
    [first, *_] = MENUS
    drawn = first.image()
    art.png.cache_clear()
    assert first.image() == drawn


@each_menu
def test_labels_fit_their_tiles(menu: RichMenu) -> None:
    for tile, area in zip(menu.tiles, menu.definition()["areas"], strict=True):
        assert graphemes(area["action"]["label"]) * LETTER <= tile.width


@each_menu
def test_what_a_tile_says_is_understood(menu: RichMenu) -> None:
    for action in actions(menu, "message"):
        read = understand(action["text"], NOW, Directory())
        assert read.intent not in ("none", "unknown", "log_activity"), action["text"]


@each_menu
def test_what_a_tile_means_is_an_intent(menu: RichMenu) -> None:
    for action in actions(menu, "postback"):
        opens_keyboard = "fillInText" in action
        assert from_data(action["data"]) == (StartResult() if opens_keyboard else PeopleToAssign())


def test_each_menu_has_a_version_of_its_own() -> None:
    assert len({menu.version for menu in MENUS}) == len({menu.key for menu in MENUS}) == 6


def test_a_shops_people_have_other_tiles_and_its_customers_the_same() -> None:
    assert len({menu.version for menu in [*MENUS, *OF_SHOPS]}) == 10
    [rep, manager, consumer] = OF_SHOPS[:3]
    assert [tile.name for tile in rep.tiles] == ["plan", "sale", "overdue", "find", "report", "menu"]
    assert [tile.name for tile in manager.tiles][1:3] == ["shop_report", "promos"]
    assert consumer.version == MENUS[2].version


def test_who_sells_to_companies_has_no_tile_of_a_shop() -> None:
    assert menus_for("th", Selling.B2B)[:2] == menus_for("th", Selling.BOTH)[:2]


def test_a_menu_that_looks_different_is_a_new_version() -> None:
    [first, *_] = MENUS
    turned = RichMenu(first.kind, first.language, first.tiles[::-1])
    fewer = RichMenu(first.kind, first.language, first.tiles[:3])
    assert len({first.version, turned.version, fewer.version}) == 3
