"""The bot itself, its webhook endpoint, its friends and its groups."""

from __future__ import annotations

from flask import Blueprint, request

from simulator import ids
from simulator.accounts import Channel, User
from simulator.api.gate import current_call, json_body
from simulator.chats import Chat
from simulator.errors import BAD_REQUEST, Json, LineError, not_found
from simulator.platform import Platform

PAGE = 300


def routes(line: Blueprint, platform: Platform) -> None:
    bot_routes(line, platform)
    people_routes(line, platform)
    group_routes(line, platform)


def bot_routes(line: Blueprint, platform: Platform) -> None:
    @line.get("/v2/bot/info")
    def bot_info() -> Json:
        channel = current_call().channel
        return {
            "userId": channel.bot_user_id,
            "basicId": channel.basic_id,
            "displayName": channel.display_name,
            "chatMode": channel.chat_mode,
            "markAsReadMode": "auto" if channel.chat_mode == "bot" else "manual",
        }

    @line.get("/v2/bot/channel/webhook/endpoint")
    def webhook() -> Json:
        channel = current_call().channel
        if not channel.webhook_url:
            raise not_found()
        return {"endpoint": channel.webhook_url, "active": channel.webhook_active}

    @line.put("/v2/bot/channel/webhook/endpoint")
    def set_webhook() -> Json:
        current_call().channel.webhook_url = _url(json_body(), "")
        return {}

    @line.post("/v2/bot/channel/webhook/test")
    def test_webhook() -> Json:
        channel = current_call().channel
        url = _url(request.get_json(silent=True) or {}, channel.webhook_url)
        if platform.probe is None:
            raise not_found()
        return platform.probe(channel, url)


def _url(body: Json, otherwise: str) -> str:
    url = str(body.get("endpoint") or otherwise)
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise LineError(BAD_REQUEST, "Invalid webhook endpoint URL")
    return url


def people_routes(line: Blueprint, platform: Platform) -> None:
    @line.get("/v2/bot/profile/<user>")
    def profile(user: str) -> Json:
        channel = current_call().channel
        with platform.still():
            if user not in platform.users or not platform.is_friend(channel.name, user):
                raise not_found()
            found = platform.users[user]
        return {**_named(found), "language": found.language}

    @line.get("/v2/bot/followers/ids")
    def followers() -> Json:
        with platform.still():
            return _page("userIds", platform.friendships.friends_of(current_call().channel.name))

    @line.post("/v2/bot/user/<user>/linkToken")
    def link_token(user: str) -> Json:
        if user not in platform.users:
            raise not_found()
        return {"linkToken": ids.token()}


def _named(user: User) -> Json:
    return {"userId": user.id, "displayName": user.display_name}


def _page(name: str, found: list[str]) -> Json:
    """A slice of ids from the continuation token on; the token is the place in the list."""
    start, size = int(request.args.get("start", "0")), int(request.args.get("limit", PAGE))
    more = {"next": str(start + size)} if start + size < len(found) else {}
    return {name: found[start : start + size], **more}


def group_routes(line: Blueprint, platform: Platform) -> None:
    def group(group_id: str) -> Chat:
        return _group(platform, current_call().channel, group_id)

    @line.get("/v2/bot/group/<group_id>/summary")
    def group_summary(group_id: str) -> Json:
        return {"groupId": group_id, "groupName": group(group_id).title}

    @line.get("/v2/bot/group/<group_id>/members/count")
    def group_members_count(group_id: str) -> Json:
        return {"count": len(group(group_id).members)}

    @line.get("/v2/bot/group/<group_id>/members/ids")
    def group_members(group_id: str) -> Json:
        return _page("memberIds", group(group_id).members)

    @line.get("/v2/bot/group/<group_id>/member/<user>")
    def group_member(group_id: str, user: str) -> Json:
        if user not in group(group_id).members:
            raise not_found()
        return _named(platform.users[user])

    @line.post("/v2/bot/group/<group_id>/leave")
    def leave_group(group_id: str) -> Json:
        platform.groups.remove_bot(group(group_id))
        return {}


def _group(platform: Platform, channel: Channel, group_id: str) -> Chat:
    with platform.still():
        chat = platform.chats.chats.get(group_id)
    if chat is None or not chat.is_group or chat.channel != channel.name or not chat.bot_is_in:
        raise not_found()
    return chat


def token_routes(line: Blueprint, platform: Platform) -> None:
    """Whether an access token is good, which LINE answers without a bearer header."""

    def verified(token: str | None) -> Json:
        known = [channel for channel in platform.channels.values() if channel.access_token == token]
        if not known:
            raise LineError(BAD_REQUEST, "invalid_request", error="invalid_request")
        return {"client_id": known[0].name, "expires_in": 2_591_659, "scope": "profile"}

    @line.post("/v2/oauth/verify")
    def verify_token() -> Json:
        return verified(request.form.get("access_token"))

    @line.get("/oauth2/v2.1/verify")
    def verify_token_v2_1() -> Json:
        return verified(request.args.get("access_token"))
