"""The API as the line-bot-sdk meets it, over real HTTP, with a bot that answers."""

from __future__ import annotations

import uuid

import pytest
import urllib3
from flask import Flask, request
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    CreateRichMenuAliasRequest,
    MessageAction,
    MessagingApi,
    RichMenuArea,
    RichMenuBounds,
    RichMenuRequest,
    RichMenuSize,
    SetWebhookEndpointRequest,
    ShowLoadingAnimationRequest,
)
from linebot.v3.messaging import TestWebhookEndpointRequest as Trial
from linebot.v3.webhook import SignatureValidator

from simulator import events
from simulator.chats import Message
from simulator.platform import Platform
from simulator.server import Server
from simulator.webhooks import Webhooks
from tests.simulator.sdk import get, many, push, rep, status_of
from tests.simulator.world import TIMEOUT, Loop, sdk


def test_a_sentence_goes_round_from_phone_to_bot_and_back(loop: Loop) -> None:
    phone = loop.platform.phone("rep")
    said = phone.say("เข้าพบ สยามวัสดุ")
    loop.webhooks.settle()

    assert phone.received[-1].body["text"] == "ได้ยินว่า เข้าพบ สยามวัสดุ"
    assert phone.received[-1].body["quickReply"]["items"][0]["action"]["data"] == "again"
    assert loop.platform.wait_until(lambda: said.read)
    assert [acceptance.endpoint for acceptance in loop.platform.accepted] == ["reply"]


def test_a_tap_goes_round_too(loop: Loop) -> None:
    phone = loop.platform.phone("consumer")
    phone.tap({"type": "datetimepicker", "data": "when", "mode": "date"}, "2026-11-27")
    loop.webhooks.settle()
    assert phone.received[-1].body["text"] == "แตะ when {'date': '2026-11-27'}"


def test_events_of_a_channel_arrive_in_order(loop: Loop) -> None:
    phone = loop.platform.phone("rep")
    for number in range(10):
        phone.say(str(number))
    loop.webhooks.settle()
    assert [message.body["text"] for message in phone.received] == [f"ได้ยินว่า {n}" for n in range(10)]


def test_a_push_a_multicast_and_what_they_cost(loop: Loop, line: MessagingApi) -> None:
    push(line, rep(loop), "เตือน")
    everybody = [rep(loop), loop.platform.user("manager").id]
    line.multicast(many(everybody, "ประกาศ"))
    assert line.get_message_quota().value == 300
    assert line.get_message_quota_consumption().total_usage == 3


def test_a_used_retry_key_is_a_409_that_carries_the_first_answer(loop: Loop, line: MessagingApi) -> None:
    key = str(uuid.uuid4())
    push(line, rep(loop), "เตือน", key)
    with pytest.raises(ApiException) as used:
        push(line, rep(loop), "เตือน", key)
    assert used.value.status == 409
    assert used.value.headers["x-line-accepted-request-id"] == loop.platform.accepted[0].request_id
    assert loop.platform.accepted[0].message_ids[0] in used.value.body


def test_a_wrong_token_opens_nothing(loop: Loop) -> None:
    stranger = sdk(loop.channel("staff"), loop.url)
    stranger.access_token = "wrong"
    with ApiClient(stranger) as client:
        assert status_of(lambda: MessagingApi(client).get_bot_info()) == 401
    assert loop.platform.calls[-1].status == 401


def test_the_bot_learns_about_itself_its_friends_and_groups(loop: Loop, line: MessagingApi) -> None:
    group = loop.platform.groups.create("staff", "ทีมขาย", ["rep", "manager"])
    assert line.get_bot_info().user_id == loop.channel("staff").bot_user_id
    assert (line.get_profile(rep(loop)).display_name, line.get_profile(rep(loop)).language) == ("แบงค์", "th")
    assert line.get_group_summary(group.id).group_name == "ทีมขาย"
    assert line.get_group_member_count(group.id).count == 2
    assert line.get_group_member_profile(group.id, rep(loop)).display_name == "แบงค์"
    assert set(line.get_followers().user_ids) == {rep(loop), loop.platform.user("manager").id}

    line.leave_group(group.id)
    assert status_of(lambda: line.get_group_summary(group.id)) == 404


def test_a_profile_is_closed_by_a_block(loop: Loop, line: MessagingApi) -> None:
    loop.platform.phone("rep").block()
    assert status_of(lambda: line.get_profile(rep(loop))) == 404


def test_the_webhook_can_be_set_and_tried(loop: Loop, line: MessagingApi) -> None:
    assert line.get_webhook_endpoint().endpoint == f"{loop.url}/callback"
    assert line.test_webhook_endpoint(Trial.from_dict({})).success
    line.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=f"{loop.url}/nowhere"))
    tried = line.test_webhook_endpoint(Trial.from_dict({}))
    assert (tried.success, tried.status_code) == (False, 404)


