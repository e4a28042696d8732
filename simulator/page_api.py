"""The chat page and its own little API: what a person does on a phone, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue

from simulator import view
from simulator.accounts import User
from simulator.errors import Json
from simulator.page_acts import ACTS, upload
from simulator.phone import NotPossible, Phone
from simulator.platform import Platform

PAGE = Path(__file__).parent / "page"
LONG_POLL = 20.0
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
GUARD = "X-Simulator"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page works with; `advance` moves the clock and plays what is due on the way."""

    platform: Platform
    advance: Callable[[datetime], None]
    notice: Callable[[], str]
    timezone: ZoneInfo

    def instant(self, wish: Json) -> datetime:
        """Where the clock is to go: so many `minutes` on, the next `HH:MM` as `next`, tomorrow's, or `to`."""
        now = self.platform.clock.now().astimezone(self.timezone)
        match wish:
            case {"minutes": int(minutes)}:
                return now + timedelta(minutes=minutes)
            case {"tomorrow": str(at)}:
                return self._at(now + timedelta(days=1), at)
            case {"next": str(at)}:
                today = self._at(now, at)
                return today if today > now else self._at(now + timedelta(days=1), at)
            case {"to": str(at)}:
                return datetime.fromisoformat(at).replace(tzinfo=self.timezone)
        raise NotPossible("no such time")

    def _at(self, day: datetime, at: str) -> datetime:
        return datetime.combine(day.date(), time.fromisoformat(at), self.timezone)


def blueprint(desk: Desk) -> Blueprint:
    page = Blueprint("page", __name__)
    page.before_request(_refuse_other_sites)
    page.after_request(_protect)
    page.register_error_handler(NotPossible, _not_possible)
    page_routes(page, desk)
    phone_routes(page, desk)
    picture_routes(page, desk)
    world_routes(page, desk)
    return page


def _refuse_other_sites() -> None:
    """A header that another site's form cannot send: only this page may press the buttons."""
    if request.method == "POST" and GUARD not in request.headers:
        abort(403)


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _not_possible(error: NotPossible) -> ResponseReturnValue:
    return jsonify(message=str(error)), 409


def page_routes(page: Blueprint, desk: Desk) -> None:
    @page.get("/")
    def chat_page() -> Response:
        return send_from_directory(PAGE, "index.html")

    @page.get("/simulator/page/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(PAGE, name)

    @page.get("/simulator/state")
    def state() -> Json:
        since = int(request.args.get("since", "0"))
        if 0 < since <= desk.platform.revision:
            desk.platform.wait_for_news(since, float(request.args.get("wait", LONG_POLL)))
        return view.state(desk.platform, since) | {"notice": desk.notice(), "timezone": str(desk.timezone)}


def phone_routes(page: Blueprint, desk: Desk) -> None:
    @page.post("/simulator/phones/<name>/<act>")
    def do(name: str, act: str) -> Json:
        wish = request.get_json()
        if act not in ACTS:
            abort(404)
        ACTS[act](_phone(desk, name, wish.get("chat")), wish)
        return {}

    @page.post("/simulator/phones/<name>/upload")
    def send_upload(name: str) -> Json:
        phone = _phone(desk, name, request.args.get("chat"))
        upload(phone, request.args.get("name", ""), request.mimetype, request.get_data())
        return {}

    @page.post("/simulator/phones")
    def add_phone() -> Json:
        wish = request.get_json()
        name = f"phone-{len(desk.platform.users) + 1}"
        user = User(name=name, display_name=str(wish["displayName"]), home=str(wish["channel"]))
        desk.platform.add_user(user)
        return {"name": name}


def _phone(desk: Desk, name: str, chat: str | None) -> Phone:
    return desk.platform.phone(name, chat)


def picture_routes(page: Blueprint, desk: Desk) -> None:
    @page.get("/simulator/contents/<message_id>")
    def sent_content(message_id: str) -> Response:
        found = desk.platform.contents.get(message_id) or abort(404)
        return _download(found.data, found.content_type)

    @page.get("/simulator/menus/<menu_id>")
    def menu_picture(menu_id: str) -> Response:
        pictures = [menus.pictures.get(menu_id) for menus in desk.platform.menus.values()]
        found = next(filter(None, pictures), None) or abort(404)
        return _download(found.data, found.content_type)


def _download(data: bytes, content_type: str) -> Response:
    """Pictures and media are shown; anything else is only ever saved, never opened as a page."""
    shown = content_type.startswith(
        ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")
    )
    return Response(data, content_type=content_type if shown else "application/octet-stream")


def world_routes(page: Blueprint, desk: Desk) -> None:
    platform = desk.platform

    @page.post("/simulator/clock")
    def move_clock() -> Json:
        instant = desk.instant(request.get_json())
        if instant < platform.clock.now():
            raise NotPossible("the clock only goes forward")
        desk.advance(instant)
        with platform.changing():
            return {"now": platform.clock.now().isoformat()}

    @page.post("/simulator/groups")
    def create_group() -> Json:
        wish = request.get_json()
        chat = platform.groups.create(str(wish["channel"]), str(wish["title"]), list(wish["members"]))
        return {"id": chat.id}

    @page.post("/simulator/groups/<group_id>/<act>")
    def change_group(group_id: str, act: str) -> Json:
        chat, groups = platform.chats.chats[group_id], platform.groups
        match act:
            case "add":
                groups.add(chat, str(request.get_json()["name"]))
            case "remove":
                groups.remove(chat, str(request.get_json()["name"]))
            case "remove-bot":
                groups.remove_bot(chat)
            case "invite-bot":
                groups.invite_bot(chat)
        return {}
