"""People who talk to a shop, and what they themselves know: who wants promotions, and who has had which."""

from __future__ import annotations

from collections import Counter
from datetime import date

from bot.intents.base import Intent, from_data
from bot.intents.consumers import EraseMyData
from bot.intents.promotions import TakeCoupon
from bot.intents.shop import DeclineConsent, StopPromos
from models.customer import Customer, CustomerKind
from simulator.accounts import Friendship
from simulator.ledger import Acceptance
from tests.days import press
from tests.drawing import actions_on
from tests.town import START, Town

REP = "แบงค์"
CUSTOMERS = {"มะลิ": "แนน", "ฝน": "นก"}
"""Who talks to the shop, and as which customer of it they are known once they have linked."""
PEOPLE = [*CUSTOMERS, "ฟ้า"]
QUESTION, AGREED, LINKED = "ขออนุญาต", "ขอบคุณค่ะ บันทึกแล้ว", "เชื่อมแล้ว"
"""How the shop's answers begin."""


class Wishes:
    """Each act of a person, and what follows from it for what may be sent to them."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.willing, self.linked = dict.fromkeys(PEOPLE, False), dict.fromkeys(PEOPLE, False)
        self.had: Counter[tuple[str, int, bool]] = Counter()
        town.member(REP)
        for day, name in enumerate(CUSTOMERS.values(), START.day):
            customer = town.customer(name, REP, kind=CustomerKind.CONSUMER)
            with town.database() as session:
                session.get_one(Customer, customer).birthday = date(1990, START.month, day)
        for who in PEOPLE:
            town.person(who, "shop")

    def come(self, who: str) -> None:
        """Add the account, or unblock it, and agree to the question once it is in sight."""
        self.town.platform.phone(who).befriend()
        answered = self.town.say(who, "รับโปร")
        if answered[-1].startswith(QUESTION):
            answered = self.town.tap(who, "ยินยอมรับโปร")
        self.willing[who] |= answered[-1].startswith(AGREED)

    def type_it(self, who: str) -> None:
        self._withdraw(who, self._tells(who, "หยุดส่งโปร"))

    def type_stop(self, who: str) -> None:
        self._withdraw(who, self._tells(who, "STOP"))

    def tap_stop(self, who: str) -> None:
        self._withdraw(who, self._taps(who, StopPromos()))

    def decline(self, who: str) -> None:
        self._withdraw(who, self._taps(who, DeclineConsent()))

    def _withdraw(self, who: str, answered: list[str]) -> None:
        if answered:
            self.willing[who] = False

    def tell_the_rep(self, who: str) -> None:
        """It holds for whoever is linked to that customer."""
        if self.linked[who]:
            self.town.say(REP, f"{CUSTOMERS[who]} ไม่รับโปรแล้ว")
            self.willing[who] = False

    def block(self, who: str) -> None:
        if self.is_friend(who):
            self.town.platform.phone(who).block()

    def be_erased(self, who: str) -> None:
        if self._taps(who, EraseMyData(confirmed=True)):
            self.willing[who] = self.linked[who] = False

    def link(self, who: str) -> None:
        """With a code from the rep, who is asked for a person not known as nobody."""
        told = self.town.say(REP, f"รหัส{CUSTOMERS.get(who, who)}")[0]
        answered = self._tells(who, told.splitlines()[0].rsplit(" ", 1)[-1])
        self.linked[who] |= any(one.startswith(LINKED) for one in answered)

    def buy(self, who: str) -> None:
        self.town.say(REP, f"{CUSTOMERS.get(who, who)}ซื้อปูน 10 ถุง 1,300")

    def take_coupon(self, who: str) -> None:
        self._taps(who, TakeCoupon(promotion=1))

    def is_friend(self, who: str) -> bool:
        return self.town.platform.phone(who).friendship is Friendship.FRIEND

    def _tells(self, who: str, line: str) -> list[str]:
        return self.town.say(who, line) if self.is_friend(who) else []

    def _taps(self, who: str, intent: Intent) -> list[str]:
        """A button on some card, however old."""
        return press(self.town, who, intent) if self.is_friend(who) else []

    def hear(self, sent: Acceptance) -> None:
        """What LINE has just taken for them, unasked: everybody wants it, and has not had it before."""
        for user in sent.to:
            who = self.town.platform.user(user).name
            assert self.willing[who], f"{who} does not want it"
            assert self.is_friend(who), f"{who} has blocked the shop"
            self.had[who, *subject_of(sent)] += 1
        assert max(self.had.values(), default=1) == 1


ACTS = [name for name in vars(Wishes) if name not in ("is_friend", "hear") and not name.startswith("_")]


def subject_of(sent: Acceptance) -> tuple[int, bool]:
    """Which promotion's it is, and whether it only reminds of a coupon of it."""
    (message,) = sent.messages
    tapped = [from_data(action["data"]) for action in actions_on(message) if action["type"] == "postback"]
    (promotion,) = {one.promotion for one in tapped if isinstance(one, TakeCoupon)}
    return promotion, message["altText"].startswith("คูปอง")
