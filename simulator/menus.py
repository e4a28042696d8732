"""The rich menus of one channel: made, given a picture, linked to people, called by an alias."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator import ids
from simulator.errors import BAD_REQUEST, TOO_LARGE, UNSUPPORTED, Json, LineError, not_found

WIDTHS = range(800, 2501)
LEAST_HEIGHT = 250
LEAST_RATIO = 1.45
AREAS = 20
BAR_TEXT = 14
IMAGE_TYPES = {"image/png", "image/jpeg"}
IMAGE_BYTES = 1_000_000


@dataclass(slots=True)
class Picture:
    """The image of a menu, or what a person sent."""

    content_type: str
    data: bytes = field(repr=False)
    name: str = ""


@dataclass(slots=True)
class RichMenus:
    """One channel's rich menus; a person's own link goes before the default."""

    menus: dict[str, Json] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    default: str | None = None

    def create(self, menu: Json) -> str:
        refuse_wrong(menu)
        menu_id = ids.rich_menu_id()
        self.menus[menu_id] = {"richMenuId": menu_id, **menu}
        return menu_id

    def get(self, menu_id: str) -> Json:
        if menu_id not in self.menus:
            raise not_found()
        return self.menus[menu_id]

    def delete(self, menu_id: str) -> None:
        """The menu goes, and with it its picture and its links; an alias of it stays, as at LINE."""
        self.get(menu_id)
        del self.menus[menu_id]
        self.pictures.pop(menu_id, None)
        self.links = {user: linked for user, linked in self.links.items() if linked != menu_id}
        self.default = None if self.default == menu_id else self.default

    def set_picture(self, menu_id: str, picture: Picture) -> None:
        self.get(menu_id)
        if picture.content_type not in IMAGE_TYPES:
            raise LineError(UNSUPPORTED, f"The content type, {picture.content_type}, is not supported")
        if len(picture.data) > IMAGE_BYTES:
            raise LineError(TOO_LARGE, "Request Entity Too Large")
        if menu_id in self.pictures:
            raise LineError(BAD_REQUEST, "An image has already been uploaded to the richmenu")
        self.pictures[menu_id] = picture

    def picture(self, menu_id: str) -> Picture:
        self.get(menu_id)
        if menu_id not in self.pictures:
            raise not_found()
        return self.pictures[menu_id]

    def link(self, users: list[str], menu_id: str) -> None:
        self._require_picture(menu_id)
        self.links.update(dict.fromkeys(users, menu_id))

    def unlink(self, users: list[str]) -> None:
        for user in users:
            self.links.pop(user, None)

    def set_default(self, menu_id: str | None) -> None:
        if menu_id is not None:
            self._require_picture(menu_id)
        self.default = menu_id

    def _require_picture(self, menu_id: str) -> None:
        self.get(menu_id)
        if menu_id not in self.pictures:
            raise LineError(BAD_REQUEST, "must upload richmenu image before applying it to user")

    def shown_to(self, user: str) -> str | None:
        """The id of the menu this person sees."""
        return self.links.get(user) or self.default

    def create_alias(self, alias: str, menu_id: str) -> None:
        if alias in self.aliases:
            raise LineError(BAD_REQUEST, "conflict richmenu alias id")
        self.point_alias(alias, menu_id)

    def update_alias(self, alias: str, menu_id: str) -> None:
        self.aliased(alias)
        self.point_alias(alias, menu_id)

    def point_alias(self, alias: str, menu_id: str) -> None:
        if menu_id not in self.menus:
            raise LineError(BAD_REQUEST, "richmenu not found")
        self.aliases[alias] = menu_id

    def aliased(self, alias: str) -> str:
        if alias not in self.aliases:
            raise LineError(404, "richmenu alias not found")
        return self.aliases[alias]

    def delete_alias(self, alias: str) -> None:
        self.aliased(alias)
        del self.aliases[alias]


def refuse_wrong(menu: Json) -> None:
    """What LINE asks of a rich menu object."""
    wrong = [name for name, fine in _requirements(menu).items() if not fine]
    if wrong:
        details = [{"message": "invalid", "property": name} for name in wrong]
        raise LineError(BAD_REQUEST, f"The request body has {len(wrong)} error(s)", details=details)


def _requirements(menu: Json) -> dict[str, bool]:
    width, height = _size(menu.get("size"))
    areas = menu.get("areas")
    return {
        "size.width": width in WIDTHS,
        "size.height": height >= LEAST_HEIGHT and width >= LEAST_RATIO * height,
        "selected": isinstance(menu.get("selected"), bool),
        "name": 1 <= len(str(menu.get("name") or "")) <= 300,
        "chatBarText": 1 <= len(str(menu.get("chatBarText") or "")) <= BAR_TEXT,
        "areas": isinstance(areas, list)
        and len(areas) <= AREAS
        and all(_fits(area, width, height) for area in areas),
    }


def _size(size: object) -> tuple[int, int]:
    return (int(size.get("width", 0)), int(size.get("height", 0))) if isinstance(size, dict) else (0, 0)


def _fits(area: Json, width: int, height: int) -> bool:
    bounds, action = area.get("bounds"), area.get("action")
    if not isinstance(bounds, dict) or not isinstance(action, dict):
        return False
    right, bottom = bounds["x"] + bounds["width"], bounds["y"] + bounds["height"]
    return bool(right <= width and bottom <= height and action.get("type"))
