"""What the page's buttons do on a phone, by name."""

from __future__ import annotations

from collections.abc import Callable

from simulator.errors import Json
from simulator.phone import Phone


def say(phone: Phone, wish: Json) -> None:
    phone.say(str(wish["text"]), quote=wish.get("quote"))


def tap(phone: Phone, wish: Json) -> None:
    phone.tap(wish["action"], str(wish.get("value", "")))


def sticker(phone: Phone, wish: Json) -> None:
    phone.send_sticker(str(wish["packageId"]), str(wish["stickerId"]), *wish.get("keywords", []))


def location(phone: Phone, wish: Json) -> None:
    latitude, longitude = float(wish["latitude"]), float(wish["longitude"])
    phone.send_location(latitude, longitude, str(wish.get("title", "")), str(wish.get("address", "")))


def unsend(phone: Phone, wish: Json) -> None:
    phone.unsend(str(wish["message"]))


def edit(phone: Phone, wish: Json) -> None:
    phone.edit(str(wish["message"]), str(wish["text"]))


def befriend(phone: Phone, _: Json) -> None:
    phone.befriend()


def block(phone: Phone, _: Json) -> None:
    phone.block()


ACTS: dict[str, Callable[[Phone, Json], None]] = {
    "say": say,
    "tap": tap,
    "sticker": sticker,
    "location": location,
    "unsend": unsend,
    "edit": edit,
    "befriend": befriend,
    "block": block,
}


def upload(phone: Phone, name: str, content_type: str, data: bytes) -> None:
    """A picture, film or sound as such; anything else as a file with its name."""
    match content_type.partition("/")[0]:
        case "image":
            phone.send_image(data, content_type)
        case "video":
            phone.send_video(data, content_type)
        case "audio":
            phone.send_audio(data, content_type)
        case _:
            phone.send_file(name, data, content_type)
