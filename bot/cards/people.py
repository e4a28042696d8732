"""Cards about who belongs to the team: the invitation, who waits to be let in, who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.cards.welcome import team_name
from bot.context import Desk
from bot.intents.answers import No
from bot.intents.people import Approve, RemoveMember
from bot.language import MemberRef
from bot.replies import Button, Card, Copy, Link, Paragraph, Reply, Rows, Tap, Text, Tone, Weight
from models.channel import Channel
from models.member import Invite, Member

OPEN_CHAT = "https://line.me/R/oaMessage/"
SHARE = "https://line.me/R/share?text="
URI_LIMIT = 1_000
"""Characters; a Thai letter takes nine of them."""
SHOWN = 5
"""Newcomers on one card; the others come on the next."""


def invitation(desk: Desk, invite: Invite, channel: Channel) -> list[Reply]:
    """A text to forward into the team's group, and how it goes on from there."""
    words = desk.words
    named = {
        "team": team_name(desk, invite.team_id),
        "account": channel.basic_id,
        "typed": words("people.typed_code", code=invite.code),
        "until": words.day(desk.local(invite.expires_at).date(), desk.today),
    }
    if not channel.basic_id:
        text = words("people.invitation_by_code", **named)
        return [Text(text=text, public=True), _how_it_goes(desk, invite, (_copy(desk, text),), named)]
    named["link"] = chat_link(channel.basic_id, named["typed"])
    text = words("people.invitation", **named)
    buttons = (*_share(desk, words("people.short_invitation", **named)), _copy(desk, text))
    return [Text(text=text, public=True), _how_it_goes(desk, invite, buttons, named)]


def _copy(desk: Desk, text: str) -> Button:
    return Button(desk.words("people.copy"), Copy(text))


def _share(desk: Desk, text: str) -> tuple[Button, ...]:
    """LINE's own way to send a text to a group, where the text is short enough for a link."""
    link = f"{SHARE}{quote(text, safe='')}"
    if len(link) > URI_LIMIT:
        return ()
    return (Button(desk.words("people.send_to_group"), Link(link), Weight.PRIMARY),)


def chat_link(basic_id: str, text: str) -> str:
    """Opens the account's chat with a text ready to be sent (phones only)."""
    return f"{OPEN_CHAT}{quote(basic_id, safe='')}/?{quote(text)}"


def _how_it_goes(desk: Desk, invite: Invite, buttons: tuple[Button, ...], named: dict[str, str]) -> Card:
    words = desk.words
    title = words("people.invite_title", team=named["team"])
    rows = (
        (words("people.code"), invite.code),
        (words("people.good_until"), words("people.many_uses", until=named["until"])),
    )
    return Card(
        title=title,
        subtitle=words("people.invite_how"),
        summary=title,
        blocks=(Rows(rows),),
        buttons=(buttons,),
        public=True,
    )


def waiting_card(desk: Desk, newcomers: Sequence[Member]) -> Card:
    """Who would like to come in; one tap each."""
    words, shown = desk.words, newcomers[:SHOWN]
    first = newcomers[0]
    asks = words("people.asks_in", name=words.person(first.name), team=team_name(desk, first.team_id))
    title = asks if len(newcomers) == 1 else words("people.ask_in", count=len(newcomers))
    more = len(newcomers) - len(shown)
    blocks = (Paragraph(words("people.more_ask", count=more), Tone.MUTED),) if more else ()
    return Card(
        title=title,
        subtitle=words("people.asks_how"),
        summary=title,
        blocks=blocks,
        buttons=tuple(_door(desk, one, alone=len(newcomers) == 1) for one in shown),
    )


def _door(desk: Desk, newcomer: Member, *, alone: bool) -> tuple[Button, Button]:
    """The two buttons for one newcomer; with several, each says the name so that it can be typed."""
    words, name = desk.words, newcomer.name
    yes = words("people.let_in") if alone else words("people.let_in_name", name=name)
    no = words("people.refuse") if alone else words("people.refuse_name", name=name)
    return (
        Button(yes, Tap(Approve(member=newcomer.id)), Weight.PRIMARY if alone else Weight.SECONDARY),
        Button(no, Tap(Approve(member=newcomer.id, refuse=True)), Weight.SECONDARY),
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a member leaves behind, and to whom."""

    member: Member
    receiver: Member
    customers: int
    matters: int

    @property
    def anything(self) -> bool:
        return self.customers > 0 or self.matters > 0


def removal_card(desk: Desk, leaving: Leaving) -> Card:
    """Asks once, and says what follows."""
    words = desk.words
    title = words("people.sure_to_remove", name=words.person(leaving.member.name))
    remove = RemoveMember(rep=MemberRef("", leaving.member.id), confirmed=True)
    return Card(
        title=title,
        subtitle=words("people.remove_how"),
        summary=title,
        blocks=(Rows(_left_behind(desk, leaving)),) if leaving.anything else (),
        buttons=(
            (Button(words("people.remove"), Tap(remove), Weight.SECONDARY),),
            (Button(words("people.keep"), Tap(No())),),
        ),
    )


def _left_behind(desk: Desk, leaving: Leaving) -> tuple[tuple[str, str], ...]:
    words, receiver = desk.words, desk.words.person(leaving.receiver.name)
    counts = {"customers": leaving.customers, "open_matters": leaving.matters}
    return tuple(
        (words(f"people.{what}"), words(f"people.{what}_go", count=count, name=receiver))
        for what, count in counts.items()
        if count
    )


def removed_text(desk: Desk, leaving: Leaving) -> str:
    """What has been done, and with whom the work goes on."""
    words = desk.words
    gone = words("people.removed", name=words.person(leaving.member.name))
    if not leaving.anything:
        return gone
    receiver = words.person(leaving.receiver.name)
    counts = {"customers": leaving.customers, "matters": leaving.matters}
    return f"{gone} {words('people.handed_over', receiver=receiver, **counts)}"
