"""Rich menus over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from simulator.api.gate import current_call, json_body, required
from simulator.errors import BAD_REQUEST, Json, LineError, not_found
from simulator.menus import Picture, RichMenus, refuse_wrong
from simulator.platform import Platform


class Menus:
    """The calling channel's rich menus, changed under the platform's lock."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def read(self) -> RichMenus:
        return self._platform.menus[current_call().channel.name]

    def known(self, users: list[str]) -> list[str]:
        """These users, all of whom LINE knows."""
        if strangers := [user for user in users if user not in self._platform.users]:
            raise LineError(BAD_REQUEST, f"The value for the 'userId' parameter is invalid: {strangers[0]}")
        return users


def routes(line: Blueprint, platform: Platform) -> None:
    menus = Menus(platform)
    menu_routes(line, platform, menus)
    link_routes(line, platform, menus)
    bulk_routes(line, platform, menus)
    alias_routes(line, platform, menus)


def menu_routes(line: Blueprint, platform: Platform, menus: Menus) -> None:
    @line.post("/v2/bot/richmenu")
    def create_rich_menu() -> Json:
        with platform.changing():
            return {"richMenuId": menus.read().create(json_body())}

    @line.post("/v2/bot/richmenu/validate")
    def validate_rich_menu() -> Json:
        refuse_wrong(json_body())
        return {}

    @line.get("/v2/bot/richmenu/list")
    def rich_menus() -> Json:
        return {"richmenus": list(menus.read().menus.values())}

    @line.get("/v2/bot/richmenu/<menu_id>")
    def rich_menu(menu_id: str) -> Json:
        return menus.read().get(menu_id)

    @line.delete("/v2/bot/richmenu/<menu_id>")
    def delete_rich_menu(menu_id: str) -> Json:
        with platform.changing():
            menus.read().delete(menu_id)
        return {}

    @line.post("/v2/bot/richmenu/<menu_id>/content")
    def set_rich_menu_image(menu_id: str) -> Json:
        with platform.changing():
            menus.read().set_picture(menu_id, Picture(request.mimetype, request.get_data()))
        return {}

    @line.get("/v2/bot/richmenu/<menu_id>/content")
    def rich_menu_image(menu_id: str) -> Response:
        picture = menus.read().picture(menu_id)
        return Response(picture.data, content_type=picture.content_type)


def link_routes(line: Blueprint, platform: Platform, menus: Menus) -> None:
    @line.get("/v2/bot/user/all/richmenu")
    def default_rich_menu() -> Json:
        default = menus.read().default
        if default is None:
            raise not_found()
        return {"richMenuId": default}

    @line.post("/v2/bot/user/all/richmenu/<menu_id>")
    def set_default_rich_menu(menu_id: str) -> Json:
        with platform.changing():
            menus.read().set_default(menu_id)
        return {}

    @line.delete("/v2/bot/user/all/richmenu")
    def cancel_default_rich_menu() -> Json:
        with platform.changing():
            menus.read().set_default(None)
        return {}

    @line.get("/v2/bot/user/<user>/richmenu")
    def rich_menu_of_user(user: str) -> Json:
        linked = menus.read().links.get(user)
        if linked is None:
            raise LineError(404, "the user has no richmenu")
        return {"richMenuId": linked}

    @line.post("/v2/bot/user/<user>/richmenu/<menu_id>")
    def link_rich_menu(user: str, menu_id: str) -> Json:
        with platform.changing():
            menus.read().link(menus.known([user]), menu_id)
        return {}

    @line.delete("/v2/bot/user/<user>/richmenu")
    def unlink_rich_menu(user: str) -> Json:
        with platform.changing():
            menus.read().unlink(menus.known([user]))
        return {}


def bulk_routes(line: Blueprint, platform: Platform, menus: Menus) -> None:
    @line.post("/v2/bot/richmenu/bulk/link")
    def link_rich_menus() -> ResponseReturnValue:
        body = json_body()
        with platform.changing():
            menus.read().link(menus.known(list(required(body, "userIds"))), str(required(body, "richMenuId")))
        return {}, 202

    @line.post("/v2/bot/richmenu/bulk/unlink")
    def unlink_rich_menus() -> ResponseReturnValue:
        with platform.changing():
            menus.read().unlink(menus.known(list(required(json_body(), "userIds"))))
        return {}, 202


def alias_routes(line: Blueprint, platform: Platform, menus: Menus) -> None:
    @line.post("/v2/bot/richmenu/alias")
    def create_alias() -> Json:
        body = json_body()
        with platform.changing():
            menus.read().create_alias(
                str(required(body, "richMenuAliasId")), str(required(body, "richMenuId"))
            )
        return {}

    @line.get("/v2/bot/richmenu/alias/list")
    def aliases() -> Json:
        return {"aliases": [_alias(alias, menu) for alias, menu in menus.read().aliases.items()]}

    @line.get("/v2/bot/richmenu/alias/<alias>")
    def get_alias(alias: str) -> Json:
        return _alias(alias, menus.read().aliased(alias))

    @line.post("/v2/bot/richmenu/alias/<alias>")
    def update_alias(alias: str) -> Json:
        with platform.changing():
            menus.read().update_alias(alias, str(required(json_body(), "richMenuId")))
        return {}

    @line.delete("/v2/bot/richmenu/alias/<alias>")
    def delete_alias(alias: str) -> Json:
        with platform.changing():
            menus.read().delete_alias(alias)
        return {}


def _alias(alias: str, menu_id: str) -> Json:
    return {"richMenuAliasId": alias, "richMenuId": menu_id}
