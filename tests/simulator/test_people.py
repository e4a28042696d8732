"""What people do, and how the bot hears of it. No HTTP."""

from __future__ import annotations

import pytest

from simulator.accounts import User
from simulator.phone import NotPossible
from simulator.platform import Platform
from tests.simulator.world import START, Heard, call, push, text, token_of


def test_a_text_becomes_an_event_as_line_writes_it(platform: Platform, heard: Heard) -> None:
    message = platform.phone("rep").say("เข้าพบ สยามวัสดุ")

    [(channel, event)] = heard
    assert channel == "staff"
    assert event["message"] == {
        "type": "text",
        "id": message.id,
        "text": "เข้าพบ สยามวัสดุ",
        "quoteToken": message.quote_token,
    }
    assert event["source"] == {"type": "user", "userId": platform.user("rep").id}
    assert event["timestamp"] == int(START.timestamp() * 1000)
    assert len(event["webhookEventId"]) == 26
    assert event["deliveryContext"] == {"isRedelivery": False}


def test_befriending_blocking_and_unblocking_are_told_apart(platform: Platform, heard: Heard) -> None:
    phone = platform.add_user(User(name="new", display_name="ใหม่", home="shop"))
    phone.befriend()
    phone.block()
    with pytest.raises(NotPossible):
        phone.say("ได้ยินไหม")
    phone.befriend()

    told = [(channel, event["type"], event.get("follow")) for channel, event in heard]
    assert told == [
        ("shop", "follow", {"isUnblocked": False}),
        ("shop", "unfollow", None),
        ("shop", "follow", {"isUnblocked": True}),
    ]
    assert "replyToken" not in heard[1][1]


def test_everything_a_person_can_send_reaches_the_bot(platform: Platform, heard: Heard) -> None:
    phone = platform.phone("rep")
    phone.send_sticker("446", "1988", "สวัสดี")
    phone.send_location(13.7, 100.5, "ร้าน", "บางนา")
    for sent in (phone.send_image(b"png"), phone.send_video(b"mp4"), phone.send_audio(b"m4a")):
        assert platform.contents[sent.id].data in {b"png", b"mp4", b"m4a"}
    phone.send_file("ราคา.xlsx", b"12345")

    messages = [event["message"] for _, event in heard]
    assert [message["type"] for message in messages] == [
        "sticker",
        "location",
        "image",
        "video",
        "audio",
        "file",
    ]
    assert messages[0]["stickerResourceType"] == "STATIC"
    assert messages[2]["contentProvider"] == {"type": "line"}
    assert (messages[5]["fileName"], messages[5]["fileSize"]) == ("ราคา.xlsx", 5)
    assert "quoteToken" not in messages[5]


def test_taps_post_back_what_they_carry(platform: Platform, heard: Heard) -> None:
    phone = platform.phone("rep")
    phone.tap({"type": "message", "label": "ช่วย", "text": "ช่วยด้วย"})
    phone.tap({"type": "postback", "label": "เสร็จ", "data": "1.done:f=3", "displayText": "เสร็จ"})
    phone.tap({"type": "datetimepicker", "data": "1.move:f=3", "mode": "datetime"}, "2026-11-27T14:00")
    phone.tap({"type": "uri", "uri": "tel:0812345678"})

    assert heard[0][1]["message"]["text"] == "ช่วยด้วย"
    assert [event["postback"] for _, event in heard[1:]] == [
        {"data": "1.done:f=3"},
        {"data": "1.move:f=3", "params": {"datetime": "2026-11-27T14:00"}},
    ]
    assert [message.body["text"] for message in phone.messages] == ["ช่วยด้วย", "เสร็จ"]


def test_a_quoted_card_names_itself_in_the_event(platform: Platform, heard: Heard) -> None:
    card = push(platform, "rep", "การ์ด")["sentMessages"][0]["id"]
    platform.phone("rep").say("เลื่อนเป็นพรุ่งนี้", quote=card)
    assert heard[-1][1]["message"]["quotedMessageId"] == card


def test_the_bot_can_quote_too(platform: Platform, heard: Heard) -> None:
    asked = platform.phone("rep").say("ยอดเท่าไร")
    body = {
        "replyToken": token_of(heard),
        "messages": [{**text("1.5 ล้าน"), "quoteToken": asked.quote_token}],
    }
    platform.messaging.reply(call(platform), body)
    assert platform.phone("rep").received[-1].quoted == asked.id


def test_unsending_takes_message_and_file_away(platform: Platform, heard: Heard) -> None:
    phone = platform.phone("rep")
    sent = phone.send_image(b"png")
    phone.unsend(sent.id)
    assert heard[-1][1]["unsend"] == {"messageId": sent.id}
    assert sent.id not in platform.contents
    with pytest.raises(NotPossible):
        phone.unsend(sent.id)


def test_an_edited_message_keeps_its_id(platform: Platform, heard: Heard) -> None:
    sent = platform.phone("rep").say("1.5 ล้าน")
    platform.phone("rep").edit(sent.id, "1.8 ล้าน")
    edited = heard[-1][1]
    assert edited["type"] == "messageEdited"
    assert (edited["message"]["id"], edited["message"]["text"]) == (sent.id, "1.8 ล้าน")


def test_nobody_edits_the_words_of_another(platform: Platform) -> None:
    sent = platform.phone("rep").say("1.5 ล้าน")
    with pytest.raises(NotPossible):
        platform.phone("manager").edit(sent.id, "0")


def test_mentions_in_a_group_count_utf16_units(platform: Platform, heard: Heard) -> None:
    group = platform.groups.create("staff", "ทีมขาย", ["rep", "manager"])
    platform.phone("rep", group.id).say("🙏 @จด @กบ @All สรุปวันนี้")
    said = heard[-1][1]
    assert said["source"] == {"type": "group", "groupId": group.id, "userId": platform.user("rep").id}
    bot, manager, everybody = said["message"]["mention"]["mentionees"]
    assert bot == {
        "index": 3,
        "length": 3,
        "type": "user",
        "userId": platform.channels["staff"].bot_user_id,
        "isSelf": True,
    }
    assert (manager["userId"], manager["isSelf"]) == (platform.user("manager").id, False)
    assert everybody["type"] == "all"


def test_a_group_lives_and_the_bot_hears_of_it_while_it_is_in(platform: Platform, heard: Heard) -> None:
    groups = platform.groups
    group = groups.create("staff", "ทีมขาย", ["rep"])
    groups.add(group, "manager")
    groups.remove(group, "manager")
    groups.remove_bot(group)
    platform.phone("rep", group.id).say("ไม่มีใครฟัง")
    assert [event["type"] for _, event in heard] == ["join", "memberJoined", "memberLeft", "leave"]
    assert heard[1][1]["joined"]["members"] == [{"type": "user", "userId": platform.user("manager").id}]


def test_raw_events_pass_as_they_are(platform: Platform, heard: Heard) -> None:
    platform.emit_raw("shop", {"type": "somethingNew", "surprise": 1})
    assert heard == [("shop", {"type": "somethingNew", "surprise": 1})]
