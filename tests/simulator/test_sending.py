"""What LINE takes from a bot: tokens, keys, quota, limits, and its books. No HTTP."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from simulator.accounts import Channel, User
from simulator.clock import SimulatorClock
from simulator.errors import LineError
from simulator.platform import Platform
from tests.simulator.world import START, Hand, Heard, call, new_platform, push, refused, reply, text, token_of


def test_a_reply_token_answers_once(platform: Platform, heard: Heard) -> None:
    platform.phone("rep").say("สวัสดี")
    reply(platform, token_of(heard), "สวัสดีค่ะ")

    assert refused(lambda: reply(platform, token_of(heard), "อีกที")) == (400, "Invalid reply token")
    assert [message.body["text"] for message in platform.phone("rep").received] == ["สวัสดีค่ะ"]


def test_a_reply_token_dies_after_a_minute_of_the_machine_however_the_domain_clock_moves(
    platform: Platform, heard: Heard, hand: Hand, clock: SimulatorClock
) -> None:
    platform.phone("rep").say("หนึ่ง")
    early = token_of(heard)
    clock.move_to(START.replace(year=2027))
    reply(platform, early, "ทัน")

    platform.phone("rep").say("สอง")
    hand.turn(seconds=61)
    assert refused(lambda: reply(platform, token_of(heard), "ไม่ทัน")) == (400, "Invalid reply token")


def test_a_wrong_reply_does_not_spend_the_token(platform: Platform, heard: Heard) -> None:
    platform.phone("rep").say("สวัสดี")
    assert refused(lambda: reply(platform, token_of(heard), ""))[0] == 400
    assert len(reply(platform, token_of(heard), "ได้")["sentMessages"]) == 1


def test_a_reply_takes_no_retry_key(platform: Platform, heard: Heard) -> None:
    platform.phone("rep").say("สวัสดี")
    body = {"replyToken": token_of(heard), "messages": [text("ตอบ")]}
    keyed = call(platform, retry_key=str(uuid.uuid4()))
    assert refused(lambda: platform.messaging.reply(keyed, body))[0] == 400


def test_the_same_retry_key_is_accepted_once_and_answered_with_what_it_got(platform: Platform) -> None:
    key = str(uuid.uuid4())
    sent = push(platform, "rep", "เตือน", retry_key=key)["sentMessages"]

    with pytest.raises(LineError) as again:
        push(platform, "rep", "เตือน", retry_key=key)
    assert again.value.status == 409
    assert again.value.body["sentMessages"] == sent
    assert again.value.headers["x-line-accepted-request-id"] == platform.accepted[0].request_id
    assert len(platform.accepted) == 1


def test_a_retry_key_is_forgotten_after_a_day(platform: Platform, hand: Hand) -> None:
    key = str(uuid.uuid4())
    push(platform, "rep", "เตือน", retry_key=key)
    hand.turn(hours=24, seconds=1)
    push(platform, "rep", "เตือน", retry_key=key)
    assert len(platform.accepted) == 2


def test_a_retry_key_is_a_uuid(platform: Platform) -> None:
    assert refused(lambda: push(platform, "rep", "เตือน", retry_key="not a uuid"))[0] == 400


def test_replies_are_free_and_pushes_cost_one_a_person(platform: Platform, heard: Heard) -> None:
    platform.phone("rep").say("สวัสดี")
    reply(platform, token_of(heard), "ก", "ข", "ค")
    push(platform, "rep", "ก", "ข", "ค")
    assert platform.quota.used(platform.channels["staff"], platform.clock.now()) == 1


def test_a_month_that_is_full_refuses_pushes_but_not_replies(platform: Platform, heard: Heard) -> None:
    for _ in range(5):
        push(platform, "consumer", "โปร")
    assert refused(lambda: push(platform, "consumer", "โปร")) == (429, "You have reached your monthly limit.")

    platform.phone("consumer").say("ราคา")
    body = {"replyToken": token_of(heard), "messages": [text("ตอบ")]}
    assert platform.messaging.reply(call(platform, "shop"), body)["sentMessages"]


def test_a_new_month_is_a_new_quota_by_the_domain_clock(platform: Platform, clock: SimulatorClock) -> None:
    for _ in range(5):
        push(platform, "consumer", "โปร")
    clock.move_to(START.replace(month=12))
    assert push(platform, "consumer", "โปร")["sentMessages"]


def test_a_multicast_is_paid_whole_or_refused_whole(platform: Platform) -> None:
    shop = platform.channels["shop"]
    for number in range(5):
        platform.add_user(User(name=f"c{number}", display_name="ลูกค้า", home="shop"), friend_of=["shop"])
    everybody = platform.friendships.friends_of("shop")
    body = {"to": everybody, "messages": [text("โปร")]}
    assert refused(lambda: platform.messaging.multicast(call(platform, "shop"), body))[0] == 429
    platform.messaging.multicast(call(platform, "shop"), {**body, "to": everybody[:5]})

    assert platform.quota.used(shop, platform.clock.now()) == 5
    assert platform.accepted[-1].delivered == tuple(everybody[:5])
    assert not platform.phone("c4").received


def test_a_multicast_with_an_unknown_user_is_refused(platform: Platform) -> None:
    body = {"to": [platform.user("rep").id, "U" + "0" * 32], "messages": [text("โปร")]}
    assert refused(lambda: platform.messaging.multicast(call(platform), body))[0] == 400
    assert not platform.accepted


def test_a_group_push_costs_its_members(platform: Platform) -> None:
    group = platform.groups.create("staff", "ทีมขาย", ["rep", "manager"])
    body = {"to": group.id, "messages": [text("รายงาน")]}
    platform.messaging.push(call(platform), body)
    assert platform.quota.used(platform.channels["staff"], platform.clock.now()) == 2
    assert platform.phone("rep", group.id).received[-1].body == text("รายงาน")


def test_a_push_to_somebody_who_blocked_is_accepted_free_and_unheard(platform: Platform) -> None:
    platform.phone("rep").block()
    assert push(platform, "rep", "เตือน")["sentMessages"][0]["id"]
    assert platform.accepted[-1].delivered == ()
    assert platform.accepted[-1].cost == 0
    assert not platform.phone("rep").received


def test_a_stranger_and_an_invented_person_cannot_be_pushed_to(platform: Platform) -> None:
    platform.add_user(User(name="stranger", display_name="ใคร", home="staff"))
    assert refused(lambda: push(platform, "stranger", "สวัสดี")) == (400, "Failed to send messages")
    body = {"to": "U" + "0" * 32, "messages": [text("สวัสดี")]}
    assert refused(lambda: platform.messaging.push(call(platform), body))[0] == 400


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ({"type": "text", "text": "ก" * 5001}, "text"),
        ({"type": "text", "text": ""}, "text"),
        ({"type": "nonsense"}, "type"),
        ({"type": "flex", "altText": "x", "contents": {"type": "bubble"}}, "contents"),
        ({"type": "flex", "altText": "x" * 1501, "contents": {"type": "bubble", "body": {}}}, "altText"),
    ],
)
def test_messages_over_the_limits_are_refused_with_details(
    platform: Platform, message: dict[str, Any], place: str
) -> None:
    body = {"to": platform.user("rep").id, "messages": [text("ดี"), message]}
    with pytest.raises(LineError) as wrong:
        platform.messaging.push(call(platform), body)
    [detail] = wrong.value.body["details"]
    assert detail["property"] == "messages[1]"
    assert detail["message"].startswith(place)


def test_a_stricter_check_can_be_given() -> None:
    platform = new_platform(
        SimulatorClock(Hand()), check=lambda message: ["too polite"] if "ค่ะ" in message["text"] else []
    )
    push(platform, "rep", "ได้")
    assert refused(lambda: push(platform, "rep", "ได้ค่ะ"))[1] == "The request body has 1 error(s)"


def test_the_journal_holds_every_acceptance_as_a_line(tmp_path: Path) -> None:
    journal = tmp_path / "accepted.jsonl"
    platform = new_platform(SimulatorClock(Hand()), journal=journal)
    key = str(uuid.uuid4())
    push(platform, "rep", "เตือน", retry_key=key)
    push(platform, "manager", "สรุป")

    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [line["messages"][0]["text"] for line in lines] == ["เตือน", "สรุป"]
    assert lines[0]["retry_key"] == key
    assert lines[0]["at"] == START.isoformat()


def test_a_channel_keeps_to_its_own(platform: Platform, heard: Heard) -> None:
    platform.phone("rep").say("สวัสดี")
    body = {"replyToken": token_of(heard), "messages": [text("จากร้าน")]}
    assert refused(lambda: platform.messaging.reply(call(platform, "shop"), body))[0] == 400


def test_secrets_stay_out_of_representations() -> None:
    channel = Channel.invented("staff", "จด")
    assert channel.secret not in repr(channel)
    assert channel.access_token not in repr(channel)
