"""Where the scripts are played: two teams of one company, with their phones, a group and a shop."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.allowance import LineMonth, allowance
from models.customer import CustomerKind
from models.member import Role
from models.standing import ChannelState
from simulator.chats import Chat, Message
from simulator.phone import Phone
from tests.consumers import consumers, shop_of, store
from tests.conversations.script import Script, Step
from tests.drawing import action_called, drawn, told
from tests.town import BANGKOK, Town

AFTERNOON = datetime(2026, 11, 26, 13, 0, tzinfo=BANGKOK)
"""Thursday: past the hours in which the morning plan rides on an answer."""
PHOTO = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x28" + b"\0\0\0\x1e" + bytes(5)
"""The beginning of one, 40 × 30."""
FREE_PLAN, LARGER_PLAN = 300, 15_000
"""Messages that LINE takes a month."""
GROUP = "กลุ่ม"
"""Who tells, when Jod speaks to a whole group."""

INVITED = re.compile(
    r"^  (?:เข้าร่วม|join) (?P<code>[A-Z0-9]{8})$|(?:รหัสของ|Code for ).+: (?P<link>\d{6})$"
    r"|(?:คูปองของคุณ|Your coupon) (?P<coupon>[A-Z0-9]{7}) ·"
)


class Stage:
    """One workspace, a Thai and an English team in it; nobody of one sees the other's customers."""

    def __init__(self, database_url: str, heard: pytest.LogCaptureFixture) -> None:
        self.town = Town(database_url, AFTERNOON)
        self._heard = heard
        heard.set_level(logging.DEBUG, logger="bot.conversation")
        _people(self.town)
        _customers(self.town)
        _consumers(self.town)
        self._group: Chat | None = None
        self._code = "CODE"
        self._seen: dict[str, int] = {}

    def play(self, script: Script) -> str:
        """The transcript, in the script's own notation; only people who occur in it are listened to."""
        chats = sorted({GROUP, *self._names()} & script.names())
        return "\n".join(line for step in script.steps() for line in self._played(step, chats))

    def _played(self, step: Step, chats: list[str]) -> Iterator[str]:
        self._heard.clear()
        if step.moves_the_clock_to is not None:
            self.town.move_to(step.moves_the_clock_to)
        if step.who:
            self._act(step.who, step.words.replace("CODE", self._code))
        yield f"{step.done}{self._meant()}" if step.who else step.line
        for chat in chats:
            for message in self._new(chat):
                for line in _answer(chat, message.body, step.shown):
                    yield self._without_code(line)

    def _without_code(self, line: str) -> str:
        """A code to join, to be linked by or of a coupon is another each time: it is CODE in a script."""
        if (found := INVITED.search(line)) is not None:
            self._code = found["code"] or found["link"] or found["coupon"]
        return line.replace(self._code, "CODE")

    def _meant(self) -> str:
        """What the bot took it for, by its own log."""
        intents = [str(one.args[1]) for one in self._heard.records if isinstance(one.args, tuple)]
        return f"  # {' '.join(intents)}" if intents else ""

    def _names(self) -> list[str]:
        return [user.name for user in self.town.platform.users.values()]

    def _told(self, chat: str) -> list[Message]:
        if chat != GROUP:
            return self.town.platform.phone(chat).received
        return self.town.platform.chats.said_in(self._group) if self._group else []

    def _new(self, chat: str) -> list[Message]:
        told_so_far = [one for one in self._told(chat) if one.sender is None]
        new, self._seen[chat] = told_so_far[self._seen.get(chat, 0) :], len(told_so_far)
        return new

    def _leave_messages(self, count: int) -> None:
        """So many are left on the shop's account this month, as LINE said when it was asked."""
        with self.town.database() as session:
            now, shop = self.town.clock.now(), shop_of(session)
            state = ChannelState.held(session, shop.id, self.town.clock.machine())
            used = sum(allowance(session, shop.id, LineMonth.around(now)).spent.values())
            limit = FREE_PLAN if count <= FREE_PLAN else LARGER_PLAN
            state.note_quota(limit, limit - count, used, now)
            state.look_at += timedelta(days=30)

    def _open_group(self, names: list[str]) -> None:
        self._group = self.town.platform.groups.create("staff", "ทีมขาย", names)
        self._seen[GROUP] = 0

    def _in_group(self, who: str) -> Phone:
        assert self._group is not None
        return self.town.platform.phone(who, self._group.id)

    def _act(self, who: str, words: str) -> None:
        phone = self.town.platform.phone(who)
        if words.startswith("["):
            label, _, value = words[1:].partition("]")
            phone.tap(action_called(phone, label), value.strip())
        elif (done := ACT.fullmatch(words)) is not None:
            self._do(phone, done["act"], done["what"] or "", done["words"])
        else:
            phone.say(words)

    def _do(self, phone: Phone, act: str, what: str, words: str) -> None:
        match act:
            case "open group":
                self._open_group([phone.user.name, *words.split()])
            case "group":
                self._in_group(phone.user.name).say(words)
            case "quote":
                phone.say(words, quote=_card(phone, what).id)
            case "quota":
                self._leave_messages(int(what))
            case "file":
                phone.send_file(what, words.encode())
            case _:
                ACTS[act](phone, words)