def test_what_people_send_can_be_fetched_by_their_channel_only(loop: Loop) -> None:
    sent = loop.platform.phone("rep").send_image(b"\x89PNG", "image/png")
    url = f"{loop.url}/v2/bot/message/{sent.id}/content"
    assert get(url, loop.channel("staff").access_token).data == b"\x89PNG"
    assert get(url, loop.channel("shop").access_token).status == 404
    assert get(f"{url}/transcoding", loop.channel("staff").access_token).json() == {"status": "succeeded"}


def test_the_three_dots_end_with_the_answer(loop: Loop, line: MessagingApi) -> None:
    chat = loop.platform.phone("rep").chat
    line.show_loading_animation(ShowLoadingAnimationRequest(chatId=rep(loop), loadingSeconds=10))
    assert chat.typing_until is not None
    push(line, rep(loop), "มาแล้ว")
    assert chat.typing_until is None


def menu_request() -> RichMenuRequest:
    area = RichMenuArea(
        bounds=RichMenuBounds(x=0, y=0, width=1250, height=843),
        action=MessageAction(label="แผน", text="แผน"),
    )
    size = RichMenuSize(width=2500, height=843)
    return RichMenuRequest(size=size, selected=True, name="rep", chatBarText="เมนู", areas=[area])


def test_a_rich_menu_is_made_and_linked_through_the_sdk(loop: Loop, line: MessagingApi) -> None:
    line.validate_rich_menu_object(menu_request())
    menu = line.create_rich_menu(menu_request()).rich_menu_id
    assert status_of(lambda: line.link_rich_menu_id_to_user(rep(loop), menu)) == 400

    upload(loop, menu)
    line.link_rich_menu_id_to_user(rep(loop), menu)
    line.set_default_rich_menu(menu)
    line.create_rich_menu_alias(CreateRichMenuAliasRequest(richMenuAliasId="rep", richMenuId=menu))
    assert line.get_rich_menu_id_of_user(rep(loop)).rich_menu_id == menu
    assert line.get_default_rich_menu_id().rich_menu_id == menu
    assert line.get_rich_menu_list().richmenus[0].chat_bar_text == "เมนู"
    assert line.get_rich_menu_alias("rep").rich_menu_id == menu

    line.unlink_rich_menu_id_from_user(rep(loop))
    assert status_of(lambda: line.get_rich_menu_id_of_user(rep(loop))) == 404
    line.delete_rich_menu(menu)
    assert loop.platform.phone("rep").menu is None


def upload(loop: Loop, menu: str) -> None:
    headers = {"Authorization": f"Bearer {loop.channel('staff').access_token}", "Content-Type": "image/png"}
    url = f"{loop.url}/v2/bot/richmenu/{menu}/content"
    assert urllib3.request("POST", url, body=b"png", headers=headers, timeout=TIMEOUT).status == 200


def test_what_the_bot_does_not_take_comes_again_if_redelivery_is_on(platform: Platform) -> None:
    heard: list[bool] = []
    stubborn = Flask("stubborn")

    @stubborn.post("/callback")
    def callback() -> tuple[str, int]:
        heard.append(request.get_json()["events"][0]["deliveryContext"]["isRedelivery"])
        return "", 200 if heard[-1] else 500

    said = delivered(platform, stubborn, redeliver=[0.0, 0.0])
    assert heard == [False, True]
    assert said.read


def delivered(platform: Platform, bot: Flask, redeliver: list[float]) -> Message:
    """A text as delivered to this bot, with all the tries it takes."""
    server, webhooks = Server(bot), Webhooks(platform, redeliver=redeliver)
    platform.channels["staff"].webhook_url = f"{server.url}/callback"
    server.start()
    webhooks.start()
    said = platform.phone("rep").say("ถึงไหม")
    webhooks.stop()
    server.stop()
    return said


def test_several_events_of_several_people_can_come_in_one_request(loop: Loop) -> None:
    loop.channel("staff").webhook_active = False
    phones = [loop.platform.phone("rep"), loop.platform.phone("manager")]
    tapped = [
        loop.platform.emit(phone.chat, "postback", phone.user.id, postback={"data": phone.user.name})
        for phone in phones
    ]
    assert loop.webhooks.post(loop.channel("staff"), tapped) == 200
    assert [phone.received[-1].body["text"] for phone in phones] == ["แตะ rep", "แตะ manager"]


def test_webhooks_are_signed_as_the_sdk_checks_it() -> None:
    raw = events.body("U" + "0" * 32, [])
    signed = events.headers("right", raw)["X-Line-Signature"]
    assert SignatureValidator("right").validate(raw.decode(), signed)
    assert not SignatureValidator("wrong").validate(raw.decode(), signed)


def test_unknown_paths_of_line_are_404_and_all_others_are_the_bots(loop: Loop) -> None:
    assert get(f"{loop.url}/v2/bot/nothing", loop.channel("staff").access_token).status == 404
    assert urllib3.request("POST", f"{loop.url}/callback", body=b"{}", timeout=TIMEOUT).status != 404