ACT = re.compile(r"\((?P<act>[a-z ]+)(?:: (?P<what>[^)]+))?\) ?(?P<words>.*)", re.DOTALL)
ACTS: dict[str, Callable[[Phone, str], object]] = {
    "add": lambda phone, _: phone.befriend(),
    "block": lambda phone, _: phone.block(),
    "edit": lambda phone, words: phone.edit(_own(phone).id, words),
    "old button": lambda phone, _: phone.tap({"type": "postback", "data": "0.plan:day=1"}),
    "photo": lambda phone, _: phone.send_image(PHOTO),
    "place": lambda phone, _: phone.send_location(13.7563, 100.5018),
    "sticker": lambda phone, _: phone.send_sticker(),
    "unsend": lambda phone, _: phone.unsend(_own(phone).id),
}
"""What a person can do besides typing and tapping; what stands behind the act is its second argument."""


def _answer(chat: str, body: dict[str, Any], shown: list[str]) -> Iterator[str]:
    """A message as the script tells it, with the lines asked for; with all of them when one is missing."""
    first, *more = told(body).splitlines()
    yield f"{chat}< {first}"
    yield from (f"  {line or '¶'}" for line in more)
    if body["type"] != "text" or "quickReply" in body:
        lines = drawn(body).splitlines()
        mine = [line for line in shown if line in lines]
        yield from (f"  | {line}" for line in (mine or lines if shown else ()))


def _own(phone: Phone) -> Message:
    """The newest thing this person said."""
    return next(one for one in reversed(phone.messages) if one.sender == phone.user.id)


def _card(phone: Phone, beginning: str) -> Message:
    return next(one for one in reversed(phone.received) if told(one.body).startswith(beginning))


def _people(town: Town) -> None:
    town.member("เจ้", Role.OWNER)
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("Max", Role.OWNER, team="Export", language="en")
    town.member("Kate", Role.MANAGER, team="Export", language="en")
    town.member("Bank", team="Export", language="en")
    town.member("Joe", team="Export", language="en")
    for name, channel in (("แนน", "staff"), ("Nan", "staff"), ("ลูกค้า", "shop"), ("Guest", "shop")):
        town.person(name, channel)


def _consumers(town: Town) -> None:
    """Three who agreed to promotions, one of them in English, and one who has not answered."""
    town.bind_channels()
    for name, language in (("น้ำ", "th"), ("Nam", "en"), ("ฝน", "th")):
        user = town.person(name, "shop").user.id
        with town.database() as session:
            store(session, town, [user], agreed=True, language=language)
    consumers(town, 1, agreed=False, prefix="Silent")


def _customers(town: Town) -> None:
    town.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"}, phone="+66812345678")
    town.customer("สยามคอนกรีตบางพลี", "แบงค์")
    town.customer("โรงแรมริเวอร์วิว", "แบงค์", contacts={"นก": "purchasing"})
    town.customer("ป้าแดง", "แบงค์", kind=CustomerKind.CONSUMER)
    town.customer("ทีทีเอ็มเอ็นจิเนียริ่ง", "เมย์")
    town.customer("Eastern Steel", "Bank", contacts={"John": "owner"}, phone="+66898765432")
    town.customer("Eastern Cement", "Bank")
    town.customer("Harbour Hotel", "Bank", contacts={"Mary": "purchasing"})
    town.customer("Delta Foods", "Joe")
